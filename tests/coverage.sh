#!/bin/sh
# Coverage of the tests by room, line by line, compiled code too: builds the extensions with the counters of the
# compiler (gcov) in a copy of the project, whose lines are those of the Cython sources, and prints a table.
#     sh tests/coverage.sh [PYTHON] [ARGUMENTS of pytest]
# It needs gcc with gcov, and coverage (pip install 'coverage>=7.10'). Rooms whose tests were not run show little.
set -eu
python=${1:-python3}
[ $# = 0 ] || shift
# Other processes count as well, also those that tests start; of one that is killed, nothing is counted.
[ $# != 0 ] || set -- -n 2 --dist loadgroup -m "not slow and not crash and not browser"
root=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$root" && git ls-files -z | xargs -0 cp --parents --target-directory "$copy")
cd "$copy"
sed -i 's/"-O[123]"/"-O0"/g' setup.py
WARTA_LINES=1 CFLAGS="--coverage" LDFLAGS="--coverage" "$python" setup.py --quiet build_ext --inplace
cat >coverage.ini <<END
[run]
source_dirs = search, web
relative_files = true
parallel = true
patch = subprocess, _exit
data_file = $copy/counted/python
END
export PYTHONPATH="$copy" COVERAGE_RCFILE="$copy/coverage.ini"
"$python" -m coverage run -m pytest -p no:cacheprovider "$@" || echo "some tests failed"
"$python" -m coverage combine -q
"$python" -m coverage json -q -o coverage.json
"$python" tests/coverage_table.py coverage.json build
