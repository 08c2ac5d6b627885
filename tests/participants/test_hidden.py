"""A person with protected identity is there for the coaches named; every other door says nothing of them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from accounts.access import Permission
from accounts.models import User
from employers.models import Company
from participants.models import Enrolment, Episode, PersonalNumber, ProfileShare, SupportPeriod
from participants.views.pages import page_of
from projects.models import Organisation, Project
from tests import factories
from tests.conftest import signed_in_client
from tests.exchange.importing import refused
from tests.exchange.workbooks import good
from tests.posting import errors, fill_in

pytestmark = pytest.mark.django_db
ENROL = "/deltagare/ny/"
NUMBER = "199005202388"
NAMES = re.compile("Ylvalie|Skyddersten")


@pytest.fixture
def named(project: Project) -> User:
    return factories.coach(project=project, name="Nina Namngiven")


@pytest.fixture
def stay(project: Project, named: User) -> Enrolment:
    """A protected person with all that hangs on one, whom `named` coaches and `coach` doesn't."""
    made = factories.enrolment(
        project=project, coach=named, protected_identity=True, first_name="Ylvalie", last_name="Skyddersten"
    )
    factories.participant_number(project=project, person=made.person, number="LM-007")
    factories.personal_number(person=made.person, number=NUMBER)
    factories.episode(enrolment=made)
    factories.support(enrolment=made)
    factories.assessment(enrolment=made)
    factories.background(enrolment=made)
    return made


@pytest.fixture
def others(coach: User, lead: User) -> list[User]:
    return [coach, lead]


def enrol(client: Client, **answers: Any) -> Any:
    return fill_in(client, ENROL, **{"first_name": "Ylvalie", "last_name": "Skyddersten", **answers})


class TestTheList:
    @pytest.mark.parametrize(
        "asked", [{}, {"q": "skydder"}, {"q": "Ylva"}, {"q": "LM-007"}, {"q": NUMBER}, {"show": "all"}]
    )
    @pytest.mark.parametrize("way", ["page", "partial"])
    def test_holds_the_named_coachs_and_counts_no_other(
        self, others: list[User], named: User, stay: Enrolment, asked: dict[str, str], way: str
    ) -> None:
        headers = {"HX-Request": "true"} if way == "partial" else {}
        for user in others:
            answer = signed_in_client(user).post("/deltagare/", {"mine": "", **asked}, headers=headers)
            assert answer.status_code == 200
            assert answer.context["page"].paginator.count == 0
            assert not NAMES.search(answer.content.decode())
        if asked.get("q") != NUMBER:
            mine = signed_in_client(named).post("/deltagare/", {"mine": "", **asked}, headers=headers)
            assert [row.enrolment for row in mine.context["rows"]] == [stay]


class TestRows:
    @pytest.mark.parametrize("permission", Permission)
    def test_of_a_protected_person_are_in_no_set_of_anybody_elses(
        self, coach: User, lead: User, stay: Enrolment, permission: Permission
    ) -> None:
        company = factories.company(organisation=stay.project.organisation)
        factories.profile_share(enrolment=stay, company=company)
        others = [
            coach,
            lead,
            factories.officer(organisation=stay.project.organisation),
            factories.administrator(organisation=stay.project.organisation),
            factories.referrer(project=stay.project),
            factories.employer_contact(company=company),
        ]
        for user in others:
            for model in (Enrolment, Episode, SupportPeriod, PersonalNumber, ProfileShare):
                assert not model.objects.visible_to(user, permission).exists(), (model, user)

    def test_are_no_referrers_though_they_referred_the_person(self, stay: Enrolment) -> None:
        referrer = factories.referrer(project=stay.project)
        Enrolment.objects.filter(pk=stay.pk).update(referrer=referrer)
        assert not Enrolment.objects.visible_to(referrer, Permission.REFERRALS_READ).exists()


class TestCompaniesAndProjects:
    def test_are_those_of_ones_own_organisation(self, coach: User, project: Project) -> None:
        ours = factories.company(organisation=project.organisation)
        factories.company(organisation=factories.organisation())
        assert list(Company.objects.visible_to(coach, Permission.CASE_WRITE)) == [ours]
        assert list(Project.objects.visible_to(coach, Permission.CASE_WRITE)) == [project]
        assert not Organisation.objects.visible_to(coach, Permission.CASE_WRITE).exists()


class TestPages:
    def test_name_nobody_hidden(self, coach: User, lead: User, stay: Enrolment) -> None:
        project = stay.project
        addresses = [
            "/",
            "/deltagare/",
            ENROL,
            "/projekt/",
            reverse("projects:detail", args=[project.public_id]),
            "/rapporter/",
            f"/rapporter/?project={project.public_id}&indicator_set=L",
            "/granskning/",
        ]
        others = [
            coach,
            lead,
            factories.officer(organisation=project.organisation),
            factories.administrator(organisation=project.organisation),
        ]
        for user in others:
            client = signed_in_client(user)
            for address in addresses:
                page = client.get(address, follow=True).content.decode()
                assert not NAMES.search(page), (address, user)

    def test_are_not_there_by_address(
        self, coach_client: Client, lead_client: Client, stay: Enrolment
    ) -> None:
        episode, period = stay.episodes.get(), stay.support_periods.get()
        addresses = [
            page_of(stay),
            reverse("participants:change_person", args=[stay.public_id]),
            reverse("coaching:exit", args=[stay.public_id]),
            reverse("participants:change_episode", args=[episode.public_id]),
            reverse("participants:change_support", args=[period.public_id]),
            reverse("coaching:assess", args=[stay.public_id]),
            reverse("coaching:correct_assessment", args=[stay.assessments.get().public_id]),
        ]
        assert {coach_client.get(address).status_code for address in addresses} == {404}
        assert lead_client.get(page_of(stay)).status_code == 404


class TestEnrolling:
    @pytest.mark.usefixtures("stay")
    def test_warns_of_no_hidden_twin(self, coach_client: Client, project: Project) -> None:
        answer = enrol(coach_client)
        assert answer.status_code == 302
        page = coach_client.get(answer["Location"]).content.decode()
        assert gettext("Somebody else in the project has the same name. Is it the same person?") not in page
        # The same for someone who isn't hidden, so that the warning is one.
        seen = factories.enrolment(project=project, first_name="Ove", last_name="Öppen")
        answer = enrol(coach_client, first_name="Ove", last_name="Öppen")
        assert page_of(seen) in coach_client.get(answer["Location"]).content.decode()

    @pytest.mark.parametrize("ended", [True, False])
    def test_by_the_coach_of_another_project_tells_nothing_of_this_one(
        self, coach: User, stay: Enrolment, *, ended: bool
    ) -> None:
        if ended:
            Enrolment.objects.filter(pk=stay.pk).update(end=dt.date(2025, 6, 1))
        elsewhere = factories.project(organisation=stay.project.organisation)
        factories.membership(project=elsewhere, user=coach)
        factories.enrolment(project=elsewhere, person=stay.person, coach=coach)
        client = signed_in_client(coach)
        answer = fill_in(
            client,
            f"{ENROL}?project={stay.project.public_id}",
            first_name="Ylvalie",
            last_name="Skyddersten",
            personal_number=NUMBER,
        )
        said = gettext("This number can't be enrolled here. Talk to the project lead.")
        assert errors(answer) == {"personal_number": [said]}
        assert stay.start.isoformat() not in answer.content.decode().replace(
            answer.context["form"]["start"].value() or "", ""
        )

    def test_says_the_same_of_a_taken_number_whoever_has_it(
        self, coach_client: Client, project: Project, stay: Enrolment
    ) -> None:
        seen = factories.enrolment(project=project)
        factories.participant_number(project=project, person=seen.person, number="LM-008")
        hidden, open_ = (
            errors(enrol(coach_client, last_name="Annan", participant_number=number))
            for number in ("LM-007", "LM-008")
        )
        assert hidden == open_
        assert stay.person.name not in str(hidden)


class TestChangingAPerson:
    @pytest.mark.usefixtures("stay")
    def test_says_the_same_of_a_taken_personal_number_whoever_has_it(
        self, coach: User, coach_client: Client, project: Project
    ) -> None:
        mine = factories.enrolment(project=project, coach=coach, birth_date=None)
        other = factories.enrolment(project=project, birth_date=dt.date(1985, 3, 14))
        factories.personal_number(person=other.person, number="198503142393")
        address = reverse("participants:change_person", args=[mine.public_id])
        hidden, open_ = (
            errors(fill_in(coach_client, address, personal_number=number, birth_date=""))
            for number in (NUMBER, "198503142393")
        )
        assert hidden == open_
        assert hidden.keys() == {"personal_number"}


class TestImporting:
    def test_repeats_nothing_of_who_is_stored(self, stay: Enrolment) -> None:
        workbook = good()
        Organisation.objects.filter(pk=stay.project.organisation_id).update(name="Provköpings kommun")
        told = " ".join(str(fault) for fault in refused(workbook))
        assert told
        assert not NAMES.search(told)
        assert "LM-007" not in told
