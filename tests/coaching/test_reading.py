"""Who has read a case: a part of the participant's page for those who may read it."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.audit import Subject, audited, record
from accounts.models import Kind, User, Verb
from participants import actions
from participants.actions.saving import subject_of
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(
        project=project, coach=coach, start=timezone.localdate() - dt.timedelta(days=60)
    )


def part(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/vem-har-last/"


def opened(enrolment: Enrolment, by: User, *, times: int = 1) -> None:
    with audited():
        for _each in range(times):
            record(verb=Verb.OPENED, row=enrolment, by=by, subject=subject_of(enrolment), kind=Kind.READ)


def test_says_who_opened_and_changed_what_the_newest_first(
    coach_client: Client, lead: User, enrolment: Enrolment
) -> None:
    other = factories.coach(project=enrolment.project)
    signed_in_client(lead).get(f"/deltagare/{enrolment.public_id}/")
    actions.set_registered_by_mistake(by=other, enrolment=enrolment, mistake=True)

    rows = coach_client.get(part(enrolment)).context["rows"]
    told = [(row.who, row.event.action.rpartition(".")[2]) for row in rows]
    assert told[1] == (other.name, Verb.MARKED)
    assert (lead.name, Verb.OPENED) in told[2:]
    # Looking here is a reading as well.
    assert told[0][1] == Verb.OPENED
    assert [row.event.sequence for row in rows] == sorted((row.event.sequence for row in rows), reverse=True)


def test_says_nothing_of_the_person_in_another_project(coach_client: Client, enrolment: Enrolment) -> None:
    organisation = enrolment.project.organisation
    elsewhere = factories.enrolment(
        project=factories.project(organisation=organisation), person=enrolment.person
    )
    stranger = factories.coach(project=elsewhere.project, name="Någon Annanstans")
    opened(elsewhere, stranger)
    assert "Någon Annanstans" not in coach_client.get(part(enrolment)).content.decode()


def test_names_nobody_of_another_project_who_changed_the_person(
    coach_client: Client, coach: User, enrolment: Enrolment
) -> None:
    organisation = enrolment.project.organisation
    elsewhere = factories.project(organisation=organisation)
    factories.enrolment(project=elsewhere, person=enrolment.person)
    of_person = Subject(organisation_id=organisation.pk, person_id=enrolment.person_id)
    with audited():
        for by in (factories.coach(project=elsewhere, name="Någon Annanstans"), coach):
            record(verb=Verb.CHANGED, row=enrolment.person, by=by, subject=of_person)
    answer = coach_client.get(part(enrolment))
    assert "Någon Annanstans" not in answer.content.decode()
    told = [row.who for row in answer.context["rows"] if row.event.project_id is None]
    assert told[0] == coach.name
    assert told[1]


def test_is_for_those_who_may_read_the_case(
    coach_client: Client, lead_client: Client, project: Project, enrolment: Enrolment
) -> None:
    assert lead_client.get(part(enrolment)).status_code == 200
    assert coach_client.get(part(factories.enrolment())).status_code == 404
    protected = factories.enrolment(project=project, protected_identity=True)
    assert lead_client.get(part(protected)).status_code == 404


def test_as_many_queries_however_much_was_read(
    coach_client: Client, coach: User, enrolment: Enrolment
) -> None:
    coach_client.get(part(enrolment))
    counts, there = [], 0
    for wanted in (1, 10, 1000):
        opened(enrolment, coach, times=wanted - there)
        there = wanted
        with CaptureQueriesContext(connection) as queries:
            answer = coach_client.get(part(enrolment))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert answer.context["page"].paginator.num_pages > 1
    second = coach_client.get(f"{part(enrolment)}?page=2")
    assert len(second.context["rows"]) == len(answer.context["rows"])
