"""The chain under the audit log: whatever is done to it behind its back is found."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from accounts.audit import Subject, record_read
from accounts.audit.chain import NOTHING, hash_of, seal_of
from accounts.models import AuditEvent, AuditHead, Kind, User, Verb
from tests import factories

pytestmark = pytest.mark.django_db
LENGTH = 30


@contextmanager
def behind_its_back() -> Iterator[None]:
    """As a superuser who puts the triggers out of action; all is as before afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def log() -> list[AuditEvent]:
    """A log of thirty reads by three users, of different people and projects."""
    users = [factories.user() for _ in range(3)]
    for number in range(LENGTH):
        subject = Subject(organisation_id=1 + number % 2, project_id=number % 4, person_id=number)
        verb = Verb.OPENED if number % 3 else Verb.LISTED
        record_read(row=users[number % 3], by=users[number % 3], subject=subject, verb=verb, rows=number)
    return list(AuditEvent.objects.order_by("sequence"))


def verify(expect: str = "") -> tuple[int, str, str]:
    """Run the command: exit status, what it printed, what it complained of."""
    out, complaints, status = StringIO(), StringIO(), 0
    try:
        call_command("verify_audit", stdout=out, stderr=complaints, **({"expect": expect} if expect else {}))
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, out.getvalue(), complaints.getvalue()


def first_break(complaints: str) -> int:
    return int(complaints.splitlines()[-1].split()[-1].rstrip("."))


@pytest.mark.usefixtures("log")
class TestVerify:
    def test_counts_what_is_whole_and_prints_the_end(self) -> None:
        status, out, complaints = verify()
        head = AuditHead.objects.get()
        assert (status, complaints) == (0, "")
        assert out == f"{LENGTH} events, all as they were written.\nEnd: {LENGTH}:{head.hash}\n"

    def test_names_the_first_broken_and_all_others(self) -> None:
        with behind_its_back():
            AuditEvent.objects.filter(sequence__in=[7, 9]).update(reason="x")
            AuditEvent.objects.filter(sequence=20).delete()
            status, out, complaints = verify()
        assert (status, out) == (1, "")
        places = [line.split()[1] for line in complaints.splitlines() if line.startswith("Event")]
        assert places == ["7", "9", "20"]
        assert first_break(complaints) == 7

    def test_finds_a_tail_that_is_cut_off(self) -> None:
        with behind_its_back():
            AuditEvent.objects.filter(sequence__gt=25).delete()
            assert first_break(verify()[2]) == 26

    def test_finds_a_cut_tail_whose_end_was_set_back(self, log: list[AuditEvent]) -> None:
        with behind_its_back():
            AuditEvent.objects.filter(sequence__gt=25).delete()
            AuditHead.objects.update(sequence=25, hash=log[24].hash)
            assert first_break(verify()[2]) == 26

    def test_finds_a_chain_reckoned_anew_without_the_key(self, log: list[AuditEvent]) -> None:
        with behind_its_back():
            previous = log[9].hash
            for event in log[10:]:
                event.reason, event.previous = "x", previous
                event.hash = previous = hash_of(event, key="a guess")
                columns = {"reason": "x", "previous": event.previous, "hash": event.hash}
                AuditEvent.objects.filter(pk=event.pk).update(**columns)
            AuditHead.objects.update(hash=previous, seal=seal_of(LENGTH, previous, key="a guess"))
            assert first_break(verify()[2]) == 11

    @pytest.mark.parametrize("tampered", [{"seal": "0" * 64}, {"hash": "1" * 64}, {"sequence": 20}])
    def test_finds_a_tampered_end_also_after_more_was_written(self, tampered: dict[str, Any]) -> None:
        with behind_its_back():
            AuditHead.objects.update(**tampered)
            assert verify()[0] == 1
            another_event()
            another_event()
            status, _out, complaints = verify()
            assert (status, first_break(complaints)) == (1, LENGTH + 1)

    def test_finds_an_end_that_was_taken_away(self) -> None:
        with behind_its_back():
            AuditHead.objects.all().delete()
            assert verify()[0] == 1
            another_event()
            assert first_break(verify()[2]) == LENGTH + 1

    def test_finds_a_log_put_back_to_an_earlier_state_by_an_end_kept_elsewhere(self) -> None:
        kept = str(AuditHead.objects.get())
        with behind_its_back():
            AuditEvent.objects.all().delete()
            AuditHead.objects.all().delete()
            another_event()
            assert verify()[0] == 0
            assert verify(kept)[0] == 1
        assert verify(kept)[0] == 0
        another_event()
        assert verify(kept)[0] == 0

    def test_finds_another_key(self) -> None:
        with override_settings(AUDIT_KEY="another"):
            assert first_break(verify()[2]) == 1

    @pytest.mark.parametrize("nonsense", ["12", "12:abc", ":", "x:" + "0" * 64])
    def test_takes_no_end_that_isnt_one(self, nonsense: str) -> None:
        with pytest.raises(CommandError) as refused:
            call_command("verify_audit", expect=nonsense)
        assert refused.value.returncode == 2

    def test_says_how_many_writes_went_past_the_actions(self) -> None:
        factories.enrolment()
        assert "writes past the actions" in verify()[2]
        assert verify()[2] == ""


def test_of_an_empty_log_is_whole() -> None:
    assert verify() == (0, f"0 events, all as they were written.\nEnd: 0:{NOTHING}\n", "")


def another_event() -> None:
    record_read(row=User, by=None, subject=Subject())


def edit(dice: random.Random, log: list[AuditEvent]) -> None:
    """Change one column of one event to something else."""
    event = dice.choice(log)
    others: dict[str, list[Any]] = {
        "at": [other.at for other in log],
        "kind": Kind.values,
        "action": ["user.opened", "user.listed", "user.changed"],
        "actor_id": [None, *{other.actor_id for other in log}],
        "organisation_id": [None, 1, 2],
        "project_id": [None, 0, 1, 2, 3],
        "person_id": [None, *range(LENGTH)],
        "object_label": ["accounts.User", "participants.Person"],
        "object_id": [None, *{other.object_id for other in log}],
        "rows": [None, *range(LENGTH)],
        "changed": [[], ["name"]],
        "reason": ["", "x"],
        "request_id": [None, "00000000-0000-4000-8000-000000000000"],
        "previous": [NOTHING, *(other.hash for other in log)],
        "hash": [NOTHING, *(other.hash for other in log)],
    }
    column = dice.choice(sorted(others))
    new = dice.choice([value for value in others[column] if value != getattr(event, column)])
    AuditEvent.objects.filter(pk=event.pk).update(**{column: new})


def delete(dice: random.Random, log: list[AuditEvent]) -> None:
    """Take away one event, or several that follow each other; the last ones as well."""
    first = dice.randrange(LENGTH)
    last = min(LENGTH, first + dice.choice([1, 1, 1, 2, 5]))
    AuditEvent.objects.filter(sequence__in=[event.sequence for event in log[first:last]]).delete()
    if dice.random() < 0.3 and first:
        # The numbers behind are moved up, and the end is set to fit.
        for event in log[last:]:
            AuditEvent.objects.filter(pk=event.pk).update(sequence=event.sequence - (last - first))
        AuditHead.objects.update(sequence=LENGTH - (last - first))


def swap(dice: random.Random, log: list[AuditEvent]) -> None:
    """Let two events change places, with their hashes or without."""
    one, other = dice.sample(log, 2)
    AuditEvent.objects.filter(pk=one.pk).update(sequence=0)
    AuditEvent.objects.filter(pk=other.pk).update(sequence=one.sequence)
    AuditEvent.objects.filter(pk=0).update(sequence=other.sequence)
    if dice.random() < 0.5:
        # What they say they follow is made to fit their new places.
        for place in (one, other):
            AuditEvent.objects.filter(sequence=place.sequence).update(previous=place.previous)


@pytest.mark.proof
def test_each_of_1000_edits_deletions_and_swaps_is_found(log: list[AuditEvent]) -> None:
    dice = random.Random(20261121)
    deeds: list[Callable[[random.Random, list[AuditEvent]], None]] = [edit, delete, swap]
    missed = []
    for number in range(1000):
        deed = deeds[number % 3]
        with behind_its_back():
            deed(dice, log)
            if verify()[0] != 1:
                missed.append((number, deed.__name__))
    assert not missed
    assert verify()[0] == 0


def test_every_column_is_under_the_hash(log: list[AuditEvent]) -> None:
    for field in AuditEvent._meta.concrete_fields:
        if field.name == "hash":
            continue
        event = AuditEvent.objects.get(pk=log[4].pk)
        other = AuditEvent.objects.get(pk=log[5].pk)
        values = {"kind": "change", "reason": "x", "object_label": "x", "changed": ["x"], "request_id": "x"}
        setattr(event, field.attname, values.get(field.name, getattr(other, field.attname)))
        if field.name == "action":
            event.action = "x"
        assert hash_of(event, key=settings.AUDIT_KEY) != log[4].hash, field.name
