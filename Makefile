# make setup | demo | test | check | bench | bench-classes | picture | reference | clean
# Everything that is installed goes to .venv; system packages come through apt, where that is allowed.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= $(firstword $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p; done) python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
PEERS := .venv-peers
DEMO := out/demo

.PHONY: help
help:
	@echo 'make setup      install banmian into .venv, with the system packages it needs'
	@echo 'make demo       turn a sample page into articles'
	@echo 'make test       run the tests'
	@echo 'make check      ruff and mypy'
	@echo 'make bench      measure accuracy, time and memory beside other programs'
	@echo 'make bench-classes   every class of pages beside its bars, with the worst page of each'
	@echo 'make reference  write docs/reference.md anew'
	@echo 'make picture    write the picture of the README anew'
	@echo 'make clean      remove what make made'

.PHONY: setup
setup: $(VENV)/.user
	@echo "banmian is installed: $(BIN)/banmian --help"

$(VENV)/.python:
	@tools/system-packages.sh user
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.user: pyproject.toml $(VENV)/.python
	@echo 'installing banmian into $(VENV) …'
	@$(PIP) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml $(VENV)/.user
	@tools/system-packages.sh test
	@echo 'installing what the tests need …'
	@$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/.check: pyproject.toml $(VENV)/.user
	@echo 'installing ruff and mypy …'
	@$(PIP) --editable '.[check]'
	@touch $@

$(VENV)/.bench: $(VENV)/.user
	@tools/system-packages.sh test
	@touch $@

$(PEERS)/.rapidocr: $(VENV)/.python
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet rapidocr onnxruntime
	@touch $@

.PHONY: demo
demo: $(VENV)/.user
	@$(BIN)/banmian page samples/pages/front.jpg -o $(DEMO) --format json,md,txt,html --draw --existing redo --verbose
	@echo
	@echo 'The page beside its articles: $(CURDIR)/$(DEMO)/front.html'

.PHONY: test
test: $(VENV)/.test
	@$(BIN)/python -m pytest $(PYTEST)

.PHONY: check
check: $(VENV)/.check
	@$(BIN)/ruff check .
	@$(BIN)/mypy

.PHONY: bench
bench: $(VENV)/.bench $(PEERS)/.rapidocr
	@$(BIN)/python -m bench --rapidocr $(PEERS)/bin/python $(BENCH)

.PHONY: bench-classes
bench-classes: $(VENV)/.bench $(PEERS)/.rapidocr
	@$(BIN)/python -m bench.classes --rapidocr $(PEERS)/bin/python $(BENCH)

.PHONY: reference
reference: $(VENV)/.user
	@$(BIN)/python tools/reference.py > docs/reference.md.new && mv docs/reference.md.new docs/reference.md

.PHONY: picture
picture: $(VENV)/.test demo
	@tools/picture.sh $(DEMO)/front.html docs/images/front.jpg

.PHONY: clean
clean:
	@rm -rf $(VENV) $(PEERS) out build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
