# The habits of this project. `make demo` and `make test` do all their own set-up.

export CARGO_TERM_PROGRESS_WHEN ?= auto
DATA ?= data/demo
PORT ?= 8080
TARGET := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)

.PHONY: demo test browser check bench bench-index bench-reconcile assets dist fuzz vectors clean

## Make the demonstration portal and serve it on http://127.0.0.1:8080
demo:
	@scripts/setup demo
	@$(MAKE) --no-print-directory assets
	@echo "Building the program (some minutes the first time) ..."
	@cargo build --quiet --profile demo -p exemplar --no-default-features
	@$(TARGET)/demo/exemplar demo --data $(DATA) --port $(PORT)

## Run all tests: engines, both databases, pages, and a real browser
test:
	@scripts/setup test
	@$(MAKE) --no-print-directory assets
	cargo test --workspace
	cargo check --quiet -p exemplar --no-default-features
	@scripts/fuzz 60
	@$(MAKE) --no-print-directory browser

browser:
	@cargo test --quiet --workspace --no-run
	@cd e2e && npm ci --silent --no-audit --no-fund
	cd e2e && EXEMPLAR=$(abspath $(TARGET))/debug/exemplar node --test --test-concurrency=1 tests/*.test.mjs

## What is checked before every commit
check:
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy -p exemplar --no-default-features -- -D warnings

## Styles, script and icons from the npm package nhsuk-frontend
assets:
	@cd assets && ([ -d node_modules/nhsuk-frontend ] && [ node_modules -nt package-lock.json ] || npm ci --silent --no-audit --no-fund) && touch -c node_modules && node build.mjs

## Measure against peers in the same run, and print the table
bench:
	@scripts/setup bench
	@$(MAKE) --no-print-directory assets
	cargo build --release -p exemplar
	python3 bench/run.py $(TARGET)/release/exemplar

## Measure drawing places beside the outside script in the same run, and print the table
bench-index:
	@scripts/setup bench
	python3 bench/index.py

## Measure bringing copies up to date, with the material in $$EXEMPLAR_VECTORS
bench-reconcile:
	@scripts/setup bench
	@cargo bench --quiet -p reconcile --bench reconcile

## Fuzz the engine for a minute, where the toolchain can
fuzz:
	@scripts/fuzz 60

## One file that runs `exemplar demo` on a bare Debian without Rust or Node
dist:
	@scripts/setup dist
	@$(MAKE) --no-print-directory assets
	cargo build --profile dist -p exemplar
	@mkdir -p dist && cp $(TARGET)/dist/exemplar dist/exemplar && ls -lh dist/exemplar

## Run the outside test vectors, which lie in the folder $$EXEMPLAR_VECTORS
vectors:
	EXEMPLAR_VECTORS_REQUIRED=1 cargo test --workspace --exclude composite vectors
	@EXEMPLAR_VECTORS_REQUIRED=1 cargo test --quiet -p composite --test it vectors -- --nocapture

clean:
	rm -rf $(TARGET) dist assets/dist assets/node_modules e2e/node_modules
