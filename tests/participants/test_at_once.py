"""Two people who save at the same moment: one gets it, the other is told in words."""

import datetime as dt
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import User
from participants import actions
from participants.actions import NewParticipant
from participants.models import Enrolment, Person
from projects.models import Project
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "199005202388"


def _alone[Result](act: Callable[[], Result]) -> Result:
    """Run in a thread with a connection of its own."""
    try:
        return act()
    finally:
        connection.close()


def _someone_waits() -> None:
    """Return when a transaction waits for another one's lock."""
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("Nobody waited for the lock.")


def _new(project: Project) -> NewParticipant:
    return {
        "person": {
            "first_name": "Siv",
            "last_name": "Ögren",
            "birth_date": None,
            "gender": "woman",
            "protected_identity": False,
        },
        "personal_number": NUMBER,
        "new_name": False,
        "participant_number": "",
        "coach": None,
        "support_source": "",
        "support_from": None,
        "background": dict.fromkeys(
            ("birth_country", "parents_born_abroad", "citizenship", "reduced_work_capacity"), "not_asked"
        ),  # type: ignore[typeddict-item]  # its four keys
        "enrolment": {
            "target_group": None,
            "referred_by": "",
            "referrer": None,
            "referred_on": None,
            "start": project.start,
            "entry_status": "",
            "unemployed_since": None,
            "education_level": "",
            "hours_wanted": None,
            "languages": "",
        },
    }


def test_a_constraint_that_only_the_database_saw_is_said_in_words() -> None:
    project = factories.project()
    left = factories.enrolment(project=project, end=dt.date(2026, 2, 1))
    written = Event()

    def come_back_meanwhile() -> None:
        with transaction.atomic():
            # As an import writes: checked earlier, not waiting for anybody.
            Enrolment.objects.create(person=left.person, project=project, start=dt.date(2026, 3, 1))
            written.set()
            _someone_waits()

    def reopen() -> None:
        assert written.wait(timeout=10)
        actions.reopen(by=factories.user(), enrolment=left)

    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(_alone, come_back_meanwhile)
        mine = pool.submit(_alone, reopen)
        other.result()
        with pytest.raises(ValidationError) as refused:
            mine.result()

    known = [str(constraint.get_violation_error_message()) for constraint in Enrolment._meta.constraints]
    assert refused.value.messages[0] in known
    left.refresh_from_db()
    assert left.end == dt.date(2026, 2, 1)


def test_one_person_enrolled_by_two_at_once_is_enrolled_once() -> None:
    project = factories.project()
    by: User = factories.coach(project=project)

    def enrol() -> Enrolment | None:
        try:
            return actions.enrol(by=by, project=project, key=uuid.uuid4(), on=project.start, **_new(project))
        except actions.AlreadyEnrolledError:
            return None

    with ThreadPoolExecutor(4) as pool:
        results = [future.result() for future in [pool.submit(_alone, enrol) for _each in range(4)]]

    assert sum(result is not None for result in results) == 1
    assert Person.objects.count() == Enrolment.objects.count() == 1


def test_numbers_given_at_once_differ() -> None:
    project = factories.project()
    by: User = factories.coach(project=project)

    def enrol() -> Enrolment:
        new = _new(project) | {"personal_number": ""}
        return actions.enrol(by=by, project=project, key=uuid.uuid4(), on=project.start, **new)

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(_alone, enrol) for _each in range(4)]:
            future.result()

    assert sorted(project.participant_numbers.values_list("number", flat=True)) == [
        "001",
        "002",
        "003",
        "004",
    ]
