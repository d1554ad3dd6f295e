# Everything that can be done with a checkout. `make` alone lists it. Needs make and Python 3.11 or newer, nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
VENV := .venv
BIN := $(VENV)/bin
# the first Python on the path that is new enough
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3 python; do command -v $$each >/dev/null \
	&& $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CODE := src tests bench conftest.py
unexport PYTHONDONTWRITEBYTECODE # what is started again and again is compiled once

.PHONY: help setup run demo demo-reset verifier test quick lint format types floors arch translated translations walks gallery learn bench security sbom fuzz pure coverage ci ci-long upgrade-test browser
help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- the environment: made from the hashed lock, anew only when the lock has changed -------------------------------
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv)"; exit 1; }
	@echo "making the environment in $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || { echo "the venv module is needed (Debian: apt install python3-venv)"; exit 1; }

define installed # $(1): the lock
	@echo "installing what $(1) locks"
	@$(PIP) install --require-hashes --no-deps -r $(1)
	@echo "$(CURDIR)/src" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/answerable.pth"
	@printf '#!/bin/sh\nexec "$(CURDIR)/$(BIN)/python" -m answerable.site.cli "$$@"\n' > $(BIN)/answerable
	@printf '#!/bin/sh\nexec "$(CURDIR)/$(BIN)/python" -m answerable_verify.cli "$$@"\n' > $(BIN)/answerable-verify
	@printf '#!/bin/sh\nexec "$(CURDIR)/$(BIN)/python" -m answerable_witness.cli "$$@"\n' > $(BIN)/answerable-witness
	@chmod +x $(BIN)/answerable $(BIN)/answerable-verify $(BIN)/answerable-witness
endef
$(VENV)/.has-run: requirements/run.txt | $(BIN)/python
	$(call installed,requirements/run.txt)
	@touch $@
$(VENV)/.has-dev: requirements/dev.txt | $(BIN)/python
	$(call installed,requirements/dev.txt)
	@touch $@ $(VENV)/.has-run

setup: $(VENV)/.has-run ## make the environment
	@$(BIN)/python -m answerable.site.cli translations compile
	@$(BIN)/python -m answerable.site.cli typefaces cut

run: setup ## run the whole system on http://127.0.0.1:8000 (state in ./var)
	@exec $(BIN)/answerable serve

demo: setup ## fill it with a sample community, clearly marked (it says whom to sign in as, and how long it took)
	@$(BIN)/answerable demo

demo-reset: setup ## throw the sample community away with all that was typed into it, and begin anew (stop the server first)
	@$(BIN)/answerable demo-reset
	@$(BIN)/answerable demo

verifier: ## the verifier as one file, the same bytes whoever builds it: build/answerable-verify.pyz and its SHA-256
	@mkdir -p build
	@PYTHONPATH=src $(PYTHON) -m answerable_verify.cli self --out build/answerable-verify.pyz

# --- checks ---------------------------------------------------------------------------------------------------------
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo "installing Chromium for the browser tests"; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo "NOTE: Chromium is missing and may not be installed here; browser tests will be skipped"; fi; }

# ROOM=vault: that room's tests alone, in one process; OF=src/answerable/vault/hash_slots.py: those of one module
ROOMS_TESTS = $(wildcard src/answerable/$(ROOM) src/$(ROOM) src/answerable_$(ROOM) tests/$(ROOM))
TESTS_OF = $(if $(OF),$(or $(shell $(BIN)/python -m tests.where $(OF)),no-tests-of/$(OF)))
PYTEST = $(BIN)/python -m pytest
ALL_TESTS = -n 2 --dist loadfile --no-loadscope-reorder

test: $(VENV)/.has-dev browser ## run all tests, a room's (ROOM=vault) or a module's (OF=src/...) (installs Debian's Chromium where it may)
	@$(BIN)/python -m answerable.site.cli translations compile >/dev/null
	@$(if $(ROOM),$(if $(ROOMS_TESTS),,echo "there is no room $(ROOM)"; exit 1),)
	@$(PYTEST) $(or $(TESTS_OF),$(if $(ROOM),$(ROOMS_TESTS),$(ALL_TESTS))) $(ARGS)

# what differs from main, committed or not
CHANGED = $(shell { git diff --name-only $$(git merge-base HEAD $(or $(SINCE),main)) -- src; \
	git ls-files --others --exclude-standard src; } 2>/dev/null \
	| sed -nE 's,^(src/answerable/[a-z_]+|src/answerable_[a-z]+)/.*,\1,p' | sort -u)
quick: ## style, types, the rules of the system and the changed rooms' tests (against main, or SINCE=commit)
	@$(MAKE) -j2 --output-sync lint types floors translated
	@$(PYTEST) $(ALL_TESTS) -m "not slow and not long" tests/architecture $(CHANGED)

lint: $(VENV)/.has-dev ## style and mistakes
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)

format: $(VENV)/.has-dev ## bring the source into shape
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)

types: $(VENV)/.has-dev ## mypy, strict
	@$(BIN)/mypy

floors: $(VENV)/.has-dev ## who may import whom
	@$(BIN)/lint-imports --no-cache

arch: floors ## who may import whom, and the rules of the system
	@$(PYTEST) tests/architecture

translated: $(VENV)/.has-dev ## say what is untranslated
	@$(BIN)/python -m answerable.site.cli translations check

translations: $(VENV)/.has-dev ## find new phrases and say what is untranslated
	@$(BIN)/python -m answerable.site.cli translations extract
	@$(BIN)/python -m answerable.site.cli translations check

walks: $(VENV)/.has-dev browser ## only the walks: whole ways through the system
	@$(BIN)/python -m pytest tests/walks $(ARGS)

gallery: $(VENV)/.has-dev browser ## a picture of every page into ./build/gallery (PAGES="worklist case" SPOKEN=uk LOOKS="phone desk")
	@PAGES="$(PAGES)" SPOKEN="$(SPOKEN)" LOOKS="$(LOOKS)" $(PYTEST) -s -o python_files=gallery.py tests/browser/gallery.py

learn: $(VENV)/.has-dev ## learn anew what words of danger and of volume targets weigh, from tests/samples/*_training (NAME=targets)
	@$(BIN)/python -m tests.samples.learn $(NAME)

bench: $(VENV)/.has-dev ## measure, each figure against its limit and a peer
	@$(BIN)/python bench/run.py $(ARGS)
	@echo; echo "The public log:"; $(BIN)/python bench/log.py
	@echo; echo "What the log costs the system:"; $(BIN)/python bench/ledger.py
	@echo; echo "What the figures of a month cost:"; $(BIN)/python bench/figures.py

security: $(VENV)/.has-dev browser ## which of the security cases hold, and the gates: bandit, advisories, licences, secrets
	@$(BIN)/python -m tests.security.standing $(ARGS)

sbom: $(VENV)/.has-dev ## the list of parts (CycloneDX) and the list of licences, in ./build
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible -o build/sbom.cdx.json
	@$(BIN)/python -m tests.security.licences

fuzz: $(VENV)/.has-dev ## property tests with many more examples, then every parser by coverage (SECONDS=60 each)
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest src tests/fuzz tests/security/test_s34_a_campaign_buries_nobody.py \
		-k "property or machine or never or any or s34" $(ARGS)
	@$(BIN)/python -m tests.fuzz.run --seconds $(or $(SECONDS),60)

pure: $(VENV)/.has-dev ## hold all branches of rules and policy to their own tests, those without a database
	@mkdir -p build/coverage
	@HYPOTHESIS_PROFILE=few PYTHONHASHSEED=0 $(BIN)/coverage run --rcfile=tests/pure.ini -m pytest -p tests.pure \
		$$($(BIN)/python -m tests.pure)
	@$(BIN)/coverage report --rcfile=tests/pure.ini

ci: ## everything that must pass, the tests last
	@$(MAKE) -j2 --output-sync types lint floors translated pure
	@$(MAKE) test

coverage: $(VENV)/.has-dev browser ## run all tests and hold the branches that they reach to tests/coverage.toml
	@rm -f build/coverage/*; mkdir -p build/coverage
	@$(BIN)/python -m answerable.site.cli translations compile >/dev/null
	@$(BIN)/coverage run -m pytest -p tests.measuring $(ALL_TESTS) $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage json --quiet -o build/coverage/reached.json
	@$(BIN)/python -m tests.coverage build/coverage/reached.json

upgrade-test: $(VENV)/.has-dev ## an older version (FROM=commit) makes a state folder, this one opens it: nothing lost, closed or rewritten
	@$(BIN)/python -m tests.upgrade.run --from $(or $(FROM),bf1232f) $(ARGS)

ci-long: ci ## what is long: every instant of the year, what is marked long, fuzzers by the minute (SECONDS=60), chaos
	@ANSWERABLE_TEST_INSTANT=all $(PYTEST) $(ALL_TESTS) -m instants
	@$(PYTEST) $(ALL_TESTS) -m long
	@for each in 1 2 3; do $(PYTEST) $(ALL_TESTS) -m chaos; done
	@$(MAKE) fuzz
	@$(MAKE) upgrade-test
