# Everything one types here. `make` alone lists it.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv/bin
LAUNCH := $(PYTHON) -m portal.launch
COMPILE := $(VENV)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml

# A server as it should be set, for `check --deploy`; the database need not be there.
SERVER := SECRET_KEY=only-for-the-check-8d1f0c5be2a94c7f93e1b6d27a5048fc3e BASE_URL=https://ghidanh.example \
	ALLOWED_HOSTS=ghidanh.example DATABASE_URL=postgres://ghidanh@127.0.0.1:1/ghidanh DATABASE_POOL=0 \
	EMAIL_URL=smtp+tls://mail.example:587

.DEFAULT_GOAL := help
.PHONY: help demo test check bench soak lock screenshots environment

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Set up, fill and serve the demo (PORT=8000; RESET=1 starts anew)
	@exec $(LAUNCH) demo --port "$(PORT)" $(if $(RESET),--reset)

test: environment ## Run the tests, on SQLite unless DATABASE_URL says otherwise (ARGS="-k name")
	@$(VENV)/python -m pytest -n 2 $(ARGS)

check: environment ## Look at style, types, templates, import direction, migrations, catalogues
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/mypy
	$(VENV)/djlint --quiet --lint templates
	$(VENV)/lint-imports
	$(VENV)/python manage.py makemigrations --check --dry-run
	$(SERVER) $(VENV)/python manage.py check --deploy
	$(VENV)/python -m pytest -q tests/test_architecture.py tests/test_catalogue.py

bench: environment ## Measure the budgets against plain Wagtail in the same run (ARGS="--help")
	@exec $(VENV)/python -m bench $(ARGS)

soak: ## Run the long races, kills, stories and storm, on both databases and both Pythons where they are
	@.ci/soak

lock: environment ## Renew requirements/*.txt from pyproject.toml (ARGS="--upgrade")
	$(COMPILE) $(ARGS) -o requirements/runtime.txt
	$(COMPILE) $(ARGS) --group dev -c requirements/runtime.txt -o requirements/dev.txt
	@! grep -n http requirements/*.txt

screenshots: environment ## Take the pictures of docs/screenshots from a running demo (PORT=8000)
	$(VENV)/python docs/screenshots.py http://localhost:$(PORT)

environment:
	@$(LAUNCH) environment dev
