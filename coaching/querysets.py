"""Which assessments a user reaches."""

from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.access import Permission
from participants.models import Enrolment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from coaching.models import ReadinessAssessment


class ReadinessAssessmentQuerySet(models.QuerySet["ReadinessAssessment"]):
    """Sets of jobbredo assessments."""

    def visible_to(self, user: "User | AnonymousUser", permission: Permission) -> Self:
        """Assessments of the enrolments that the user reaches."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user, permission))
