"""Nothing of a participant but the allow-list reaches an employer's pages, whatever field it stands in.

Each field of each table about people and projects is given another value, one at a time. The
employer's pages must come out the same to the letter, but for the fields named here.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import User
from participants.models import Enrolment, ProfileField, ProfileShare
from tests import factories
from tests.conftest import signed_in_client
from tests.portal.conftest import days

pytestmark = pytest.mark.django_db
SHOWN = {
    "ProfileShare.shown_name",
    "ProfileShare.presentation",
    "ProfileShare.fields",
    "ProfileShare.end",
    "Enrolment.languages",
    "Enrolment.hours_wanted",
}
ENDS_IT = {"Person.protected_identity", "Enrolment.registered_by_mistake", "ProfileShare.withdrawn_at"}
# Rows that the database lets nobody change, and fields that must fit others of their row.
FIXED_ROWS = {"PlanVersion", "ProjectDefinitions"}
FIXED_FIELDS = {
    "FollowUpAttempt.call_back_on",
    "FollowUpAttempt.result",
    "PlanAction.owner",
    "Referral.decided_on",
    "Referral.declined_reason",
    "Referral.declined_words",
    "Referral.protected_identity",
    "PlanAction.state",
    "Series.weekdays",
    "SupportedProcess.closed_on",
    "SurveyAnswer.question",
}
# What the address of the profile is made of.
ADDRESS = {"ProfileShare.public_id"}


def our_models() -> list[type[models.Model]]:
    return [
        model
        for app in ("projects", "participants", "coaching")
        for model in apps.get_app_config(app).get_models()
        if model.__name__ not in FIXED_ROWS
    ]


def fields_of(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    """Fields that hold a fact: not what the database makes, nor which row another hangs on."""
    for field in model._meta.concrete_fields:
        fixed = f"{model.__name__}.{field.name}" in FIXED_FIELDS
        if not (fixed or field.primary_key or field.generated or field.is_relation):
            yield field


# The first that fits: a moment is a kind of day to Django.
OTHERS: list[tuple[type["models.Field[Any, Any]"], Callable[[Any], Any]]] = [
    (models.BooleanField, lambda value: not value),
    (models.DateTimeField, lambda value: (value or dt.datetime.now(dt.UTC)) + dt.timedelta(minutes=1)),
    (models.DateField, lambda value: (value or days(50)) - dt.timedelta(days=1)),
    (models.TimeField, lambda value: value.replace(minute=value.minute + 1)),
    (models.DecimalField, lambda _value: Decimal("12.5")),
    (models.UUIDField, lambda _value: uuid.uuid4()),
    (models.IntegerField, lambda value: (value or 0) + 7),
]


def another(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Another value that the field could hold."""
    if isinstance(field, ArrayField):
        return [] if value else [another(field.base_field, None)]
    if field.choices:
        return next(code for code, _label in field.flatchoices if code not in {value, ""})
    for kind, other in OTHERS:
        if isinstance(field, kind):
            return other(value)
    return "Kanariefågel"[: field.max_length or 50]


@pytest.fixture
def share(project: Any, coach: User) -> ProfileShare:
    """Somebody of whom everything is recorded that there is a field for."""
    stay = factories.enrolment(
        project=project,
        coach=coach,
        start=days(-100),
        end=days(60),
        languages="arabiska",
        hours_wanted=30,
        referrer=factories.referrer(project=project),
        target_group=factories.target_group(project=project),
    )
    factories.background(enrolment=stay)
    factories.personal_number(person=stay.person)
    factories.participant_number(project=project, person=stay.person)
    factories.episode(enrolment=stay, end=days(20), title="Bagare", workplace="Ugn")
    factories.support(enrolment=stay, end=days(20))
    factories.assessment(enrolment=stay, states={"A1": "partly"}, observation="Trött")
    times: dict[str, Any] = {"begins": "09:00", "ends": "10:00", "place": "Sal 3"}
    factories.attendance(enrolment=stay, session=factories.session(project=project, **times))
    factories.attendance_change(enrolment=stay, changed_by=coach)
    factories.absence(enrolment=stay)
    factories.expected(enrolment=stay)
    factories.series_expected(enrolment=stay, series=factories.series(project=project, **times))
    project.sessions.update(**times)
    factories.saved_filter(user=coach)
    factories.referral(
        project=project, number="199005202388", enrolment=stay, decided_on=days(-100), why="Vill baka"
    )
    factories.phase_move(enrolment=stay, phase=factories.phase(project=project))
    factories.personal_link(enrolment=stay)
    factories.emergency_access(enrolment=stay, reviewed_at=dt.datetime.now(dt.UTC), reviewed_by=coach)
    factories.cv_entry(enrolment=stay, confirmed_by="Bagaren", kind="language")
    factories.follow_up_attempt(enrolment=stay, result="reached", outcome="work", comment="Trivs")
    factories.postponement(enrolment=stay)
    goal = factories.plan_goal(enrolment=stay)
    factories.plan_action(
        goal=goal, owner="other", owner_name="Bagaren", state="dropped", settled_on=days(-1), reason="Stängt"
    )
    factories.plan_agreement(enrolment=stay, agreed_by=coach)
    factories.note_version(note=factories.note(enrolment=stay))
    factories.note_draft(enrolment=stay)
    factories.follow_up(enrolment=stay)
    factories.survey_answer(enrolment=stay)
    process = factories.supported_process(enrolment=stay)
    process.broken_off_on, process.broken_off_reason = days(-1), "Flyttade"
    process.save()
    factories.applicant_analysis(process=process)
    factories.may_tell(process=process, until=days(20))
    factories.job_analysis(process=process)
    factories.introduction(process=process)
    factories.planned_support(process=process)
    factories.former_mapping(entry=factories.mapping_entry(enrolment=stay))
    factories.condition_answer(enrolment=stay, note="Läser SFI B")
    factories.occupation_list(women={"9411": 50})
    factories.goal(project=project)
    factories.officer(organisation=project.organisation)
    stay.coach_assignments.update(end=days(60), reads_until=days(90))
    return factories.profile_share(
        enrolment=stay, start=days(-5), end=days(40), fields=list(ProfileField.values), shared_by=coach
    )


@pytest.fixture
def client(share: ProfileShare) -> Client:
    return signed_in_client(factories.employer_contact(company=share.company))


def pages(client: Client, share: ProfileShare) -> str | None:
    """The list and the profile as the employer gets them; None when there is no profile."""
    answers = [client.get("/arbetsgivare/"), client.get(reverse("portal:profile", args=[share.public_id]))]
    if answers[1].status_code == 404:
        return None
    whole = "".join(answer.content.decode() for answer in answers)
    return re.sub(r'value="[^"]*"|X-CSRFToken": "\w+"', "", whole)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_only_what_is_listed_shows(model: type[models.Model], client: Client, share: ProfileShare) -> None:
    before = pages(client, share)
    assert before
    rows = model._default_manager.all()
    row = rows.first()
    assert row is not None, "Make one above, of the participant whose profile is shared."
    for field in fields_of(model):
        name, value = f"{model.__name__}.{field.name}", getattr(row, field.name)
        rows.filter(pk=row.pk).update(**{field.name: another(field, value)})
        after = pages(client, share)
        rows.filter(pk=row.pk).update(**{field.name: value})
        if name in SHOWN:
            assert after not in {None, before}, name
        elif name in ENDS_IT | ADDRESS:
            assert after is None, name
        else:
            assert after == before, name


def test_the_lists_name_what_there_is() -> None:
    there = {f"{model.__name__}.{field.name}" for model in our_models() for field in fields_of(model)}
    assert there >= SHOWN | ENDS_IT | ADDRESS


def test_what_was_not_agreed_to_isnt_shown(client: Client, share: ProfileShare) -> None:
    ProfileShare.objects.update(fields=[])
    before = pages(client, share)
    Enrolment.objects.update(languages="persiska", hours_wanted=12)
    assert pages(client, share) == before
