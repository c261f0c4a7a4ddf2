#!/bin/sh
# Compiled code under AddressSanitizer and UndefinedBehaviorSanitizer: builds the extensions with them in a copy of
# the project, and runs there the tests that compare it with its twins and feed it damaged lists.
#     sh tests/sanitizers.sh [PYTHON] [EXAMPLES of the fuzzer] [ARGUMENTS of pytest]
set -eu
python=${1:-python3}
export WARTA_FUZZ_EXAMPLES="${2:-3000}"
[ $# -lt 2 ] || shift
[ $# = 0 ] || shift
# Every room with compiled code: hours.
[ $# != 0 ] || set -- tests/ranking tests/snippets tests/names tests/index/format tests/index/test_forms.py \
    tests/index/test_inversion.py tests/index/test_postings.py tests/index/test_mentions.py tests/index/test_damage.py \
    tests/index/test_duplicates.py tests/indonesian tests/readers/test_simple_values.py \
    tests/readers/test_jsonl_reader.py tests/texts/test_glance.py tests/query/test_units_in_queries.py \
    tests/test_spelling.py tests/test_budget.py
libraries="$(gcc -print-file-name=libasan.so 2>&1) $(gcc -print-file-name=libubsan.so 2>&1)" || libraries=
for library in ${libraries:-none}; do
    # Of what it does not have, the compiler prints the name only.
    [ -e "$library" ] || { echo "No gcc with libasan and libubsan is here: the sanitizers did not run."; exit 0; }
done
export CC=gcc
root=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$root/search" "$root/web" "$root/tests" "$root/setup.py" "$root/pyproject.toml" "$copy"
cd "$copy"
find . -name '*.so' -o -name '*.c' | xargs rm -f
# Without optimising: it compiles in a third of the time, and more is looked at.
sed -i 's/"-O[123]"/"-O0"/g' setup.py
CFLAGS="-g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined" \
    LDFLAGS="-fsanitize=address,undefined" "$python" setup.py --quiet build_ext --inplace
# Every source is compiled, and beside them what they have in common.
test "$(find search -name '*.so' | wc -l)" = "$(($(find search -name '*.pyx' | wc -l) + 1))"
# Python itself leaks at its end, and keeps small objects where the sanitizer does not look.
ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc PYTHONPATH="$copy" \
    LD_PRELOAD="$libraries" \
    "$python" -m pytest -p no:cacheprovider -m "not crash and not browser" "$@"
