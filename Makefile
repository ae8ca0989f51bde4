# Consistency Lab. `make run` opens the lab, `make test` runs every test.

SWIFT  ?= swift
PREFIX ?= /usr/local
RELEASE = .build/release

.PHONY: run build test lint format bench monkey install uninstall setup clean

run: build
	@exec $(RELEASE)/conlab $(ARGS)

build: setup
	@$(SWIFT) build -c release --product conlab

# Formatting, then every test with warnings as errors. The summary of the test runner comes last.
test: export CONLAB_STRICT = 1
test: setup lint
	$(SWIFT) build --build-tests
	SWIFT_BACKTRACE=enable=no $(SWIFT) test --skip-build --disable-xctest

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

# Speed, as ratios to a bare event loop measured in the same run.
bench: build
	@$(SWIFT) build -c release --product ConsistencyBench
	@$(RELEASE)/ConsistencyBench --program $(RELEASE)/conlab

# Random keys on every screen: nothing traps, and what is saved replays to the same digest.
monkey: setup
	@$(SWIFT) build -c release --product ConsistencyBench
	@$(RELEASE)/ConsistencyBench --monkey $(or $(SEEDS),3) --keys $(or $(KEYS),100000) --lessons Lessons

install: setup
	$(SWIFT) build -c release --product conlab --static-swift-stdlib
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/conlab"
	install -m 755 $(RELEASE)/conlab "$(DESTDIR)$(PREFIX)/bin/conlab"
	rm -rf "$(DESTDIR)$(PREFIX)/share/conlab/Lessons" "$(DESTDIR)$(PREFIX)/share/conlab/Assets"
	cp -R Lessons Assets "$(DESTDIR)$(PREFIX)/share/conlab/"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/conlab"
	rm -rf "$(DESTDIR)$(PREFIX)/share/conlab"

setup:
	@sh scripts/setup

clean:
	rm -rf .build
