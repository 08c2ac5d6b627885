"""Inviting many people to a session at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.audit import audited
from accounts.models import User
from coaching.actions.activities import invite
from coaching.models import Session
from participants.models import Enrolment


@dataclass(frozen=True, slots=True)
class Invited:
    """How many are newly expected, how many were so already, and who couldn't be invited and why."""

    new: int
    already: int
    refused: list[tuple[Enrolment, str]]


@audited()
def invite_many(*, by: User, session: Session, enrolments: Iterable[Enrolment]) -> Invited:
    """Expect people at a session. Who can't be expected there is left out, and the others are invited.

    The enrolments are those that `by` may write in, with project. All of it is one transaction.
    """
    fits, refused = [], []
    for stay in sorted(enrolments, key=lambda one: one.pk):
        if stay.project_id != session.project_id:
            refused.append((stay, _("The session belongs to another project.")))
        elif not stay.covers(session.held_on):
            told = _("Not in the project on %(day)s.")
            refused.append((stay, told % {"day": session.held_on}))
        else:
            fits.append(stay)
    new = invite(by=by, session=session, enrolments=fits)
    return Invited(new, len(fits) - new, refused)
