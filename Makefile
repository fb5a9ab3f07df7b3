# What is needed beforehand: Python 3.11 or newer, with venv, and make. Every target sets up by itself what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-fast mutants soak bench assets pictures guides lint types lock clean

PYTHON := .venv/bin/python
# One more than processors: many tests wait for a server or a browser.
PYTEST := $(PYTHON) -m pytest -n $(shell expr $$(nproc) + 1) --dist loadfile --no-loadscope-reorder
PIP := $(PYTHON) -m pip --disable-pip-version-check --quiet

help: ## say what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 16

setup: .venv/.project ## .venv with the pinned lock, every extra included

# The first mark follows the lock, the second the project's own metadata; nothing runs again while both are as they were.
.venv/.lock: requirements.lock
	@bash scripts/make-venv .venv
	@echo "Installing the pinned packages into .venv …"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@touch $@

.venv/.project: .venv/.lock pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@$(PYTHON) -m compileall -q sync
	@touch $@
	@echo "Ready: .venv/bin/dip --help"

# What runs `dip` and no more. Where a developer has set up, all of it is there.
.venv/.runtime: requirements-runtime.lock pyproject.toml
	@if [ -e .venv/.project ]; then $(MAKE) --no-print-directory setup; else \
	  bash scripts/make-venv .venv; \
	  echo "Installing what dip needs to run into .venv …"; \
	  $(PIP) install --require-hashes --requirement requirements-runtime.lock; \
	  $(PIP) install --no-deps --no-build-isolation --no-index --editable .; \
	fi
	@touch $@

demo: .venv/.runtime ## one full turn of the procedure on an example office; leaves demo/
	@$(PYTHON) -m scripts.demo

test: setup lint types ## the whole suite, as CI runs it
	@$(PYTHON) scripts/debian_packages.py
	@$(PYTHON) scripts/node_packages.py
	@$(PYTEST) --durations=10

test-fast: setup ## the tests without the slow ones: under a minute
	@$(PYTEST) -m "not slow"

mutants: setup ## is every rule held by a test? Hours; can be stopped, and goes on
	@$(PYTHON) -m scripts.mutants

# Another seed: make soak SEED=12
SEED ?= 11
soak: setup ## ten thousand interleavings of people, runs and somebody at the target; two thousand lost disks
	@INTERLEAVINGS=10000 $(PYTHON) -m pytest -q --hypothesis-seed=$(SEED) tests/plan/test_people_and_sync.py -k in_memory
	@MACHINES=3000 $(PYTHON) -m pytest -q --hypothesis-seed=$(SEED) tests/fence/test_people_and_machines.py
	@INTERRUPTIONS=200 $(PYTEST) -q tests/publish -k cut_at_any_of_many_points
	@STRIDE=1 $(PYTHON) -m pytest -q tests/fleet/test_machines.py
	@STRIKES=200 FLEET_SEED=$(SEED) $(PYTHON) -m pytest -q tests/fleet/test_worker.py
	@DRILLS=2000 $(PYTEST) -q tests/run/test_ways_home.py -k in_memory

bench: setup ## the benchmark table
	@$(PYTHON) -m scripts.bench

assets: setup ## the scripts of the site as they are sent, from site_templates/script
	@$(PYTHON) -m scripts.assets

pictures: setup ## the pictures of the README and of the guides, made anew from the program; the guides with them
	@$(PYTHON) -m scripts.pictures
	@$(PYTHON) -m scripts.guides

guides: setup ## the guides for staff as PDF, and the poster
	@$(PYTHON) -m scripts.guides

lint: setup ## ruff
	@$(PYTHON) -m ruff check

types: setup ## mypy --strict
	@$(PYTHON) -m mypy

# For Python 3.11 and newer on every platform; neither names a registry. The second one is a part of the first: what
# `dip` needs to run, and hatchling with its plugin, which install it.
LOCK := $(PYTHON) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-annotate --no-header --quiet
lock: setup ## write requirements.lock and requirements-runtime.lock anew
	@$(LOCK) --all-extras --output-file requirements.lock pyproject.toml
	@printf '%s\n' hatchling hatch-fancy-pypi-readme | $(LOCK) --constraint requirements.lock --output-file requirements-runtime.lock pyproject.toml -
	@! grep -nE '://|--(extra-)?index-url|--find-links' requirements.lock requirements-runtime.lock

clean: ## remove what can be made again
	@rm -rf build dist demo mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
