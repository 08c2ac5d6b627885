"""The page that says why a number is what it is: who sees whom, and that it is noted."""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts import access
from accounts.access import Permission, Role
from accounts.models import AuditEvent, User
from participants.models import Enrolment
from projects.models import Project
from reporting.catalogue import CATALOGUE
from tests import factories
from tests.conftest import signed_in_client
from tests.reporting.rows import write
from tests.reporting.test_query_counts import of_size
from tests.reporting.test_views import asked, words

WHY = "/rapporter/varfor/"
D = dt.date
HIDDEN = "A participant with protected identity"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The words that the tests look for are those of the source."""
    with override("en"):
        yield


@pytest.fixture
def client(lead: User) -> Client:
    """The lead, reading English."""
    return reader(lead)


def reader(user: User) -> Client:
    made = signed_in_client(user)
    made.cookies["django_language"] = "en"
    return made


def placed(project: Project, *, month: int = 2, **person: Any) -> Enrolment:
    """Somebody who began a placement on the 20th of the month."""
    stay = factories.enrolment(project=project, start=D(2024, 1, 1), **person)
    factories.episode(enrolment=stay, kind="work_placement", start=D(2024, month, 20))
    return stay


def of(project: Project, indicator: str = "L5", **more: Any) -> dict[str, Any]:
    return asked(project, indicator=indicator, **more)


class TestTheList:
    def test_names_those_counted_with_reason_day_and_fact(self, client: Client, project: Project) -> None:
        stay = placed(project, first_name="Maja", last_name="Räknad")
        factories.enrolment(project=project, last_name="Oräknad")

        answer = client.get(WHY, of(project))

        shown = words(answer)
        row = "Räknad, Maja Began in the period. 2024-02-20 Work placement: first day"
        assert row in shown
        assert f'href="/deltagare/{stay.public_id}/"' in answer.content.decode()
        assert "Oräknad" not in shown
        assert "L5 Participants in placement 1" in shown
        assert "Participants with at least one placement begun in the period." in shown
        assert "Jan. 1, 2024 – Dec. 31, 2027" in shown

    def test_names_those_not_counted_with_the_reason(self, client: Client, project: Project) -> None:
        placed(project, last_name="Räknad")
        factories.enrolment(project=project, last_name="Oräknad")
        shown = words(client.get(WHY, of(project, part="others")))
        assert "Oräknad, Eva Has begun none." in shown
        assert "Räknad" not in shown.replace("Oräknad", "")

    def test_of_a_cell_holds_only_its_gender_and_age(self, client: Client, project: Project) -> None:
        placed(project, last_name="Kvinna")
        placed(project, last_name="Man", gender="man")
        factories.enrolment(project=project, last_name="Annan", gender="man")
        for part in ("counted", "others"):
            shown = words(client.get(WHY, of(project, gender="woman", age="25-54", part=part)))
            assert "Women · 25–54 years" in shown
            assert ("Kvinna, Eva" in shown) == (part == "counted")
            assert "Man, Eva" not in shown
            assert "Annan, Eva" not in shown

    def test_of_a_zero_opens_on_those_not_counted(self, client: Client, project: Project) -> None:
        factories.enrolment(project=project, last_name="Oräknad")
        assert "Oräknad, Eva Has begun none." in words(client.get(WHY, of(project)))

    def test_has_25_to_a_page(self, client: Client, project: Project) -> None:
        for _each in range(27):
            placed(project)
        first, second = (client.get(WHY, of(project, page=page)) for page in (1, 2))
        assert [len(page.context["lines"]) for page in (first, second)] == [25, 2]
        assert "27" in words(first)
        assert re.search(r'rel="next" href="[^"]*indicator=L5[^"]*"', first.content.decode())

    def test_names_companies_and_links_to_them(self, client: Client, project: Project) -> None:
        company = factories.company(organisation=project.organisation, name="Sågen AB")
        factories.contact(project=project, company=company, contacted_on=D(2024, 3, 1))
        answer = client.get(WHY, of(project, "L3"))
        assert "Sågen AB Contacted in the period. 2024-03-01" in words(answer)
        assert f'href="/foretag/{company.public_id}/"' in answer.content.decode()
        assert not AuditEvent.objects.filter(action="enrolment.listed").exists()

    def test_names_supervisors_and_occasions(self, client: Client, project: Project) -> None:
        Project.objects.filter(pk=project.pk).update(indicator_sets=["V"])
        company = factories.company(organisation=project.organisation, name="Sågen AB")
        project.supervisors.create(company=company, name="Hanna Handledare", trained_on=D(2024, 3, 1))
        held = factories.session(project=project, held_on=D(2024, 4, 1), kind="job_club", title="Om Kim")
        factories.attendance(enrolment=factories.enrolment(project=project), session=held)

        asked_for = of(project, "V3") | {"indicator_set": "V"}
        assert "Hanna Handledare, Sågen AB" in words(client.get(WHY, asked_for))
        shown = words(client.get(WHY, asked_for | {"indicator": "V5"}))
        assert "Job club 2024-04-01" in shown
        assert "Om Kim" not in shown

    def test_of_what_isnt_recorded_says_so_and_no_number(self, client: Client, project: Project) -> None:
        shown = words(client.get(WHY, of(project, "L13")))
        assert "The project doesn't record this" in shown
        assert "Not recorded" in shown


class TestWhoIsHidden:
    @pytest.fixture
    def hidden(self, project: Project) -> Enrolment:
        return placed(
            project, month=3, first_name="Ylvalie", last_name="Skyddersten", protected_identity=True
        )

    def test_is_counted_and_neither_named_dated_nor_linked(
        self, client: Client, project: Project, hidden: Enrolment
    ) -> None:
        placed(project, month=4)
        answer = client.get(WHY, of(project))
        page, shown = answer.content.decode(), words(answer)
        assert "L5 Participants in placement 2" in shown
        assert shown.count(HIDDEN) == 1
        assert f"{HIDDEN} Began in the period." in shown
        for told in ("Ylvalie", "Skyddersten", "2024-03-20", str(hidden.public_id)):
            assert told not in page
        assert [line.listed.who is None for line in answer.context["lines"]] == [False, True]

    def test_is_named_to_the_lead_who_broke_the_glass(
        self, client: Client, lead: User, project: Project, hidden: Enrolment
    ) -> None:
        factories.emergency_access(enrolment=hidden, user=lead)
        shown = words(client.get(WHY, of(project)))
        assert "Skyddersten, Ylvalie" in shown
        assert HIDDEN not in shown

    @pytest.mark.usefixtures("hidden")
    def test_counts_the_same_for_everybody(self, client: Client, project: Project, lead: User) -> None:
        placed(project)
        before = client.get(WHY, of(project)).context["tally"]
        factories.emergency_access(enrolment=Enrolment.objects.earliest("pk"), user=lead)
        assert client.get(WHY, of(project)).context["tally"] == before == [("Began in the period.", 2)]


class TestWhoMayNotSeePersons:
    @pytest.fixture
    def counter(self, lead: User, monkeypatch: pytest.MonkeyPatch) -> Client:
        """A lead of an installation where leads see figures and no cases."""
        fewer = access.ROLE_PERMISSIONS[Role.LEAD] - {Permission.CASELOAD_READ, Permission.EMPLOYERS_INVITE}
        monkeypatch.setitem(access.ROLE_PERMISSIONS, Role.LEAD, fewer)
        monkeypatch.setitem(access.PERMISSIONS_OF, Role.LEAD, fewer)
        return reader(lead)

    def test_gets_the_number_of_each_reason_only(self, counter: Client, project: Project) -> None:
        stay = placed(project, last_name="Räknad")
        answer = counter.get(WHY, of(project))
        assert "Began in the period. 1" in words(answer)
        assert "Räknad" not in words(answer)
        assert "2024-02-20" not in words(answer)
        assert str(stay.public_id) not in answer.content.decode()
        assert not AuditEvent.objects.filter(action="enrolment.listed").exists()

    def test_gets_no_companies_either(self, counter: Client, project: Project) -> None:
        company = factories.company(organisation=project.organisation, name="Sågen AB")
        factories.contact(project=project, company=company)
        shown = words(counter.get(WHY, of(project, "L3")))
        assert "Contacted in the period. 1" in shown
        assert "Sågen" not in shown


SENSITIVE = {
    *("CO15", "CO16", "CR05", "CR09", "E07DIS", "E07MIG", "EECO12", "EECO13", "EECO14", "K11", "K12"),
    "L14",
}
CONFIDENTIAL = {"K2", "K8", "S6", "S7"}


class TestWhatIsSensitive:
    def test_are_the_rows_on_origin_disability_and_social_assistance(self) -> None:
        rows = [row for chosen in CATALOGUE.values() for row in chosen.indicators]
        assert {row.code for row in rows if row.sensitive} == SENSITIVE
        beside = {side.name for row in rows for side in row.sides if side.sensitive}
        assert beside == {"foreign_born"}

    @pytest.mark.parametrize("more", [{"indicator": "K11"}, {"indicator": "K9", "table": "foreign_born"}])
    def test_is_told_in_numbers_only_to_a_lead(
        self, client: Client, project: Project, more: dict[str, str]
    ) -> None:
        Project.objects.filter(pk=project.pk).update(indicator_sets=["K"])
        abroad = factories.person(organisation=project.organisation, last_name="Utlandssson")
        stay = factories.enrolment(project=project, person=abroad, start=D(2024, 1, 1))
        factories.background(enrolment=stay, birth_country="SO")
        page = client.get(WHY, asked(project, indicator_set="K", **more))
        assert page.context["number"].text == "1"
        assert "Utlandssson" not in words(page)
        open_to_her = client.get(WHY, asked(project, indicator_set="K", indicator="K9"))
        assert "Utlandssson" in words(open_to_her)

    def test_leaves_income_out_of_what_was_recorded_of_the_day(
        self, client: Client, lead: User, project: Project
    ) -> None:
        stay = factories.enrolment(project=project, start=D(2024, 1, 1))
        factories.support(enrolment=stay, source="wage", start=D(2024, 2, 1))
        assert "Wage: first day" not in words(client.get(WHY, asked(project, indicator="L1")))
        factories.membership(project=project, user=lead, role="coach")
        assert "Wage: first day" in words(client.get(WHY, asked(project, indicator="L1")))


class TestWhatWasAnsweredInConfidence:
    def test_are_the_rows_on_answers(self) -> None:
        rows = [row for chosen in CATALOGUE.values() for row in chosen.indicators]
        assert {row.code for row in rows if row.confidential} == CONFIDENTIAL

    def test_is_told_in_numbers_only_to_everybody(self, client: Client, lead: User, project: Project) -> None:
        factories.membership(project=project, user=lead, role="coach")
        Project.objects.filter(pk=project.pk).update(indicator_sets=["S"])
        person = factories.person(organisation=project.organisation, last_name="Svarsson")
        stay = factories.enrolment(project=project, person=person, start=D(2024, 1, 1))
        factories.survey_answer(enrolment=stay, question="developed", answer="2")
        shown = words(client.get(WHY, asked(project, indicator_set="S", indicator="S6")))
        assert "in confidence" in shown
        assert "Svarsson" not in shown


class TestTheRead:
    def test_is_recorded_with_how_many_were_named(self, client: Client, lead: User, project: Project) -> None:
        placed(project)
        placed(project, protected_identity=True)
        client.get(WHY, of(project))
        event = AuditEvent.objects.get(action="enrolment.listed")
        assert (event.actor, event.project_id, event.rows) == (lead, project.pk, 1)
        assert event.organisation_id == project.organisation_id


class TestTheAddress:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"indicator": "L99"},
            {"indicator": ""},
            {"gender": "kvinna"},
            {"age": "1-2"},
            {"group": "flytt"},
            {"table": "hemlig"},
        ],
    )
    def test_of_no_cell_is_404(self, client: Client, project: Project, wrong: dict[str, str]) -> None:
        assert client.get(WHY, of(project) | wrong).status_code == 404

    def test_of_another_project_is_404(self, client: Client) -> None:
        assert client.get(WHY, of(factories.project())).status_code == 404

    def test_with_dates_that_cant_be_leads_to_where_they_are_chosen(
        self, client: Client, project: Project
    ) -> None:
        answer = client.get(WHY, of(project, period_start="2028-02-01"))
        assert answer.status_code == 302
        assert "The period ends before it begins." in words(client.get(answer.headers["Location"]))
        assert client.get(WHY).headers["Location"] == "/rapporter/"

    def test_is_not_for_coaches(self, coach: User, project: Project) -> None:
        assert signed_in_client(coach).get(WHY, of(project)).status_code == 403


class TestTheFiguresPage:
    def test_leads_from_every_number_to_a_page_with_that_number(
        self, client: Client, project: Project
    ) -> None:
        factories.goal(project=project, indicator="L5", value=3, gender="woman")
        stay = placed(project, hours_wanted=20)
        factories.episode(enrolment=stay, start=D(2024, 6, 1), hours_per_week=30)
        factories.support(enrolment=stay, start=D(2024, 6, 1))
        factories.assessment(enrolment=stay)
        page = client.get("/rapporter/", asked(project)).content.decode()

        links = re.findall(r'<a class="why" href="([^"]+)" aria-label="([^"]+)">([^<]+)</a>', page)

        assert len(links) > 150
        # Each kind of cell of one indicator, a cell of each other: that all lists are their numbers,
        # test_explain shows.
        kinds: dict[tuple[object, ...], tuple[str, str]] = {}
        for href, label, number in ((unescape(h), unescape(said), n) for h, said, n in links):
            assert label.startswith(f"{number}, see why: L")
            question = dict(parse_qsl(urlsplit(href).query))
            cell = (*question, number == "0") if question["indicator"] == "L5" else ()
            kinds.setdefault((question["indicator"], *cell), (href, number))
        assert len(kinds) > 15
        for href, number in kinds.values():
            answer = client.get(href)
            assert answer.status_code == 200
            told = answer.context["number"].text
            assert number in {told, "–"}, (href, told)

    def test_has_a_link_in_every_cell_of_every_table(self, client: Client, project: Project) -> None:
        placed(project)
        page = client.get("/rapporter/", asked(project)).content.decode()
        for cell in re.findall(r'<td class="number[^"]*" data-label="[^"]*">(.*?)</td>', page):
            assert cell.startswith('<a class="why"') or "Target" in cell or cell == "–"


def test_costs_the_same_queries_for_1_10_and_1000() -> None:
    def count(participants: int) -> int:
        project = write(of_size(participants))
        client = signed_in_client(factories.lead(project=project))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(WHY, of(project, part="others")).status_code == 200
        return len(captured)

    few = count(10)
    assert count(1000) == few
    assert few <= 50
