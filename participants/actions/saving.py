"""How every action about a participant saves: checked first, recorded, and refused in words."""

from django.db import models

from accounts.audit import Subject, changed_fields, record
from accounts.models import User, Verb
from accounts.saving import said_in_words, save_checked
from accounts.stale import columns_of, refuse_if_stale
from participants.models import Enrolment, Person, PersonalLink

__all__ = ["lock", "save_checked", "save_recorded", "subject_of"]


def subject_of(about: Person | Enrolment) -> Subject:
    """Whom and where an event is about: a person, in a project where it is about their stay there."""
    if isinstance(about, Person):
        return Subject(organisation_id=about.organisation_id, person_id=about.pk)
    return Subject(
        organisation_id=about.person.organisation_id,
        project_id=about.project_id,
        person_id=about.person_id,
    )


def save_recorded(
    row: models.Model,
    *,
    by: User | PersonalLink,
    about: Person | Enrolment,
    verb: Verb | None = None,
) -> None:
    """Save a row, checked, and say in the audit log who added or changed it, or did what `verb` says.

    `by` is somebody of the staff, or the participant themselves as the one who came by their link.
    Raises ValidationError, as `save_checked` does.
    """
    usual = Verb.CREATED if row._state.adding else Verb.CHANGED  # noqa: SLF001  Django's documented way
    refuse_if_stale(row)
    row.full_clean()
    changed = changed_fields(row)
    with said_in_words(row):
        row.save()
    user, reason = (by, "") if isinstance(by, User) else (None, by.as_reason)
    record(verb=verb or usual, row=row, by=user, subject=subject_of(about), changed=changed, reason=reason)


def lock(enrolment: Enrolment) -> None:
    """Let changes of one enrolment wait for each other, until the transaction ends.

    The enrolment is then as stored: what somebody else saved while this one waited isn't written back.
    """
    stored = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    for column, value in columns_of(stored).items():
        if getattr(enrolment, column) != value:
            setattr(enrolment, column, value)
