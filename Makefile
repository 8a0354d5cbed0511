# Touchline's commands. Each one sets up what it needs: `make up` and `make test` work in a fresh clone.
# Needed on the machine: python3 >= 3.11 with venv. For tests on a real Apache Kafka also java 17 and mvn.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MEMBERS := $(sort $(wildcard shared/*/pyproject.toml services/*/pyproject.toml devstack/pyproject.toml))
SERVICES := $(notdir $(patsubst %/pyproject.toml,%,$(wildcard services/*/pyproject.toml)))
TYPED := $(wildcard shared/*/src services/*/src devstack/src tests bench)
PYTEST_ARGS ?=
WORKERS ?= 2
PYTEST = $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadscope --no-loadscope-reorder
UP_ARGS ?=
# As pip does: trust what the machine trusts, where it has a certificate store.
export UV_SYSTEM_CERTS ?= $(if $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki /System/Library/Keychains),true,false)
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

# Of the project's lock what a service needs ($(1), with an extra or without), into a lock of its own ($(2)).
define compile_service
wanted=$(1); name=$${wanted%%[*}; \
  printf './%s\n' shared/contracts shared/runtime "services/$$wanted" | $(BIN)/$(COMPILE) --no-annotate \
    --constraint requirements.lock --no-emit-package touchline-contracts --no-emit-package touchline-runtime \
    --no-emit-package touchline-$$name - -o services/$$name/$(2)
endef

.PHONY: help setup up test check bench docs lock clean
.DEFAULT_GOAL := help

help: ## List these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(VENV)/.installed ## Create .venv and install everything from requirements.lock

$(BIN)/uv: requirements-bootstrap.txt
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: install Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) must be 3.11 or newer and have venv (Debian: apt-get install python3-venv)"; exit 1; }
	@echo "→ creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.txt
	@touch $@

$(VENV)/.installed: $(BIN)/uv requirements.lock $(MEMBERS)
	@echo "→ installing $$(grep -c '^[a-z].*==' requirements.lock) packages from requirements.lock, each checked by its hash"
	@$(BIN)/uv pip sync --quiet --require-hashes requirements.lock \
	  || { echo "→ uv did not get through; trying pip, which may know this machine's mirror"; \
	       $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock; }
	@echo "→ installing the members in place: $(patsubst %/pyproject.toml,%,$(MEMBERS))"
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --offline \
	  $(patsubst %/pyproject.toml,--editable ./%,$(MEMBERS))
	@touch $@

up: setup ## Start the whole stack with the demo company; Ctrl-C stops it (UP_ARGS="--port 9000")
	@$(BIN)/touchline up --demo $(UP_ARGS)

test: setup ## Run all tests on the best stack this machine has (PYTEST_ARGS="-k proposal")
	@command -v java >/dev/null && command -v mvn >/dev/null \
	  || echo "→ java or mvn is missing: tests that need Apache Kafka use Docker if it answers, else the embedded broker"
	@echo "→ running the tests; the header below says on which Kafka and PostgreSQL"
	@$(PYTEST) $(PYTEST_ARGS)

check: setup ## Exactly what CI runs: format, lint, types, imports, generated files, all tests
	@echo "→ ruff format"  && $(BIN)/ruff format --check .
	@echo "→ ruff check"   && $(BIN)/ruff check .
	@echo "→ mypy"         && $(BIN)/mypy $(TYPED)
	@echo "→ lint-imports" && $(BIN)/lint-imports
	@echo "→ generated documents" && $(BIN)/python -m touchline_contracts.generate --check docs/events \
	  && $(BIN)/python -m devstack.flow --check docs/flow.md
	@echo "→ tests" && $(PYTEST) $(PYTEST_ARGS)

bench: setup ## Measure throughput and latency against the two opponents
	@$(BIN)/python -m bench

docs: setup ## Regenerate docs/events (JSON Schemas, AsyncAPI) and docs/flow.md
	@$(BIN)/python -m touchline_contracts.generate docs/events
	@$(BIN)/python -m devstack.flow docs/flow.md

lock: $(BIN)/uv ## Resolve requirements.in anew into requirements.lock, and what of it each service needs
	@$(BIN)/$(COMPILE) --upgrade requirements.in -o requirements.lock
	@for service in $(SERVICES); do \
	  $(call compile_service,$$service,requirements.lock) || exit 1; done
	@$(call compile_service,recommender[meaning],requirements-meaning.lock)
	@version=$$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements.lock); \
	  { echo "# The installer of everything else, with the hashes of all its platforms. \`make lock\` rewrites it."; \
	    echo "$$version" | $(BIN)/$(COMPILE) --no-annotate - ; } > requirements-bootstrap.txt

clean: ## Remove .venv and the caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
