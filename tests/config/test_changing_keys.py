"""Keys of encrypted texts as an operator meets them: changed, cut off, dropped, and the wrong ones at hand.

Real processes on a database of their own.
"""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.conftest import BARE_ENVIRONMENT, ROOT, python_in

pytestmark = pytest.mark.proof

PATIENCE = 120
MANY = 3000
FILL = f"""
import django; django.setup()
from accounts.audit import Subject, audited, record
from accounts.models import Verb
from participants.models import Person, PersonalNumber
from projects.models import Organisation
made = Organisation.objects.create(name="Provköpings kommun")
with audited():
    people = Person.objects.bulk_create([Person(organisation=made) for _ in range({MANY})])
    PersonalNumber.objects.bulk_create([
        PersonalNumber.sealing(person=person, digits=f"20900521{{n:04}}", kind="personal")
        for n, person in enumerate(people)
    ])
    record(verb=Verb.IMPORTED, row=Person, by=None, subject=Subject(), rows={MANY})
"""
TELL = """
import collections; import django; django.setup()
from participants.models import PersonalNumber
from accounts.models import AuditEvent, UnexplainedWrite
numbers = list(PersonalNumber.objects.order_by("pk"))
assert [number.digits for number in numbers] == [f"20900521{n:04}" for n in range(len(numbers))]
found = PersonalNumber.objects.numbered("209005210007", organisation_id=numbers[0].organisation_id)
print(sorted(collections.Counter(number.sealed.partition(".")[0] for number in numbers).items()),
      found.get() == numbers[7], UnexplainedWrite.objects.count(),
      sum(event.rows for event in AuditEvent.objects.filter(action="personalnumber.resealed")))
"""


def manage(home: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def run_python(home: Path, code: str) -> str:
    done = python_in(
        home,
        f"from config.embedded import use_embedded_services; use_embedded_services()\n{code}",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def rotate(home: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command; a server may take a moment to see that a killed program is gone."""
    deadline = time.monotonic() + PATIENCE
    while True:
        done = manage(home, "rotate_field_keys", *options, **environment)
        if "Another program" not in done.stderr or time.monotonic() > deadline:
            return done
        time.sleep(0.2)


def key_names(home: Path) -> list[str]:
    return [line.partition(":")[0] for line in (home / "field_keys").read_text().split()]


@pytest.fixture(scope="module")
def full_home(new_home: Callable[[], Path]) -> Path:
    """A data folder with a database of many personal numbers."""
    home = new_home()
    done = manage(home, "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    run_python(home, FILL)
    return home


class TestRotating:
    def test_goes_on_after_a_kill_and_drops_the_old_key_only_then(self, full_home: Path) -> None:
        """Killed three times in its middle; then finished, and the old key dropped."""
        for _ in range(3):
            self.kill_in_the_middle(full_home)
            assert key_names(full_home) == ["k2", "k1"]
        assert "('k1'," in run_python(full_home, TELL)

        refused = rotate(full_home, "--drop-old")
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.count("\n") == 1
        assert key_names(full_home) == ["k2", "k1"]

        done = rotate(full_home)
        assert done.returncode == 0, done.stderr
        assert run_python(full_home, TELL) == f"[('k2', {MANY})] True 0 {MANY}"
        assert "k1" in rotate(full_home, "--drop-old").stdout
        assert key_names(full_home) == ["k2"]
        assert (full_home / "field_keys").stat().st_mode & 0o777 == 0o600
        assert run_python(full_home, TELL) == f"[('k2', {MANY})] True 0 {MANY}"
        assert manage(full_home, "verify_audit").returncode == 0

    def kill_in_the_middle(self, home: Path) -> None:
        """End the process for good once it has sealed a batch, and before it seals the next."""
        before = f"""
import os, signal, sys, django
from config.embedded import use_embedded_services
use_embedded_services()
django.setup()
from accounts import rotation
from django.core.management import call_command
rotation.BATCH = 500
whole = rotation.record
def record(**event):
    whole(**event)
    if os.path.exists({str(home / "one")!r}):
        os.kill(os.getpid(), signal.SIGKILL)  # in a batch: written, not committed
    open({str(home / "one")!r}, "w").close()
rotation.record = record
call_command("rotate_field_keys")
"""
        (home / "one").unlink(missing_ok=True)
        deadline = time.monotonic() + PATIENCE
        while True:
            done = python_in(home, before, DJANGO_SETTINGS_MODULE="config.settings")
            if done.returncode == -signal.SIGKILL or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        assert done.returncode == -signal.SIGKILL, done.stderr

    def test_of_the_index_finds_all_by_the_new_key(self, full_home: Path) -> None:
        old = (full_home / "index_key").read_text()
        done = rotate(full_home, "--index")
        assert done.returncode == 0, done.stderr
        assert (full_home / "index_key").read_text() != old
        assert (full_home / "index_key").stat().st_mode & 0o777 == 0o600
        assert not (full_home / "index_key.new").exists()
        assert " True " in run_python(full_home, TELL)

    def test_of_the_index_cut_off_before_the_file_says_so_and_is_finished(self, full_home: Path) -> None:
        old = (full_home / "index_key").read_text()
        assert rotate(full_home, "--index").returncode == 0
        (full_home / "index_key").rename(full_home / "index_key.new")
        (full_home / "index_key").write_text(old)
        refused = manage(full_home, "migrate")
        assert refused.returncode == 1
        assert "rotate_field_keys --index" in refused.stderr
        assert rotate(full_home, "--index").returncode == 0
        assert manage(full_home, "migrate", "--verbosity", "0").returncode == 0
        assert " True " in run_python(full_home, TELL)

    def test_is_refused_while_another_program_has_the_database_open(self, full_home: Path) -> None:
        code = (
            "from config.embedded import use_embedded_services; use_embedded_services()\n"
            "import django; django.setup()\n"
            "from django.db import connection; connection.ensure_connection()\n"
            "from django.core.management import call_command; import subprocess, sys\n"
            "sys.exit(subprocess.run([sys.executable, 'manage.py', 'rotate_field_keys']).returncode)"
        )
        done = python_in(full_home, code, DJANGO_SETTINGS_MODULE="config.settings")
        assert done.returncode == 1
        assert done.stderr.startswith("Another program has the database open.")

    def test_of_keys_in_the_environment_seals_with_the_first_and_writes_no_file(
        self, full_home: Path
    ) -> None:
        kept = (full_home / "field_keys").read_text()
        added = "e1:" + "A" * 43 + "="
        environment = {"FIELD_KEYS": f"{added} {' '.join(kept.split())}"}
        assert rotate(full_home, **environment).returncode == 0
        assert (full_home / "field_keys").read_text() == kept
        # Back to the keys of the file: with both at hand, the file's first.
        environment = {"FIELD_KEYS": f"{' '.join(kept.split())} {added}"}
        assert rotate(full_home, **environment).returncode == 0
        assert rotate(full_home, "--drop-old", **environment).returncode == 0
        assert run_python(full_home, TELL).startswith(f"[('{key_names(full_home)[0]}', {MANY})] True 0")


def assert_one_sentence(done: subprocess.CompletedProcess[str], *, about: str) -> None:
    assert done.returncode != 0
    told = [line for line in done.stderr.splitlines() if about in line]
    assert len(told) == 1, done.stderr
    assert "Traceback" not in done.stderr + done.stdout


class TestAWrongKey:
    @pytest.fixture(params=["field_keys", "index_key", "audit_key"])
    def wrong(self, request: pytest.FixtureRequest, full_home: Path, tmp_path: Path) -> "object":
        """Another key in the file's place, as after a backup that left the keys out."""
        file = full_home / str(request.param)
        shutil.copy(file, tmp_path)
        kept = file.read_text()
        name = kept.partition(":")[0]
        file.write_text(f"{name}:{'A' * 43}=\n" if request.param == "field_keys" else "x" * 64)
        yield str(request.param).upper()
        file.write_text(kept)

    def in_home(self, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        code = (
            "import os, sys; from config.embedded import use_embedded_services; use_embedded_services()\n"
            f"os.execv(sys.executable, [sys.executable, *{list(arguments)!r}])"
        )
        return python_in(home, code, DJANGO_SETTINGS_MODULE="config.settings")

    def test_keeps_the_web_server_from_starting(self, full_home: Path, wrong: str) -> None:
        assert_one_sentence(self.in_home(full_home, "-c", "import config.wsgi"), about=wrong)

    def test_keeps_the_server_program_from_answering(self, full_home: Path, wrong: str) -> None:
        done = self.in_home(
            full_home, "-m", "granian", "--interface", "wsgi", "--port", "0", "config.wsgi:application"
        )
        assert_one_sentence(done, about=wrong)

    def test_keeps_the_worker_from_starting(self, full_home: Path, wrong: str) -> None:
        done = self.in_home(
            full_home, "-m", "celery", "--quiet", "--app", "config", "worker", "--concurrency", "1"
        )
        assert_one_sentence(done, about=wrong)

    def test_keeps_the_database_from_being_migrated(self, full_home: Path, wrong: str) -> None:
        assert_one_sentence(manage(full_home, "migrate"), about=wrong)

    def test_keeps_make_run_from_starting(self, full_home: Path, wrong: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "config.run", "run"],
            cwd=ROOT,
            env={**BARE_ENVIRONMENT, "JOBBREDO_HOME": str(full_home), "PORT": "8977"},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert_one_sentence(done, about=wrong)

    def test_keeps_keys_from_being_changed(self, full_home: Path, wrong: str) -> None:
        before = key_names(full_home)
        assert_one_sentence(rotate(full_home), about=wrong)
        assert key_names(full_home) == before


def test_the_right_keys_let_the_web_server_start(full_home: Path) -> None:
    done = python_in(
        full_home,
        "from config.embedded import use_embedded_services; use_embedded_services()\n"
        "import config.wsgi; print(callable(config.wsgi.application))",
    )
    assert (done.stdout, done.returncode) == ("True\n", 0), done.stderr
