#!/bin/sh
# Coverage of the tests by room, line by line, compiled code too: builds the extensions with the counters of the
# compiler (gcov) in a copy of the project, whose lines are those of the Cython sources, and prints a table.
#     sh tests/coverage.sh [PYTHON] [ARGUMENTS of pytest]
# It needs gcc with gcov, and coverage (pip install coverage). Rooms whose tests were not run show little.
set -eu
python=${1:-python3}
[ $# = 0 ] || shift
root=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$root/search" "$root/web" "$root/tests" "$root/bench" "$root/deploy" "$root/docs" "$root/corpus" \
    "$root/setup.py" "$root/pyproject.toml" "$copy"
cd "$copy"
find search -name '*.so' -o -name '*.c' | xargs rm -f
sed -i 's/"-O[123]"/"-O0"/g' setup.py
WARTA_LINES=1 CFLAGS="--coverage" LDFLAGS="--coverage" "$python" setup.py --quiet build_ext --inplace
# Processes that tests start are counted where they import this copy.
export PYTHONPATH="$copy"
"$python" -m coverage run --source=search,web -m pytest -q -p no:cacheprovider -n 0 \
    "${@:-tests}" || echo "some tests failed"
"$python" -m coverage json -q -o coverage.json
"$python" tests/coverage_table.py coverage.json build
