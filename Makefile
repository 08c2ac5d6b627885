# All that people and machines do with Jobbredo. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run code stop test check proof bench lock venv dev-venv browser

PYTHON := .venv/bin/python
COMPILE := $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header

help: ## List this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: venv ## Serve Jobbredo with its demo on http://127.0.0.1:8000/ (PORT, JOBBREDO_HOME)
	@$(PYTHON) -m config.run run

code: venv ## Show the code that the demo log-ins ask for just now
	@$(PYTHON) manage.py demo_code

stop: venv ## End what runs from the data folder, or what a killed run left behind
	@$(PYTHON) -m config.run stop

test: dev-venv browser ## All tests that take seconds, browser tests included
	@$(PYTHON) -m pytest -m "not proof" -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder

proof: dev-venv browser ## The tests that take minutes: sweeps, faults, fuzzing
	@$(PYTHON) -m pytest -m proof -n auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder

bench: dev-venv ## Measure what must stay fast (PARTS="figures pages pdf desk scale", ENROLMENTS=1000000, PEOPLE=100000)
	@$(PYTHON) -m tests.bench $(PARTS) $(if $(ENROLMENTS),--enrolments $(ENROLMENTS)) $(if $(PEOPLE),--people $(PEOPLE))

check: dev-venv ## Style, types, storeys, migrations, settings
	@# Two at a time: types take as long as all the rest.
	@$(MAKE) --no-print-directory --jobs=2 check-types check-style check-templates check-storeys check-migrations check-settings

.PHONY: check-types check-style check-templates check-storeys check-migrations check-settings
check-types:
	$(PYTHON) -m mypy
check-style:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
check-templates:
	$(PYTHON) -m djlint templates --lint --quiet
check-storeys:
	.venv/bin/lint-imports
check-migrations:
	$(PYTHON) manage.py makemigrations --check --dry-run
check-settings:
	JOBBREDO_HTTPS=1 MAIL_URL=smtp://localhost $(PYTHON) manage.py check --deploy --fail-level WARNING

lock: dev-venv ## Compile requirements*.in into hash-locked requirements*.txt
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt

venv:
	@sh bin/environment requirements.txt

dev-venv:
	@sh bin/environment requirements.txt requirements-dev.txt

browser:
	@sh bin/system-packages chromium libpango-1.0-0 libpangoft2-1.0-0

.PHONY: messages
messages: venv ## Bring locale/sv in step with the sources' sentences, and compile it
	@sh bin/system-packages gettext
	@$(PYTHON) manage.py makemessages --locale sv --add-location file --no-wrap --no-obsolete \
		--ignore .venv --ignore static --ignore tests
	@# The day of the run says nothing and would change the file each time.
	@sed -i.old '/^"POT-Creation-Date: /d' locale/sv/LC_MESSAGES/django.po && rm locale/sv/LC_MESSAGES/django.po.old
	@$(PYTHON) manage.py compilemessages --locale sv --ignore .venv
