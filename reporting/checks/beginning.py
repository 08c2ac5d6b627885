"""Who the person is, and what held at the first start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from participants.codes import Answer, EducationLevel, EntryStatus, Gender
from projects.calendar import add_months
from reporting.catalogue.participation import Participation
from reporting.checks.base import ESF, UNSAID, Check, SettledAt, at_start, first, one_of
from reporting.facts import BackgroundFacts, ParticipantFacts, ProjectFacts

LEAST_AGE, MOST_AGE = 15, 74


def _births(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for age in (17, 20, 40, 58):
        yield replace(person.person, birth_date=date(person.first_start.year - age, 1, 1))


def _genders(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for gender in (Gender.WOMAN, Gender.MAN):
        yield replace(person.person, gender=gender.value)


def _age_unlikely(person: Participation, _facts: ProjectFacts) -> date | None:
    unlikely = person.age is not None and not LEAST_AGE <= person.age <= MOST_AGE
    return person.first_start if unlikely else None


def _unemployed(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    for months in (0, 60):
        yield first(person, unemployed_since=add_months(person.first_start, -months))


def _no_group(person: Participation, facts: ProjectFacts) -> date | None:
    return person.first_start if facts.target_groups and not person.first.target_group else None


def _groups(person: Participation, facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    yield first(person, target_group=facts.target_groups[0].name)


def _backgrounds(person: Participation, _facts: ProjectFacts) -> Iterator[ParticipantFacts]:
    told = person.first.background
    for country, answer in (("SE", Answer.NO), ("SY", Answer.YES)):
        known = {
            "birth_country": country,
            "parents_born_abroad": answer.value,
            "citizenship": country,
            "reduced_work_capacity": answer.value,
        }
        open_ones = {name: value for name, value in known.items() if getattr(told, name) == Answer.NOT_ASKED}
        yield first(person, background=replace(told, **open_ones))


def _not_asked(told: BackgroundFacts) -> bool:
    answers = (told.birth_country, told.parents_born_abroad, told.citizenship, told.reduced_work_capacity)
    return Answer.NOT_ASKED in answers


BEGINNING = (
    Check(
        "birth_date",
        _("The birth date isn't recorded"),
        SettledAt.PERSON,
        lambda person, _facts: person.first_start if person.person.birth_date is None else None,
        _births,
    ),
    Check(
        "age_unlikely",
        _("The birth date makes the person younger than 15 or older than 74 at the start"),
        SettledAt.PERSON,
        _age_unlikely,
        _births,
        contradicts=True,
    ),
    Check(
        "gender",
        _("The gender isn't recorded"),
        SettledAt.PERSON,
        lambda person, _facts: person.first_start if person.person.gender == Gender.UNKNOWN else None,
        _genders,
    ),
    Check(
        "entry_status",
        _("The standing on the labour market at the start isn't recorded"),
        SettledAt.ENROLMENT,
        at_start(lambda stay: stay.entry_status in UNSAID),
        one_of("entry_status", EntryStatus.EMPLOYED, EntryStatus.UNEMPLOYED, EntryStatus.INACTIVE),
        touches=ESF,
    ),
    Check(
        "unemployed_since",
        _("Unemployed at the start, but since when isn't recorded"),
        SettledAt.ENROLMENT,
        at_start(lambda s: s.entry_status == EntryStatus.UNEMPLOYED and s.unemployed_since is None),
        _unemployed,
        touches=ESF,
    ),
    Check(
        "education_level",
        _("The education isn't recorded"),
        SettledAt.ENROLMENT,
        at_start(lambda stay: stay.education_level in UNSAID),
        one_of("education_level", EducationLevel.ISCED_2, EducationLevel.ISCED_3, EducationLevel.ISCED_6),
        touches=ESF,
    ),
    Check(
        "target_group",
        _("No target group is recorded"),
        SettledAt.ENROLMENT,
        _no_group,
        _groups,
        touches=frozenset({"K1", "K9"}),
    ),
    Check(
        "referred_by",
        _("The referrer isn't recorded"),
        SettledAt.ENROLMENT,
        at_start(lambda stay: not stay.referred_by.strip()),
        one_of("referred_by", "?"),
        touches=frozenset({"X1", "X2"}),
    ),
    Check(
        "background",
        _("Origin or disability hasn't been asked about"),
        SettledAt.BACKGROUND,
        at_start(lambda stay: _not_asked(stay.background)),
        _backgrounds,
        touches=ESF | {"K"},
    ),
)
