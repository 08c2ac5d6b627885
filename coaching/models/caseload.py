"""What a user keeps of how they look at their caseload."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from coaching.caseload_querysets import SavedFilterQuerySet
from participants.personal_numbers import LOOKS_LIKE_ONE


def holds_no_personal_number(text: str) -> None:
    """Raise ValidationError for a text with something in it that looks like a personal number."""
    if LOOKS_LIKE_ONE.search(text):
        raise ValidationError(_("That looks like a personal number. Write something else here."))


class SavedFilter(models.Model):
    """Filters of the caseload that a user has given a name. Nobody else sees them.

    `query` is the address's part behind the question mark, as the filters' form writes it: never what is
    searched for by name. The default one, of which each user has at most one, is in force when the list
    is opened without any.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", editable=False)
    name = models.CharField(_("name"), max_length=60, validators=[holds_no_personal_number])
    query = models.CharField(_("filters"), max_length=500, editable=False)
    is_default = models.BooleanField(_("in force when I open the list"), default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_filter_once",
                violation_error_message=_("You have a filter with this name. Choose another name."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(is_default=True),
                name="saved_filter_one_default",
                violation_error_message=_("Another filter is in force when you open the list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
