# make check is what CI runs; the other targets are longer.
GO ?= go
export CGO_ENABLED ?= 0

.PHONY: build test check fmt vet staticcheck race purego f64 arm64 cross fuzz stream generate gate latency linear predict vae-doc digit presets presets-doc

build: ## the binary, bin/gater
	$(GO) build -o bin/gater ./cmd/gater

test: ## the README's test command
	$(GO) test ./...

check: fmt vet staticcheck test race purego f64 arm64 cross ## all that CI runs

fmt:
	@files=$$(gofmt -l .); test -z "$$files" || { echo "gofmt would change: $$files"; exit 1; }

vet:
	$(GO) vet ./...
	cd internal/kern/_asm && $(GO) vet ./...

# staticcheck runs from its own module cache, so that it is not a dependency of gater.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
staticcheck:
	$(GO) run $(STATICCHECK) ./...

race: ## the short tests under the race detector (which needs a C compiler); of the two slow packages, what has threads
	CGO_ENABLED=1 $(GO) test -race -short $$($(GO) list ./... | grep -v -e '/est$$' -e '/cmd/gater$$')
	CGO_ENABLED=1 $(GO) test -race -short -run 'Kill|TestScripts/train_(threads|interrupt)' ./cmd/gater

purego: ## without assembly
	$(GO) test -short -tags purego ./internal/kern ./mat ./nn/... ./est/... ./train ./opt ./sparsity

f64: ## in double precision: the tight tolerances
	$(GO) test -short -tags f64 ./internal/kern ./mat ./nn/... ./est/... ./train ./opt ./sparsity
	$(GO) test -tags f64 -run ClosedForms ./internal/lab

# The test binaries are for Linux: elsewhere, and without the emulator, this says that it did nothing.
# What is slow in emulation, threads that wait for each other, is run once, on the NEON kernels.
QEMU ?= qemu-aarch64-static
arm64: ## the short tests with NEON kernels, emulated unless the machine is one
	@if [ "$$($(GO) env GOHOSTOS)/$$($(GO) env GOHOSTARCH)" = linux/arm64 ]; then exec=; \
	elif command -v $(QEMU) >/dev/null; then exec="-exec $(QEMU)"; \
	else echo "arm64 NOT TESTED: no $(QEMU) here; Debian has it in qemu-user-static"; exit 0; fi; \
	GOOS=linux GOARCH=arm64 $(GO) test -short $$exec -skip '^(TestAllocs|TestSame)$$/(^go$$|^neon,)' ./internal/kern ./mat ./nn

cross: ## other machines: compile only
	GOARCH=arm64 $(GO) vet ./...
	GOARCH=riscv64 $(GO) build ./...
	GOOS=js GOARCH=wasm $(GO) build ./...
	GOOS=darwin GOARCH=arm64 $(GO) build ./...
	GOOS=windows $(GO) build ./...

FUZZTIME ?= 30s
fuzz: ## every fuzz target, FUZZTIME each
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; done

stream: ## 20 million rows train as a stream, in the memory that a million take: some minutes
	$(GO) test ./cmd/gater -run TestStreamTrains -v -timeout 60m -args -stream.rows 20000000

generate: ## the assembly of internal/kern
	$(GO) test -count=1 -run TestGenerated ./internal/kern -generate

gate: build ## a dense network for MNIST, 784-2048-2048-10, and the same gated at a tenth of its blocks: some 15 minutes
	bin/gater train --net scripts/dense-mnist.yaml --epochs 20 --out $(or $(OUT),runs)/mnist-dense
	bin/gater gate $(or $(OUT),runs)/mnist-dense --active 10% --out $(or $(OUT),runs)/mnist-gated

digit: build ## a page that reads drawn digits, with a network trained for it: a minute, then http://localhost:8080
	bin/gater train mnist --net examples/digit/net.yaml --epochs 6 --out $(or $(OUT),runs)/digit-dense
	bin/gater gate $(or $(OUT),runs)/digit-dense --active 12% --width 8 --gater 16 --epochs 6 --out $(or $(OUT),runs)/digit-gated
	$(GO) run ./examples/digit $(or $(OUT),runs)/digit-gated

latency: ## whether the dial's times are those measured, on a machine that does nothing else
	$(GO) test -count 1 -v -run '^TestLatency$$' ./internal/dial -latency

vae-doc: build ## the table and the pictures of docs/vae.md, from the runs of a grid in RUNS
	scripts/vae_doc.sh "$(RUNS)"

presets: build ## the presets and dense nets beside them, over seeds, into RUNS; some hours, stops and goes on
	scripts/presets.sh -j $(or $(JOBS),1) $(or $(RUNS),runs/presets)

presets-doc: build ## times of those runs, on a machine that does nothing else, and the tables and pictures of docs/presets.md
	scripts/presets.sh -d -t $(or $(RUNS),runs/presets)

linear: ## time of a gradient by local expectations and RODEO, of 50 to 3,200 units: ns/unit stays the same
	$(GO) test -run '^$$' -bench '^Benchmark(LocalExpectations|RODEO)$$' ./est

predict: ## rows of 32 columns a second through gater predict, and a row by itself through the library
	$(GO) test -run '^$$' -bench '^BenchmarkPredict$$' ./cmd/gater
	$(GO) test -run '^$$' -bench '^BenchmarkRow$$' .
