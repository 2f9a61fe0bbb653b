# The front door. A fresh machine needs Python 3.11 or later with venv, git and make; `make` alone lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PORT ?= 8000
SERVE ?= 1
FRESH ?= 0
# What pytest gets besides: make test ARGS="tests/forums -x"
ARGS ?=
WORKERS ?= auto
python := .venv/bin/python
export PORT SERVE FRESH

.PHONY: help demo test check bench bench-forums format services services-stop screenshots docs lock wheel clean

help: ## Lists the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Prepares and serves the demonstration council (PORT=8000, SERVE=0, FRESH=1)
	@scripts/demo

test: ## Runs the whole suite; what needs a server or browser that is not there is skipped (ARGS="tests/forums -x")
	@scripts/environment dev
	$(python) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: ## Formatting, lint, imports, templates, types, system checks, migrations, docs
	@scripts/environment dev
	@scripts/check

bench: ## Measures pages against their limits: tables, and benchmarks/results.json (ONLY=forums, PEERS=FOLDER, on DATABASE_URL)
	@scripts/environment dev
	@SERVE=0 scripts/demo >/dev/null
	@failed=0; $(python) scripts/bench.py || failed=1; \
	case "$${ONLY:-blogs}" in blogs) $(python) -m benchmarks.blogs.measure || failed=1;; esac; \
	case "$${ONLY:-forums}" in forums) $(python) -m benchmarks.forums.measure || failed=1;; esac; exit $$failed

bench-forums: ## Of that the forums at size alone, with up to a hundred thousand posts (SIZES=1000,10000)
	@scripts/environment dev
	@$(python) -m benchmarks.forums.measure

format: ## Puts Python and templates into the house style
	@scripts/environment dev
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format .
	find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 5.2
	.venv/bin/djhtml --tabwidth 4 templates

services: ## Starts PostgreSQL, Redis and Elasticsearch for development, and prints their *_URL variables
	@tests/services/start "$${ROOST_SERVICES:-/tmp/roost-services-$$(id -u)}"

services-stop: ## Stops what `make services` started
	@tests/services/stop "$${ROOST_SERVICES:-/tmp/roost-services-$$(id -u)}"

screenshots: ## Renews the pictures of README and docs from a fresh demonstration, in a real browser
	@scripts/environment dev
	@$(python) scripts/screenshots.py

docs: ## Builds the documentation; a warning is an error
	@scripts/environment dev
	.venv/bin/sphinx-build -q -W --keep-going -b html docs docs/_build/html

wheel: ## Builds dist/wagtail_roost-*.whl
	@scripts/environment dev
	$(python) -m build --wheel --no-isolation

lock: ## Locks the dependencies of pyproject.toml with hashes (needs uv)
	@scripts/lock

clean: ## Removes what was built; the environment and the demonstration's data stay
	rm -rf build dist docs/_build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
