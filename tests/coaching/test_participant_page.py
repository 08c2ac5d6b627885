"""The page of one participant: every dated fact, drawn and listed, in a bounded number of queries."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import User
from coaching.models import Assessor, SupportedProcess
from coaching.next_step import NextStep
from participants.codes import EpisodeKind, SupportSource
from participants.models import Enrolment, Referral
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client

TODAY = timezone.localdate()


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(
        project=project, coach=coach, start=days_ago(100), referred_by="Socialtjänsten"
    )


def url(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/"


def shown(client: Client, enrolment: Enrolment) -> Any:
    return client.get(url(enrolment)).context


def test_out_of_reach_is_not_found(coach_client: Client) -> None:
    assert coach_client.get(url(factories.enrolment())).status_code == 404


def test_protected_and_not_mine_is_not_found(
    coach_client: Client, lead_client: Client, project: Project
) -> None:
    protected = factories.enrolment(project=project, protected_identity=True)
    assert coach_client.get(url(protected)).status_code == 404
    assert lead_client.get(url(protected)).status_code == 404


class TestTheTimeline:
    def test_has_every_dated_fact_newest_first(self, coach_client: Client, enrolment: Enrolment) -> None:
        project = enrolment.project
        earlier = factories.enrolment(
            project=project,
            person=enrolment.person,
            start=days_ago(300),
            end=days_ago(200),
            exit_cause="moved",
        )
        factories.support(enrolment=earlier, source=SupportSource.SOCIAL_ASSISTANCE, start=days_ago(400))
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(90), states={"A1": "met"})
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(80))
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(85), assessor=Assessor.PARTICIPANT)
        factories.phase_move(
            enrolment=enrolment, phase=factories.phase(project=project), moved_on=days_ago(70)
        )
        factories.episode(
            enrolment=enrolment, kind=EpisodeKind.WORK_PLACEMENT, start=days_ago(60), end=days_ago(30)
        )
        factories.episode(enrolment=enrolment, start=days_ago(10))

        context = shown(coach_client, enrolment)
        days = [event.day for event in context["events"]]
        assert days == [days_ago(days) for days in (10, 60, 70, 80, 85, 90, 100, 200, 300, 400)]
        assert [event.state for event in context["events"] if event.state] == ["ready", "ready", "done"]

    def test_leads_a_coach_to_where_each_is_changed_and_a_lead_nowhere(
        self, coach_client: Client, lead_client: Client, enrolment: Enrolment
    ) -> None:
        factories.episode(enrolment=enrolment)
        factories.phase_move(enrolment=enrolment, phase=factories.phase(project=enrolment.project))
        factories.support(enrolment=enrolment)
        factories.assessment(enrolment=enrolment)
        for event in shown(coach_client, enrolment)["events"]:
            assert coach_client.get(event.url).status_code == 200
        assert {event.url for event in shown(lead_client, enrolment)["events"]} == {""}

    def test_has_what_was_agreed_and_the_way_through_supported_employment(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        factories.plan_goal(enrolment=enrolment)
        factories.plan_agreement(enrolment=enrolment, agreed_on=days_ago(60))
        process = factories.supported_process(enrolment=enrolment, moved_on=days_ago(50))
        factories.supported_move(process=process, step=4, moved_on=days_ago(40))
        factories.introduction(process=process, agreed_on=days_ago(30))
        factories.introduction(process=process)
        SupportedProcess.objects.update(
            employee_talk_on=days_ago(20),
            employee_view="Bra",
            employer_talk_on=days_ago(15),
            employer_view="Bra",
            closed_on=days_ago(10),
        )
        context = shown(coach_client, enrolment)
        assert [event.day for event in context["events"]] == [
            days_ago(days) for days in (10, 15, 20, 30, 40, 50, 60, 100)
        ]
        for event in context["events"]:
            assert coach_client.get(event.url).status_code == 200
        *_lanes, supported, agreed = context["lanes"].lanes
        assert [bar.x for bar in supported.bars] == [500, 600]
        assert supported.bars[-1].x + supported.bars[-1].width <= 910
        assert [bar.x for bar in agreed.bars] == [400]

    def test_of_one_day_goes_as_the_journey_does(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment, assessed_on=enrolment.start)
        Enrolment.objects.update(end=enrolment.start)
        icons = [event.icon for event in shown(coach_client, enrolment)["events"]]
        assert icons == ["box-arrow-right", "clipboard-check", "person-plus"]

    def test_is_drawn_within_its_frame(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.episode(enrolment=enrolment, start=days_ago(900), end=days_ago(800), before_start=True)
        factories.episode(enrolment=enrolment, start=days_ago(5), end=days_ago(-400))
        factories.support(enrolment=enrolment, start=days_ago(500))
        factories.assessment(enrolment=enrolment, assessed_on=TODAY)

        lanes = shown(coach_client, enrolment)["lanes"]
        assert (lanes.first, lanes.last) == (enrolment.start, days_ago(-400))
        assert len(lanes.lanes) == 4
        for lane in lanes.lanes:
            for bar in lane.bars:
                assert bar.x >= 0
                assert bar.width > 0
                assert bar.x + bar.width <= 1000

    def test_of_the_first_day_can_be_drawn(self, coach_client: Client, project: Project, coach: User) -> None:
        today = factories.enrolment(project=project, coach=coach, start=TODAY)
        assert shown(coach_client, today)["lanes"].lanes[0].bars


class TestReadiness:
    def test_coach_and_participant_stand_side_by_side(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(50), states={"A1": "partly"})
        factories.assessment(
            enrolment=enrolment, assessed_on=days_ago(60), states={"A1": "met"}, assessor=Assessor.PARTICIPANT
        )
        first = shown(coach_client, enrolment)["journey"].meter.areas[0].results[0]
        assert (first.state, first.own_state) == ("partly", "met")

    def test_history_says_what_changed(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(50), states={"A1": "met"})
        factories.assessment(enrolment=enrolment, assessed_on=days_ago(40), states={"A2": "met"})
        newest, oldest = shown(coach_client, enrolment)["journey"].assessments
        assert [criterion.code for criterion in newest.gained] == ["A2"]
        assert [criterion.code for criterion in newest.lost] == ["A1"]
        assert oldest.gained == oldest.lost == []


class TestTheNextStep:
    def says(self, client: Client, enrolment: Enrolment) -> str:
        with translation.override("en"):
            client.cookies["django_language"] = "en"
            step: NextStep | None = shown(client, enrolment)["next_step"]
        return step.text if step else ""

    def test_is_to_begin_with_the_mapping_and_its_button_leads_there(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        page = coach_client.get(url(enrolment))
        assert page.context["next_step"].url == f"/deltagare/{enrolment.public_id}/kartlaggning/"
        head = page.content.decode().split('class="page-header"')[1].split("</header>")[0]
        primary = head.split('class="btn btn-primary" href="')[1].split('"')[0]
        assert primary == page.context["next_step"].url

    def test_is_to_assess(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.mapping_entry(enrolment=enrolment)
        assert self.says(coach_client, enrolment) == "Next: assess job-readiness."

    def test_names_what_is_left(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment, states=dict.fromkeys(factories.CRITERIA[:7], "met"))
        assert "Kriterium C2, Kriterium C3, Kriterium D1 and 1 more." in self.says(coach_client, enrolment)

    def test_names_all_of_a_few(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment, states=dict.fromkeys(factories.CRITERIA[:10], "met"))
        left = "Left until job-ready: Kriterium D2."
        assert self.says(coach_client, enrolment) == f"{left} No plan is agreed on yet."
        factories.plan_agreement(enrolment=enrolment, content=[{}])
        assert self.says(coach_client, enrolment) == left

    def test_is_to_find_something_for_the_ready(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.assessment(enrolment=enrolment)
        factories.plan_agreement(enrolment=enrolment, content=[{}])
        assert "nothing goes on" in self.says(coach_client, enrolment)
        factories.episode(enrolment=enrolment, start=days_ago(-5))
        assert self.says(coach_client, enrolment) == ""

    def test_is_what_comes_after_what_ends(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.episode(enrolment=enrolment, start=days_ago(5), end=days_ago(-14))
        assert str(days_ago(-14)) in self.says(coach_client, enrolment)

    @pytest.mark.parametrize("fact", [{"end": TODAY}, {"registered_by_mistake": True}])
    def test_is_none_for_those_who_left(
        self, coach_client: Client, enrolment: Enrolment, fact: dict[str, Any]
    ) -> None:
        assess = f"/deltagare/{enrolment.public_id}/jobbredo/ny/"
        assert assess in coach_client.get(url(enrolment)).content.decode()
        Enrolment.objects.update(**fact)
        assert self.says(coach_client, enrolment) == ""
        assert assess not in coach_client.get(url(enrolment)).content.decode()

    def test_is_to_wait_for_the_first_day(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.phase(project=enrolment.project)
        Enrolment.objects.update(start=days_ago(-7))
        assert self.says(coach_client, enrolment) == f"The first day is {days_ago(-7)}."
        page = coach_client.get(url(enrolment)).content.decode()
        assert "/praktik/" in page
        for premature in ("/jobbredo/ny/", "/trappan/ny/", "/avslut/"):
            assert premature not in page

    def test_is_to_end_what_outlasted_the_project(self, coach: User) -> None:
        over = factories.project(start=days_ago(900), end=days_ago(30))
        factories.membership(project=over, user=coach)
        left_open = factories.enrolment(project=over, coach=coach, start=days_ago(800))
        said = self.says(signed_in_client(coach), left_open)
        assert said == f"The project ended {days_ago(30)}: record the exit."


def test_says_what_the_report_will_miss(coach_client: Client, lead_client: Client, project: Project) -> None:
    factories.target_group(project=project)
    bare = factories.enrolment(project=project, birth_date=None, gender="unknown", end=TODAY)
    links = [gap.url.split("/")[-2] for gap in shown(coach_client, bare)["journey"].gaps]
    assert links == [
        "person",
        "person",
        "inskrivning",
        "inskrivning",
        "inskrivning",
        "ny",
        "avslut",
        "avslut",
    ]
    assert lead_client.get(url(bare)).status_code == 200


def test_hours_are_exact_to_the_minute(coach_client: Client, enrolment: Enrolment) -> None:
    for minutes in (90, 45, 6):
        factories.attendance(
            enrolment=enrolment, minutes=minutes, session=factories.session(project=enrolment.project)
        )
    assert shown(coach_client, enrolment)["journey"].hours == "2:21"


def test_without_a_name_goes_by_number(coach_client: Client, project: Project) -> None:
    person = factories.person(organisation=project.organisation, first_name="", last_name="")
    factories.participant_number(project=project, person=person, number="LM-001")
    nameless = factories.enrolment(project=project, person=person)
    assert "LM-001" in shown(coach_client, nameless)["journey"].name


def test_as_many_queries_however_much_has_happened(coach_client: Client, enrolment: Enrolment) -> None:
    factories.plan_goal(enrolment=enrolment)
    process = factories.supported_process(enrolment=enrolment)

    def some_facts(number: int) -> None:
        company = factories.company(organisation=enrolment.project.organisation)
        for place in range(number):
            factories.episode(enrolment=enrolment, company=company)
            factories.support(enrolment=enrolment)
            factories.assessment(enrolment=enrolment, assessed_on=days_ago(90 - place - number))
            phase = factories.phase(project=enrolment.project, position=number * 100 + place)
            factories.phase_move(enrolment=enrolment, phase=phase, moved_on=days_ago(90 - place - number))
            factories.supported_move(process=process, step=2, moved_on=days_ago(90 - place - number))
            factories.introduction(process=process, agreed_on=days_ago(place), company=company)
            factories.plan_agreement(enrolment=enrolment, agreed_on=days_ago(90 - place - number))

    counts = []
    for number in (1, 10):
        some_facts(number)
        with CaptureQueriesContext(connection) as queries:
            coach_client.get(url(enrolment))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 39


class TestTheReferral:
    def test_is_told_on_the_page_with_who_sent_it(
        self, coach_client: Client, enrolment: Enrolment, coach: User
    ) -> None:
        referrer = factories.referrer(project=enrolment.project, name="Sven Ekberg")
        Enrolment.objects.update(referrer=referrer, referred_by="")
        referral = factories.referral(
            project=enrolment.project, phone="070-174 06 05", why="Svetsare, SFI C på förmiddagar"
        )
        Referral.objects.update(enrolment=enrolment, decided_on=TODAY, decided_by=coach)
        page = coach_client.get(url(enrolment)).content.decode()
        assert "tel:070-1740605" in page
        assert "Svetsare, SFI C på förmiddagar" in page
        assert f"/deltagare/anvisningar/{referral.public_id}/" in page
        assert page.count(str(referrer)) == 2, "among the facts, and where the stay begins"
