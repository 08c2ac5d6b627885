"""Which postponed items of Today a user reaches."""

from typing import TYPE_CHECKING, Self

from django.db import models

from participants.models import Enrolment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.access import Permission
    from accounts.models import User
    from coaching.models import Postponement


class PostponementQuerySet(models.QuerySet["Postponement"]):
    """Sets of postponements."""

    def visible_to(self, user: "User | AnonymousUser", permission: "Permission") -> Self:
        """Those of the enrolments that the user reaches."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))
