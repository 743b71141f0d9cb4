# `make run` starts CoopHub with its demo, `make dev` the same for who changes it, `make test` checks it. All do all set-up on a fresh machine.
PYTHON ?= $(shell scripts/choose_python.sh)
BIN := .venv/bin
RUN := $(BIN)/python manage.py
STAMPS := .local/stamps
# Tests of what is the same on every day, and slow.
KNOW_NO_DAY := --ignore tests/financing/engine --ignore tests/financing/plans/reports/workbook --ignore tests/devstack
# npm and node come as a Python package.
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
export PYTHONUNBUFFERED := 1
# Compiled modules are what makes a second start quick.
unexport PYTHONDONTWRITEBYTECODE
# Packages are fetched under the certificates that the machine itself trusts.
export UV_SYSTEM_CERTS := true
export NODE_USE_SYSTEM_CA := 1

.PHONY: help setup setup-test run dev test thorough fast-test faults test-days coverage lint format hooks bench slow screenshots messages shell lock upgrade audit stop
.DEFAULT_GOAL := help

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1: \2/p' Makefile

run: setup ## start the demo: web, worker and beat in one terminal
	@COOPHUB_DEMO=1 exec $(BIN)/python -m scripts.run

dev: setup ## the same for who changes it: each change shows at once, with Django's debug toolbar
	@rm -f $(STAMPS)/frontend # a bundle with its sources in it: the next `make run` makes a small one again
	@COOPHUB_DEMO=1 DEBUG=1 exec $(BIN)/python -m scripts.run --reload

test: setup-test ## set everything up, check the code and run the tests, of many of a kind only some
	@DJANGO_SETTINGS_MODULE=coophub.settings $(BIN)/python -m tests.database & scripts/lint.sh && wait $$!
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not thorough"

thorough: setup-test ## all others of those many, before something lands: every page as everybody, each road in the browser
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m thorough

fast-test: setup-test ## the tests without the browser and without killed servers
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser and not faults and not thorough"

faults: setup-test ## the tests that kill servers, in their long form: twenty rounds
	@COOPHUB_FAULT_ROUNDS=20 $(BIN)/python -m pytest -m faults -s tests/faults

test-days: setup-test ## the tests that know a day, on each of the awkward days of tests/days.py
	@for day in $$($(BIN)/python -m tests.days); do echo "$$day"; COOPHUB_TEST_DAY=$$day $(BIN)/python -m pytest -q \
		-n 2 --dist loadgroup -m "not browser and not faults" $(KNOW_NO_DAY) || exit 1; done

coverage: setup-test ## the fast tests once more, with the share of the code that they run, which may not get less
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser and not faults and not thorough" --cov --cov-report=term:skip-covered

setup: $(STAMPS)/system $(STAMPS)/python $(STAMPS)/frontend $(STAMPS)/messages ## packages, front end and translations

setup-test: setup $(STAMPS)/browser

lint: setup ## style, types, layers, dead code, packages, templates, migrations and production settings
	@scripts/lint.sh

format: setup ## write Python, templates, JavaScript and styles as `make lint` wants to see them
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djangofmt templates tests/web/templates
	@$(WITH_NODE) node_modules/.bin/biome check --write

hooks: setup ## the quick part of `make lint` at each commit
	@$(BIN)/pre-commit install

bench: setup ## measured speed, as ratios
	@LOG_LEVEL=ERROR $(BIN)/python -m pytest tests/bench/bench_*.py -q -s -p no:cacheprovider

slow: setup ## the slowest pages of the demo, each kind as one of each role
	@$(RUN) devstack >/dev/null && COOPHUB_DEMO=1 LOG_LEVEL=ERROR $(BIN)/python -m scripts.slow_pages

screenshots: setup-test ## pictures of each kind of page of the demo for each role; LOOKS="--widths 390,1440 --languages nl,en --themes light,dark"
	@$(RUN) devstack >/dev/null && $(RUN) migrate --verbosity 0 && COOPHUB_DEMO=1 $(RUN) load_demo
	@$(BIN)/python -m scripts.screenshots $(LOOKS)

messages: setup ## gather the texts to translate
	@$(RUN) makemessages -l nl --no-location --no-obsolete -i .venv -i node_modules -i .local -i tests

shell: setup ## Django's shell on the embedded servers
	@$(RUN) devstack && $(RUN) shell

stop: ## stop the embedded servers
	@$(RUN) devstack stop

lock: ## compile requirements/*.in to locked lists with hashes
	@for list in base dev; do $(BIN)/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-header requirements/$$list.in -o requirements/$$list.txt; done

upgrade: setup ## newer versions in every lock, with the changelogs to read
	@$(WITH_NODE) $(BIN)/python scripts/upgrade.py

audit: setup ## known weaknesses in the packages that are locked
	@$(WITH_NODE) $(BIN)/python scripts/audit.py

$(STAMPS)/system: scripts/system.sh
	@PYTHON=$(PYTHON) scripts/system.sh run
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/browser: scripts/system.sh
	@PYTHON=$(PYTHON) scripts/system.sh test
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: requirements/dev.txt requirements/bootstrap.txt
	@test -x $(BIN)/uv || PYTHON=$(PYTHON) scripts/make_venv.sh
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements/bootstrap.txt requirements/dev.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/node: package.json package-lock.json $(STAMPS)/python
	@$(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/frontend: $(wildcard static/css/*.css) $(wildcard static/js/*.js) $(wildcard static/js/*.mjs) $(STAMPS)/node
	@$(WITH_NODE) npm run --silent build
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/messages: $(wildcard locale/*/LC_MESSAGES/django.po) $(STAMPS)/python
	@$(BIN)/python scripts/compile_messages.py
	@mkdir -p $(STAMPS) && touch $@
