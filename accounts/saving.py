"""How every action saves: checked first, and a constraint of the database answered in words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from accounts.stale import refuse_if_stale

# How the database names what holds a row's ends together, see projects/migrations/0003_sealed.py.
_SEAL = re.compile(r"\w+_same_(organisation|project|checklist|enrolment)", re.ASCII)


def save_checked(row: models.Model) -> None:
    """Check a row as a form would, then save it.

    Raises ValidationError, also for what only the database saw: two people saved at the same moment.
    StaleError, one of these, where the form behind it showed another row than the one stored now.
    """
    refuse_if_stale(row)
    row.full_clean()
    with said_in_words(row):
        row.save()


@contextmanager
def said_in_words(row: models.Model) -> Iterator[None]:
    """Turn the database's refusal of a row into the ValidationError that its constraint words."""
    try:
        yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for constraint in row._meta.constraints:  # noqa: SLF001  Django's documented way to a model's options
            if constraint.name == broken:
                raise ValidationError(constraint.get_violation_error_message()) from error
        if _SEAL.fullmatch(broken or ""):
            elsewhere = _("This belongs to another organisation or project. Choose one that belongs here.")
            raise ValidationError(elsewhere) from error
        raise
