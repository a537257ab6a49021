# Everything a newcomer needs. Nothing to install first but Python 3.11 or later, and make.

VENV ?= .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
JOBS ?= $(CORES)
CHECKED := pb tests $(wildcard migrations) $(wildcard benchmarks)

# The newest Python that really runs; a name on the PATH is no proof of that.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$name"; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-long coverage check format messages migration lock verifier bench-tally agree clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/.ready ## set up, fill a database with rounds in every phase, and serve it
	@$(PY) -m pb demo

demo-reset: $(VENV)/.ready ## the same, from the beginning again
	@$(PY) -m pb demo --reset

test: $(VENV)/.ready-dev ## set up and run the tests
	@$(PY) -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

test-long: $(VENV)/.ready-dev ## the tests again, with those that take minutes
	@PB_TEST_EFFORT=long $(PY) -m pytest -n $(JOBS) --dist loadgroup -m "" $(ARGS)

coverage: $(VENV)/.ready-dev ## which branches of the tally and the domain no test takes
	@$(PY) -m pytest -n $(JOBS) -q tests --ignore tests/browser --ignore tests/house \
		--cov=pb.tally --cov=pb.domain --cov-report=term $(ARGS)

check: $(VENV)/.ready-dev ## lint, format, types, imports, messages and the rules of the house
	@$(BIN)/ruff check $(CHECKED)
	@$(BIN)/ruff format --check $(CHECKED)
	@$(BIN)/mypy --strict $(CHECKED)
	@$(BIN)/lint-imports --no-logo
	@$(PY) -m pytest -q tests/house

format: $(VENV)/.ready-dev ## put the code in house style
	@$(BIN)/ruff check --fix-only -q $(CHECKED)
	@$(BIN)/ruff format $(CHECKED)

POT := locales/messages.pot
PO := locales/cy/LC_MESSAGES/messages.po
EXTRACT := -q extract -F locales/babel.cfg --project=pb --version=1 --no-location --sort-output \
	--add-comments=T: -k pgettext:1c,2 -k npgettext:1c,2,3 -k N_

# Never `pybabel init` for Welsh: it would write a header with five plural forms; ours has six.
messages: $(VENV)/.ready ## collect the words of the pages, and make room for their Welsh
	@$(BIN)/pybabel $(EXTRACT) -o $(POT) pb
	@$(BIN)/pybabel -q update -i $(POT) -o $(PO) -l cy -w 110 --no-fuzzy-matching --ignore-obsolete
	@sed -i.bak '/^"POT-Creation-Date/d' $(POT) $(PO) && rm $(POT).bak $(PO).bak # else every run is a change
	@echo "$(PO): fill in what has no Welsh yet, then make check"

migration: $(VENV)/.ready ## a new numbered step for the database: make migration name=add_wards
	@test -n "$(name)" || { echo "say what it does: make migration name=add_wards"; exit 2; }
	@$(PY) -m migrations.new "$(name)"

lock: ## renew the lock files (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group build --extra postgres --extra oidc pyproject.toml -o requirements.lock $(UPGRADE)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--group build --group dev --extra postgres --extra oidc -c requirements.lock pyproject.toml -o requirements-dev.lock $(UPGRADE)

verifier: $(VENV)/.ready ## pack the checker of records into one file that any Python runs: pb-verify.pyz
	@$(PY) -m pb.verifier.build pb-verify.pyz

bench-tally: $(VENV)/.ready-dev $(VENV)-bench/.ready ## our counts beside another library's, on the files in PB_PABULIB_DIR
	@test -n "$$PB_PABULIB_DIR" || { echo "name a folder of Pabulib files in PB_PABULIB_DIR"; exit 2; }
	@$(PY) -m benchmarks.tally "$$PB_PABULIB_DIR" --pabutools $(VENV)-bench/bin/python $(ARGS)

agree: $(VENV)/.ready-dev $(VENV)-bench/.ready ## our winners beside the other library's, on invented contests and the files in PB_PABULIB_DIR
	@$(PY) -m benchmarks.agreement "$$PB_PABULIB_DIR" --pabutools $(VENV)-bench/bin/python $(ARGS)

clean: ## take away the environment, the caches and the demo's data
	rm -rf $(VENV) $(VENV)-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov
	rm -rf demo-data test-results build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- setting up, once: a stamp is newer than the lock it was made from
$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, and was not found. On Debian: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make environments yet. On Debian and Ubuntu the missing piece is one package:"; \
		echo "  sudo apt install python3-venv"; exit 1; }
	@echo "Setting up (once) with $$($(PYTHON) --version)..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

PIP := $(PY) -m pip --disable-pip-version-check --quiet install
# A lock file names every package there is to install. Asked to look for more, older versions of pip find a newer
# release of something locked, and refuse it for want of a hash.
LOCKED := --no-deps --require-hashes --only-binary :all:
OURSELVES := --no-deps --no-build-isolation --editable .

# The other library is only measured; nothing of ours uses it.
$(VENV)-bench/.ready: | $(PY)
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip --disable-pip-version-check --quiet install pabutools==1.2.3
	@touch $@

$(VENV)/.ready: requirements.lock | $(PY)
	@$(PIP) $(LOCKED) -r requirements.lock
	@$(PIP) $(OURSELVES)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock | $(PY)
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@$(PIP) $(OURSELVES)
	@touch $(VENV)/.ready $@
