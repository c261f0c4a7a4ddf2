# The two commands of a newcomer: `make run` and `make test`. Everything goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
INDEX ?= warta-index
PORT ?= 8000
# What is compiled: a pull that changes it makes `make run` and `make test` compile it anew.
COMPILED := setup.py $(shell find search -name '*.pyx' -o -name '*.pxd' -o -name '*.pxi')
# Python compiles a module when it is first imported: sooner, where most are never imported, is half the time of pip.
export PIP_COMPILE := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run run-opensearch test check fast test-whoosh-2 test-opensearch test-opensearch-long wheel fuzz explore sanitizers sanitizers-short lock audit sbom clean

run: .venv/run.stamp  ## index corpus/ (once) and serve the page at http://127.0.0.1:8000
	@test -e $(INDEX)/CURRENT || $(BIN)/warta reindex corpus --index $(INDEX)
	$(BIN)/warta serve --index $(INDEX) --port $(PORT)

test: check  ## lint, types, and the whole test suite
	sh tests/install-browser.sh
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fast: .venv/test.stamp  ## the tests without browser, crashes and slow ones
	$(BIN)/python -m pytest -n 2 -m "not browser and not crash and not slow"

test-whoosh-2: .venv/test.stamp  ## queries, ranking and Whoosh's adapter on Whoosh 2.7.4, in place of whoosh3
	$(BIN)/python -m pip install --quiet --upgrade --no-deps --target .venv/whoosh-2 Whoosh==2.7.4
	PYTHONPATH=$(CURDIR)/.venv/whoosh-2 $(BIN)/python -c 'import whoosh; assert whoosh.__version__ == (2, 7, 4)'
	PYTHONPATH=$(CURDIR)/.venv/whoosh-2 $(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow" tests/index tests/ranking tests/query

# An index in an OpenSearch cluster: nodes on this machine, started by Java from the jars of Maven Central.
test-opensearch: .venv/test.stamp  ## contract, commands and faults of an index in a cluster of three nodes
	sh tests/opensearch/run.sh $(BIN)/python "opensearch and not slow"

test-opensearch-long: .venv/test.stamp  ## the same with the slow tests, which kill and stop more nodes
	sh tests/opensearch/run.sh $(BIN)/python opensearch -rP

run-opensearch: .venv/run.stamp .venv/opensearch.stamp  ## index corpus/ (once) in a cluster of three nodes and serve the page
	PATH=$(CURDIR)/$(BIN):$$PATH $(BIN)/python deploy/opensearch/nodes.py \
	  sh -c '{ warta stats >/dev/null 2>&1 || warta reindex corpus; } && exec warta serve --port $(PORT)'

.venv/opensearch.stamp: .venv/opensearch.jars deploy/opensearch/LocalNode.java
	mkdir -p .venv/opensearch/classes
	javac -cp '.venv/opensearch/lib/*' -d .venv/opensearch/classes deploy/opensearch/LocalNode.java
	@touch $@

.venv/opensearch.jars: deploy/opensearch/pom.xml
	mkdir -p .venv/opensearch/lib
	mvn -q -B -f deploy/opensearch/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.venv/opensearch/lib
	@touch $@

wheel:  ## build a wheel, install it where nothing can be compiled, and run the suite but its slow tests on it
	sh tests/install-browser.sh
	sh tests/wheel.sh $(PYTHON) -n 2 --dist loadgroup -m "not slow and not crash"

# At length: no part of `make test`.
FUZZ_SECONDS ?= 300

fuzz: .venv/test.stamp  ## fuzzing guided by coverage: queries, readers, files of an index
	$(BIN)/python -m pip install --quiet atheris
	for target in query sections jsonl csv html xml; do \
	  $(BIN)/python tests/fuzz_covered.py $$target -max_total_time=$(FUZZ_SECONDS) || exit 1; done

explore: .venv/test.stamp  ## the tests over random values, with other values than in every other run
	$(BIN)/python -m pytest -n 2 --hypothesis-profile=explore -m "not browser and not crash and not slow"

EXAMPLES ?= 3000
SHORT := tests/ranking/test_kernel_damage.py tests/index/format/test_damaged_files.py tests/index/format/test_lists.py \
  tests/index/test_damage.py

sanitizers: .venv/build.stamp  ## compiled code under AddressSanitizer and UndefinedBehaviorSanitizer; TESTS: only these
	sh tests/sanitizers.sh $(CURDIR)/$(BIN)/python $(EXAMPLES) $(TESTS)

sanitizers-short: .venv/build.stamp  ## the same in two minutes: damaged files and odd texts, in the rooms with compiled code
	sh tests/sanitizers.sh $(CURDIR)/$(BIN)/python 30 $(SHORT)

.venv/build.stamp: .venv/test.stamp
	sed -n '/^requires = /s/[^"]*"\([^"]*\)"[^"]*/\1\n/gp' pyproject.toml | \
		$(BIN)/python -m pip install --quiet --requirement /dev/stdin
	@touch $@

# Supply chain: these ask the package index, so they are no part of `make test`.
TOOLS := .venv/tools/bin

lock: $(TOOLS)/uv  ## requirements.lock: every dependency of `warta[all]` with its hashes, for pip --require-hashes
	$(TOOLS)/uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --extra all \
	  --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

audit: .venv/run.stamp $(TOOLS)/uv  ## known weaknesses of what is installed
	$(TOOLS)/pip-audit --path $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') --skip-editable

sbom: .venv/run.stamp $(TOOLS)/uv  ## warta.cdx.json: what Warta is made of, in CycloneDX
	$(TOOLS)/cyclonedx-py environment --output-file warta.cdx.json .venv

$(TOOLS)/uv:
	$(PYTHON) -m venv .venv/tools
	$(TOOLS)/python -m pip install --quiet uv pip-audit cyclonedx-bom

# The newest pip is installed by the one that is here; otherwise Python unpacks and compiles its own first.
.venv/bin/python:
	$(PYTHON) -m venv --without-pip .venv
	$(PYTHON) -m pip --python $(BIN)/python install --quiet pip 2>/dev/null || \
		{ $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --upgrade pip; }

# One core reads and unpacks the dependencies while the other one begins to compile Warta.
.venv/run.stamp: .venv/bin/python pyproject.toml $(COMPILED)
	@$(MAKE) --no-print-directory --jobs 2 .venv/dependencies.stamp .venv/warta.stamp
	@touch $@

.venv/dependencies.stamp: .venv/bin/python pyproject.toml
	sed -n '/^dependencies = /,/^]/s/^ *"\(.*\)",$$/\1/p' pyproject.toml | \
		$(BIN)/python -m pip install --quiet --requirement /dev/stdin
	@touch $@

.venv/warta.stamp: .venv/bin/python pyproject.toml $(COMPILED)
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

.venv/test.stamp: .venv/bin/python pyproject.toml $(COMPILED)
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	@touch $@ .venv/run.stamp

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
