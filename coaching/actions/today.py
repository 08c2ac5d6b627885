"""Put an item of Today off, and take that back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.models import User, Verb
from coaching.models import Postponement, PutOff
from participants.actions.saving import lock, save_recorded, subject_of
from participants.models import Enrolment

LONGEST = {PutOff.LATER: 31, PutOff.AS_IS: 366}
"""So many days ahead, at most, an item comes back."""


@audited()
def put_off(
    *,
    by: User,
    enrolment: Enrolment,
    kind: str,
    key: str,
    way: str,
    until: dt.date,
    reason: str,
    on: dt.date,
) -> Postponement:
    """Let an item rest until a day; once more changes the day and the reason. `on` is today.

    Raises ValidationError for a day that isn't ahead, or too far.
    """
    lock(enrolment)
    check_until(until, way=way, on=on)
    same = Postponement.objects.filter(enrolment=enrolment, kind=kind, key=key).first()
    row = same or Postponement(enrolment=enrolment, kind=kind, key=key)
    row.way, row.until, row.reason, row.by = way, until, reason, by
    save_recorded(row, by=by, about=enrolment)
    return row


def check_until(until: dt.date, *, way: str, on: dt.date) -> None:
    """Raise ValidationError for a day on which nothing put off that way on `on` can come back."""
    if until <= on:
        raise ValidationError({"until": _("Choose a day after today.")})
    last = on + dt.timedelta(days=LONGEST[PutOff(way)])
    if until > last:
        raise ValidationError({"until": _("Choose a day up to %(day)s.") % {"day": last}})


@audited()
def take_back(*, by: User, postponement: Postponement) -> None:
    """Let an item stand on Today again."""
    lock(postponement.enrolment)
    record(verb=Verb.REMOVED, row=postponement, by=by, subject=subject_of(postponement.enrolment))
    postponement.delete()
