#!/bin/sh
# run.sh PYTHON MARKERS [OPTIONS OF PYTEST]: tests an index in a cluster of three nodes on this machine.
# Where a cluster cannot be had (no Java, no Maven, no jars), one line says so, and that is no failure.
set -u
skip() {
    echo "test-opensearch: skipped, $1"
    exit 0
}
python=$1 markers=$2
shift 2
command -v java >/dev/null && command -v javac >/dev/null || skip "there is no Java (java and javac, 17 or newer)"
command -v mvn >/dev/null || skip "there is no Maven (mvn)"
if ! timeout -k 5 180 make -s .venv/opensearch.jars >.venv/opensearch.log 2>&1; then
    skip "Maven cannot fetch the jars of OpenSearch: $(grep -o -m 1 '\[ERROR\].*' .venv/opensearch.log | cut -c 1-300)"
fi
make -s .venv/opensearch.stamp || exit 1
# Interrupted, pytest stops the nodes by itself; whatever else ends it, they end with it.
WARTA_TEST_OPENSEARCH=1 exec timeout -s INT -k 30 900 "$python" -m pytest -n 0 -m "$markers" "$@" tests/opensearch
