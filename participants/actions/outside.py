"""What of a participant those outside the staff see: profiles shared with companies, personal links."""

import datetime as dt
import uuid
from typing import Final, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.link_codes import hash_of_code, new_code
from accounts.models import User, Verb
from employers.models import Company
from participants.actions.saving import lock, save_recorded, subject_of
from participants.models import Enrolment, Person, PersonalLink, ProfileShare
from projects.calendar import add_months

LONGEST_SHARE: Final = 12
"""Months: what somebody agreed to is asked about again after that."""
LINK_LASTS: Final = dt.timedelta(days=90)


class ShareFacts(TypedDict):
    """What the participant agrees to: that the company sees this, from and until which day."""

    company: Company
    shown_name: str
    presentation: str
    fields: list[str]
    start: dt.date
    end: dt.date


def why_not_shared(enrolment: Enrolment, *, on: dt.date) -> str:
    """Why no profile of this participant can be shared on the day; "" when one can."""
    if enrolment.person.protected_identity:
        return _("The person has protected identity. Their profile can't be shared with anyone.")
    if enrolment.registered_by_mistake or enrolment.has_ended(on=on):
        return _("The person isn't in the project, so no company would see the profile.")
    return ""


@audited()
def share_profile(
    *, by: User, enrolment: Enrolment, key: uuid.UUID, on: dt.date, **facts: Unpack[ShareFacts]
) -> ProfileShare:
    """Share a profile with a company, as the participant has agreed to. `on` is today.

    `key` becomes its public id: sending a form twice gives one. Raises ValidationError.
    """
    lock(enrolment)
    if sent_before := ProfileShare.objects.filter(public_id=key, enrolment=enrolment).first():
        return sent_before
    # As stored now: somebody else may have turned protection on since the page was opened.
    present = Enrolment.objects.select_related("person", "project").get(pk=enrolment.pk)
    check_share(present, company=facts["company"], start=facts["start"], end=facts["end"], on=on)
    share = ProfileShare(public_id=key, enrolment=enrolment, shared_by=by, **facts)
    save_recorded(share, by=by, about=enrolment, verb=Verb.SHARED)
    return share


def check_share(enrolment: Enrolment, *, company: Company, start: dt.date, end: dt.date, on: dt.date) -> None:
    """Raise ValidationError when the profile can't be shared with that company for that time."""
    if refusal := why_not_shared(enrolment, on=on):
        raise ValidationError(refusal)
    if company.organisation_id != enrolment.project.organisation_id:
        raise ValidationError({"company": _("Choose one of the companies in the list.")})
    if start < on:
        raise ValidationError({"start": _("That day is past. Choose today or a later day.")})
    if end > add_months(start, LONGEST_SHARE):
        longest = _("A profile is shared for %(months)s months at most. Choose an earlier day.")
        raise ValidationError({"end": longest % {"months": LONGEST_SHARE}})


@audited()
def withdraw_share(*, by: User | PersonalLink, share: ProfileShare, at: dt.datetime) -> None:
    """Take back what was shared: the company's next request finds nothing. Once more changes nothing.

    `by` is somebody of the staff, or the participant themselves as the one who came by their link.
    """
    lock(share.enrolment)
    if ProfileShare.objects.filter(pk=share.pk, withdrawn_at=None).exists():
        _withdraw(share, by=by, at=at)


def end_shares(*, by: User, person: Person, at: dt.datetime) -> None:
    """Take back all that is shared of a person. Runs in the caller's transaction."""
    shared = ProfileShare.objects.filter(enrolment__person=person, withdrawn_at=None)
    for share in shared.select_related("enrolment__person"):
        _withdraw(share, by=by, at=at)


@audited()
def make_personal_link(*, by: User, enrolment: Enrolment, at: dt.datetime) -> str:
    """Make a link for the participant; its code, which is stored nowhere and shown once.

    The link that they had before no longer opens. Raises ValidationError.
    """
    lock(enrolment)
    if enrolment.registered_by_mistake:
        raise ValidationError(_("The enrolment is registered by mistake, so there is no page to open."))
    _withdraw_links(enrolment, by=by, at=at)
    code = new_code()
    link = PersonalLink(
        enrolment=enrolment,
        code_hash=hash_of_code(code),
        made_by=by,
        made_at=at,
        expires_at=at + LINK_LASTS,
    )
    save_recorded(link, by=by, about=enrolment)
    return code


@audited()
def withdraw_personal_link(*, by: User, enrolment: Enrolment, at: dt.datetime) -> None:
    """Close the participant's link: who has it open is out at their next request."""
    lock(enrolment)
    _withdraw_links(enrolment, by=by, at=at)


def _withdraw_links(enrolment: Enrolment, *, by: User, at: dt.datetime) -> None:
    for link in enrolment.personal_links.filter(withdrawn_at=None):
        _withdraw(link, by=by, at=at)


def _withdraw(row: ProfileShare | PersonalLink, *, by: User | PersonalLink, at: dt.datetime) -> None:
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    user, reason = (by, "") if isinstance(by, User) else (None, by.as_reason)
    record(
        verb=Verb.WITHDRAWN,
        row=row,
        by=user,
        subject=subject_of(row.enrolment),
        changed=["withdrawn_at"],
        reason=reason,
    )
