"""Today as a page: the worst first, what is put off and comes back, in how many queries; and the week."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, User
from coaching.models import ItemKind, Postponement
from participants.codes import Gender
from participants.models import CoachAssignment, Enrolment, Person
from projects.models import Project
from tests import factories
from tests.coaching.due import PAGE, TODAY, address, ahead, complete, days_ago, found, the_one


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
        form = self.send(coach_client, stay, reason="", **late).context["form"]
        assert {"until", "reason"} <= form.errors.keys()
        assert str(ahead(31)) in str(form.fields["until"].help_text)
        assert f'max="{ahead(366)}"' in str(form.helper and form["until"])
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

    def test_by_htmx_draws_the_person_again(self, coach_client: Client, coach: User, stay: Enrolment) -> None:
        item = the_one(stay, ItemKind.CONTACT)
        htmx = {"HX-Request": "true"}
        opened = coach_client.get(address(stay, item), headers=htmx).content.decode()
        assert "<html" not in opened
        assert 'name="reason"' in opened
        assert stay.project.name not in opened
        also = factories.membership(user=coach, project=factories.project()).project
        assert stay.project.name in coach_client.get(address(stay, item), headers=htmx).content.decode()
        factories.session(project=also, held_on=TODAY)
        assert also.name in coach_client.get(f"{PAGE}vecka/").content.decode()
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
        held = factories.session(project=project, held_on=TODAY, begins="00:00", ends="01:30")
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
        assert [str(said)[:9] for said in answer.context["messages"]] == ["It hasn’t"]
        assert not held.attendance.exists()

    def test_has_nobody_come_before_it_begins(
        self, coach_client: Client, coach: User, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held = factories.session(project=project, held_on=TODAY, begins="13:00", ends="14:30")
        factories.expected(session=held, enrolment=factories.enrolment(project=project, coach=coach))
        clock = timezone.localtime
        monkeypatch.setattr(timezone, "localtime", lambda *given: clock(*given).replace(hour=12))
        assert "alla-kom" not in coach_client.get(PAGE).content.decode()
        coach_client.post(f"{PAGE}alla-kom/{held.public_id}/")
        assert not held.attendance.exists()
        monkeypatch.setattr(timezone, "localtime", lambda *given: clock(*given).replace(hour=13))
        assert "alla-kom" in coach_client.get(PAGE).content.decode()
        coach_client.post(f"{PAGE}alla-kom/{held.public_id}/")
        assert held.attendance.exists()

    def test_asks_for_attendance_that_nobody_entered(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        stay = factories.enrolment(project=project, coach=coach, start=days_ago(100))
        forgotten, entered, too_old = (
            factories.session(project=project, held_on=days_ago(day), begins="09:00", ends="10:30")
            for day in (1, 2, 32)
        )
        factories.session(project=project, held_on=days_ago(3))
        for held in (forgotten, entered, too_old):
            factories.expected(session=held, enrolment=stay)
        factories.attendance(session=entered, enrolment=stay)

        page = coach_client.get(PAGE)
        assert [line.session for line in page.context["to_enter"]] == [forgotten]
        week = coach_client.get(f"{PAGE}vecka/?v={days_ago(1):%G-W%V}").content.decode()
        assert week.count('class="status is-due"') == 1
        back = f"http://testserver{PAGE}?whose=all"
        answer = coach_client.post(f"{PAGE}alla-kom/{forgotten.public_id}/", headers={"Referer": back})
        assert answer["Location"] == f"{PAGE}?whose=all"
        assert forgotten.attendance.get().minutes == 90
        assert coach_client.get(PAGE).context["to_enter"] == []

    def test_counts_the_referrals_that_wait(self, coach_client: Client, project: Project) -> None:
        assert coach_client.get(PAGE).context["waiting"]["number"] == 0
        for day in (2, 9):
            factories.referral(project=project, received_on=days_ago(day))
        page = coach_client.get(PAGE)
        assert page.context["waiting"] == {"number": 2, "oldest": days_ago(9), "days": 9}
        assert "/anvisningar/" in page.content.decode()

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
