"""Changes of referrals: receive, accept, decline, name who receives one."""

import datetime as dt
import uuid
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import Subject, audited, changed_fields, record
from accounts.models import User, Verb
from accounts.saving import save_checked
from participants.actions.enrolling import NewParticipant, enrol
from participants.actions.persons import read_number
from participants.models import DeclineReason, Enrolment, Financing, Referral, ReferredNumber
from projects.models import Project, TargetGroup


class ReferralFacts(TypedDict):
    """What is known of who is referred, by whom and why; an empty value is not recorded."""

    target_group: TargetGroup | None
    referrer: User | None
    referred_by: str
    received_on: dt.date
    financing: str
    financing_words: str
    first_name: str
    last_name: str
    phone: str
    email: str
    protected_identity: bool
    coach: User | None
    why: str


def subject_of_referral(referral: Referral) -> Subject:
    """Where an event is about: nobody is a person of the project until they are enrolled."""
    person = referral.enrolment.person_id if referral.enrolment else None
    return Subject(
        organisation_id=referral.project.organisation_id,
        project_id=referral.project_id,
        person_id=person,
    )


@audited()
def refer(
    *,
    by: User,
    project: Project,
    key: uuid.UUID,
    personal_number: str,
    on: dt.date,
    **facts: Unpack[ReferralFacts],
) -> Referral:
    """Receive a referral. `key` becomes its public id: sending the same form twice gives one.

    `on` is today: none is received later than that. Whether the number is known stays unsaid.
    Raises ValidationError.
    """
    # Those who refer to one project wait for each other, so that a form sent twice at once is one too.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if sent_before := Referral.objects.filter(public_id=key, project=project).first():
        return sent_before
    if facts["received_on"] > on:
        raise ValidationError({"received_on": _("The date lies ahead. Write the day it was received.")})
    if facts["protected_identity"] and facts["coach"] is None:
        raise ValidationError(
            {"coach": _("Only one coach receives somebody with protected identity. Choose who.")}
        )
    if facts["financing"] == Financing.OTHER and not facts["financing_words"]:
        raise ValidationError({"financing_words": _("Write what the person lives on.")})
    number = read_number(personal_number)
    referral = Referral(public_id=key, project=project, registered_by=by, **facts)
    _save(referral, by=by)
    if number:
        sealed = ReferredNumber.sealing(referral=referral, digits=number.digits, kind=number.kind)
        save_checked(sealed)
        record(verb=Verb.CREATED, row=sealed, by=by, subject=subject_of_referral(referral))
    return referral


@audited()
def accept(
    *, by: User, referral: Referral, key: uuid.UUID, on: dt.date, **new: Unpack[NewParticipant]
) -> Enrolment:
    """Enrol the person and tie the referral to the stay. A number that isn't written is the referral's.

    Sent twice it gives one stay. Raises ValidationError, and what `enrol` raises.
    """
    present = _lock(referral)
    if present.enrolment and present.enrolment.public_id == key:
        return present.enrolment
    _refuse_decided(present)
    if not new["personal_number"]:
        number = ReferredNumber.objects.filter(referral=present).first()
        new["personal_number"] = number.digits if number else ""
    stay = enrol(by=by, project=present.project, key=key, on=on, **new)
    present.enrolment, present.decided_on, present.decided_by = stay, on, by
    _save(present, by=by, verb=Verb.ACCEPTED)
    return stay


@audited()
def decline(*, by: User, referral: Referral, reason: str, words: str, on: dt.date) -> None:
    """Decline a referral on a day. The referrer is told the reason, not the words. Raises ValidationError."""
    present = _lock(referral)
    if (present.declined_reason, present.declined_words) == (reason, words):
        return
    _refuse_decided(present)
    if reason == DeclineReason.OTHER and not words:
        raise ValidationError({"words": _("Write which other reason.")})
    present.declined_reason, present.declined_words = reason, words
    present.decided_on, present.decided_by = on, by
    _save(present, by=by, verb=Verb.ENDED)


@audited()
def reconsider(*, by: User, referral: Referral) -> None:
    """Undo that a referral was declined: it is waiting again. Raises ValidationError."""
    present = _lock(referral)
    if present.enrolment_id:
        raise ValidationError(_("The person is enrolled. Undo that on the participant’s page."))
    present.declined_reason, present.declined_words = "", ""
    present.decided_on = present.decided_by = None
    _save(present, by=by, verb=Verb.REOPENED)


@audited()
def name_receiver(*, by: User, referral: Referral, coach: User) -> None:
    """Name the coach who alone receives a waiting referral. Raises ValidationError.

    Nobody names themselves: they would see who it is about by their own word alone.
    """
    if coach == by:
        raise ValidationError(
            {"coach": _("You can’t name yourself. Choose another coach, or ask the lead or a colleague to.")}
        )
    present = _lock(referral)
    _refuse_decided(present)
    if present.coach_id == coach.pk:
        return
    present.coach = coach
    _save(present, by=by)


def _lock(referral: Referral) -> Referral:
    """The referral as it is stored now; changes of it wait for each other."""
    rows = Referral.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("project", "enrolment").get(pk=referral.pk)


def _refuse_decided(referral: Referral) -> None:
    if referral.declined_reason:
        raise ValidationError(_("The referral is declined already. Open the page again."))
    if referral.enrolment_id:
        raise ValidationError(_("The referral is accepted already. Open the page again."))


def _save(referral: Referral, *, by: User, verb: Verb | None = None) -> None:
    usual = Verb.CREATED if referral._state.adding else Verb.CHANGED  # noqa: SLF001  Django's documented way
    changed = changed_fields(referral)
    save_checked(referral)
    subject = subject_of_referral(referral)
    record(verb=verb or usual, row=referral, by=by, subject=subject, changed=changed)
