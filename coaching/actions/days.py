"""Days of what has happened in a stay."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db import models

    from participants.models import Enrolment


def check_days(row: "models.Model", *fields: str, stay: "Enrolment", on: dt.date) -> None:
    """Raise ValidationError at each of the row's days that lies ahead or outside the stay. `on` is today.

    A day that is stored already is let through: what lies outside may be corrected in all else.
    """
    rows = type(row)._default_manager  # noqa: SLF001  Django's documented way to a model's rows
    stored = rows.filter(pk=row.pk).values(*fields).first() if row.pk else None
    errors = {}
    for field in fields:
        day: dt.date | None = getattr(row, field)
        if day and (stored is None or stored[field] != day) and (wrong := _wrong(day, stay=stay, on=on)):
            errors[field] = wrong
    if errors:
        raise ValidationError(errors)


def _wrong(day: dt.date, *, stay: "Enrolment", on: dt.date) -> str:
    if day > on:
        return _("The date lies ahead. Choose today or an earlier day.")
    if day < stay.start:
        return _("That is before the first day, %(day)s. Check the date.") % {"day": stay.start}
    if stay.end and day > stay.end:
        return _("That is after the exit, %(day)s. Check the date.") % {"day": stay.end}
    return ""
