"""Changes of an enrolment from referral to exit: enrol, correct, hand over, end, reopen."""

import datetime as dt
import re
import uuid
from decimal import Decimal
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited
from accounts.models import User, Verb
from participants.actions.persons import PersonFacts, find_or_add_person, read_number
from participants.actions.saving import lock, save_recorded
from participants.models import (
    CoachAssignment,
    Enrolment,
    ParticipantNumber,
    Person,
    SensitiveBackground,
    SupportPeriod,
)
from participants.querysets import OVERLAP_DAYS
from participants.within import check_end, check_start
from projects.models import Project, TargetGroup

_COUNTED = re.compile(r"(.*?)(\d+)", re.ASCII | re.DOTALL)


class EnrolmentFacts(TypedDict):
    """What is known of a stay at its start; dates are civil dates, an empty value is not recorded."""

    target_group: TargetGroup | None
    referred_by: str
    referrer: User | None
    referred_on: dt.date | None
    start: dt.date
    entry_status: str
    unemployed_since: dt.date | None
    education_level: str
    hours_wanted: Decimal | None
    languages: str


class BackgroundFacts(TypedDict):
    """Origin and disability, each an answer or a reason why there is none."""

    birth_country: str
    parents_born_abroad: str
    citizenship: str
    reduced_work_capacity: str


class NewStay(TypedDict):
    """What the enrolment form asks for beside who the person is."""

    participant_number: str
    coach: User | None
    support_source: str
    support_from: dt.date | None
    background: BackgroundFacts
    enrolment: EnrolmentFacts


class NewParticipant(NewStay):
    """All that the enrolment form asks for."""

    person: PersonFacts
    personal_number: str
    new_name: bool


class AlreadyEnrolledError(Exception):
    """The person has an open enrolment in the project, given as `enrolment`."""

    def __init__(self, enrolment: Enrolment) -> None:
        super().__init__()
        self.enrolment = enrolment


@audited()
def enrol(
    *, by: User, project: Project, key: uuid.UUID, on: dt.date, **new: Unpack[NewParticipant]
) -> Enrolment:
    """Enrol a person in a project; a known personal number is a re-entry of the same person.

    `key` becomes the enrolment's public id: sending the same form twice gives one enrolment.
    `on` is today: the coach is named from then, or from an earlier start.
    Raises AlreadyEnrolledError, OtherNameError and ValidationError.
    """
    # Those who enrol in one project wait for each other: numbers are counted and twins found.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if sent_before := Enrolment.objects.filter(public_id=key, project=project).first():
        return sent_before
    person = find_or_add_person(
        by=by,
        project=project,
        number=read_number(new["personal_number"]),
        new_name=new["new_name"],
        first_day=new["enrolment"]["start"],
        facts=new["person"],
    )
    return _begin(person, by=by, project=project, key=key, on=on, new=new)


@audited()
def enrol_again(
    *, by: User, person: Person, project: Project, key: uuid.UUID, on: dt.date, **new: Unpack[NewStay]
) -> Enrolment:
    """Enrol somebody who has been in the project before: a second stay of the same person.

    `key` and `on` as in `enrol`. Raises AlreadyEnrolledError and ValidationError.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if sent_before := Enrolment.objects.filter(public_id=key, project=project).first():
        return sent_before
    return _begin(person, by=by, project=project, key=key, on=on, new=new)


def _begin(
    person: Person, *, by: User, project: Project, key: uuid.UUID, on: dt.date, new: NewStay
) -> Enrolment:
    """Begin a stay, with what is known at its start."""
    if running := person.enrolments.valid().filter(project=project, end=None).first():
        raise AlreadyEnrolledError(running)
    if person.protected_identity and new["coach"] is None:
        raise ValidationError(
            {"coach": _("Only named coaches reach a person with protected identity. Name one.")}
        )
    enrolment = Enrolment(public_id=key, project=project, person=person, **new["enrolment"])
    save_recorded(enrolment, by=by, about=enrolment)
    _give_participant_number(enrolment, new["participant_number"], by=by)
    save_recorded(SensitiveBackground(enrolment=enrolment, **new["background"]), by=by, about=enrolment)
    if new["coach"]:
        since = min(enrolment.start, on)
        named = CoachAssignment(enrolment=enrolment, coach=new["coach"], start=since)
        save_recorded(named, by=by, about=enrolment)
    if new["support_source"]:
        begun = new["support_from"] or enrolment.start
        source = SupportPeriod(enrolment=enrolment, source=new["support_source"], start=begun)
        save_recorded(source, by=by, about=enrolment)
    return enrolment


def _give_participant_number(enrolment: Enrolment, wanted: str, *, by: User) -> None:
    """Give the number asked for, or the next one; a person who comes back keeps theirs."""
    person, project = enrolment.person, enrolment.project
    if kept := ParticipantNumber.objects.filter(project=project, person=person).first():
        if wanted and wanted != kept.number:
            has = _("The person already has the number %(number)s in the project. Leave the field empty.")
            raise ValidationError({"participant_number": has % {"number": kept.number}})
        return
    number = ParticipantNumber(project=project, person=person, number=wanted or _next_number(project))
    if ParticipantNumber.objects.filter(project=project, number=number.number).exists():
        raise ValidationError(
            {"participant_number": _("Another participant has this number in the project.")}
        )
    save_recorded(number, by=by, about=enrolment)


def _next_number(project: Project) -> str:
    """The number after the highest one that is written like the project's latest: LM-007 gives LM-008."""
    numbers = list(project.participant_numbers.order_by("-pk").values_list("number", flat=True))
    latest = next((found for text in numbers if (found := _COUNTED.fullmatch(text))), None)
    start, width = (latest[1], len(latest[2])) if latest else ("", 3)
    highest = max(
        (int(found[2]) for text in numbers if (found := _COUNTED.fullmatch(text)) and found[1] == start),
        default=0,
    )
    return f"{start}{highest + 1:0{width}}"


@audited()
def change_enrolment(*, by: User, enrolment: Enrolment, **facts: Unpack[EnrolmentFacts]) -> None:
    """Correct what is known of a stay at its start.

    Its first day leaves nothing outside that is recorded in it. Raises ValidationError.
    """
    lock(enrolment)
    check_start(enrolment, start=facts["start"])
    for field, value in facts.items():
        setattr(enrolment, field, value)
    save_recorded(enrolment, by=by, about=enrolment)


@audited()
def change_background(*, by: User, enrolment: Enrolment, **facts: Unpack[BackgroundFacts]) -> None:
    """Record origin and disability as told, or why nothing was told. Raises ValidationError."""
    lock(enrolment)
    background = SensitiveBackground.objects.filter(enrolment=enrolment).first()
    background = background or SensitiveBackground(enrolment=enrolment)
    for field, value in facts.items():
        setattr(background, field, value)
    save_recorded(background, by=by, about=enrolment)


@audited()
def hand_over(*, by: User, enrolment: Enrolment, coach: User, on: dt.date, overlap: bool = True) -> None:
    """Name a coach from `on`; the one before has the participant until the day before.

    With `overlap` that one goes on reading for `OVERLAP_DAYS` more, as long as they are in the project.
    Raises ValidationError when `on` lies before the present coach began.
    """
    lock(enrolment)
    present = enrolment.coach_assignments.filter(end=None).first()
    for row in next_assignments(present, enrolment=enrolment, coach=coach, on=on, overlap=overlap):
        save_recorded(row, by=by, about=enrolment, verb=Verb.ENDED if row.end else None)


def next_assignments(
    present: CoachAssignment | None, *, enrolment: Enrolment, coach: User, on: dt.date, overlap: bool
) -> list[CoachAssignment]:
    """What is to be saved, in order, so that another coach takes over from the present one; saves nothing.

    Empty when that is so already. Raises ValidationError.
    """
    if present and (present.coach, present.start) == (coach, on):
        return []
    if present and present.coach == coach:
        raise ValidationError({"coach": _("The participant already has this coach.")})
    if present and on < present.start:
        begun = _("The present coach began later than that. Choose that coach's first day or a later one.")
        raise ValidationError({"on": begun})
    if present and on == present.start:
        present.coach = coach
        return [present]
    new = CoachAssignment(enrolment=enrolment, coach=coach, start=on)
    if present is None:
        return [new]
    present.end = on - dt.timedelta(days=1)
    present.reads_until = present.end + dt.timedelta(days=OVERLAP_DAYS) if overlap else None
    return [present, new]


@audited()
def record_exit(
    *, by: User, enrolment: Enrolment, end: dt.date, exit_cause: str, exit_destination: str, on: dt.date
) -> None:
    """End a stay, or correct its end. `on` is today: an exit is recorded on its day or later.

    Placements, jobs and support go on as they are. What belongs to days of the stay (attendance,
    assessments, moves …) isn't left outside it. Raises ValidationError.
    """
    lock(enrolment)
    if end > on:
        raise ValidationError({"end": _("The date lies ahead. Record the exit on that day or later.")})
    check_end(enrolment, end=end)
    enrolment.end, enrolment.exit_cause, enrolment.exit_destination = end, exit_cause, exit_destination
    save_recorded(enrolment, by=by, about=enrolment, verb=Verb.ENDED)


@audited()
def reopen(*, by: User, enrolment: Enrolment) -> None:
    """Undo an exit: the same stay goes on. Raises ValidationError when the person has come back since."""
    lock(enrolment)
    enrolment.end, enrolment.exit_cause, enrolment.exit_destination = None, "", ""
    save_recorded(enrolment, by=by, about=enrolment, verb=Verb.REOPENED)


@audited()
def set_registered_by_mistake(*, by: User, enrolment: Enrolment, mistake: bool) -> None:
    """Take a stay out of every count and list, or put it back; once more changes nothing.

    Raises ValidationError.
    """
    lock(enrolment)
    if enrolment.registered_by_mistake == mistake:
        return
    enrolment.registered_by_mistake = mistake
    verb = Verb.MARKED if mistake else Verb.UNMARKED
    save_recorded(enrolment, by=by, about=enrolment, verb=verb)
