# What there is to do here; `make help` lists it.
#
# Every target makes .venv first (scripts/make-venv.sh), with a Python >= 3.12 that it finds itself;
# `make PYTHON=/path/to/python3 ...` names one. Those of demos, docs, style and releases do with a small
# one where there is no .venv yet. Nothing else has to be installed by hand.

PYTHON ?=
RUN := .venv/bin/python
# What the runs with other versions try: all that needs no browser and no proxy. TESTS=tests: everything.
TESTS ?= tests/core tests/async_api tests/sync_api tests/transports tests/test_versions.py
# Widgets of other projects that the tests for the night show.
FOREIGN := altair vl-convert-python plotly quak itables jupyter-scatter jupyter_rfb
CODE := src transports tests hatch_build.py $(wildcard docs/*.py docs/_ext examples benchmarks scripts)

.DEFAULT_GOAL := help
.PHONY: help venv demo demo-hello demo-cluster widget-docs api-docs screenshots test test-core test-lowest test-newest test-deep test-engines test-peer test-ginga test-extras test-notebook standard test-web fuzz soak test-cluster test-redis check-cluster mutants lint format types bench bench-smoke docs docs-serve changes dist hooks constraints house walks recording catalogue stubs clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

venv: ## make .venv, or renew it when pyproject.toml or constraints.txt has changed
	@sh scripts/make-venv.sh "$(PYTHON)"

demo: ## run the gallery of all widgets; it prints the URL to open
	@sh scripts/make-venv.sh "$(PYTHON)" demo
	build/demo/bin/python examples/gallery.py

demo-hello: ## run the small example of the README; it prints the URL to open
	@sh scripts/make-venv.sh "$(PYTHON)" demo
	build/demo/bin/python examples/async_demo.py

demo-cluster: venv ## run three servers behind HAProxy with Redis; it prints the URL, and how to kill one
	@sh scripts/need.sh haproxy
	@sh scripts/need.sh redis
	$(RUN) examples/cluster/demo.py $(ARGS)

constraints: ## renew constraints.txt: the versions that .venv is made with
	@sh scripts/make-constraints.sh "$(PYTHON)"

test: venv test-web ## run all tests, in Chromium too, with the branch coverage of the core by its own
	@sh scripts/need.sh chromium
	-@sh scripts/need.sh chromium-headless-shell
	@sh scripts/need.sh nginx
	@sh scripts/need.sh haproxy
	@sh scripts/need.sh redis
	@sh scripts/need.sh esbuild
	$(RUN) -m pytest -n auto --dist loadfile --cov

test-core: venv ## run the tests of the pure core, with its branch coverage
	$(RUN) -m pytest tests/core tests/test_walls.py --cov -n auto

test-peer: venv ## run the examples of pgwidgets-python, as they are, in Chromium
	@sh scripts/need.sh chromium
	@sh scripts/test-peer.sh

test-ginga: venv ## run Ginga, a large program for this API, in Chromium
	@sh scripts/need.sh chromium
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[ginga]'
	$(RUN) -m pytest tests/browser/ginga -n 0 -m 'deep or not deep' $(ARGS)

test-extras: venv ## run the tests of figures and anywidgets, with those of other projects, in Chromium
	@sh scripts/need.sh chromium
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[matplotlib]' $(FOREIGN)
	$(RUN) -m pytest tests/foreign tests/browser/foreign -n 0 -m foreign $(ARGS)

test-lowest: ## run the tests of the core and the API with the lowest versions that pyproject.toml allows
	@sh scripts/make-venv.sh "$(PYTHON)" lowest
	PGWIDGETS_HYPOTHESIS=few build/lowest/bin/python -m pytest -n auto --dist loadfile $(TESTS)

test-newest: ## the same with the newest versions that it allows today
	@sh scripts/make-venv.sh "$(PYTHON)" newest
	PGWIDGETS_HYPOTHESIS=few build/newest/bin/python -m pytest -n auto --dist loadfile $(TESTS)

test-deep: venv ## search deeper: 10,000 examples of each property, and a thousand cuts of the line
	@sh scripts/need.sh chromium
	PGWIDGETS_HYPOTHESIS=deep $(RUN) -m pytest tests/core tests/transports -n auto $(ARGS)
	$(RUN) -m pytest tests/browser --ignore tests/browser/ginga -m deep $(ARGS)

test-engines: venv ## run the smoke tests in Chromium, Firefox and WebKit
	@for program in chromium firefox webkit xvfb; do sh scripts/need.sh $$program || exit 1; done
	$(RUN) -m pytest tests/engines -m engines $(ARGS)

test-notebook: venv ## run the tests of notebooks in JupyterLab and marimo, in Chromium
	@sh scripts/need.sh chromium
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[notebook]' jupyterlab marimo
	$(RUN) -m pytest tests/browser/notebooks -n 0 -m notebook $(ARGS)

standard: venv ## hold the WebSocket to RFC 6455, and count the cases by category
	$(RUN) -m pytest tests/core/test_standard.py tests/core/test_deflate.py -n auto
	PYTHONPATH=tests $(RUN) -m core.test_standard

test-web: venv ## run the tests of the browser client, under Node.js
	@sh scripts/test-web.sh

fuzz: venv ## search for faults of the core for an hour, by inputs that reach ever more of it
	$(RUN) -m pip install --quiet --disable-pip-version-check 'atheris>=3'
	PYTHONPATH=tests $(RUN) -m fuzz $(ARGS)

soak: venv ## use a server in mixed ways for an hour, and see whether anything is lost, or grows
	PYTHONPATH=tests $(RUN) -m soak $(ARGS)

test-cluster: venv ## stop, kill and freeze servers again and again while users work, and join the ledgers
	@sh scripts/need.sh haproxy
	@sh scripts/need.sh redis
	PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet rolling $(ARGS)
	PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet scripted --servers 3 --sessions 12 --browsers 18 $(ARGS)
	for seed in 1 2 3 4 5 6 7 8 9 10; do \
	    PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet killed --seed $$seed --servers 3 --sessions 12 \
	        --browsers 18 --at 2,3,2 $(ARGS) || exit 1; \
	done
	PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet frozen --servers 2 --sessions 12 --browsers 18 $(ARGS)
	PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet flapping --servers 2 --sessions 1 --browsers 2 $(ARGS)
	PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet upgraded --servers 2 --sessions 12 --browsers 18 $(ARGS)
	for lost in freeze serve; do \
	    PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet stood-still --lost $$lost --servers 2 --sessions 12 \
	        --browsers 18 $(ARGS) || exit 1; \
	done
	PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet emptied --servers 2 --sessions 12 --browsers 18 $(ARGS)
	PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet rolling --store sqlite --router none --servers 1 \
	    --sessions 12 --browsers 18 $(ARGS)
	for seed in 1 2 3 4 5 6 7 8 9 10; do \
	    PYTHONPATH=tests $(RUN) -W ignore -m deploy.fleet killed --store sqlite --router none --servers 1 \
	        --sessions 6 --browsers 9 --at 3,4 --seed $$seed $(ARGS) || exit 1; \
	done

test-redis: venv ## have Redis be away for a minute, and a server stand still for five seconds
	@sh scripts/need.sh redis
	@sh scripts/need.sh chromium
	PGWIDGETS_REDIS_AWAY=60 PGWIDGETS_FROZEN=5 $(RUN) -m pytest -n 0 tests/stores/test_redis.py \
	    tests/stores/test_redis_away.py tests/deploy/test_frozen.py tests/browser/test_frozen_page.py

check-cluster: venv ## check the configurations of examples/cluster by the programs that read them
	@sh scripts/check-cluster.sh

mutants: venv ## put faults into the edges of the core, and see which of them no test notices (hours)
	$(RUN) -m pip install --quiet --disable-pip-version-check 'mutmut>=3.8,<4'
	PGWIDGETS_HYPOTHESIS=few $(RUN) -m mutmut run

lint: ## check style and format
	@sh scripts/make-venv.sh "$(PYTHON)" lint
	build/venv-lint/bin/python -m ruff check $(CODE)
	build/venv-lint/bin/python -m ruff format --check $(CODE)

format: ## format the code, and mend what ruff can mend
	@sh scripts/make-venv.sh "$(PYTHON)" lint
	build/venv-lint/bin/python -m ruff check --fix-only $(CODE)
	build/venv-lint/bin/python -m ruff format $(CODE)

types: venv ## check the types, with mypy and pyright, and that the stubs are current
	@sh scripts/check-types.sh

bench: venv ## measure against pgwidgets-python, and write the tables
	$(RUN) -m benchmarks

bench-smoke: venv ## see whether the benchmarks run, on this project alone (half a minute)
	$(RUN) -m benchmarks --here --skip-peer --quick --only build-100 --only echo
	$(RUN) -m benchmarks events --here --skip-peer --quick --only event

changes: ## show what the fragments in changes/ amount to
	@sh scripts/make-venv.sh "$(PYTHON)" release
	build/venv-release/bin/python -m towncrier build --draft --version Unreleased

dist: ## build the source archive and the wheel into dist/, and see whether they are whole
	@sh scripts/make-venv.sh "$(PYTHON)" release
	@sh scripts/need.sh esbuild
	rm -rf dist
	build/venv-release/bin/python -m build --outdir dist
	build/venv-release/bin/python scripts/check_dist.py dist

hooks: venv ## have git check each commit as .pre-commit-config.yaml says
	$(RUN) -m pre_commit install

docs: ## build the site of the documentation in build/site; a warning, or a dead link, is an error
	@sh scripts/make-venv.sh "$(PYTHON)" docs
	build/venv-docs/bin/python scripts/check_links.py
ifdef VERSION
	PGWIDGETS_DOCS_VERSION=$(VERSION) build/venv-docs/bin/python -m sphinx -q -W --keep-going -j auto -b html docs build/sites/$(VERSION)
	build/venv-docs/bin/python scripts/list_versions.py build/sites
else
	build/venv-docs/bin/python -m sphinx -q -W --keep-going -j auto -b html docs build/site
endif

docs-serve: ## the same, served, and built anew at each change
	@sh scripts/make-venv.sh "$(PYTHON)" docs
	build/venv-docs/bin/python -m sphinx_autobuild -j auto docs build/site

catalogue: venv ## generate the catalogue of widgets from the installed pgwidgets-js
	$(RUN) scripts/make_catalogue.py

house: venv ## print the plan of the house: its rooms, arrows and circles; draw it anew in docs
	@$(RUN) scripts/house.py
	@$(RUN) scripts/draw_house.py

walks: venv ## print how many calls a click, a call, a reload and a resume take, and through which files
	@$(RUN) scripts/walks.py

recording: venv ## record anew what the core must answer with, byte for byte, after a change that is meant
	PYTHONPATH=tests $(RUN) -m core.recording $(ARGS)

stubs: venv ## generate the stubs of the widget classes from the catalogue
	$(RUN) scripts/make_stubs.py

widget-docs: venv ## generate docs/widgets from the catalogue and the gallery
	$(RUN) scripts/make_widget_docs.py

api-docs: venv ## generate docs/reference/api.md and docs/reference/core.md from signatures and docstrings
	$(RUN) scripts/make_api_docs.py
	$(RUN) scripts/make_core_docs.py

screenshots: venv ## take the pictures of docs/widgets anew, by the tests of the gallery
	@sh scripts/need.sh chromium
	PGWIDGETS_SCREENSHOTS=1 $(RUN) -m pytest tests/browser/test_gallery*.py
	$(RUN) scripts/make_widget_docs.py

clean: ## remove what was made here
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov build dist
	find src transports tests $(wildcard examples benchmarks scripts) -name __pycache__ -type d -prune -exec rm -rf {} +
