"""Handing over a caseload: who gets whom, what is promised, and who goes on reading."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.access import Permission, Role
from accounts.models import AuditEvent, User
from coaching.models import Expected
from coaching.promises import PromiseKind, open_promises
from participants import actions
from participants.models import CoachAssignment, Enrolment, Person
from projects.models import Membership, Project
from tests import factories
from tests.conftest import signed_in_client

URL = "/deltagare/lamna-over/"
LATELY = "/deltagare/overlamnade/"
TODAY = timezone.localdate()


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


@pytest.fixture
def other(project: Project) -> User:
    return factories.coach(project=project, name="Berit Ny")


def stays(project: Project, coach: User, number: int = 1, **fields: Any) -> list[Enrolment]:
    facts = {"start": days(-100), **fields}
    return [
        factories.enrolment(project=project, coach=coach, last_name=f"P{place}", **facts)
        for place in range(number)
    ]


def seat(user: User, project: Project) -> int:
    return Membership.objects.get(user=user, project=project, role=Role.COACH).pk


def sent(chosen: list[Enrolment], to: int, **more: Any) -> dict[str, Any]:
    ids = [str(stay.public_id) for stay in chosen]
    return {"step": "hand-over", "chosen": ids, "coach": to, "on": TODAY.isoformat(), "overlap": "on", **more}


def coach_of(stay: Enrolment, *, on: dt.date = TODAY) -> User:
    return CoachAssignment.objects.in_force(on=on).get(enrolment=stay).coach


class TestHandingOver:
    def test_moves_the_chosen_and_leaves_the_others(
        self, coach_client: Client, coach: User, other: User, project: Project
    ) -> None:
        one, two, three = stays(project, coach, 3)
        answer = coach_client.post(URL, sent([one, two], seat(other, project)))
        assert [coach_of(stay) for stay in (one, two, three)] == [other, other, coach]
        assert len(answer.context["done"].done) == 2
        assert coach_of(one, on=days(-1)) == coach

    def test_is_recorded_for_each_person(
        self, coach_client: Client, coach: User, other: User, project: Project
    ) -> None:
        both = stays(project, coach, 2)
        coach_client.post(URL, sent(both, seat(other, project)))
        for stay in both:
            events = AuditEvent.objects.filter(
                person_id=stay.person_id, action__startswith="coachassignment."
            )
            assert sorted(events.values_list("action", flat=True)) == [
                "coachassignment.created",
                "coachassignment.ended",
            ]

    def test_twice_is_once(self, coach_client: Client, coach: User, other: User, project: Project) -> None:
        chosen = stays(project, coach, 2)
        for _time in range(2):
            coach_client.post(URL, sent(chosen, seat(other, project)))
        assert CoachAssignment.objects.filter(coach=other).count() == 2

    def test_says_whom_it_left_and_why_and_moves_the_rest(
        self, coach_client: Client, coach: User, other: User, project: Project
    ) -> None:
        (goes,) = stays(project, coach)
        theirs = factories.enrolment(project=project, coach=other, start=days(-9))
        hidden = factories.enrolment(project=project, coach=other, protected_identity=True)
        answer = coach_client.post(URL, sent([goes, theirs, hidden], seat(other, project)))
        assert [stay for stay, _why in answer.context["done"].refused] == [theirs]
        assert answer.context["missing"]
        assert hidden.person.last_name not in answer.content.decode()
        assert coach_of(goes) == other

    def test_only_to_a_coach_of_the_persons_project(self, coach: User, project: Project) -> None:
        elsewhere = factories.project(organisation=project.organisation)
        factories.membership(project=elsewhere, user=coach)
        there = factories.coach(project=elsewhere)
        (mine,) = stays(project, coach)
        theirs = factories.enrolment(project=elsewhere, coach=coach, start=days(-9))
        answer = signed_in_client(coach).post(URL, sent([mine, theirs], seat(there, elsewhere)))
        assert [stay for stay, _why in answer.context["done"].refused] == [mine]
        assert (coach_of(mine), coach_of(theirs)) == (coach, there)

    def test_begins_with_the_whole_caseload_ticked(
        self, coach_client: Client, coach: User, other: User, project: Project
    ) -> None:
        stays(project, coach, 2)
        factories.enrolment(project=project, coach=other)
        followed = factories.enrolment(project=project, coach=coach, start=days(-900), end=days(-300))
        factories.enrolment(project=project, coach=coach, start=days(-900), end=days(-400))
        page = coach_client.get(URL)
        assert len(page.context["cases"]) == 3
        assert followed in [case.enrolment for case in page.context["cases"]]

    def test_a_lead_chooses_whose(
        self, lead_client: Client, coach: User, other: User, project: Project
    ) -> None:
        (stay,) = stays(project, coach)
        assert lead_client.get(URL).context["cases"] == []
        role = Membership.objects.get(user=coach, project=project)
        page = lead_client.get(URL, {"coach": str(role.public_id)})
        assert [case.enrolment for case in page.context["cases"]] == [stay]
        lead_client.post(URL, sent([stay], seat(other, project)))
        assert coach_of(stay) == other

    def test_nobody_chosen_is_said(
        self, coach_client: Client, coach: User, other: User, project: Project
    ) -> None:
        stays(project, coach)
        answer = coach_client.post(URL, sent([], seat(other, project)))
        assert answer.context["form"].non_field_errors()

    def test_takes_as_many_queries_to_show_1_10_and_400(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        counts = []
        for more in (1, 9, 390):
            people = Person.objects.bulk_create(
                Person(organisation=project.organisation, last_name="N") for _ in range(more)
            )
            rows = Enrolment.objects.bulk_create(
                Enrolment(project=project, person=one, start=days(-9)) for one in people
            )
            CoachAssignment.objects.bulk_create(
                CoachAssignment(enrolment=row, coach=coach, start=days(-9)) for row in rows
            )
            with CaptureQueriesContext(connection) as queries:
                assert coach_client.get(URL).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] == counts[2]


class TestReadingOn:
    @pytest.fixture
    def handed(self, project: Project, coach: User, other: User) -> Enrolment:
        """Somebody with protected identity who was handed over from `coach` to `other` today."""
        (stay,) = stays(project, coach, protected_identity=True)
        actions.hand_over(by=coach, enrolment=stay, coach=other, on=TODAY)
        return stay

    def reads(self, user: User, permission: Permission = Permission.CASELOAD_READ) -> bool:
        return Enrolment.objects.visible_to(user, permission).exists()

    def test_the_coach_before_reads_and_does_not_write(self, handed: Enrolment, coach: User) -> None:
        assert self.reads(coach)
        for permission in set(Permission) - {Permission.CASELOAD_READ}:
            assert not self.reads(coach, permission), permission
        page = signed_in_client(coach).get(f"/deltagare/{handed.public_id}/")
        assert page.status_code == 200
        assert not page.context["may_write"]

    @pytest.mark.parametrize(("after", "seen"), [(29, [True]), (30, [])])
    def test_for_30_days(self, handed: Enrolment, coach: User, after: int, seen: list[bool]) -> None:
        CoachAssignment.objects.filter(enrolment=handed, coach=coach).update(
            end=days(-1 - after), reads_until=days(29 - after)
        )
        assert self.reads(coach) == bool(seen)

    def test_not_when_it_was_handed_over_without(self, project: Project, coach: User, other: User) -> None:
        (stay,) = stays(project, coach, protected_identity=True)
        actions.hand_over(by=coach, enrolment=stay, coach=other, on=TODAY, overlap=False)
        assert not self.reads(coach)

    def test_not_without_a_role_in_the_project_that_reads(
        self, handed: Enrolment, coach: User, project: Project
    ) -> None:
        Membership.objects.filter(user=coach).update(end=days(-1))
        assert not self.reads(coach)
        factories.membership(project=project, user=coach, role=Role.LEAD)
        assert self.reads(coach)
        assert handed in Enrolment.objects.visible_to(coach, Permission.CASELOAD_READ)

    def test_of_one_alone_ends_at_once_by_the_box(
        self, coach_client: Client, coach: User, other: User, project: Project
    ) -> None:
        (stay,) = stays(project, coach, protected_identity=True)
        coach_client.post(
            f"/deltagare/{stay.public_id}/coach/", {"coach": seat(other, project), "on": TODAY.isoformat()}
        )
        assert coach_of(stay) == other
        assert not self.reads(coach)


class TestHandedOverLately:
    def test_the_one_who_got_somebody_sees_it_in_three_places(
        self, project: Project, coach: User, other: User
    ) -> None:
        (stay,) = stays(project, coach)
        actions.hand_over(by=coach, enrolment=stay, coach=other, on=TODAY)
        client = signed_in_client(other)
        (row,) = client.get("/deltagare/").context["rows"]
        assert row.handed_over == TODAY
        assert client.get(f"/deltagare/{stay.public_id}/").context["handed_over"] == TODAY
        (case,) = client.get(LATELY).context["received"]
        assert (case.enrolment, case.other, case.day) == (stay, str(coach), TODAY)

    def test_the_one_who_gave_sees_it_until_reading_ends(
        self, coach_client: Client, project: Project, coach: User, other: User
    ) -> None:
        (stay,) = stays(project, coach)
        actions.hand_over(by=coach, enrolment=stay, coach=other, on=TODAY)
        (case,) = coach_client.get(LATELY).context["away"]
        assert (case.other, case.until) == (str(other), days(29))

    def test_for_30_days_only_and_not_for_one_who_was_first(
        self, coach_client: Client, project: Project, coach: User, other: User
    ) -> None:
        first, old = stays(project, coach)[0], factories.enrolment(project=project, start=days(-100))
        factories.coach_assignment(enrolment=old, coach=other, end=days(-31))
        factories.coach_assignment(enrolment=old, coach=coach, start=days(-30))
        page = coach_client.get(LATELY)
        assert page.context["received"] == []
        assert 'class="empty"' in page.content.decode()
        assert first not in page.context["away"]


class TestOpenPromises:
    def test_are_what_is_planned_ends_is_booked_or_to_be_followed_up(
        self, project: Project, coach: User
    ) -> None:
        (stay,) = stays(project, coach)
        goal = factories.plan_goal(enrolment=stay)
        factories.plan_action(goal=goal, due_on=days(-2), text="Ringa köket")
        factories.plan_action(goal=goal, state="done", settled_on=days(-3))
        factories.episode(enrolment=stay, kind="work_placement", start=days(-9), end=days(5))
        factories.episode(enrolment=stay, start=days(-9))
        session = factories.session(project=project, held_on=days(3))
        Expected.objects.create(session=session, enrolment=stay)
        Expected.objects.create(session=factories.session(project=project, held_on=days(-3)), enrolment=stay)
        found = open_promises([stay], on=TODAY)[stay.pk]
        assert [(one.kind, one.day, one.late) for one in found] == [
            (PromiseKind.PLAN, days(-2), True),
            (PromiseKind.SESSION, days(3), False),
            (PromiseKind.EPISODE, days(5), False),
        ]

    def test_of_a_series_are_the_next_session_alone(self, project: Project, coach: User) -> None:
        one, two = stays(project, coach, 2)
        series = factories.series(project=project)
        for day in (3, 10, 17):
            held = factories.session(project=project, held_on=days(day), series=series)
            Expected.objects.create(session=held, enrolment=one)
            if day > 3:
                Expected.objects.create(session=held, enrolment=two)
        found = open_promises([one, two], on=TODAY)
        assert [[promise.day for promise in found[stay.pk]] for stay in (one, two)] == [[days(3)], [days(10)]]

    def test_of_one_who_left_are_the_follow_ups_not_done(self, project: Project, coach: User) -> None:
        (stay,) = stays(project, coach, end=days(-10))
        found = open_promises([stay], on=TODAY)[stay.pk]
        assert [one.kind for one in found] == [PromiseKind.FOLLOW_UP] * 2
        assert found[0].day == days(80)
        factories.follow_up(enrolment=stay, done_on=days(-1))
        assert len(open_promises([stay], on=TODAY)[stay.pk]) == 1

    def test_of_one_who_is_back_are_no_follow_ups(self, project: Project, coach: User) -> None:
        (left,) = stays(project, coach, end=days(-10))
        again = factories.enrolment(project=project, person=left.person, start=days(-3))
        assert open_promises([left, again], on=TODAY) == {left.pk: [], again.pk: []}

    def test_are_ones_own_drafts_of_notes_too_and_never_what_they_say(
        self, coach_client: Client, coach: User, other: User, project: Project
    ) -> None:
        mine, theirs = stays(project, coach, 2)
        factories.note_draft(enrolment=mine, author=coach, text="Påbörjat om köket")
        factories.note_draft(enrolment=theirs, author=other)
        page = coach_client.get(URL)
        found = {case.enrolment: [one.kind for one in case.promises] for case in page.context["cases"]}
        assert found == {mine: [PromiseKind.DRAFT], theirs: []}
        assert "Påbörjat" not in page.content.decode()
        after = coach_client.post(URL, sent([mine], seat(other, project)))
        assert [one.kind for one in after.context["cases"][0].promises] == [PromiseKind.DRAFT]
        (case,) = signed_in_client(other).get(LATELY).context["received"]
        assert case.promises == []

    def test_stand_before_and_after_the_handover(
        self, coach_client: Client, coach: User, other: User, project: Project
    ) -> None:
        (stay,) = stays(project, coach)
        factories.plan_action(
            goal=factories.plan_goal(enrolment=stay), due_on=days(4), text="Följa med till köket"
        )
        assert "Följa med till köket" in coach_client.get(URL).content.decode()
        after = coach_client.post(URL, sent([stay], seat(other, project)))
        assert "Följa med till köket" in after.content.decode()
        assert "Följa med till köket" in signed_in_client(other).get(LATELY).content.decode()
