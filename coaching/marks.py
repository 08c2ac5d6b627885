"""What is entered about someone at a session: there for so long, late, absent and why, or nothing yet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from django.utils.translation import gettext as _

from coaching.models import NOT_VALID, Absence, Attendance, MissedReason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coaching.models import AttendanceChange, Session

MINUTES_A_DAY: Final = 1440


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry. No `minutes` and no `reason`: nothing is entered. No `minutes` but a reason: absent.

    `minutes` is the time that they were there, `late` the minutes that they missed of its beginning,
    `reason` why they were late or absent.
    """

    minutes: int | None = None
    late: int = 0
    reason: str = ""

    @property
    def entered(self) -> bool:
        """Whether anything is entered."""
        return self.minutes is not None or bool(self.reason)

    @property
    def absent(self) -> bool:
        """Whether it says that they didn't come."""
        return self.minutes is None and bool(self.reason)

    @property
    def present(self) -> bool:
        """Whether it says that they were there."""
        return self.minutes is not None

    @property
    def in_words(self) -> str:
        """The entry in a few words: “1:30”, “1:20, 10 min late: Ill”, “absent: Ill”."""
        if self.minutes is None:
            return _("absent: %(why)s") % {"why": self.why} if self.reason else _("nothing")
        return ", ".join(filter(None, [as_hours(self.minutes), self.remark]))

    @property
    def remark(self) -> str:
        """What there is to say beside the time: “10 min late: Ill”, “absent: Ill”; "" for nothing."""
        if self.absent:
            return self.in_words
        late = _("%(minutes)s min late") % {"minutes": self.late} if self.late else ""
        return f"{late}: {self.why}" if late and self.reason else late

    @property
    def remark_for_others(self) -> str:
        """The same for papers that are handed on: not why they were ill, only whether it excuses."""
        if self.absent:
            return _("absent, valid reason") if self.valid else _("absent")
        return _("%(minutes)s min late") % {"minutes": self.late} if self.late else ""

    @property
    def hours(self) -> str:
        """The time as hours:minutes; "" for none."""
        return "" if self.minutes is None else as_hours(self.minutes)

    @property
    def why(self) -> str:
        """The reason in words; "" for none."""
        return str(MissedReason(self.reason).label) if self.reason else ""

    @property
    def valid(self) -> bool:
        """Whether the reason excuses."""
        return self.reason not in NOT_VALID

    @property
    def token(self) -> str:
        """The entry as a form carries it along, to tell whether it is still what was shown."""
        return f"{'' if self.minutes is None else self.minutes}.{self.late}.{self.reason}"

    @classmethod
    def from_token(cls, token: str) -> Self:
        """The entry that a form carried along; nothing, where it carried none that can be read."""
        minutes, _dot, rest = token.partition(".")
        late, _dot, reason = rest.partition(".")
        if not late.isdecimal() or (minutes and not minutes.isdecimal()):
            return cls()
        return cls(int(minutes) if minutes else None, int(late), reason)

    @classmethod
    def before(cls, change: "AttendanceChange") -> Self:
        """What stood there before a change."""
        return cls(change.old_minutes, change.old_late, change.old_reason)

    @classmethod
    def after(cls, change: "AttendanceChange") -> Self:
        """What stands there since a change."""
        return cls(change.new_minutes, change.new_late, change.new_reason)


NOTHING: Final = Mark()


def as_hours(minutes: int) -> str:
    """Whole minutes as hours:minutes, exact."""
    return f"{minutes // 60}:{minutes % 60:02}"


def mark_of(row: Attendance | Absence | None) -> Mark:
    """What a stored row says; nothing, where there is none."""
    if row is None:
        return NOTHING
    if isinstance(row, Absence):
        return Mark(reason=row.reason)
    return Mark(row.minutes, row.minutes_late, row.late_reason)


def rows_at(session: "Session", among: "Iterable[int] | None" = None) -> dict[int, Attendance | Absence]:
    """The stored rows of a session by the enrolment's id, of all or of some. Time outdoes an absence."""
    some = {} if among is None else {"enrolment__in": list(among)}
    absent = Absence.objects.filter(session=session, **some)
    there = Attendance.objects.filter(session=session, **some)
    return {row.enrolment_id: row for row in (*absent, *there)}
