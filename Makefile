# Watercooler. `make` alone prints what there is.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
MINUTES ?= 10
# The order of the tests: the same commit gets the same answer. `make test SEED=last` or another number shuffles anew.
SEED ?= 1
.DEFAULT_GOAL := help
.PHONY: help setup run test check quick bench fuzz fmt lint migrate worker lock demo-reset translations

help: ## print this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.installed: deploy/lock.txt deploy/setup.sh pyproject.toml
	@PYTHON="$(PYTHON)" sh deploy/setup.sh

setup: .venv/.installed ## make .venv and install (happens by itself where needed)

run: .venv/.installed ## migrate, seed a lively demo and serve it on http://127.0.0.1:8000
	@$(BIN)/forum run --port $(PORT) --check
	@echo "Preparing the database in instance/ ..."
	@$(BIN)/forum upgrade
	@$(BIN)/forum seed --if-empty
	@$(BIN)/forum run --port $(PORT) --with-worker

test: .venv/.installed ## every test, on SQLite and on a real PostgreSQL, with a real Redis
	@$(BIN)/python -m pytest -n 2 --dist loadscope --randomly-seed=$(SEED)

quick: .venv/.installed ## the pure tests only (under a minute): domain and rendering
	@$(BIN)/python -m pytest -q tests/domain tests/rendering

check: lint test ## what CI runs: lint, types, architecture, every test

lint: .venv/.installed ## ruff, formatting, types, and the floors of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fmt: .venv/.installed ## format the code and sort imports
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: .venv/.installed ## build the corpus, measure on SQLite and PostgreSQL, write docs/performance.md
	@$(BIN)/python -m bench

fuzz: .venv/.installed ## hunt for spoiler leaks in the press for MINUTES minutes (default 10)
	@$(BIN)/python -m tests.rendering.fuzz --minutes $(MINUTES)

migrate: .venv/.installed ## write a migration for changed models: make migrate MESSAGE="add ..."
	@$(BIN)/forum upgrade
	@$(BIN)/flask --app wsgi db migrate --message "$(MESSAGE)"

translations: .venv/.installed ## gather every text into forum/translations, for translators
	@$(BIN)/pybabel -q extract --mapping pyproject.toml --no-location --sort-output --omit-header --output .venv/texts.pot .
	@for language in de es fr pt; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --omit-header \
	    --width 120 --input-file .venv/texts.pot --output-dir forum/translations --locale $$language --init-missing; done

worker: .venv/.installed ## run a background worker alone
	@$(BIN)/forum worker

demo-reset: ## delete the demo database, so that the next `make run` seeds a fresh one
	@rm -f instance/forum.sqlite3 instance/forum.sqlite3-wal instance/forum.sqlite3-shm
	@echo "The demo is gone; make run makes a new one."

lock: ## resolve the newest versions within pyproject.toml's bounds into deploy/lock.txt
	@$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet pip-tools
	@.venv/lock/bin/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras \
	    --no-emit-find-links --no-emit-index-url --no-emit-trusted-host --output-file deploy/lock.txt pyproject.toml
