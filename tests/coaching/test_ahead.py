"""What is to come for somebody: the sessions to which they are invited, and planning one with them."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from coaching.actions import activities
from coaching.actions.attendance import Entry, enter_attendance
from coaching.attended import coming
from coaching.marks import NOTHING, Mark
from coaching.models import Session
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.coaching.due import TODAY, ahead, days_ago

pytestmark = pytest.mark.django_db


class TestWhatIsToCome:
    def test_is_what_nobody_has_entered_yet(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        stay = factories.enrolment(project=project, coach=coach, start=days_ago(50))
        later, first, entered, gone = (
            factories.session(project=project, held_on=day)
            for day in (ahead(9), ahead(2), TODAY, days_ago(1))
        )
        for held in (later, first, entered, gone):
            factories.expected(session=held, enrolment=stay)
        factories.attendance(session=entered, enrolment=stay)

        assert [one.session for one in coming([stay], on=TODAY)] == [first, later]
        page = f"/deltagare/{stay.public_id}/"
        assert coach_client.get(page).context["next_session"].session == first
        part = coach_client.get(f"{page}aktiviteter/")
        assert [one.session for one in part.context["ahead"]] == [first, later]
        plan = f"{reverse('activities:plan_session', args=[project.public_id])}?deltagare={stay.public_id}"
        assert plan in part.content.decode()
        form = coach_client.get(plan).context["form"]
        assert (form["expected"].value(), str(form["kind"].value())) == ([str(stay.public_id)], "talk")


class TestARefusal:
    def test_names_whom_it_means(self, coach: User, project: Project) -> None:
        here = factories.enrolment(project=project, coach=coach, start=days_ago(50), first_name="Här")
        gone = factories.enrolment(
            project=project, coach=coach, start=days_ago(50), end=days_ago(5), first_name="Borta"
        )
        with pytest.raises(ValidationError) as refused:
            activities.plan_session(
                by=coach,
                project=project,
                key=uuid.uuid4(),
                expected=[here, gone],
                held_on=TODAY,
                title="",
                kind="talk",
                begins=None,
                ends=None,
                place="",
                held_by=None,
            )
        assert gone.person.name in refused.value.messages[0]
        assert here.person.name not in refused.value.messages[0]

    @pytest.mark.parametrize("end", [None, 5])
    def test_of_a_day_outside_the_stay_leaves_no_gap(
        self, coach: User, project: Project, end: int | None
    ) -> None:
        stay = factories.enrolment(
            project=project, coach=coach, start=days_ago(9), end=days_ago(end) if end else None
        )
        held = factories.session(project=project, held_on=days_ago(20))
        with pytest.raises(ValidationError) as refused:
            enter(coach, held, stay)
        told = refused.value.messages[0]
        assert str(days_ago(9)) in told
        assert ("–" in told) == bool(end)


class TestAFormOfThePerson:
    def test_marks_what_the_report_needs(self, coach_client: Client, coach: User, project: Project) -> None:
        enrolment = factories.enrolment(project=project, coach=coach)
        coach_client.cookies["django_language"] = "en"
        page = coach_client.get(f"/deltagare/{enrolment.public_id}/inskrivning/").content.decode()
        assert "needed for the report" in page
        assert "(optional)" in page


def enter(by: User, held: Session, stay: Enrolment) -> None:
    entries = [Entry(stay, Mark(minutes=30), NOTHING)]
    now = dt.datetime.now(tz=dt.UTC)
    enter_attendance(by=by, session=held, entries=entries, on=TODAY, at=now)
