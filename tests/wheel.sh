#!/bin/sh
# Builds source distribution and wheel in a clean environment, installs the wheel in another one in which nothing
# can be compiled, beside the dependencies of requirements.lock, and runs the suite, as the source distribution has it,
# on what is installed there.
#
#   sh tests/wheel.sh PYTHON [PYTEST ARGUMENT...]
set -eu
python=${1:-python3}
[ $# -gt 0 ] && shift
rm -rf dist build/wheel
"$python" -m venv build/wheel/builder
build/wheel/builder/bin/python -m pip install --quiet build
build/wheel/builder/bin/python -m build --outdir dist . >build/wheel/build.log || { cat build/wheel/build.log; exit 1; }
"$python" -m venv build/wheel/user
wheel=$(ls "$PWD"/dist/warta-*.whl)
env CC=/bin/false build/wheel/user/bin/python -m pip install --quiet --require-hashes --requirement requirements.lock
env CC=/bin/false build/wheel/user/bin/python -m pip install --quiet "$wheel[test]"
tar -xzf dist/warta-*.tar.gz -C build/wheel
mv build/wheel/warta-* build/wheel/tests-of
# What the documentation links to and the sources of compiled code may stay; nothing of them can be imported.
find build/wheel/tests-of/search build/wheel/tests-of/web -name "*.py" -delete
cd build/wheel/tests-of
env CC=/bin/false PATH="$PWD/../user/bin:$PATH" ../user/bin/python -m pytest "$@" tests
