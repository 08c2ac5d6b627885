"""Leaving something missing or contradictory as it is, for a reason and a time, and taking that back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited
from accounts.models import User, Verb
from participants.actions.saving import lock, save_recorded
from participants.models import Enrolment
from projects.calendar import add_months
from reporting.checks import BY_CODE
from reporting.models import AcceptedGap

LONGEST = 24
"""Months: after that somebody looks at it again."""


@audited()
def accept_gap(
    *, by: User, enrolment: Enrolment, check: str, reason: str, until: dt.date, on: dt.date, at: dt.datetime
) -> AcceptedGap:
    """Leave what a check finds about a person as it is up to and with `until`. `on` is today.

    What was said before about the same is withdrawn. Raises ValidationError.
    """
    if check not in BY_CODE:
        raise ValidationError(_("There is no such check. Open the page again."))
    if not on <= until <= add_months(on, LONGEST):
        raise ValidationError({"until": _("Choose a day from today on, at most two years ahead.")})
    lock(enrolment)
    for before in _told(enrolment, check):
        _withdraw(before, by=by, at=at)
    gap = AcceptedGap(
        enrolment=enrolment, check_code=check, reason=reason, until=until, accepted_by=by, accepted_at=at
    )
    save_recorded(gap, by=by, about=enrolment, verb=Verb.ACCEPTED)
    return gap


@audited()
def withdraw_gap(*, by: User, enrolment: Enrolment, check: str, at: dt.datetime) -> bool:
    """Take back that something is left as it is. False when that isn't so (any more)."""
    lock(enrolment)
    told = _told(enrolment, check)
    for gap in told:
        _withdraw(gap, by=by, at=at)
    return bool(told)


def _told(enrolment: Enrolment, check: str) -> list[AcceptedGap]:
    """What has been said of the person in the project, whatever the stay."""
    rows = AcceptedGap.objects.filter(
        enrolment__project=enrolment.project_id, enrolment__person=enrolment.person_id, check_code=check
    )
    return list(rows.filter(withdrawn_at=None).select_related("enrolment__person").order_by("pk"))


def _withdraw(gap: AcceptedGap, *, by: User, at: dt.datetime) -> None:
    gap.withdrawn_at = at
    save_recorded(gap, by=by, about=gap.enrolment, verb=Verb.WITHDRAWN)
