"""Today: what is due about whom and why, and from which day."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from coaching.models import ItemKind
from coaching.today.facts import concerned, read_facts
from coaching.today.items import Urgency
from participants.codes import EpisodeKind, Gender
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.coaching.due import TODAY, ahead, complete, days_ago, found, the_one


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def bare(db: None) -> Project:  # noqa: ARG001  opens the database
    """A project with neither checklist nor steps."""
    return factories.project(with_checklist=False)


class TestTheClock:
    def test_is_due_from_14_days_before_until_job_ready(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=dt.date(2025, 1, 31))
        due = dt.date(2025, 5, 31)

        assert not found(stay, ItemKind.CLOCK, on=due - dt.timedelta(days=15))
        for day, urgency in (
            (due - dt.timedelta(days=14), Urgency.SOON),
            (due, Urgency.TODAY),
            (due + dt.timedelta(days=1), Urgency.OVERDUE),
        ):
            item = the_one(stay, ItemKind.CLOCK, on=day)
            assert (item.due, item.urgency(day)) == (due, urgency)
            assert "2025-05-31" in item.text
            assert "2025-01-31" in item.text
            assert item.links[0].url == f"/deltagare/{stay.public_id}/jobbredo/ny/"

        factories.assessment(enrolment=stay, assessed_on=due)
        assert not found(stay, ItemKind.CLOCK, on=due)

    def test_counts_from_the_first_stay(self, project: Project) -> None:
        person = factories.person(organisation=project.organisation)
        factories.enrolment(project=project, person=person, start=days_ago(300), end=days_ago(290))
        stay = factories.enrolment(project=project, person=person, start=days_ago(5))

        assert the_one(stay, ItemKind.CLOCK).urgency(TODAY) == Urgency.OVERDUE

    def test_is_not_there_without_a_checklist(self, bare: Project) -> None:
        assert not found(factories.enrolment(project=bare, start=days_ago(300)), ItemKind.CLOCK)


class TestTheStep:
    def test_is_due_when_its_longest_time_is_up(self, project: Project) -> None:
        phase = factories.phase(project=project, name="Introduktion")
        phase.weeks_at_most = 4
        phase.save()
        stay = factories.enrolment(project=project, start=dt.date(2025, 6, 1))
        factories.phase_move(enrolment=stay, phase=phase, moved_on=dt.date(2025, 6, 1))

        assert not found(stay, ItemKind.STEP, on=dt.date(2025, 6, 14))
        item = the_one(stay, ItemKind.STEP, on=dt.date(2025, 6, 15))
        assert item.due == dt.date(2025, 6, 29)
        assert "Introduktion" in item.text
        assert the_one(stay, ItemKind.STEP, on=dt.date(2025, 6, 30)).urgency(dt.date(2025, 6, 30)) == "late"

    def test_is_settled_by_the_next_move(self, project: Project) -> None:
        phase, following = factories.phase(project=project), factories.phase(project=project, position=2)
        phase.weeks_at_most = 1
        phase.save()
        stay = factories.enrolment(project=project, start=days_ago(30))
        factories.phase_move(enrolment=stay, phase=phase, moved_on=days_ago(30))
        assert found(stay, ItemKind.STEP)

        factories.phase_move(enrolment=stay, phase=following, moved_on=days_ago(1))
        assert not found(stay, ItemKind.STEP)


class TestWhatEnds:
    def test_is_due_from_14_days_before(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(60))
        episode = factories.episode(
            enrolment=stay, kind=EpisodeKind.WORK_PLACEMENT, start=days_ago(30), end=ahead(15)
        )
        assert not found(stay, ItemKind.EPISODE)

        episode.end = ahead(14)
        episode.save()
        item = the_one(stay, ItemKind.EPISODE)
        assert item.urgency(TODAY) == Urgency.SOON
        assert item.links[0].url == f"/deltagare/insatser/{episode.public_id}/"

    def test_is_overdue_when_nothing_came_after(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(60))
        factories.episode(enrolment=stay, kind=EpisodeKind.STUDIES, start=days_ago(30), end=days_ago(3))
        assert the_one(stay, ItemKind.EPISODE).urgency(TODAY) == Urgency.OVERDUE

    @pytest.mark.parametrize("end", [None, 60])
    def test_is_settled_by_what_goes_on_after_it(self, project: Project, end: int | None) -> None:
        stay = factories.enrolment(project=project, start=days_ago(60))
        factories.episode(enrolment=stay, kind=EpisodeKind.STUDIES, start=days_ago(30), end=ahead(3))
        factories.episode(enrolment=stay, start=ahead(4), end=ahead(end) if end else None)
        assert not found(stay, ItemKind.EPISODE)

    def test_is_a_placement_though_a_job_in_the_evenings_goes_on(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(60))
        factories.episode(enrolment=stay, kind=EpisodeKind.WORK_PLACEMENT, start=days_ago(30), end=ahead(3))
        factories.episode(enrolment=stay, kind=EpisodeKind.EMPLOYMENT, start=days_ago(50))
        assert the_one(stay, ItemKind.EPISODE).due == ahead(3)

        factories.episode(enrolment=stay, kind=EpisodeKind.STUDIES, start=ahead(1))
        assert not found(stay, ItemKind.EPISODE)

    def test_is_settled_by_a_job_that_somebody_was_given_during_it(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(60))
        factories.episode(enrolment=stay, kind=EpisodeKind.WORK_PLACEMENT, start=days_ago(50), end=ahead(3))
        factories.episode(enrolment=stay, kind=EpisodeKind.EMPLOYMENT, start=days_ago(30))
        assert not found(stay, ItemKind.EPISODE)

    def test_is_nothing_from_before_the_project(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(60))
        factories.episode(enrolment=stay, start=days_ago(500), end=days_ago(100), before_start=True)
        assert not found(stay, ItemKind.EPISODE)


class TestThePlan:
    def test_is_due_from_7_days_before_until_done(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(60))
        action = factories.plan_action(goal=factories.plan_goal(enrolment=stay), due_on=ahead(8))
        assert not found(stay, ItemKind.PLAN)

        action.due_on = days_ago(1)
        action.save()
        item = the_one(stay, ItemKind.PLAN)
        assert item.urgency(TODAY) == Urgency.OVERDUE
        assert action.text in item.text

        action.state, action.settled_on = "done", TODAY
        action.save()
        assert not found(stay, ItemKind.PLAN)

    def test_is_settled_in_its_place(self, coach_client: Client, coach: User, project: Project) -> None:
        stay = complete(project=project, coach=coach, start=days_ago(5))
        factories.plan_action(goal=factories.plan_goal(enrolment=stay), due_on=TODAY)
        settle = the_one(stay, ItemKind.PLAN).settle
        assert settle is not None
        drawn = coach_client.post(settle.url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in drawn
        assert not found(stay, ItemKind.PLAN)


class TestFollowUps:
    def test_are_due_90_days_and_6_months_after_the_exit(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=dt.date(2025, 1, 1), end=dt.date(2025, 3, 31))

        assert not found(stay, ItemKind.FOLLOW_UP, on=dt.date(2025, 6, 14))
        (first,) = found(stay, ItemKind.FOLLOW_UP, on=dt.date(2025, 6, 15))
        assert first.due == dt.date(2025, 6, 29)
        _first, second = found(stay, ItemKind.FOLLOW_UP, on=dt.date(2025, 9, 30))
        assert second.due == dt.date(2025, 9, 30)

    def test_count_the_attempts_until_an_outcome(self, project: Project) -> None:
        stay = factories.enrolment(project=project, end=days_ago(100), start=days_ago(400))
        assert "not tried yet" in the_one(stay, ItemKind.FOLLOW_UP).text

        factories.follow_up_attempt(enrolment=stay, tried_on=days_ago(5))
        factories.follow_up_attempt(enrolment=stay, tried_on=days_ago(3))
        assert "2 attempts" in the_one(stay, ItemKind.FOLLOW_UP).text

        factories.follow_up(enrolment=stay, done_on=days_ago(1), outcome="not_reached")
        assert not found(stay, ItemKind.FOLLOW_UP)

    def test_come_on_the_day_when_somebody_will_be_in_touch(self, project: Project) -> None:
        stay = factories.enrolment(project=project, end=days_ago(100), start=days_ago(400))
        factories.follow_up_attempt(
            enrolment=stay, tried_on=days_ago(1), result="call_back", call_back_on=ahead(3)
        )
        assert the_one(stay, ItemKind.FOLLOW_UP).due == ahead(3)

    @pytest.mark.django_db
    def test_leave_the_employer_to_ask_though_the_follow_up_rests(self) -> None:
        stay = factories.enrolment(
            project=factories.project(supported_employment=True), end=days_ago(200), start=days_ago(400)
        )
        factories.follow_up(enrolment=stay, kind="days_90", done_on=days_ago(100))
        asked = the_one(stay, ItemKind.FOLLOW_UP)
        factories.postponement(enrolment=stay, kind=asked.kind, key=asked.key, until=ahead(30))
        assert not found(stay, ItemKind.FOLLOW_UP)
        factories.follow_up(enrolment=stay, kind="months_6", done_on=days_ago(1), outcome="work")
        assert "employer" in the_one(stay, ItemKind.FOLLOW_UP).text

        attempt: dict[str, Any] = {"kind": "months_6", "result": "call_back", "call_back_on": ahead(3)}
        factories.follow_up_attempt(enrolment=stay, tried_on=days_ago(1), **attempt)
        assert the_one(stay, ItemKind.FOLLOW_UP).urgency(TODAY) == Urgency.OVERDUE
        factories.follow_up_attempt(enrolment=stay, tried_on=days_ago(1), asked="employer", **attempt)
        assert the_one(stay, ItemKind.FOLLOW_UP).due == ahead(3)

    def test_wait_for_those_who_came_back(self, project: Project) -> None:
        person = factories.person(organisation=project.organisation)
        factories.enrolment(project=project, person=person, start=days_ago(300), end=days_ago(100))
        again = factories.enrolment(project=project, person=person, start=days_ago(50))
        facts = read_facts(concerned(Enrolment.objects.all(), on=TODAY), on=TODAY)

        assert facts.stays == [again]
        assert not found(again, ItemKind.FOLLOW_UP)


class TestContact:
    def test_is_due_after_14_days_without(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(13))
        assert not found(stay, ItemKind.CONTACT)
        assert the_one(stay, ItemKind.CONTACT, on=ahead(1)).urgency(ahead(1)) == Urgency.TODAY
        assert the_one(stay, ItemKind.CONTACT, on=ahead(2)).urgency(ahead(2)) == Urgency.OVERDUE

    def test_is_attendance_or_an_assessment(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(100))
        assert found(stay, ItemKind.CONTACT)
        session = factories.session(project=project, held_on=days_ago(13))
        factories.attendance(enrolment=stay, session=session)
        assert not found(stay, ItemKind.CONTACT)

        other = factories.enrolment(project=project, start=days_ago(100))
        factories.assessment(enrolment=other, assessed_on=days_ago(40), assessor="coach")
        assert str(days_ago(40)) in the_one(other, ItemKind.CONTACT).text
        factories.assessment(enrolment=other, assessed_on=days_ago(2), assessor="participant")
        assert found(other, ItemKind.CONTACT)
        factories.assessment(enrolment=other, assessed_on=days_ago(1))
        assert not found(other, ItemKind.CONTACT)

    def test_is_a_note_of_a_contact(self, project: Project, coach: User) -> None:
        stay = factories.enrolment(project=project, start=days_ago(100))
        factories.note(enrolment=stay, author=coach, day=days_ago(1), kind="other")
        assert found(stay, ItemKind.CONTACT)
        factories.note(enrolment=stay, author=coach, day=days_ago(2), kind="contact")
        assert not found(stay, ItemKind.CONTACT)


class TestWhatIsMissing:
    def test_is_due_on_the_last_day_of_the_month(self, project: Project) -> None:
        stay = factories.enrolment(
            project=project, start=dt.date(2025, 1, 10), birth_date=None, gender=Gender.UNKNOWN
        )
        item = the_one(stay, ItemKind.MISSING, on=dt.date(2025, 2, 3))
        assert item.due == dt.date(2025, 2, 28)
        assert item.key == "birth_date entry_status gender hours_wanted support"
        assert f"/deltagare/{stay.public_id}/person/" in {link.url for link in item.links}

    def test_is_nothing_when_all_is_recorded(self, project: Project) -> None:
        assert not found(complete(project=project, start=days_ago(3)), ItemKind.MISSING)

    def test_is_what_the_participants_page_says(self, coach_client: Client, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(3), birth_date=None)
        shown = coach_client.get(f"/deltagare/{stay.public_id}/").context["journey"].gaps
        assert the_one(stay, ItemKind.MISSING).key.split() == sorted(gap.code for gap in shown)


@pytest.mark.django_db
class TestFirstDayAndTheProjectsEnd:
    def test_the_first_day_is_announced_a_week_ahead(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=ahead(7))
        assert the_one(stay, ItemKind.FIRST_DAY).due == ahead(7)
        assert not found(stay, ItemKind.FIRST_DAY, on=days_ago(1))
        assert not found(stay, ItemKind.FIRST_DAY, on=ahead(8))

    def test_who_is_still_enrolled_when_the_project_ends_needs_an_exit(self) -> None:
        over = factories.project(start=days_ago(500), end=days_ago(1))
        stay = complete(project=over, start=days_ago(300))
        item = the_one(stay, ItemKind.PROJECT_OVER)
        assert (item.urgency(TODAY), item.links[0].url) == (
            Urgency.OVERDUE,
            f"/deltagare/{stay.public_id}/avslut/",
        )
        assert not found(stay, ItemKind.CLOCK)
        assert not found(stay, ItemKind.CONTACT)

        stay.end = days_ago(1)
        stay.save()
        assert not found(stay, ItemKind.PROJECT_OVER)
