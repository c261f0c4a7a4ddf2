#!/bin/sh
# run.sh PYTHON: tests an index in a cluster of three nodes. Where a cluster cannot be had, one line says so.
set -u
skip() {
    echo "test-opensearch: skipped, $1"
    exit 0
}
command -v java >/dev/null && command -v javac >/dev/null || skip "there is no Java"
command -v mvn >/dev/null || skip "there is no Maven"
if ! timeout 240 make -s .venv/opensearch.stamp >.venv/opensearch.log 2>&1; then
    skip "the jars of OpenSearch cannot be had (see .venv/opensearch.log)"
fi
WARTA_TEST_OPENSEARCH=1 exec timeout 600 "$1" -m pytest -n 0 -m opensearch tests/opensearch
