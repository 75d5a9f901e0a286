# Every target makes the environment it needs: .venv, pinned by requirements.lock.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup compare test lint format integration bench results lock clean

setup: $(READY)

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --constraint requirements.lock --editable '.[train,llm,lora,ray,search,dev]'
	@# The type checker finds sentiment_lab by its name: the folder of a checkout may have any.
	@mkdir -p .venv/typing && ln -sfn ../.. .venv/typing/sentiment_lab
	@touch $(READY)

compare: $(READY)
	$(BIN)/sentiment-lab compare

# One thread for each of two workers: more only get in each other's way.
test: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m "not integration" -n 2 \
	  --cov --cov-report=term --cov-fail-under=90

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright --level error

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Needs a package index: downloads the embedded assets and installs the package without torch.
integration: $(READY)
	$(BIN)/python -m pytest -m integration

bench: $(READY)
	for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

# Rewrites docs/results.md from what is committed in docs/results.
results: $(READY)
	$(BIN)/python benchmarks/results_page.py

# Names versions alone: no hashes, no local tags, no index, nothing that comes with CUDA's torch.
lock: $(READY)
	$(BIN)/python -m pip freeze --exclude-editable \
	  | sed -E 's/\+[A-Za-z0-9.]+$$//' \
	  | grep -viE '^(nvidia|cuda|triton|setuptools|pip)' > requirements.lock.new
	mv requirements.lock.new requirements.lock

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .coverage*
