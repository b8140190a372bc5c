# make help lists what there is.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8000
MATTERS ?= 1000000
PYTEST_ARGS ?=
JOBS ?= 2
venv := .venv/bin
export PORT
# Tests and a run start dozens of processes; each would compile the whole portal anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run setup setup-dev test drill lint format bench demo-data messages lock
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: setup ## the portal with demo data on http://127.0.0.1:8000 (PORT=…); Ctrl-C stops it
	@exec $(venv)/python -m unionlaw.run

setup: ## everything a run needs; afterwards .venv/bin/python manage.py … works
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and not on PATH"; exit 1; }
	@$(PYTHON) unionlaw/run/prepare.py

setup-dev:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and not on PATH"; exit 1; }
	@$(PYTHON) unionlaw/run/prepare.py dev

test: lint ## checks, then every test, browser included (PYTEST_ARGS="-k words", JOBS=2)
	@$(venv)/python -m unionlaw.run.browser
	@exec $(venv)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

drill: setup-dev ## kill -9 and crashes at many random moments: no reminder lost, doubled or late (DRILL_SEED=…)
	@exec $(venv)/python -m pytest -n0 -m long_drill -v $(PYTEST_ARGS)

lint: setup-dev ## style, types, floors of the house, missing migrations
	$(venv)/ruff check .
	$(venv)/ruff format --check .
	$(venv)/mypy
	$(venv)/lint-imports --no-logo
	$(venv)/python manage.py makemigrations --check --dry-run

format: setup-dev ## bring the code into the house style
	$(venv)/ruff check --fix .
	$(venv)/ruff format .

bench: setup-dev ## the ratios of docs/how-to/measure.md at MATTERS=1000000
	@exec $(venv)/python manage.py bench --matters $(MATTERS)

demo-data: setup ## load the reference and demo data
	$(venv)/python manage.py migrate --noinput
	$(venv)/python manage.py load_reference
	$(venv)/python manage.py load_deadline_rules
	$(venv)/python manage.py load_papers
	$(venv)/python manage.py load_report_layouts
	$(venv)/python manage.py seed_demo

messages: setup-dev ## collect what is to be translated into locale/
	$(venv)/python manage.py messages

lock: setup-dev ## pin the requirements anew, with their hashes
	@cd requirements && for set in "dev:--extra embedded --extra dev" "local:--extra embedded -c dev.txt" "production:-c dev.txt"; do \
	  ../$(venv)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	    ../pyproject.toml $${set#*:} -o $${set%%:*}.txt || exit 1; done
	npm install --package-lock-only --ignore-scripts --no-audit --no-fund
