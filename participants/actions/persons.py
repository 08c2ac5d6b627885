"""Changes of who a person is: name, birth date, personal number, protected identity."""

import datetime as dt
from typing import TYPE_CHECKING, TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.access import Permission
from accounts.audit import audited
from accounts.models import User, Verb
from participants.actions.outside import end_shares
from participants.actions.saving import save_recorded
from participants.codes import Gender
from participants.models import CoachAssignment, Enrolment, Person, PersonalNumber
from participants.personal_numbers import PersonalNumberBroken, parse_personal_number
from projects.sorting import swedish_sort_key

if TYPE_CHECKING:
    from participants.personal_numbers import ParsedNumber
    from projects.models import Project


class PersonFacts(TypedDict):
    """Who someone is. An empty name or birth date is not recorded."""

    first_name: str
    last_name: str
    birth_date: dt.date | None
    gender: str
    protected_identity: bool


class OtherNameError(Exception):
    """The personal number belongs to somebody, given as `person`, who is recorded under another name."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person


class SomebodyElsesNumberError(ValidationError):
    """The personal number is of somebody else, given as `person`. What is said doesn't tell of whom."""

    def __init__(self, person: Person, said: str) -> None:
        super().__init__({"personal_number": said})
        self.person = person


class OutOfReachError(SomebodyElsesNumberError):
    """The number is of somebody with protected identity whom the user doesn't reach."""

    def __init__(self, person: Person) -> None:
        super().__init__(person, _("This number can't be enrolled here. Talk to the project lead."))


class TakenNumberError(SomebodyElsesNumberError):
    """The number is another person's, whoever that is."""

    def __init__(self, person: Person) -> None:
        super().__init__(person, _("Another person has this personal number. Check it."))


def read_number(text: str) -> "ParsedNumber | None":
    """Read a personal number, None for none. Raises ValidationError for the field `personal_number`."""
    if not text:
        return None
    try:
        return parse_personal_number(text)
    except PersonalNumberBroken as fault:
        wrong = {
            "form": _("Write the personal number with twelve digits: YYYYMMDD-NNNN."),
            "date": _("The personal number begins with a date that doesn't exist. Check it."),
            "check_digit": _("The last four digits don't fit the rest. Check the personal number."),
        }
        raise ValidationError({"personal_number": wrong[str(fault)]}) from None


def check_birth_date(
    number: "ParsedNumber | None", birth_date: dt.date | None, *, first_day: dt.date | None
) -> None:
    """Raise ValidationError when the birth date contradicts the personal number or the first day.

    `first_day` is the person's first in a project, None when it isn't known yet.
    """
    if number and number.birth_date and birth_date and number.birth_date != birth_date:
        raise ValidationError(
            {"birth_date": _("The birth date is another than in the personal number. Correct one of them.")}
        )
    born = birth_date or (number and number.birth_date)
    if born and first_day and born >= first_day:
        field = "birth_date" if birth_date else "personal_number"
        raise ValidationError(
            {field: _("The birth date must be before the first day in the project. Check the year.")}
        )


def find_or_add_person(
    *,
    by: User,
    project: "Project",
    number: "ParsedNumber | None",
    new_name: bool,
    first_day: dt.date,
    facts: PersonFacts,
) -> Person:
    """The person of that personal number in the project's organisation, or a new one.

    A known person keeps what is recorded; only what was empty is filled in, and protection is never
    lifted. `new_name` says that the person of that number has changed name. Runs in the caller's
    transaction. Raises OtherNameError and ValidationError: OutOfReachError, the same whatever else was
    filled in, for somebody with protected identity whom the user doesn't coach.
    """
    check_birth_date(number, facts["birth_date"], first_day=first_day)
    known = number and _holder_of(number, organisation_id=project.organisation_id)
    if known:
        _refuse_if_out_of_reach(known.person, project=project, by=by)
        return _complete(known.person, by=by, new_name=new_name, facts=facts)
    person = Person(organisation_id=project.organisation_id, **facts)
    if number and not person.birth_date:
        person.birth_date = number.birth_date
    save_recorded(person, by=by, about=person)
    if number:
        _give_number(person, number, by=by)
    return person


def _refuse_if_out_of_reach(person: Person, *, project: "Project", by: User) -> None:
    """A protected person is enrolled by a coach of theirs: by the one there, where they were there before."""
    if not person.protected_identity:
        return
    mine = Enrolment.objects.visible_to(by, Permission.CASE_WRITE).filter(person=person)
    there = Enrolment.objects.filter(person=person, project=project)
    if not mine.exists() or there.exclude(pk__in=mine.values("pk")).exists():
        raise OutOfReachError(person)


def _complete(person: Person, *, by: User, new_name: bool, facts: PersonFacts) -> Person:
    recorded, written = person.name, f"{facts['first_name']} {facts['last_name']}".strip()
    if recorded and written and swedish_sort_key(recorded) != swedish_sort_key(written) and not new_name:
        raise OtherNameError(person)
    if written and (new_name or not recorded):
        person.first_name, person.last_name = facts["first_name"], facts["last_name"]
    person.birth_date = person.birth_date or facts["birth_date"]
    if person.gender == Gender.UNKNOWN:
        person.gender = facts["gender"]
    person.protected_identity = person.protected_identity or facts["protected_identity"]
    save_recorded(person, by=by, about=person, verb=Verb.COMPLETED)
    return person


@audited()
def change_person(
    *, by: User, person: Person, personal_number: str, on: dt.date, at: dt.datetime, facts: PersonFacts
) -> None:
    """Correct who a person is. A personal number that is left empty stays as it was.

    `on` is the day on which coaches are looked up: a person with protected identity and no coach
    would be out of everyone's reach. With protection all that is shared of the person ends, at `at`,
    and doesn't come back when it is lifted. Raises ValidationError: TakenNumberError for a number that
    another person has.
    """
    number = read_number(personal_number)
    first_day = person.enrolments.first_start()
    check_birth_date(number or current_number(person), facts["birth_date"], first_day=first_day)
    if facts["protected_identity"] and not _every_project_has_coach(person, on=on):
        raise ValidationError(
            {
                "protected_identity": _(
                    "Only named coaches reach a person with protected identity. Name a coach first."
                )
            }
        )
    was_protected = Person.objects.get(pk=person.pk).protected_identity
    for field, value in facts.items():
        setattr(person, field, value)
    save_recorded(person, by=by, about=person)
    if was_protected or person.protected_identity:
        end_shares(by=by, person=person, at=at)
    if number:
        _give_number(person, number, by=by)


def current_number(person: Person) -> "ParsedNumber | None":
    """The personal number that the person got last."""
    latest = PersonalNumber.objects.filter(person=person).newest_first().first()
    return parse_personal_number(latest.digits) if latest else None


def _holder_of(number: "ParsedNumber", *, organisation_id: int) -> PersonalNumber | None:
    return PersonalNumber.objects.numbered(number.digits, organisation_id=organisation_id).first()


def _give_number(person: Person, number: "ParsedNumber", *, by: User) -> None:
    known = _holder_of(number, organisation_id=person.organisation_id)
    if known and known.person_id == person.pk:
        return
    if known:
        raise TakenNumberError(known.person)
    given = PersonalNumber.sealing(person=person, digits=number.digits, kind=number.kind)
    save_recorded(given, by=by, about=person)


def _every_project_has_coach(person: Person, *, on: dt.date) -> bool:
    projects = set(person.enrolments.values_list("project", flat=True))
    named = CoachAssignment.objects.in_force(on=on).filter(enrolment__person=person)
    return projects <= set(named.values_list("enrolment__project", flat=True))
