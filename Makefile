# Every command of the project. `make` alone lists them.
#
#   PYTHON=…             the Python that .venv is made with (3.11 or newer; found by itself)
#   SCANDROP_BROWSER=…   the Chromium of the browser tests (found or installed by itself)
#   STAGE=…              the deployment that deploy, destroy, status, logs and redrive work on
#   BRAND=…              the file of a brand: run shows it, brand checks it
#   ARGS=…               handed on to run, to those, to each kind of tests, to bench and to lock

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# One after the other, but for what `together` asks for.
ifeq ($(SIDE_BY_SIDE),)
.NOTPARALLEL:
endif

BIN := .venv/bin
NPX := node_modules/.bin
COVERED := 95
# A process for each core takes the next test when it has done its own.
PARALLEL := -n logical --dist worksteal
JS_TESTS = $(shell find tests/unit/js -name '*.test.js' 2>/dev/null | sort)

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Use

.PHONY: run
run: .venv/.run ## start Scandrop on this machine; ARGS="--lan" lets a phone in
	@exec $(BIN)/python -m devserver $(if $(BRAND),--brand "$(BRAND)") $(ARGS)

.PHONY: brand
brand: .venv/.run ## check name, logo, colours and texts of a brand; BRAND=FILE, or the STAGE's
	@exec $(BIN)/python -m infra.brand --stage $(STAGE) $(if $(BRAND),--file "$(BRAND)") $(ARGS)

# On AWS. STAGE is an entry of .chalice/config.json.

STAGE := dev
INFRA = @exec $(BIN)/python -m infra.$@ --stage $(STAGE) $(ARGS)

.PHONY: deploy destroy status logs redrive smoke
deploy: .venv/.deploy ## put Scandrop on AWS, or bring it up to date; STAGE=prod for another one
	$(INFRA)

destroy: .venv/.deploy ## take it off AWS; the photos stay, unless ARGS=--delete-photos
	$(INFRA)

status: .venv/.deploy ## how a deployment does, and what needs a person
	$(INFRA)

logs: .venv/.deploy ## what its functions say; ARGS="--follow", "--since 2h", "--errors"
	$(INFRA)

redrive: .venv/.deploy ## try again what failed for good
	$(INFRA)

smoke: .venv/.deploy ## try a deployment as a visitor would
	$(INFRA)

.PHONY: rotate-secret
rotate-secret: .venv/.deploy ## a new secret to sign kiosk keys with; ARGS=--only after a leak
	@exec $(BIN)/python -m infra.rotate --stage $(STAGE) $(ARGS)

.PHONY: reindex
reindex: .venv/.deploy ## records of photos anew from their bucket; ARGS=--dry-run shows which
	@exec $(BIN)/python -m infra.reindex --stage $(STAGE) $(ARGS)

.PHONY: package-terraform
package-terraform: .venv/.deploy ## write its functions and APIs as a Terraform module
	@exec $(BIN)/python -m infra.terraform --stage $(STAGE) $(ARGS)

# The gates

.PHONY: test
test: browser check-static together ## everything, browser tests included (the gate of a release)

.PHONY: check
check: check-static unit contract js ## the fast gate: format, lint, types, unit and contract tests

.PHONY: check-static
check-static: lint types

.PHONY: lint
lint: .venv/.dev node_modules/.installed ## format and style of Python and JavaScript
	@echo "Lint: form, ruff, eslint"
	@.ci/shape
	@$(BIN)/ruff format --quiet --check . || { echo "Not formatted; run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(NPX)/eslint --max-warnings 0 .

.PHONY: types
types: .venv/.dev node_modules/.installed ## mypy --strict, and tsc over the JSDoc types
	@echo "Types: mypy, tsc"
	@$(BIN)/mypy --no-error-summary
	@$(NPX)/tsc --project tsconfig.json

# The tests, one by one

.PHONY: unit
unit: .venv/.dev ## unit tests of Python
	@$(BIN)/pytest tests/unit $(PARALLEL) $(ARGS)

.PHONY: contract
contract: .venv/.dev ## contract tests: fakes and moto, routes, messages, documents
	@$(BIN)/pytest tests/contract $(PARALLEL) $(ARGS)

.PHONY: covered
covered: .venv/.dev # unit and contract tests in one run, and how much of the application they cover
	@$(BIN)/pytest tests/unit tests/contract $(PARALLEL) \
		--cov --cov-report=term:skip-covered --cov-report=json:.artifacts/coverage.json
	@$(BIN)/python .ci/coverage.py .artifacts/coverage.json $(COVERED)

.PHONY: js
js: node_modules/.installed ## unit tests of JavaScript
	@test -n "$(JS_TESTS)" || { echo "No tests/unit/js/*.test.js"; exit 1; }
	@node --test --test-reporter=spec $(JS_TESTS)

.PHONY: corpus
corpus: .venv/.dev ## test images of Pillow and pillow-heif, whole and damaged, as uploads
	@$(BIN)/pytest tests/corpus $(ARGS)

# The deployment tests do one thing after another, and most of it is waiting.
.PHONY: together in-turn
together:
	@echo "Tests, in two rows side by side; what each says comes at its end: some minutes"
	@$(MAKE) --jobs=2 --output-sync=recurse SIDE_BY_SIDE=1 deployment in-turn
in-turn:
	@$(MAKE) --jobs=1 SIDE_BY_SIDE= covered js corpus e2e

# A whole browser and several servers on two cores: what fails is tried once more, and both are told.
# What fails each time is a defect; what fails now and then is listed ("RERUN") and to be mended too.
AGAIN := --reruns 1 -rfER

# Playwright's loop and pytest-asyncio's do not share a process: the browser tests run on their own.
.PHONY: e2e
e2e: .venv/.dev node_modules/.installed ## browser tests: the dev server, a kiosk page and a phone page
	@SCANDROP_BROWSER=$$(.ci/browser) && export SCANDROP_BROWSER && $(BIN)/pytest tests/e2e $(PARALLEL) --maxprocesses 4 $(AGAIN) $(ARGS)

# On an emulated AWS with a virtual environment of its own: as on Lambda, nothing of ours is in it.
.PHONY: deployment
deployment: .venv/.dev ## deployment tests: the real `make deploy` on an emulated AWS
	@found=$$(.ci/lambda-python); echo "Python to deploy with: $$found"
	@SCANDROP_BROWSER=$$(.ci/browser) && export SCANDROP_BROWSER && \
		$(BIN)/pytest tests/deployment -n 2 --dist loadgroup $(AGAIN) $(ARGS)

.PHONY: browser
browser: # first of all, so that a machine without one is told at once
	@found=$$(.ci/browser); echo "Browser: $$found"

.PHONY: bench
bench: .venv/.dev ## measure speed and size; reported, not asserted
	@SCANDROP_BROWSER=$$(.ci/browser) && export SCANDROP_BROWSER && $(BIN)/python -m bench $(ARGS)

# Upkeep

.PHONY: pictures
pictures: .venv/.dev ## take the pictures at the top of README anew
	@SCANDROP_BROWSER=$$(.ci/browser) && export SCANDROP_BROWSER && $(BIN)/python -m tests.e2e.readme $(ARGS)

.PHONY: format
format: .venv/.dev node_modules/.installed ## let ruff and eslint put right what they can
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .
	@$(NPX)/eslint --fix .

# requirements-dev first: it contains the others, which then take their versions from it. Extras are
# pinned by name: pip up to 23.2 takes `coverage[toml]` for another package than `coverage`, looks
# for its newest release, and refuses that one for want of a hash.
UV := $(BIN)/uv --system-certs pip compile --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --custom-compile-command "make lock"

.PHONY: lock
lock: .venv/.dev ## write the locks again after a change of *.in or package.json; ARGS="--upgrade"
	@$(UV) $(ARGS) --output-file requirements-dev.txt requirements-dev.in
	@$(UV) --constraints requirements-dev.txt --output-file requirements-deploy.txt requirements-deploy.in
	@$(UV) --constraints requirements-dev.txt --output-file requirements-run.txt requirements-run.in
	@$(UV) --constraints requirements-dev.txt --output-file requirements.txt requirements.in
	@$(subst 3.11,3.12,$(UV)) --constraints requirements-dev.txt \
		--output-file tests/deployment/runtime/requirements.txt tests/deployment/runtime/requirements.in
	@for folder in . bench/tus; do npm --prefix $$folder install --package-lock-only \
		--ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || exit 1; done

.PHONY: audit
audit: .venv/.dev ## known holes of what the locks name; asks PyPI and npm, so no part of test
	@.ci/audit

.PHONY: sbom
sbom: .venv/.dev ## what ships to Lambda, as CycloneDX
	@mkdir -p .artifacts
	@$(BIN)/python -m infra.shipped | $(BIN)/cyclonedx-py requirements --output-reproducible \
		--output-format JSON --spec-version 1.6 --output-file .artifacts/sbom.cdx.json -
	@echo "SBOM: .artifacts/sbom.cdx.json"

.PHONY: clean
clean: ## remove environments, caches and artefacts; the photos in .scandrop stay
	@rm -rf .venv build node_modules bench/tus/node_modules .artifacts .coverage .coverage.* .hypothesis .schemathesis
	@rm -rf .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. A stamp inside each environment: gone with it, older than the lock when that changed.

.venv/.run: requirements-run.txt
	@.ci/python run

.venv/.deploy: requirements-deploy.txt
	@.ci/python deploy

.venv/.dev: requirements-dev.txt
	@.ci/python dev

node_modules/.installed: package-lock.json
	@.ci/node
