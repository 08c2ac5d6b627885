"""Assessing against the checklist: prefilled, corrected on the same day, kept by version."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from coaching.models import Assessor, ReadinessAssessment
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.posting import errors, fill_in, saved

TODAY = timezone.localdate()


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=TODAY - dt.timedelta(days=60))


def new(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/jobbredo/ny/"


def criterion(enrolment: Enrolment, code: str, version: int = 1) -> int:
    return enrolment.project.checklists.get(version=version).criteria.get(code=code).pk


def states(assessment: ReadinessAssessment) -> dict[str, str]:
    return {result.criterion.code: result.state for result in assessment.results.select_related("criterion")}


def test_keeps_state_and_observation_of_each_criterion(
    coach_client: Client, coach: User, enrolment: Enrolment
) -> None:
    cv = criterion(enrolment, "A1")
    saved(
        coach_client,
        new(enrolment),
        observation="Går framåt",
        **{f"state_{cv}": "partly", f"observation_{cv}": "Saknar ett år"},
    )

    assessment = ReadinessAssessment.objects.get()
    assert (assessment.assessor, assessment.assessed_by) == (Assessor.COACH, coach)
    assert (assessment.assessed_on, assessment.observation) == (TODAY, "Går framåt")
    assert states(assessment)["A1"] == "partly"
    assert states(assessment)["D2"] == "not_assessed"
    assert assessment.results.get(criterion=cv).observation == "Saknar ett år"


def test_starts_from_the_last_one_but_for_the_observation_of_the_whole(
    coach_client: Client, enrolment: Enrolment
) -> None:
    before = TODAY - dt.timedelta(days=9)
    factories.assessment(enrolment=enrolment, assessed_on=before, states={"A1": "met"}, observation="Då")
    form = coach_client.get(new(enrolment)).context["form"]

    assert form[f"state_{criterion(enrolment, 'A1')}"].value() == "met"
    assert form[f"state_{criterion(enrolment, 'A2')}"].value() == "not_assessed"
    assert form["observation"].value() == ""


def test_starts_from_the_last_one_of_an_earlier_stay(coach_client: Client, enrolment: Enrolment) -> None:
    earlier = factories.enrolment(
        project=enrolment.project,
        person=enrolment.person,
        start=dt.date(2025, 1, 1),
        end=dt.date(2025, 6, 1),
    )
    factories.assessment(enrolment=earlier, assessed_on=dt.date(2025, 2, 1), states={"A1": "met"})
    form = coach_client.get(new(enrolment)).context["form"]
    assert form[f"state_{criterion(enrolment, 'A1')}"].value() == "met"


def test_what_the_participant_says_is_no_start(coach_client: Client, enrolment: Enrolment) -> None:
    factories.assessment(enrolment=enrolment, assessor=Assessor.PARTICIPANT)
    form = coach_client.get(new(enrolment)).context["form"]
    assert form[f"state_{criterion(enrolment, 'A1')}"].value() == "not_assessed"


def test_again_on_the_same_day_corrects(coach_client: Client, enrolment: Enrolment) -> None:
    cv = criterion(enrolment, "A1")
    saved(coach_client, new(enrolment), **{f"state_{cv}": "met"})
    saved(coach_client, new(enrolment), **{f"state_{cv}": "not_met"})

    assert states(ReadinessAssessment.objects.get())["A1"] == "not_met"


def test_beside_the_participants_own_of_that_day(coach_client: Client, enrolment: Enrolment) -> None:
    factories.assessment(enrolment=enrolment, assessor=Assessor.PARTICIPANT, assessed_on=TODAY)
    saved(coach_client, new(enrolment))
    assert ReadinessAssessment.objects.count() == 2


def test_uses_the_newest_checklist_and_keeps_the_old_ones_version(
    coach_client: Client, enrolment: Enrolment
) -> None:
    old = factories.assessment(enrolment=enrolment, states={"A1": "met"})
    factories.checklist(project=enrolment.project, version=2, codes=("A1", "B9"))
    saved(coach_client, new(enrolment))

    newest = ReadinessAssessment.objects.get(assessed_on=TODAY)
    assert states(newest) == {"A1": "met", "B9": "not_assessed"}
    assert len(states(old)) == 11


def test_a_day_assessed_by_an_older_version_takes_the_new_criteria(
    coach_client: Client, enrolment: Enrolment
) -> None:
    factories.assessment(enrolment=enrolment, assessed_on=TODAY)
    factories.checklist(project=enrolment.project, version=2, codes=("A1", "B9"))
    saved(coach_client, new(enrolment))

    assert set(states(ReadinessAssessment.objects.get())) == {"A1", "B9"}


@pytest.mark.parametrize("days", [1, -61])
def test_lies_neither_ahead_nor_before_the_start(
    coach_client: Client, enrolment: Enrolment, days: int
) -> None:
    day = (TODAY + dt.timedelta(days=days)).isoformat()
    response = fill_in(coach_client, new(enrolment), assessed_on=day, observation="Går framåt")
    assert list(errors(response)) == ["assessed_on"]
    assert "Går framåt" in response.content.decode()
    assert not ReadinessAssessment.objects.exists()


def test_every_criterion_has_a_state(coach_client: Client, enrolment: Enrolment) -> None:
    name = f"state_{criterion(enrolment, 'A1')}"
    assert list(errors(fill_in(coach_client, new(enrolment), **{name: "kanske"}))) == [name]


def test_without_a_checklist_says_so(coach_client: Client, enrolment: Enrolment) -> None:
    enrolment.project.checklists.all().delete()
    assert 'class="empty"' in coach_client.get(new(enrolment)).content.decode()


class TestAnAssessmentThatIsThere:
    def test_is_corrected_with_its_day(self, coach_client: Client, enrolment: Enrolment) -> None:
        old = factories.assessment(enrolment=enrolment, states={"A1": "met"})
        day = enrolment.start + dt.timedelta(days=3)
        saved(
            coach_client,
            f"/deltagare/jobbredo/{old.public_id}/",
            assessed_on=day,
            **{f"state_{criterion(enrolment, 'A2')}": "partly"},
        )

        changed = ReadinessAssessment.objects.get()
        assert changed.assessed_on == day
        assert (states(changed)["A1"], states(changed)["A2"]) == ("met", "partly")

    def test_stays_within_the_stay_but_for_a_day_that_stood(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        end = TODAY - dt.timedelta(days=20)
        old = factories.assessment(enrolment=enrolment, assessed_on=end + dt.timedelta(days=1))
        Enrolment.objects.update(end=end)
        place = f"/deltagare/jobbredo/{old.public_id}/"
        saved(coach_client, place, observation="Rättat")
        for day in (TODAY, enrolment.start - dt.timedelta(days=1)):
            assert list(errors(fill_in(coach_client, place, assessed_on=day))) == ["assessed_on"]
        saved(coach_client, place, assessed_on=end)

    def test_can_not_take_the_day_of_another(self, coach_client: Client, enrolment: Enrolment) -> None:
        old = factories.assessment(enrolment=enrolment)
        factories.assessment(enrolment=enrolment, assessed_on=TODAY)
        response = fill_in(coach_client, f"/deltagare/jobbredo/{old.public_id}/", assessed_on=TODAY)
        assert errors(response)["__all__"]

    def test_is_removed_after_asking(self, coach_client: Client, enrolment: Enrolment) -> None:
        old = factories.assessment(enrolment=enrolment)
        remove = f"/deltagare/jobbredo/{old.public_id}/ta-bort/"
        assert coach_client.get(remove).status_code == 200
        coach_client.post(remove)
        assert not ReadinessAssessment.objects.exists()

    def test_of_the_participants_own_is_theirs(self, coach_client: Client, enrolment: Enrolment) -> None:
        own = factories.assessment(enrolment=enrolment, assessor=Assessor.PARTICIPANT)
        assert coach_client.get(f"/deltagare/jobbredo/{own.public_id}/").status_code == 404

    def test_out_of_reach_is_not_found(self, coach_client: Client) -> None:
        elsewhere = factories.assessment(enrolment=factories.enrolment())
        for part in ("", "ta-bort/"):
            assert coach_client.post(f"/deltagare/jobbredo/{elsewhere.public_id}/{part}").status_code == 404
