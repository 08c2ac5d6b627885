"""How someone gets into an account that was made for them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from accounts.querysets import InvitationQuerySet


class Invitation(models.Model):
    """A code, sent by mail, that lets someone take over the account made for them: once, and for a time.

    What they may do there was given with roles of their own. Moments are UTC.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    made_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="invitation_open_once",
                violation_error_message=_("The person has an invitation already. Withdraw that one first."),
            ),
            models.CheckConstraint(
                name="invitation_used_or_withdrawn",
                condition=Q(used_at=None) | Q(withdrawn_at=None),
                violation_error_message=_("An invitation that was used can't be withdrawn."),
            ),
            models.CheckConstraint(
                name="invitation_used_in_time",
                condition=Q(used_at=None) | Q(used_at__lt=F("expires_at")),
                violation_error_message=_("The invitation has expired. Ask for a new one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
