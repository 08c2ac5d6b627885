"""Today: what is due about whom and why, what is put off and comes back, in how many queries."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import AuditEvent, User
from coaching.models import ItemKind, Postponement
from coaching.today.facts import concerned, read_facts
from coaching.today.items import Item, Urgency
from coaching.today.rules import items_of
from participants.codes import EpisodeKind, Gender, SupportSource
from participants.models import CoachAssignment, Enrolment, Person
from projects.models import Project
from tests import factories

TODAY = timezone.localdate()
PAGE = "/idag/"


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def ahead(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def bare(db: None) -> Project:  # noqa: ARG001  opens the database
    """A project with neither checklist nor steps."""
    return factories.project(with_checklist=False)


def complete(**facts: Any) -> Enrolment:
    """An enrolment about which no fact is missing, and which was in contact today."""
    stay = factories.enrolment(**{"hours_wanted": 40, "entry_status": "unemployed", **facts})
    factories.support(enrolment=stay, start=stay.start, source=SupportSource.SOCIAL_ASSISTANCE)
    return stay


def found(stay: Enrolment, kind: ItemKind, *, on: dt.date = TODAY) -> list[Item]:
    """The items of a kind that Today shows about somebody: the same, when only what is near is asked for."""
    reached = list(concerned(Enrolment.objects.filter(pk=stay.pk), on=on))
    whenever, near = (
        [item for item in items_of(stay, read_facts(reached, on=on, near_only=near_only)) if item.shows(on)]
        for near_only in (False, True)
    )
    assert near == whenever
    return [item for item in near if item.kind == kind]


def the_one(stay: Enrolment, kind: ItemKind, *, on: dt.date = TODAY) -> Item:
    (item,) = found(stay, kind, on=on)
    return item


def address(stay: Enrolment, item: Item) -> str:
    """Where that item is put off."""
    return f"{PAGE}{stay.public_id}/{item.kind}/skjut-upp/?{urlencode({'fakta': item.key})}"


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


class TestPuttingOff:
    @pytest.fixture
    def stay(self, project: Project, coach: User) -> Enrolment:
        return complete(project=project, coach=coach, start=days_ago(40))

    def send(self, client: Client, stay: Enrolment, **changes: Any) -> Any:
        item = the_one(stay, ItemKind.CONTACT)
        sent = {"way": "later", "until": str(ahead(3)), "reason": "Ringer på fredag."}
        return client.post(address(stay, item), sent | changes)

    def test_takes_it_away_until_its_day(self, coach_client: Client, stay: Enrolment) -> None:
        assert self.send(coach_client, stay).status_code == 302
        assert not found(stay, ItemKind.CONTACT)
        assert not found(stay, ItemKind.CONTACT, on=ahead(2))
        assert found(stay, ItemKind.CONTACT, on=ahead(3))

        page = coach_client.get(PAGE)
        assert [item.resting.reason for item in page.context["resting"]] == ["Ringer på fredag."]

    def test_ends_when_the_fact_changes(
        self, coach_client: Client, stay: Enrolment, project: Project
    ) -> None:
        self.send(coach_client, stay)
        session = factories.session(project=project, held_on=days_ago(20))
        factories.attendance(enrolment=stay, session=session)
        assert found(stay, ItemKind.CONTACT)

    def test_as_it_is_may_last_a_year(self, coach_client: Client, stay: Enrolment) -> None:
        late = {"until": str(ahead(300))}
        assert "until" in self.send(coach_client, stay, **late).context["form"].errors
        assert self.send(coach_client, stay, way="as_is", **late).status_code == 302
        assert not found(stay, ItemKind.CONTACT, on=ahead(299))

    def test_twice_is_one_row_with_the_later_day(self, coach_client: Client, stay: Enrolment) -> None:
        item = the_one(stay, ItemKind.CONTACT)
        for day in (3, 5):
            sent = {"way": "later", "until": str(ahead(day)), "reason": "Sjuk."}
            coach_client.post(address(stay, item), sent)
        assert Postponement.objects.get().until == ahead(5)

    @pytest.mark.parametrize("wrong", [{"until": str(TODAY)}, {"until": ""}, {"reason": " "}, {"way": "x"}])
    def test_needs_a_day_ahead_and_a_reason(
        self, coach_client: Client, stay: Enrolment, wrong: dict[str, str]
    ) -> None:
        assert self.send(coach_client, stay, **wrong).context["form"].errors
        assert not Postponement.objects.exists()

    def test_is_taken_back(self, coach_client: Client, stay: Enrolment) -> None:
        self.send(coach_client, stay)
        row = Postponement.objects.get()
        coach_client.post(f"{PAGE}ta-tillbaka/{row.public_id}/")
        assert found(stay, ItemKind.CONTACT)
        told = AuditEvent.objects.filter(object_label="coaching.Postponement").order_by("sequence")
        assert [event.action.rpartition(".")[2] for event in told] == ["created", "removed"]

    def test_what_is_settled_meanwhile_is_said(self, coach_client: Client, stay: Enrolment) -> None:
        item = the_one(stay, ItemKind.CONTACT)
        sent = {"way": "later", "until": str(ahead(3)), "reason": "Sjuk."}
        answer = coach_client.post(address(stay, item).replace(item.key, "2001-01-01"), sent)
        assert answer.status_code == 302
        assert not Postponement.objects.exists()

    def test_by_htmx_draws_the_person_again(self, coach_client: Client, stay: Enrolment) -> None:
        item = the_one(stay, ItemKind.CONTACT)
        htmx = {"HX-Request": "true"}
        opened = coach_client.get(address(stay, item), headers=htmx).content.decode()
        assert "<html" not in opened
        assert 'name="reason"' in opened
        sent = {"way": "later", "until": str(ahead(3)), "reason": "Sjuk."}
        done = coach_client.post(address(stay, item), sent, headers=htmx).content.decode()
        assert 'role="status"' in done
        assert 'name="reason"' not in done

    def test_missing_facts_rest_while_fewer_are_missing(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        stay = factories.enrolment(project=project, coach=coach, start=days_ago(5), birth_date=None)
        item = the_one(stay, ItemKind.MISSING)
        sent = {"way": "as_is", "until": str(ahead(100)), "reason": "Vill inte säga."}
        coach_client.post(address(stay, item), sent)
        stay.hours_wanted = 20
        stay.save()
        assert not found(stay, ItemKind.MISSING)

        stay.person.gender = Gender.UNKNOWN
        stay.person.save()
        assert found(Enrolment.objects.get(), ItemKind.MISSING)


class TestThePage:
    def test_is_where_a_coach_begins(self, coach_client: Client, lead_client: Client) -> None:
        assert coach_client.get("/")["Location"] == PAGE
        assert lead_client.get("/")["Location"] == PAGE

    def test_shows_a_coach_their_own(self, coach_client: Client, coach: User, project: Project) -> None:
        mine = factories.enrolment(project=project, coach=coach, start=days_ago(20))
        other = factories.enrolment(project=project, start=days_ago(20))

        assert stays(coach_client) == [mine]
        assert set(stays(coach_client, "?whose=all")) == {mine, other}

    def test_shows_a_lead_the_projects(self, lead_client: Client, project: Project) -> None:
        stay = factories.enrolment(project=project, start=days_ago(20))
        page = lead_client.get(PAGE)
        assert [block.enrolment for block in page.context["blocks"]] == [stay]
        assert "skjut-upp" not in page.content.decode()

    def test_hides_protected_people_from_all_but_their_coach(
        self, coach_client: Client, coach: User, lead_client: Client, project: Project
    ) -> None:
        mine = factories.enrolment(project=project, coach=coach, start=days_ago(20), protected_identity=True)
        factories.enrolment(project=project, start=days_ago(20), protected_identity=True)
        assert stays(coach_client, "?whose=all") == [mine]
        assert stays(lead_client) == []

    def test_puts_the_worst_first(self, coach_client: Client, coach: User, project: Project) -> None:
        soon = complete(project=project, coach=coach, start=ahead(2))
        CoachAssignment.objects.update(start=days_ago(1))
        late = complete(project=project, coach=coach, start=days_ago(300))
        now = complete(project=project, coach=coach, start=days_ago(14))
        assert stays(coach_client) == [late, now, soon]
        assert stays(coach_client, "?urgency=due") == [now]
        assert stays(coach_client, "?kind=first_day") == [soon]

    def test_has_one_block_a_person(self, coach_client: Client, coach: User, project: Project) -> None:
        stay = factories.enrolment(project=project, coach=coach, start=days_ago(300))
        factories.attendance(enrolment=stay, session=factories.session(project=project, held_on=days_ago(20)))
        (block,) = coach_client.get(PAGE).context["blocks"]
        assert [line.item.kind for line in block.lines] == ["clock", "contact", "missing"]

    def test_teaches_when_nothing_is_due(self, coach_client: Client) -> None:
        assert 'class="empty"' in coach_client.get(PAGE).content.decode()

    def test_says_what_is_held_today(self, coach_client: Client, project: Project) -> None:
        held = factories.session(project=project, held_on=TODAY)
        factories.session(project=project, held_on=ahead(1))
        factories.session(project=project, held_on=TODAY, held_by=factories.coach(project=project))
        assert [line.session for line in coach_client.get(PAGE).context["held"]] == [held]
        assert len(coach_client.get(f"{PAGE}?whose=all").context["held"]) == 2

    def test_enters_with_one_touch_that_all_came(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        held = factories.session(project=project, held_on=TODAY, begins="09:00", ends="10:30")
        came, ill = (factories.enrolment(project=project, coach=coach) for _ in range(2))
        for stay in (came, ill):
            factories.expected(session=held, enrolment=stay)
        assert "alla-kom" in coach_client.get(PAGE).content.decode()
        coach_client.post(f"{PAGE}alla-kom/{held.public_id}/")
        assert set(held.attendance.values_list("enrolment", "minutes")) == {(came.pk, 90), (ill.pk, 90)}
        assert "alla-kom" not in coach_client.get(PAGE).content.decode()

    def test_leads_to_the_session_where_no_time_is_planned(
        self, coach_client: Client, project: Project
    ) -> None:
        held = factories.session(project=project, held_on=TODAY)
        answer = coach_client.post(f"{PAGE}alla-kom/{held.public_id}/")
        assert answer["Location"] == f"/aktiviteter/{held.public_id}/"
        assert not held.attendance.exists()

    def test_has_nobody_come_on_a_day_ahead(self, coach_client: Client, project: Project) -> None:
        held = factories.session(project=project, held_on=ahead(1), begins="09:00", ends="10:30")
        coach_client.cookies["django_language"] = "en"
        answer = coach_client.post(f"{PAGE}alla-kom/{held.public_id}/", follow=True)
        assert [str(said)[:7] for said in answer.context["messages"]] == ["The day"]
        assert not held.attendance.exists()

    def test_as_many_queries_for_1_10_and_1000(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        counts = {}
        for number, more in ((1, 1), (10, 9), (1000, 990)):
            _many(project, coach, more)
            with CaptureQueriesContext(connection) as queries:
                assert coach_client.get(PAGE).context["page"].paginator.count == number
            counts[number] = len(queries)
        assert len(set(counts.values())) == 1, counts
        assert counts[1] <= 40


class TestTheWeek:
    def test_puts_what_is_due_on_its_day(self, coach_client: Client, coach: User, project: Project) -> None:
        monday = days_ago(TODAY.weekday()) + dt.timedelta(days=14)
        stay = complete(project=project, coach=coach, start=monday + dt.timedelta(days=2))
        CoachAssignment.objects.update(start=days_ago(1))
        held = factories.session(project=project, held_on=monday)

        days = coach_client.get(f"{PAGE}vecka/?v={monday:%G-W%V}").context["days"]
        assert [len(day.items) for day in days] == [0, 0, 1, 0, 0, 0, 0]
        assert days[2].items[0].enrolment == stay
        assert [line.session for line in days[0].sessions] == [held]

    def test_leads_to_the_weeks_beside(self, coach_client: Client) -> None:
        page = coach_client.get(f"{PAGE}vecka/?v=2020-W53")
        assert (page.context["before"], page.context["after"]) == ("2020-W52", "2021-W01")

    @pytest.mark.parametrize("week", ["", "x", "2026-W99", "9999-W01", "-W", "0-W0"])
    def test_is_this_week_where_none_is_named(self, coach_client: Client, week: str) -> None:
        page = coach_client.get(f"{PAGE}vecka/", {"v": week})
        assert page.context["week"] == f"{TODAY:%G-W%V}"


def stays(client: Client, query: str = "") -> list[Enrolment]:
    return [block.enrolment for block in client.get(f"{PAGE}{query}").context["blocks"]]


def _many(project: Project, coach: User, number: int) -> None:
    """People about whom something of most kinds is due."""
    people = Person.objects.bulk_create(
        Person(organisation=project.organisation, first_name="Eva", last_name=f"Nummer {place:04}")
        for place in range(number)
    )
    made = Enrolment.objects.bulk_create(
        Enrolment(project=project, person=person, start=days_ago(300)) for person in people
    )
    CoachAssignment.objects.bulk_create(
        CoachAssignment(enrolment=stay, coach=coach, start=stay.start) for stay in made
    )
    for stay in made[:20]:
        factories.episode(enrolment=stay, start=days_ago(50), end=days_ago(2))
        factories.postponement(enrolment=stay, kind=ItemKind.CLOCK, key="x", by=coach)
        factories.attendance(enrolment=stay, session=factories.session(project=project, held_on=days_ago(20)))
