"""Notes about a participant, what they said before they were changed, and drafts of them."""

import uuid
from typing import ClassVar, Final

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from coaching.note_querysets import NoteDraftQuerySet, NoteQuerySet, NoteVersionQuerySet
from participants.models import Enrolment

LONGEST_NOTE: Final = 20_000
"""So many characters, some eight pages."""


class NoteKind(models.TextChoices):
    """What a note is about. A contact and a talk count as contact with the participant, see below."""

    CONTACT = "contact", _("Contact: phone, letter or message")
    TALK = "talk", _("Talk")
    EMPLOYER = "employer", _("Job finding: an employer who was asked")
    OTHER = "other", _("Something else")


COUNTS_AS_CONTACT: Final = frozenset({NoteKind.CONTACT, NoteKind.TALK})
"""A note of one of these kinds says that somebody was in touch with the participant that day."""


class NoteText(models.Model):
    """What a note says: of which day, what about (empty = not said), and the text."""

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=NoteKind, blank=True)
    text = models.TextField(_("note"), validators=[MaxLengthValidator(LONGEST_NOTE)])

    class Meta:
        abstract = True

    @property
    def says(self) -> tuple[object, ...]:
        """All that is written, to tell two apart."""
        return self.day, self.kind, self.text


class Note(NoteText):
    """A note in a case. `day` is the civil day that it is about. Its author alone changes it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering: ClassVar[list[str]] = ["-day", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enrolment", "-day"], name="notes_of_enrolment")
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class NoteVersion(NoteText):
    """What a note said until `replaced_at`, UTC, when its author wrote something else."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    replaced_at = models.DateTimeField(_("replaced"))

    objects = NoteVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("former text of a note")
        verbose_name_plural = _("former texts of notes")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.replaced_at:%Y-%m-%d %H:%M}"


class NoteDraft(models.Model):
    """What somebody has begun to write; theirs alone, and not a part of the case until it is kept.

    It saves itself while they write, so no write of it is an event in the audit log, and no fence stands
    around it. `key` becomes the note's public id. `version` counts the saves: of two windows, the later
    one is told. `saved_at` is UTC.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="note_drafts")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    day = models.DateField(_("day"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=NoteKind, blank=True)
    text = models.TextField(_("note"), validators=[MaxLengthValidator(LONGEST_NOTE)])
    saved_at = models.DateTimeField(_("saved"))

    objects = NoteDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a note")
        verbose_name_plural = _("drafts of notes")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment", "author"],
                name="note_draft_one_each",
                violation_error_message=_("You have a draft of a note about this participant already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.saved_at:%Y-%m-%d %H:%M}"
