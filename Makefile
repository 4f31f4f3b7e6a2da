# The workshop. `make` alone prints what can be asked of it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Both stamps lie inside what they vouch for: whoever deletes or re-makes the folder deletes the stamp.
RUNTIME := .venv/.runtime
TOOLS := .venv/.tools
PAGE := node_modules/.page
JUDGE := node_modules/.judge
PEERS := .venv/.peers/.installed
TESTS ?=
PARTS ?=
# Code is compiled once, as in any installation, not at every start of every process that tests and measurements start.
unexport PYTHONDONTWRITEBYTECODE
# Thousands of small databases, each commit with its fsync: in memory, where there is such a place.
SCRATCH := $(firstword $(TMPDIR) $(shell test -w /dev/shm && echo /dev/shm) /tmp)

.PHONY: help
help:  ## print this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo:  ## try the bot on this machine: a local Feishu in the browser, nothing else needed
	@$(MAKE) --silent -j2 $(RUNTIME) page
	@exec $(BIN)/salesbot playground

.PHONY: test
test:  ## install what the tests need, then run them all (TESTS=tests/sales for a part)
	@workshop/system_packages
	@$(MAKE) --silent -j2 $(TOOLS) $(JUDGE)
	TMPDIR=$(SCRATCH) $(BIN)/python -m pytest -n auto $(TESTS)

.PHONY: faults
faults:  ## kill, cut off, overload and attack the bot for as long as it takes (SEED=7 repeats a run)
	@workshop/system_packages
	@$(MAKE) --silent -j2 $(TOOLS) $(JUDGE)
	TMPDIR=$(SCRATCH) $(BIN)/python -m pytest -n 2 --all-faults $(if $(SEED),--fault-seed=$(SEED)) tests/faults

.PHONY: check
check: $(TOOLS)  ## format, lint, types, contracts between packages, declared dependencies
	$(BIN)/ruff format --check --output-format concise
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry --no-ansi .

.PHONY: bench
bench: $(TOOLS)  ## measure the bot beside its peers, in one table (PARTS="starting sending" for some)
	@$(MAKE) --silent $(PEERS) \
	    || echo "The peers could not be installed; the table says so in their places." >&2
	$(BIN)/python -m benchmarks $(PARTS)

.PHONY: lock
lock: $(TOOLS)  ## resolve all dependencies anew and write the lock files
	$(BIN)/uv lock --upgrade --quiet
	$(BIN)/uv export --quiet --format requirements-txt --no-emit-project --no-dev --group build --no-header -o requirements.lock
	$(BIN)/uv export --quiet --format requirements-txt --no-emit-project --all-groups --no-header -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    -o requirements-bench.lock requirements-bench.in
	$(BIN)/python workshop/lock_page.py

.PHONY: clean
clean:  ## remove everything that was installed or generated, and the demo's data
	rm -rf .venv node_modules build dist *.egg-info .coverage* screenshots var
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv \
	    || { rm -rf .venv; echo "On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }

$(RUNTIME): requirements.lock pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing the bot into .venv …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# The tools' lock holds all of the runtime's: with it the runtime is there too.
$(TOOLS): requirements-dev.lock requirements.lock pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing the bot and its tools into .venv …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(RUNTIME) $@

# In an environment of their own: what they need must not change what the bot is measured with.
$(PEERS): requirements-bench.lock | .venv/pyvenv.cfg
	@echo "Installing the peers of the measurements …"
	@rm -rf .venv/.peers && $(BIN)/python -m venv .venv/.peers
	@.venv/.peers/bin/python -m pip --disable-pip-version-check -qq install --require-hashes -r requirements-bench.lock
	@touch $@

.PHONY: page
page:
	@command -v npm >/dev/null && $(MAKE) --silent $(PAGE) \
	    || echo "Without npm's packages the playground shows a chart's numbers as a table; all else works." >&2

$(PAGE): package.json package-lock.json .npmrc
	@echo "Installing the charts of the playground's page …"
	@npm ci --omit=dev --silent
	@touch $@

$(JUDGE): package.json package-lock.json .npmrc
	@echo "Installing the page's charts and the Node SDK …"
	@npm ci --silent
	@touch $(PAGE) $@
