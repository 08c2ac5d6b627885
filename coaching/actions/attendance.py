"""Attendance: entered once, corrected with its history kept, never overwritten unseen."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.audit import audited, record
from accounts.models import User, Verb
from coaching.actions.notes import keep_note
from coaching.marks import MINUTES_A_DAY, NOTHING, Mark, mark_of, rows_at
from coaching.models import Absence, Attendance, AttendanceChange, Expected, NoteKind, Session, SessionKind
from participants.actions.saving import subject_of
from participants.models import Enrolment

# Where everybody's talks of a day are kept together, as a workbook has them.
_TALKS = frozenset({SessionKind.TALK, SessionKind.THREE_PARTY_TALK})
# What says too little of what is held: a titled one is not taken for another.
_VAGUE = _TALKS | {SessionKind.OTHER}


class EnteredAlreadyError(Exception):
    """Somebody has entered something else about the same person at the same session."""

    def __init__(self, session: Session, mark: Mark) -> None:
        super().__init__(f"Entered already: {mark.token}")
        self.session, self.mark = session, mark


@dataclass(frozen=True, slots=True)
class Entry:
    """What someone wants to stand about an enrolment, and what stood there when they were shown it."""

    enrolment: Enrolment
    wanted: Mark
    shown: Mark = NOTHING


@audited()
def enter_attendance(
    *, by: User, session: Session, entries: Sequence[Entry], on: dt.date, at: dt.datetime
) -> list[Entry]:
    """Enter or correct what is known of some people at a session.

    Gives back the entries that were not taken because something else than what was shown stands there by
    now; what stands there stays. One that is entered already as wanted is left as it is. `on` is today,
    `at` the moment that the history states. Raises ValidationError, and then nothing is entered.
    """
    _lock(session)
    _check_held(session, on=on)
    stored = rows_at(session, among=[entry.enrolment.pk for entry in entries])
    refused = []
    for entry in entries:
        row = stored.get(entry.enrolment.pk)
        now = mark_of(row)
        if now == entry.wanted:
            continue
        if now != entry.shown:
            refused.append(entry)
            continue
        _check(session, entry)
        _write(session, entry.enrolment, entry.wanted, row=row, by=by, at=at, key=uuid.uuid4())
    return refused


@audited()
def log_time(
    *,
    by: User,
    enrolment: Enrolment,
    kind: str,
    minutes: int,
    held_on: dt.date,
    key: uuid.UUID,
    on: dt.date,
    at: dt.datetime,
    add_to: str = "",
    note: str = "",
) -> Session:
    """Log someone's time at an activity of the day; the session is made where there is none yet.

    It belongs to the session of that kind to which they are invited. Else talks of a day share a session in
    the project, as they do in a workbook; another activity of which the day has one is that one, unless it is
    titled and the kind says only “other”. `key` comes with the form: sent twice, it is entered once. `add_to`
    is the token of an entry that was shown and is added to, `note` what was said, kept as a note in the case.
    `on` is today. Raises EnteredAlreadyError where something is entered that wasn't shown, ValidationError.
    """
    if sent_before := AttendanceChange.objects.filter(key=key).select_related("session").first():
        return sent_before.session
    session = _session_of(enrolment, kind=kind, held_on=held_on)
    if session._state.adding:  # noqa: SLF001  Django's documented way to tell a new row
        session.full_clean(validate_unique=False, validate_constraints=False)
        session, _made = Session.objects.get_or_create(
            project=session.project, held_on=held_on, kind=kind, title="", defaults={}
        )
    _lock(session)
    _check_held(session, on=on)
    if sent_before := AttendanceChange.objects.filter(key=key).first():
        return session
    row = rows_at(session, among=[enrolment.pk]).get(enrolment.pk)
    now = mark_of(row)
    if now.entered and now.token != add_to:
        raise EnteredAlreadyError(session, now)
    wanted = Mark((now.minutes or 0) + minutes, now.late, now.reason if now.late else "")
    _check(session, Entry(enrolment, wanted))
    _write(session, enrolment, wanted, row=row, by=by, at=at, key=key)
    if note.strip():
        about = NoteKind.TALK if kind in _TALKS else ""
        keep_note(by=by, enrolment=enrolment, key=key, on=on, day=held_on, kind=about, text=note.strip())
    return session


def _session_of(enrolment: Enrolment, *, kind: str, held_on: dt.date) -> Session:
    """The day's session that time of this kind belongs to; a new one where there is none to choose."""
    project = enrolment.project
    there = list(Session.objects.filter(project=project, held_on=held_on, kind=kind).order_by("pk"))
    invited = set(
        Expected.objects.filter(session__in=there, enrolment=enrolment).values_list("session", flat=True)
    )
    own = [session for session in there if session.pk in invited]
    if len(own) == 1:
        return own[0]
    if kind not in _VAGUE and len(there) == 1:
        return there[0]
    untitled = (session for session in there if not session.title)
    return next(untitled, Session(project=project, held_on=held_on, kind=kind))


def _lock(session: Session) -> None:
    """Let entries at one session wait for each other, until the transaction ends."""
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)


def _check_held(session: Session, *, on: dt.date) -> None:
    if session.held_on > on:
        raise ValidationError({"held_on": _("The day lies ahead. Attendance is entered when it has come.")})


def _check(session: Session, entry: Entry) -> None:
    """That the time can be right, and that the person was in the project that day."""
    wanted, stay = entry.wanted, entry.enrolment
    if wanted.minutes is not None and not 1 <= wanted.minutes <= MINUTES_A_DAY:
        raise ValidationError({"minutes": _("Attendance is 1 minute to 24 hours.")})
    if not 0 <= wanted.late <= MINUTES_A_DAY:
        raise ValidationError({"late": _("Nobody is more than 24 hours late. Check the minutes.")})
    if wanted.entered and not stay.covers(session.held_on):
        days = {"start": stay.start, "end": stay.end}
        told = (
            _("That day is outside the enrolment, %(start)s–%(end)s. Check the day.")
            if stay.end
            else _("That day is before the enrolment, which begins %(start)s. Check the day.")
        )
        raise ValidationError({"held_on": told % days})


def _write(
    session: Session,
    enrolment: Enrolment,
    wanted: Mark,
    *,
    row: Attendance | Absence | None,
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> None:
    """Store an entry in place of the one before, its history, and what the audit log says of it."""
    before, subject = mark_of(row), subject_of(enrolment)
    fits = isinstance(row, Attendance) if wanted.present else isinstance(row, Absence)
    if row is not None and not (fits and wanted.entered):
        record(verb=Verb.REMOVED, row=row, by=by, subject=subject)
        row.delete()
    if wanted.entered:
        written = row if row is not None and fits else _new(session, enrolment, wanted)
        changed = _put(written, wanted)
        verb = Verb.CHANGED if written.pk else Verb.CREATED
        written.save()
        record(
            verb=verb, row=written, by=by, subject=subject, changed=changed if verb == Verb.CHANGED else ()
        )
    AttendanceChange.objects.create(
        session=session,
        enrolment=enrolment,
        changed_by=by,
        changed_at=at,
        key=key,
        old_minutes=before.minutes,
        old_late=before.late,
        old_reason=before.reason,
        new_minutes=wanted.minutes,
        new_late=wanted.late,
        new_reason=wanted.reason,
    )


def _new(session: Session, enrolment: Enrolment, wanted: Mark) -> Attendance | Absence:
    model = Attendance if wanted.present else Absence
    return model(session=session, enrolment=enrolment)


def _put(row: Attendance | Absence, wanted: Mark) -> list[str]:
    """Set the row's fields; which of them that changed."""
    values: Mapping[str, object] = (
        {"reason": wanted.reason}
        if isinstance(row, Absence)
        else {"minutes": wanted.minutes, "minutes_late": wanted.late, "late_reason": wanted.reason}
    )
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    return changed
