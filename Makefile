# ask: answers from your own documents. `make run`, `make test`, `make install PREFIX=…`.

Q      ?= Who invented the Bloom filter?
PREFIX ?= /usr/local
CONFIG ?= release
# What `make bench` measures on; see Benchmarks/README.md.
DATA   ?=
TEXT   ?=
ASK     = .build/$(CONFIG)/ask

.PHONY: run test build install setup handbook bench bench-growth lint format clean

run: build ## answer a question from the built-in handbook (Q="…" for another)
	@$(ASK) q "$(Q)"

build: setup handbook
	@swift build -c $(CONFIG) $$(Scripts/link-flags.sh) --product ask

# Testability changes every object file, so tests have a build folder of their own.
TEST_FLAGS = -c $(CONFIG) --scratch-path .build/tests -Xswiftc -enable-testing

test: setup handbook ## every test, in release: numeric code is slow in debug builds
	swift build $(TEST_FLAGS) --build-tests
	swift test $(TEST_FLAGS) --skip-build

install: build ## a self-sufficient program below PREFIX
	install -d "$(PREFIX)/bin"
	install -s -m 755 "$(ASK)" "$(PREFIX)/bin/ask"
	@echo "Installed $(PREFIX)/bin/ask"

BENCH_OPTIONS = $(if $(DATA),--data "$(DATA)") $(if $(QUERIES),--queries "$(QUERIES)") $(if $(FULL),--full)

bench: build ## quality and speed beside other search libraries, which come from PyPI (DATA=, TEXT=, QUERIES=, FULL=1)
	@python3 -B Benchmarks/bench.py --ask $(ASK) $(if $(TEXT),--text "$(TEXT)") $(BENCH_OPTIONS)

bench-growth: build ## times, memory and disk from 10,000 passages to a million (TEXT=, QUERIES=, SIZES=)
	@python3 -B Benchmarks/growth.py --ask $(ASK) --text "$(or $(TEXT),Corpus/documents)" \
	  $(if $(QUERIES),--queries "$(QUERIES)") $(if $(SIZES),--sizes "$(SIZES)")

setup: ## system packages that are missing (Debian, Ubuntu)
	@Scripts/setup.sh

handbook: ## list the handbook's documents for the assembler, when they have changed
	@Scripts/handbook.sh

lint:
	swift format lint --strict -r Package.swift Sources Tests Training/Sources Training/Package.swift

format:
	swift format -i -r Package.swift Sources Tests Training/Sources Training/Package.swift

clean:
	swift package clean
