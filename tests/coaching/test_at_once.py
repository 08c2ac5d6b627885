"""The same form sent twice at the same moment: both are answered, and there is one row."""

import datetime as dt
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from coaching.actions.activities import SessionFacts, plan_series, plan_session
from coaching.actions.attendance import Entry
from coaching.actions.together import enter_together
from coaching.marks import Mark
from coaching.models import Attendance, Series, Session
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2026, 3, 2)


def _twice(act: Callable[[], object]) -> None:
    """Run in two threads at once, each with a connection of its own; raises what either raised."""
    gate = Barrier(2)

    def run() -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=10)
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(run) for _each in range(2)]:
            future.result()


def _facts() -> SessionFacts:
    return {
        "title": "Gruppträff",
        "kind": "job_club",
        "begins": dt.time(9),
        "ends": dt.time(11),
        "place": "",
        "held_by": None,
        "held_on": DAY,
    }


def test_a_session_is_planned_once() -> None:
    project = factories.project()
    by, key = factories.coach(project=project), uuid.uuid4()
    _twice(lambda: plan_session(by=by, project=project, key=key, **_facts()))
    assert Session.objects.count() == 1


def test_a_series_is_planned_once() -> None:
    project = factories.project()
    by, key = factories.coach(project=project), uuid.uuid4()
    facts = {name: value for name, value in _facts().items() if name != "held_on"}
    days = {"weekdays": [1], "every_weeks": 1, "starts_on": DAY, "ends_on": DAY + dt.timedelta(28)}
    _twice(lambda: plan_series(by=by, project=project, key=key, **facts, **days))  # type: ignore[arg-type]  # of several types
    assert Series.objects.count() == 1
    assert Session.objects.count() == 5


def test_attendance_of_many_is_entered_once() -> None:
    project = factories.project()
    by, key = factories.coach(project=project), uuid.uuid4()
    stays = [factories.enrolment(project=project, coach=by, start=DAY) for _each in range(20)]
    entries = [Entry(stay, Mark(minutes=120)) for stay in stays]
    _twice(
        lambda: enter_together(
            by=by,
            project=project,
            entries=entries,
            session=None,
            facts=_facts(),
            key=key,
            on=DAY,
            at=timezone.now(),
        )
    )
    assert Session.objects.count() == 1
    assert Attendance.objects.count() == 20
