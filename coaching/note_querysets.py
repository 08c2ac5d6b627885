"""Which notes and drafts of notes a user reaches, and the sets that pages ask for."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch

from accounts.access import Permission
from participants.models import Enrolment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from coaching.models import Note, NoteDraft, NoteVersion


class NoteQuerySet(models.QuerySet["Note"]):
    """Sets of notes."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Notes of the enrolments that the user reaches; to write, only those that they wrote themselves."""
        reached = self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))
        return reached.filter(author=user) if permission is Permission.CASE_WRITE else reached

    def of_participation(self, enrolment: "Enrolment") -> Self:
        """Those of every stay of that person in that project."""
        return self.filter(enrolment__person=enrolment.person_id, enrolment__project=enrolment.project_id)

    def whole(self) -> Self:
        """With author, stay and what they said before."""
        from coaching.models import NoteVersion  # noqa: PLC0415  models import this module

        versions = Prefetch("versions", NoteVersion.objects.all())
        return self.select_related("author", "enrolment").prefetch_related(versions)

    def contacts(self) -> Self:
        """Those that say that somebody was in touch with the participant."""
        from coaching.models import COUNTS_AS_CONTACT  # noqa: PLC0415  as above

        return self.filter(kind__in=COUNTS_AS_CONTACT)


class NoteVersionQuerySet(models.QuerySet["NoteVersion"]):
    """Sets of former texts."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Those of the notes that the user reaches."""
        from coaching.models import Note  # noqa: PLC0415  models import this module

        return self.filter(note__in=Note.objects.visible_to(user, permission))


class NoteDraftQuerySet(models.QuerySet["NoteDraft"]):
    """Sets of drafts."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """The user's own, in the cases that they reach."""
        reached = self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))
        return reached.filter(author=user.pk)
