"""People and their time in a project: their numbers, coaches and referrals, and who outside sees what."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.link_codes import hash_of_code, new_code
from accounts.models import User
from employers.models import Company
from participants.codes import Gender
from participants.models import (
    CoachAssignment,
    EmergencyAccess,
    Enrolment,
    ParticipantNumber,
    Person,
    PersonalLink,
    PersonalNumber,
    ProfileShare,
    Referral,
    ReferredNumber,
    SensitiveBackground,
)
from participants.personal_numbers import parse_personal_number
from projects.models import Organisation, Project
from tests.factories.employers import company as _company
from tests.factories.projects import organisation as _organisation
from tests.factories.projects import project as _project
from tests.factories.saving import BIRTH_DATE, START, numbers, saved
from tests.factories.users import user as _user


def person(*, organisation: Organisation | None = None, **fields: Any) -> Person:
    """A woman of 34 on the default start day, with no personal number."""
    number = next(numbers)
    facts = {
        "first_name": "Eva",
        "last_name": f"Provsson {number}",
        "birth_date": BIRTH_DATE,
        "gender": Gender.WOMAN,
        **fields,
    }
    return saved(Person(organisation=organisation or _organisation(), **facts))


# A parameter that is named as its factory hides it; this name doesn't.
_person = person


def personal_number(*, person: Person, number: str = "199005202388") -> PersonalNumber:
    """A number from Skatteverket's published list of test numbers; never make up another."""
    kind = parse_personal_number(number).kind
    return saved(PersonalNumber.sealing(person=person, digits=number, kind=kind))


def participant_number(*, project: Project, person: Person, number: str | None = None) -> ParticipantNumber:
    return saved(ParticipantNumber(project=project, person=person, number=number or f"D{next(numbers)}"))


_PERSON_FIELDS = frozenset({"first_name", "last_name", "birth_date", "gender", "protected_identity"})


def enrolment(
    *,
    project: Project | None = None,
    person: Person | None = None,
    start: dt.date = START,
    end: dt.date | None = None,
    coach: User | None = None,
    **fields: Any,
) -> Enrolment:
    """A person's time in a project. Facts of the person (gender, birth_date, …) may be given as well."""
    place = project or _project()
    of_person = {name: fields.pop(name) for name in _PERSON_FIELDS & fields.keys()}
    if person is not None and of_person:
        raise TypeError(f"The person is given, so {', '.join(sorted(of_person))} can't be.")
    who = person or _person(organisation=place.organisation, **of_person)
    made = saved(Enrolment(project=place, person=who, start=start, end=end, **fields))
    if coach is not None:
        coach_assignment(enrolment=made, coach=coach)
    return made


def background(*, enrolment: Enrolment, **fields: Any) -> SensitiveBackground:
    return saved(SensitiveBackground(enrolment=enrolment, **fields))


def coach_assignment(
    *,
    enrolment: Enrolment,
    coach: User,
    start: dt.date | None = None,
    end: dt.date | None = None,
    reads_until: dt.date | None = None,
) -> CoachAssignment:
    since = start or enrolment.start
    return saved(
        CoachAssignment(enrolment=enrolment, coach=coach, start=since, end=end, reads_until=reads_until)
    )


def referral(*, project: Project, number: str = "", **fields: Any) -> Referral:
    """A waiting referral by letter; `number` is a personal number that came along."""
    facts = {
        "referred_by": "Socialtjänsten",
        "received_on": timezone.localdate(),
        "last_name": "Anvisad",
        **fields,
    }
    by = facts.pop("registered_by", None) or _user()
    made = saved(Referral(project=project, registered_by=by, **facts))
    if number:
        kind = parse_personal_number(number).kind
        saved(ReferredNumber.sealing(referral=made, digits=number, kind=kind))
    return made


def profile_share(
    *, enrolment: Enrolment, company: Company | None = None, shared_by: User | None = None, **fields: Any
) -> ProfileShare:
    """A profile that a company sees, from long ago and for long."""
    facts = {
        "shown_name": "Maja",
        "presentation": "Van vid kök och servering.",
        "start": dt.date(2000, 1, 1),
        "end": dt.date(2100, 1, 1),
        **fields,
    }
    return saved(
        ProfileShare(
            enrolment=enrolment,
            company=company or _company(organisation=enrolment.project.organisation),
            shared_by=shared_by or _user(),
            **facts,
        )
    )


def personal_link(
    *, enrolment: Enrolment, code: str = "", made_by: User | None = None, **fields: Any
) -> PersonalLink:
    """A participant's link that is open for a month; the code is known where it is given."""
    now = timezone.now()
    return saved(
        PersonalLink(
            enrolment=enrolment,
            code_hash=hash_of_code(code or new_code()),
            made_by=made_by or _user(),
            **{"made_at": now, "expires_at": now + dt.timedelta(days=30), **fields},
        )
    )


def emergency_access(*, enrolment: Enrolment, user: User | None = None, **fields: Any) -> EmergencyAccess:
    """An emergency access that lasts for an hour from now."""
    now = timezone.now()
    facts = {
        "reason": "Ringer efter hjälp.",
        "granted_at": now,
        "expires_at": now + dt.timedelta(hours=1),
        **fields,
    }
    return saved(EmergencyAccess(enrolment=enrolment, user=user or _user(), **facts))
