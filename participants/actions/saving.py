"""How every action saves: checked first, and a constraint of the database answered in words."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from accounts.models import User
from participants.models import Enrolment

log = logging.getLogger("jobbredo.changes")


def save_checked(row: models.Model) -> None:
    """Check a row as a form would, then save it.

    Raises ValidationError, also for what only the database saw: two people saved at the same moment.
    """
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
        raise


def lock(enrolment: Enrolment) -> None:
    """Let changes of one enrolment wait for each other, until the transaction ends."""
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)


def note_change(what: str, row: models.Model, *, by: User) -> None:
    """Write to the log who changed which row: ids only, never a name or what a field holds."""
    log.info("%s: %s %s by user %s", what, row._meta.label, row.pk, by.pk)  # noqa: SLF001  as above
