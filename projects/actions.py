"""Changes to a project's own frame: its staff."""

import datetime as dt

from django.db import transaction

from accounts.access import Role
from accounts.models import User
from projects.models import Membership, Project


@transaction.atomic
def add_member(
    *, project: Project, user: User, role: Role, start: dt.date, end: dt.date | None = None
) -> Membership:
    """Give someone a role in the project from a day until a day, both included.

    Raises ValidationError when they hold the role already or the dates are the wrong way round.
    """
    membership = Membership(project=project, user=user, role=role, start=start, end=end)
    membership.full_clean()
    membership.save()
    return membership
