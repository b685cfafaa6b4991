.DEFAULT_GOAL := help
PYTHON ?= python3.11
BIN := .venv/bin
PROTOS := $(wildcard proto/vixiees/pipedrive/v1/*.proto)

RUNS ?= 200000

.PHONY: help install lock proto lint test run demo fuzz mutate bench simulate exhaust zoo crash audit sbom migrate clean

help: ## Shows this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/.installed ## Makes .venv from the lock file

.venv/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

lock: ## Renews requirements.lock from pyproject.toml (needs uv)
	uv pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra dev pyproject.toml -o requirements.lock

proto: proto/.compiled ## Compiles the stubs beside their .proto files

proto/.compiled: .venv/.installed $(PROTOS)
	PATH=$(CURDIR)/$(BIN):$$PATH $(BIN)/python -m grpc_tools.protoc -I proto \
	  -I $$($(BIN)/python -c 'import google.rpc, pathlib; print(pathlib.Path(google.rpc.__path__[0]).parents[1])') \
	  --python_out proto --grpc_python_out proto --mypy_out quiet:proto --mypy_grpc_out quiet,only_async:proto $(PROTOS)
	touch $@

lint: proto ## Checks style, types, layers and the proto files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd proto && ../$(BIN)/buf lint && ../$(BIN)/buf format --exit-code > /dev/null

test: proto ## Runs all tests (SQLite, PostgreSQL, the sandbox over HTTP), and 3,000 stories
	PYTHONHASHSEED=0 $(BIN)/pytest -q -n 2 --dist worksteal
	$(MAKE) simulate SEEDS=3000

run: proto ## Starts the service, with the sandbox unless Pipedrive credentials are set
	@$(BIN)/vixiees-pipedrive run

demo: proto ## Plays every line of the mission against the sandbox and prints what was seen
	@$(BIN)/vixiees-pipedrive demo

fuzz: proto .venv/.guided ## Tries RUNS inputs of strangers at the parsers, some at the service (RUNS=10000000)
	$(BIN)/python -m tests.fuzz --runs $(RUNS)

.venv/.guided: .venv/.installed tests/fuzz/requirements.lock
	$(BIN)/pip install --quiet --require-hashes -r tests/fuzz/requirements.lock
	touch $@

mutate: proto .venv/.mutating ## Breaks the domain bit by bit and counts what its tests notice (ONLY=domain/sync/plan.py)
	$(BIN)/python -m tests.mutation $(ONLY) --ending '$(ENDING)'

.venv/.mutating: .venv/.installed tests/mutation/requirements.lock
	$(BIN)/pip install --quiet --require-hashes -r tests/mutation/requirements.lock
	touch $@

bench: proto ## Measures tokens, memory and latency (some minutes)
	$(BIN)/python -m tests.bench.importing
	$(BIN)/python -m tests.bench.upkeep

audit: .venv/.installed ## Looks up known vulnerabilities of the locked packages
	$(BIN)/python .ci/audit

sbom: .venv/.installed ## Writes the bill of materials to dist/sbom.json (CycloneDX)
	mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements.lock --of JSON -o dist/sbom.json

simulate: proto ## Plays SEEDS stories of two sides and all faults, from seed FROM on (KEEP=file: goes on)
	PYTHONHASHSEED=0 $(BIN)/python -W ignore::RuntimeWarning -m tests.simulation --seeds $(or $(SEEDS),1000) --from $(or $(FROM),1) $(if $(KEEP),--keep $(KEEP))

crash: proto ## Kills the service KILLS times while people work, and tells what was lost
	$(BIN)/python -m tests.crash $(or $(KILLS),200) $(or $(SEED),1)

exhaust: proto ## Kills every flow at each point, and lets each request fail (WHAT=kills,faults,pairs,both)
	PYTHONHASHSEED=0 $(BIN)/python -m tests.simulation.exhaustive --what $(or $(WHAT),kills,faults) \
	  --grain $(or $(GRAIN),moment) --stride $(or $(STRIDE),1) --flow "$(FLOW)" --deaths "$(DEATHS)" --fault "$(FAULT)"

zoo: proto ## Plants one bug after the other and tells which of them the tests find
	$(BIN)/python -m tests.zoo

migrate: .venv/.installed ## Brings the database up to date
	$(BIN)/vixiees-pipedrive migrate

clean: ## Removes what was built
	rm -rf .venv .run dist mutants proto/.compiled
	find proto -name '*_pb2*' -delete
