"""Notes about a participant: keep, change, remove; and drafts of them, which save themselves."""

import datetime as dt
import uuid
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.models import User, Verb
from coaching.models import Note, NoteDraft, NoteVersion
from participants.actions.saving import lock, save_checked, save_recorded, subject_of
from participants.models import Enrolment


class NoteFacts(TypedDict):
    """What a note says: of which civil day, what about ("" = not said), and the text."""

    day: dt.date
    kind: str
    text: str


class KeptAlreadyError(ValidationError):
    """The draft was kept as a note in another window, with another text."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This draft has been kept as a note in another window, with another text. Save again to keep "
                "this text as a note of its own."
            )
        )


class DraftElsewhereError(ValidationError):
    """The user writes another draft about the participant in another window."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You have written a draft about this participant in another window. That one stays as it is, "
                "and this text isn't saved as a draft: save it as a note, or copy it."
            )
        )


@audited()
def keep_note(
    *, by: User, enrolment: Enrolment, key: uuid.UUID, on: dt.date, **facts: Unpack[NoteFacts]
) -> Note:
    """Keep a note in the case; the draft that it was until now is gone. `on` is today.

    `key` becomes the note's public id: sending a form twice gives one note.
    Raises KeptAlreadyError and other ValidationErrors.
    """
    lock(enrolment)
    note = Note(public_id=key, enrolment=enrolment, author=by, **facts)
    if sent_before := Note.objects.filter(public_id=key, enrolment=enrolment, author=by).first():
        if sent_before.says != note.says:
            raise KeptAlreadyError
        return sent_before
    _check_day(note, on=on)
    save_recorded(note, by=by, about=enrolment)
    for draft in NoteDraft.objects.filter(enrolment=enrolment, author=by):
        if draft.key == key or draft.text.split() == note.text.split():
            draft.delete()
    return note


@audited()
def change_note(*, by: User, note: Note, on: dt.date, at: dt.datetime, **facts: Unpack[NoteFacts]) -> None:
    """Change what a note says; what it said until now, `at`, is kept beside it. Raises ValidationError."""
    lock(note.enrolment)
    former = Note.objects.get(pk=note.pk)
    note.day, note.kind, note.text = facts["day"], facts["kind"], facts["text"]
    if note.says == former.says:
        return
    _check_day(note, on=on)
    save_recorded(note, by=by, about=note.enrolment)
    save_checked(NoteVersion(note=note, day=former.day, kind=former.kind, text=former.text, replaced_at=at))


@audited()
def remove_note(*, by: User, note: Note) -> None:
    """Take away a note that was written by mistake, with what it said before."""
    lock(note.enrolment)
    record(verb=Verb.REMOVED, row=note, by=by, subject=subject_of(note.enrolment))
    note.delete()


def _check_day(note: Note, *, on: dt.date) -> None:
    if note.day > on:
        raise ValidationError({"day": _("The date lies ahead. Choose today or an earlier day.")})


@transaction.atomic
def save_draft(
    *,
    by: User,
    enrolment: Enrolment,
    key: uuid.UUID,
    version: int,
    day: dt.date | None,
    kind: str,
    text: str,
    at: dt.datetime,
) -> NoteDraft | None:
    """Save what the user has written so far; None when there is no draft, nothing written or all kept.

    `version` is what the draft's was when the page got it, 0 for none. Not recorded in the audit log:
    the note is, when it is kept. Raises DraftElsewhereError and other ValidationErrors.
    """
    lock(enrolment)
    if Note.objects.filter(public_id=key).exists():
        return None
    draft = NoteDraft.objects.filter(enrolment=enrolment, author=by).first()
    if draft and (draft.key, draft.version) != (key, version) and draft.text != text:
        raise DraftElsewhereError
    if not text.strip():
        drop_draft(by=by, enrolment=enrolment)
        return None
    draft = draft or NoteDraft(enrolment=enrolment, author=by, key=key)
    draft.day, draft.kind, draft.text, draft.saved_at = day, kind, text, at
    draft.version += 1
    save_checked(draft)
    return draft


def drop_draft(*, by: User, enrolment: Enrolment) -> None:
    """Throw the user's draft away."""
    NoteDraft.objects.filter(enrolment=enrolment, author=by).delete()
