"""The caseload's filters, sorting, counts, saved filters and choosing."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, User
from coaching.models import Expected, SavedFilter
from participants.codes import EpisodeKind
from participants.models import CoachAssignment, Enrolment, Person
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import fill_in, saved

LIST = "/deltagare/"
TODAY = timezone.localdate()
PLACEMENT = EpisodeKind.WORK_PLACEMENT


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def listed(answer: Any) -> list[str]:
    return [row.enrolment.person.last_name for row in answer.context["rows"]]


@pytest.fixture
def person(project: Project, coach: User) -> Any:
    """Make somebody whom the coach has."""

    def make(last_name: str, **fields: Any) -> Enrolment:
        facts = {"start": days_ago(40), "coach": coach, "first_name": "", **fields}
        return factories.enrolment(project=project, last_name=last_name, **facts)

    return make


class TestOrder:
    @pytest.fixture(autouse=True)
    def people(self, person: Any) -> None:
        for name, since in [("Öberg", 5), ("Zetterlund", 9), ("Édith", 7), ("Ärlig", 8), ("Åberg", 6)]:
            person(name, start=days_ago(since))

    def test_is_swedish_by_name_and_the_other_way(self, coach_client: Client) -> None:
        order = ["Édith", "Zetterlund", "Åberg", "Ärlig", "Öberg"]
        assert listed(coach_client.get(LIST)) == order
        assert listed(coach_client.get(f"{LIST}?sort=-name")) == order[::-1]

    @pytest.mark.parametrize(
        ("text", "found"), [("edith", ["Édith"]), ("aberg", []), ("åberg", ["Åberg"]), ("ÖBERG", ["Öberg"])]
    )
    def test_accents_are_found_without_and_swedish_letters_are_letters(
        self, coach_client: Client, text: str, found: list[str]
    ) -> None:
        assert listed(coach_client.post(LIST, {"q": text})) == found

    def test_goes_by_start(self, coach_client: Client) -> None:
        order = ["Zetterlund", "Ärlig", "Édith", "Åberg", "Öberg"]
        assert listed(coach_client.get(f"{LIST}?sort=start")) == order
        assert listed(coach_client.get(f"{LIST}?sort=-start")) == order[::-1]

    def test_goes_by_last_seen_with_the_unseen_last(self, coach_client: Client, project: Project) -> None:
        for name, day in [("Åberg", 3), ("Zetterlund", 1)]:
            session = factories.session(project=project, held_on=days_ago(day))
            stay = Enrolment.objects.get(person__last_name=name)
            factories.attendance(enrolment=stay, session=session)
        assert listed(coach_client.get(f"{LIST}?sort=seen"))[:2] == ["Åberg", "Zetterlund"]
        assert listed(coach_client.get(f"{LIST}?sort=-seen"))[:2] == ["Zetterlund", "Åberg"]

    def test_goes_by_the_clock_with_the_ready_last(self, coach_client: Client) -> None:
        stay = Enrolment.objects.get(person__last_name="Zetterlund")
        factories.assessment(enrolment=stay, assessed_on=days_ago(1))
        assert listed(coach_client.get(f"{LIST}?sort=clock")) == [
            "Ärlig",
            "Édith",
            "Åberg",
            "Öberg",
            "Zetterlund",
        ]

    def test_goes_by_coach(self, coach_client: Client, project: Project) -> None:
        factories.enrolment(
            project=project, last_name="Borg", coach=factories.coach(project=project, name="Ådahl")
        )
        factories.enrolment(
            project=project, last_name="Alm", coach=factories.coach(project=project, name="Ödahl")
        )
        assert listed(coach_client.get(f"{LIST}?whose=all&sort=-coach"))[:2] == ["Alm", "Borg"]

    def test_is_said_to_screen_readers_and_stands_in_the_address(self, coach_client: Client) -> None:
        page = coach_client.get(f"{LIST}?sort=-start").content.decode()
        assert page.count('aria-sort="descending"') == 1
        assert "sort=start" in page
        assert 'aria-sort="ascending"' not in page

    def test_of_a_search_is_a_button_so_that_no_name_is_in_an_address(self, coach_client: Client) -> None:
        page = coach_client.post(LIST, {"q": "zetter", "then": "-start"})
        assert page.context["form"].chosen["sort"] == "-start"
        assert "q=" not in page.content.decode()
        assert 'name="then"' in page.content.decode()

    def test_an_unreadable_one_is_by_name(self, coach_client: Client) -> None:
        assert listed(coach_client.get(f"{LIST}?sort=drop"))[0] == "Édith"


class TestFilters:
    def test_by_step(self, coach_client: Client, person: Any, project: Project) -> None:
        first, second = factories.phase(project=project), factories.phase(project=project, position=2)
        moved, stays = person("Flyttad"), person("Kvar")
        person("Aldrig")
        factories.phase_move(enrolment=moved, phase=first, moved_on=days_ago(30))
        factories.phase_move(enrolment=moved, phase=second, moved_on=days_ago(3))
        factories.phase_move(enrolment=stays, phase=first, moved_on=days_ago(30))
        assert listed(coach_client.get(f"{LIST}?phase={first.pk}")) == ["Kvar"]
        assert listed(coach_client.get(f"{LIST}?phase={second.pk}")) == ["Flyttad"]
        assert listed(coach_client.get(f"{LIST}?phase=none")) == ["Aldrig"]

    def test_by_target_group(self, coach_client: Client, person: Any, project: Project) -> None:
        group = factories.target_group(project=project)
        person("Inne", target_group=group)
        person("Utan")
        assert listed(coach_client.get(f"{LIST}?group={group.pk}")) == ["Inne"]

    def test_by_readiness(self, coach_client: Client, person: Any) -> None:
        factories.assessment(enrolment=person("Klar"), assessed_on=days_ago(2))
        factories.assessment(enrolment=person("Delvis"), assessed_on=days_ago(2), states={"A1": "met"})
        factories.assessment(enrolment=person("Egen"), assessed_on=days_ago(2), assessor="participant")
        assert listed(coach_client.get(f"{LIST}?ready=ready")) == ["Klar"]
        assert listed(coach_client.get(f"{LIST}?ready=not_ready")) == ["Delvis"]
        assert listed(coach_client.get(f"{LIST}?ready=not_assessed")) == ["Egen"]

    @pytest.mark.parametrize(
        ("now", "found"),
        [
            ("placement", ["Praktik"]),
            ("work", ["Jobb"]),
            ("studies", ["Kurs"]),
            ("nothing", ["Kommande", "Slutat"]),
        ],
    )
    def test_by_what_goes_on(self, coach_client: Client, person: Any, now: str, found: list[str]) -> None:
        factories.episode(enrolment=person("Praktik"), kind=PLACEMENT, start=days_ago(3))
        factories.episode(enrolment=person("Jobb"), start=days_ago(3))
        factories.episode(enrolment=person("Kurs"), kind=EpisodeKind.VOCATIONAL_COURSE, start=TODAY)
        factories.episode(enrolment=person("Slutat"), start=days_ago(9), end=days_ago(1))
        factories.episode(enrolment=person("Kommande"), kind=PLACEMENT, start=days_ago(-3))
        assert listed(coach_client.get(f"{LIST}?now={now}")) == found

    @pytest.mark.parametrize(
        ("seen", "start", "found"),
        [(14, 40, ["Någon"]), (13, 40, []), (None, 14, ["Någon"]), (None, 13, [])],
    )
    def test_by_who_was_not_seen_for_14_days(
        self, coach_client: Client, person: Any, seen: int | None, start: int, found: list[str]
    ) -> None:
        stay = person("Någon", start=days_ago(start))
        if seen is not None:
            session = factories.session(project=stay.project, held_on=days_ago(seen))
            factories.attendance(enrolment=stay, session=session)
        assert listed(coach_client.get(f"{LIST}?seen=unseen")) == found

    def test_say_which_are_on_and_how_many_are_left(self, coach_client: Client, person: Any) -> None:
        for name in ("Ett", "Två", "Tre"):
            person(name)
        factories.episode(enrolment=person("Fyra"), kind=PLACEMENT, start=days_ago(3))
        page = coach_client.get(f"{LIST}?now=placement")
        assert (page.context["page"].paginator.count, page.context["total"]) == (1, 4)
        assert [one.field for one in page.context["form"].on] == ["now"]

    def test_are_taken_away_one_by_one(self, coach_client: Client, person: Any) -> None:
        factories.episode(enrolment=person("Ett"), kind=PLACEMENT, start=days_ago(3))
        person("Två")
        sent = {"now": "placement", "ready": "not_assessed", "off": "now"}
        page = coach_client.post(LIST, sent)
        assert [one.field for one in page.context["form"].on] == ["ready"]
        assert listed(page) == ["Ett", "Två"]

    def test_stand_in_the_address_that_htmx_leaves_and_the_name_never(self, coach_client: Client) -> None:
        answer = coach_client.post(LIST, {"q": "zetter", "now": "work"}, headers={"HX-Request": "true"})
        address = answer.headers["HX-Replace-Url"]
        assert "now=work" in address
        assert "zetter" not in address


class TestQueries:
    @pytest.mark.parametrize(
        "query",
        ["?sort=clock", "?sort=seen", "?sort=coach&whose=all", "?ready=not_ready&now=nothing&seen=unseen"],
    )
    def test_are_as_many_for_a_thousand(
        self, coach_client: Client, coach: User, project: Project, query: str
    ) -> None:
        counts = []
        for more in (1, 9, 990):
            people = Person.objects.bulk_create(
                Person(organisation=project.organisation, last_name="N") for _ in range(more)
            )
            stays = Enrolment.objects.bulk_create(
                Enrolment(project=project, person=one, start=days_ago(50)) for one in people
            )
            CoachAssignment.objects.bulk_create(
                CoachAssignment(enrolment=stay, coach=coach, start=days_ago(50)) for stay in stays
            )
            factories.assessment(enrolment=stays[0], assessed_on=days_ago(1), states={"A1": "met"})
            with CaptureQueriesContext(connection) as queries:
                assert coach_client.get(f"{LIST}{query}").status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] == counts[2]
        assert counts[0] <= 31


class TestSavedFilters:
    NEW = f"{LIST}filter/ny/?now=placement&sort=start"

    def test_are_kept_under_a_name(self, coach_client: Client, coach: User) -> None:
        saved(coach_client, self.NEW, name="I praktik")
        kept = SavedFilter.objects.get()
        assert (kept.user, kept.name, kept.is_default) == (coach, "I praktik", False)
        page = coach_client.get(f"{LIST}?{kept.query}")
        assert page.context["shown"] == kept
        assert [one.field for one in page.context["form"].on] == ["now"]

    def test_sent_twice_are_one(self, coach_client: Client) -> None:
        for _time in range(2):
            saved(coach_client, self.NEW, name="I praktik")
        assert SavedFilter.objects.count() == 1

    @pytest.mark.parametrize("name", ["19900520-2388", "Nr 900520-2388", "Född 19900520"])
    def test_are_not_named_by_a_personal_number(self, coach_client: Client, name: str) -> None:
        answer = fill_in(coach_client, self.NEW, name=name)
        assert "name" in answer.context["form"].errors
        assert not SavedFilter.objects.exists()

    def test_keep_no_name_that_was_searched_for(self, coach_client: Client) -> None:
        saved(coach_client, f"{self.NEW}&q=Maja", name="Alla")
        assert "Maja" not in SavedFilter.objects.get().query

    def test_a_default_one_is_in_force_at_first_and_can_be_cleared(
        self, coach_client: Client, coach: User, person: Any
    ) -> None:
        person("Ett")
        factories.saved_filter(user=coach, query="now=placement&sort=name", is_default=True)
        page = coach_client.get(LIST)
        assert listed(page) == []
        assert listed(coach_client.get(page.context["clear_url"])) == ["Ett"]

    def test_one_alone_is_the_default(self, coach_client: Client, coach: User) -> None:
        before = factories.saved_filter(user=coach, is_default=True)
        saved(coach_client, self.NEW, name="I praktik", is_default="on")
        before.refresh_from_db()
        assert not before.is_default
        assert SavedFilter.objects.get(is_default=True).name == "I praktik"

    def test_are_renamed_and_removed(self, coach_client: Client, coach: User) -> None:
        kept = factories.saved_filter(user=coach, name="Förr")
        saved(coach_client, f"{LIST}filter/{kept.public_id}/", name="Nu")
        kept.refresh_from_db()
        assert kept.name == "Nu"
        coach_client.post(f"{LIST}filter/{kept.public_id}/ta-bort/")
        assert not SavedFilter.objects.exists()
        assert AuditEvent.objects.filter(action="savedfilter.removed").count() == 1

    def test_are_nobody_elses(self, coach_client: Client, project: Project) -> None:
        others = factories.saved_filter(user=factories.coach(project=project))
        assert coach_client.get(LIST).context["saved"] == []
        assert coach_client.get(f"{LIST}filter/{others.public_id}/").status_code == 404
        assert coach_client.post(f"{LIST}filter/{others.public_id}/ta-bort/").status_code == 404


class TestInvitingMany:
    URL = f"{LIST}lagg-till-i-aktivitet/"

    def test_expects_the_chosen_and_says_whom_not_and_why(
        self, coach_client: Client, person: Any, project: Project
    ) -> None:
        session = factories.session(project=project, held_on=days_ago(-2))
        here, left = person("Här"), person("Slutat", end=days_ago(-1))
        hidden = factories.enrolment(project=project, protected_identity=True)
        chosen = [str(stay.public_id) for stay in (here, left, hidden)]
        sent = {"step": "invite", "session": session.pk, "chosen": chosen}
        answer = coach_client.post(self.URL, sent, follow=True)
        assert [row.enrolment for row in Expected.objects.all()] == [here]
        said = " ".join(str(message) for message in answer.context["messages"])
        assert "Slutat" in said
        assert hidden.person.last_name not in said
        assert AuditEvent.objects.filter(action="expected.created", person_id=here.person_id).count() == 1

    def test_of_all_on_the_page_takes_those_not_ticked_too(
        self, coach_client: Client, person: Any, project: Project
    ) -> None:
        session = factories.session(project=project, held_on=TODAY)
        ids = [str(person(name).public_id) for name in ("Ett", "Två")]
        sent = {"step": "invite", "session": session.pk, "on_page": ids, "everybody": "1"}
        coach_client.post(self.URL, sent)
        assert Expected.objects.count() == 2

    def test_first_shows_who_is_chosen(self, coach_client: Client, person: Any) -> None:
        page = coach_client.post(self.URL, {"chosen": [str(person("Ett").public_id), "skräp"]})
        assert [case.enrolment.person.last_name for case in page.context["cases"]] == ["Ett"]

    def test_without_anybody_says_what_to_do(self, coach_client: Client) -> None:
        assert 'class="empty"' in coach_client.get(self.URL).content.decode()

    def test_is_not_for_leads(self, project: Project) -> None:
        assert signed_in_client(factories.lead(project=project)).get(self.URL).status_code == 403
