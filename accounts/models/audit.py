"""The audit log: who did what to which row, and when. Database triggers let nobody change it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from accounts.querysets import AuditEventQuerySet, UnexplainedWriteQuerySet


class Kind(models.TextChoices):
    """What sort of thing an event tells of."""

    CHANGE = "change", _("Change")
    READ = "read", _("Read")
    SIGN_IN = "sign_in", _("Sign-in")
    EXPORT = "export", _("Export")
    BYPASS = "bypass", _("Written past the actions")


class Verb(models.TextChoices):
    """What was done. The object of the event says to what."""

    CREATED = "created", _("added")
    CHANGED = "changed", _("changed")
    COMPLETED = "completed", _("completed")
    ENDED = "ended", _("ended")
    REOPENED = "reopened", _("reopened")
    MARKED = "marked_as_mistake", _("marked as registered by mistake")
    UNMARKED = "mistake_taken_back", _("no longer registered by mistake")
    REMOVED = "removed", _("removed")
    IMPORTED = "imported", _("imported")
    OPENED = "opened", _("opened")
    LISTED = "listed", _("shown in a list")
    ORDERED = "ordered", _("ordered")
    RETRIED = "retried", _("ordered again")
    CANCELLED = "cancelled", _("called off")
    DOWNLOADED = "downloaded", _("downloaded")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    REFUSED = "refused", _("refused at sign-in")
    BYPASSED = "bypassed", _("not by an action")
    INVITED = "invited", _("invited")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SHARED = "shared", _("shared")
    DEACTIVATED = "deactivated", _("switched off")
    ACTIVATED = "activated", _("switched on")
    SECURED = "secured", _("changed how to sign in")
    UNMASKED = "unmasked", _("uncovered")
    SEARCHED = "searched", _("searched")
    BROKE_GLASS = "broke_glass", _("opened in an emergency")
    REVIEWED = "reviewed", _("reviewed")
    RESEALED = "resealed", _("encrypted with another key")
    DROPPED = "dropped", _("key dropped")


class AuditEvent(models.Model):
    """One thing that someone did or looked at. Holds ids and names of fields, never what a field holds.

    `sequence` counts from 1 without holes. `at` is the database's clock, UTC. No actor = the system,
    or a command on the server. `action` is the object's model and a `Verb`: `enrolment.changed`.
    `rows` is how many rows a list or an import was about. `hash` covers every other column, the hash
    before it (`previous`) among them, with a key that is kept outside the database.
    """

    sequence = models.BigIntegerField(primary_key=True, editable=False)
    at = models.DateTimeField(editable=False)
    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    action = models.CharField(max_length=60, editable=False)
    actor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="audit_events", editable=False
    )
    # Of storeys above this one, hence ids: the log outlives the rows that it tells of.
    organisation_id = models.BigIntegerField(null=True, editable=False)
    project_id = models.BigIntegerField(null=True, editable=False)
    person_id = models.BigIntegerField(null=True, editable=False)
    object_label = models.CharField(max_length=60, editable=False)
    object_id = models.BigIntegerField(null=True, editable=False)
    rows = models.PositiveIntegerField(null=True, editable=False)
    changed = ArrayField(models.CharField(max_length=60), default=list, editable=False)
    reason = models.TextField(blank=True, editable=False)
    request_id = models.UUIDField(null=True, editable=False)
    previous = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit log")
        verbose_name_plural = _("audit log")
        ordering: ClassVar[list[str]] = ["-sequence"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation_id", "-sequence"], name="audit_of_organisation"),
            models.Index(fields=["person_id", "-sequence"], name="audit_of_person"),
            models.Index(fields=["actor", "-sequence"], name="audit_of_actor"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["object_id"], condition=models.Q(kind=Kind.BYPASS), name="audit_of_bypass"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class AuditHead(models.Model):
    """Where the log ends: one row, locked by whoever appends. `seal` is keyed, as the events' hashes are."""

    sequence = models.BigIntegerField(editable=False)
    hash = models.CharField(max_length=64, editable=False)
    seal = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("end of the audit log")
        verbose_name_plural = _("ends of the audit log")

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


class UnexplainedWrite(models.Model):
    """A statement that wrote to a fenced table outside every action; noted by the table's trigger.

    `row_ids` holds the first hundred of the `rows` that it wrote; TRUNCATE tells none.
    """

    at = models.DateTimeField(editable=False)
    database_user = models.CharField(max_length=63, editable=False)
    table = models.CharField(max_length=63, editable=False)
    operation = models.CharField(max_length=8, editable=False)
    rows = models.BigIntegerField(null=True, editable=False)
    row_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = UnexplainedWriteQuerySet.as_manager()

    class Meta:
        verbose_name = _("write past the actions")
        verbose_name_plural = _("writes past the actions")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.operation} {self.table}"
