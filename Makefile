# Everything a developer does here. `make help` lists it. Needs Python 3.11+, git and make; makes .venv by itself.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && { echo $$p; break; }; done)
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: help run test check fmt format lint types arch bench torture scores pictures docs build clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /\1\t/' | expand -t 12

.venv/run: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev: .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,serve,cluster]'
	@touch $@

.venv/bench: .venv/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

run: .venv/run ## Open the desk on the catalogue that ships
	@$(BIN)/matchmaker

test: .venv/dev ## Run the tests
	$(BIN)/python -m pytest

check: format lint types arch test ## Everything that must hold before a commit lands

fmt: .venv/dev ## Rewrite the code in the project's format
	$(BIN)/ruff format matchmaker tests
	$(BIN)/ruff check --fix matchmaker tests

format: .venv/dev ## Check the format
	$(BIN)/ruff format --check matchmaker tests

lint: .venv/dev ## Check style and common mistakes
	$(BIN)/ruff check matchmaker tests

types: .venv/dev ## Check the types, strictly
	$(BIN)/mypy

arch: .venv/dev ## Check the layers and what each may import
	$(BIN)/lint-imports

torture: .venv/dev ## Slow trials: thousands of kills, mutated files, random walks
	MATCHMAKER_TORTURE=1 $(BIN)/python -m pytest -x

bench: .venv/bench ## Measure speed beside the peers and write the README's table
	$(BIN)/python -m tests.benchmarks --write

scores: .venv/dev ## Measure how right the rankings are (uses $(SHARED) where present) and write the README's table
	$(BIN)/python -m tests.scores --write --shared $(SHARED)

pictures: .venv/dev ## Redraw the README's pictures, which are the desk's snapshots
	$(BIN)/python -m pytest tests/tui -k snapshot --snapshot-update

docs: .venv/dev ## Rewrite the key table and the list of commands in the README
	$(BIN)/python -m tests.docs --write

build: .venv/dev ## Build the wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## Remove what can be made again; never a database
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
