"""Attendance of several people at once: at a session that is there, or at a new one."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited
from accounts.models import User
from coaching.actions.activities import SessionFacts, invite, make_session, wait_in_turn
from coaching.actions.attendance import Entry, enter_attendance
from coaching.models import Session
from projects.models import Project


@audited()
def enter_together(
    *,
    by: User,
    project: Project,
    entries: Sequence[Entry],
    session: Session | None,
    facts: SessionFacts,
    key: uuid.UUID,
    on: dt.date,
    at: dt.datetime,
) -> tuple[Session, list[Entry]]:
    """Enter several people's attendance at `session` of the project, or at one that is made of `facts`.

    `key` comes with the form: sent twice, there is one. Everybody stands as invited afterwards. Gives back
    the session, and the entries that were not taken because something else stands there. `on` is today.
    Raises ValidationError, and then nothing is entered.
    """
    held = session or _held(project, by=by, key=key, facts=facts)
    invite(by=by, session=held, enrolments=[entry.enrolment for entry in entries])
    return held, enter_attendance(by=by, session=held, entries=entries, on=on, at=at)


def _held(project: Project, *, by: User, key: uuid.UUID, facts: SessionFacts) -> Session:
    """The session that a form makes: with another day, kind or title the same form makes another one."""
    wait_in_turn(project)
    day, kind, title = facts["held_on"], facts["kind"], facts["title"]
    own = uuid.uuid5(key, f"{day} {kind} {title}")
    alike = project.sessions.filter(held_on=day, kind=kind).exclude(public_id=own)
    if (alike.filter(title=title) if title else alike).exists():
        told = _(
            "There is such a session that day already. Choose it in the list, or give the new one a title."
        )
        raise ValidationError({"session": told})
    return make_session(by=by, project=project, key=own, **facts)
