"""How every action saves: checked first, recorded, and a constraint of the database answered in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from accounts.audit import Subject, changed_fields, record
from accounts.models import User, Verb
from participants.models import Enrolment, Person


def subject_of(about: Person | Enrolment) -> Subject:
    """Whom and where an event is about: a person, in a project where it is about their stay there."""
    if isinstance(about, Person):
        return Subject(organisation_id=about.organisation_id, person_id=about.pk)
    return Subject(
        organisation_id=about.person.organisation_id,
        project_id=about.project_id,
        person_id=about.person_id,
    )


def save_checked(row: models.Model) -> None:
    """Check a row as a form would, then save it.

    Raises ValidationError, also for what only the database saw: two people saved at the same moment.
    """
    row.full_clean()
    with said_in_words(row):
        row.save()


def save_recorded(
    row: models.Model, *, by: User, about: Person | Enrolment, verb: Verb | None = None
) -> None:
    """Save a row, checked, and say in the audit log who added or changed it, or did what `verb` says.

    Raises ValidationError, as `save_checked` does.
    """
    usual = Verb.CREATED if row._state.adding else Verb.CHANGED  # noqa: SLF001  Django's documented way
    row.full_clean()
    changed = changed_fields(row)
    with said_in_words(row):
        row.save()
    record(verb=verb or usual, row=row, by=by, subject=subject_of(about), changed=changed)


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
