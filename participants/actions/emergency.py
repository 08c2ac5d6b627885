"""Broken glass: reading of a person with protected identity for a time, without being their coach."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import Office
from accounts.audit import audited
from accounts.mail import Letter
from accounts.models import User, Verb
from participants.actions.saving import save_recorded
from participants.models import EmergencyAccess, Enrolment, ParticipantNumber, PersonalNumber
from participants.personal_numbers import PersonalNumberBroken, parse_personal_number

if TYPE_CHECKING:
    from projects.models import Organisation, Project


def find_protected(*, project: "Project", number: str) -> Enrolment | None:
    """The latest stay in the project of whom a participant number or personal number names, whole.

    None for nobody, and for those whose identity isn't protected: they are in the list of participants.
    """
    called = ParticipantNumber.objects.filter(project=project, number__iexact=number.strip())
    people = set(called.values_list("person", flat=True)) or _holders(number, project)
    if len(people) != 1:
        return None
    stays = Enrolment.objects.valid().filter(project=project, person__in=people)
    protected = stays.filter(person__protected_identity=True).select_related(
        "person", "project__organisation"
    )
    return protected.order_by("-start", "-pk").first()


def _holders(number: str, project: "Project") -> set[int]:
    try:
        parsed = parse_personal_number(number)
    except PersonalNumberBroken:
        return set()
    held = PersonalNumber.objects.numbered(parsed.digits, organisation_id=project.organisation_id)
    return set(held.values_list("person", flat=True))


@audited()
def break_glass(
    *, by: User, enrolment: Enrolment, reason: str, at: dt.datetime, lasts: dt.timedelta, link: str
) -> EmergencyAccess:
    """Let `by` read of the person in that project from `at`, and tell the data protection officers.

    `reason` stays in its own table, out of the log and the letter. The letter goes out after the commit and
    says no more than that it happened, with `link`, the address of the officer's page. Without an officer
    the access is given all the same. Raises ValidationError for a reason that is empty or too long.
    """
    access = EmergencyAccess(
        enrolment=enrolment, user=by, reason=reason, granted_at=at, expires_at=at + lasts
    )
    save_recorded(access, by=by, about=enrolment, verb=Verb.BROKE_GLASS)
    for email in officers_of(enrolment.project.organisation):
        transaction.on_commit(Letter("participants/mail/broken_glass.txt", email, {"link": link}).send)
    return access


def officers_of(organisation: "Organisation") -> list[str]:
    """The e-mail addresses of the data protection officers of an organisation today."""
    officers = organisation.offices.current().filter(role=Office.OFFICER)
    return list(officers.order_by("user__email").values_list("user__email", flat=True).distinct())


@audited()
def end_emergency(*, by: User, access: EmergencyAccess, at: dt.datetime) -> None:
    """Close an emergency access before its time; one that is over stays as it was."""
    if at < access.expires_at:
        access.expires_at = at
        save_recorded(access, by=by, about=access.enrolment, verb=Verb.ENDED)


@audited()
def review_emergency(*, by: User, access: EmergencyAccess, at: dt.datetime) -> None:
    """Mark that the data protection officer has looked at it. The first mark stays."""
    if access.reviewed_at is None:
        access.reviewed_at, access.reviewed_by = at, by
        save_recorded(access, by=by, about=access.enrolment, verb=Verb.REVIEWED)
