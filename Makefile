# Two commands: `make demo` shows the site, `make test` passes the tests. Each brings what it needs.

# The name of Python 3.11 here.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint benchmarks faults

$(VENV)/.run: pyproject.toml constraints.txt
	.ci/python $(VENV) $(PYTHON)
	$(BIN)/pip install --quiet --editable . --constraint constraints.txt
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt
	.ci/python $(VENV) $(PYTHON)
	$(BIN)/pip install --quiet --editable '.[dev]' --constraint constraints.txt
	touch $(VENV)/.run $@

demo: $(VENV)/.run
	$(BIN)/python manage.py demo --port $(PORT)

test: $(VENV)/.dev
	.ci/browser
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -exec $(BIN)/djade --check {} +
	$(BIN)/mypy
	DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run

benchmarks: $(VENV)/.dev
	$(BIN)/python -m pytest tests/benchmarks -n 0 -s -o python_files='bench_*.py'

faults: $(VENV)/.dev
	$(BIN)/python -m pytest tests/faults -n 0 -s -o python_files='fault_*.py'
