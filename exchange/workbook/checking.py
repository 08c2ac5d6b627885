"""What must hold between the cells, rows and sheets of a workbook. Nothing here asks the database."""

import datetime as dt
from collections import defaultdict
from typing import Any, Final

from django.utils.translation import gettext as _

from coaching.words import SESSION_KIND
from exchange.workbook.codes import is_regulated
from exchange.workbook.columns import (
    ATTENDANCE,
    COMPANIES,
    CONTACTS,
    CV,
    EPISODES,
    FOLLOW_UPS,
    GOALS,
    NEEDS,
    PARTICIPANTS,
    PROJECT,
    READINESS,
    SUPERVISORS,
    SUPPORT,
    SURVEY,
    TARGET_GROUPS,
    GoalRow,
    ParticipantRow,
    Row,
    Sheet,
)
from exchange.workbook.faults import Findings, shown
from exchange.workbook.kinds import folded
from exchange.workbook.persons import PERSON_FACTS, Stays, by_person, overlapping, stay_of
from exchange.workbook.reading import Book
from participants.words import CHANCE_ANSWER
from projects.planned import Place, contradictions

MINUTES_A_DAY: Final = 24 * 60
SCALE: Final = ("1", "2", "3", "4", "5")

# First and last day: sheet, attribute of the first, attribute of the last.
PERIODS: Final[tuple[tuple[Sheet[Any], str, str], ...]] = (
    (PARTICIPANTS, "start", "end"),
    (SUPPORT, "start", "end"),
    (EPISODES, "start", "end"),
    (NEEDS, "registered_on", "closed_on"),
)
OF_PARTICIPANTS: Final[tuple[Sheet[Any], ...]] = (
    SUPPORT,
    EPISODES,
    READINESS,
    ATTENDANCE,
    CV,
    FOLLOW_UPS,
    SURVEY,
)
OF_COMPANIES: Final[tuple[Sheet[Any], ...]] = (EPISODES, CONTACTS, NEEDS, SUPERVISORS)
# What belongs to a day of a stay: sheet, attribute of the day.
WITHIN_STAY: Final[tuple[tuple[Sheet[Any], str], ...]] = (
    (READINESS, "assessed_on"),
    (ATTENDANCE, "held_on"),
)
# What tells one row from every other in its sheet; () = every column.
ONLY_ONCE: Final[tuple[tuple[Sheet[Any], tuple[str, ...]], ...]] = (
    (GOALS, ("indicator", "gender", "age_band", "group")),
    (TARGET_GROUPS, ("name",)),
    (PARTICIPANTS, ("participant", "start", "by_mistake")),
    (SUPPORT, ()),
    (EPISODES, ()),
    (READINESS, ("participant", "assessed_on", "assessor")),
    (ATTENDANCE, ("participant", "session")),
    (CV, ()),
    (FOLLOW_UPS, ()),
    (SURVEY, ()),
    (COMPANIES, ()),
    (SUPERVISORS, ("organisation_number", "name")),
)


def check_book(book: Book, findings: Findings) -> None:
    """Check what a workbook says against itself. Faults go to `findings`."""
    _Check(book, findings).run()


class _Check:
    def __init__(self, book: Book, findings: Findings) -> None:
        self._book = book
        self._findings = findings

    def run(self) -> None:
        self._periods()
        self._twice()
        self._goals()
        self._target_groups()
        self._known_ids()
        self._exits()
        self._persons()
        self._enrolments()
        self._choices_of_participants()
        self._episodes()
        self._attendance()
        self._companies()
        self._survey()
        self._notices()

    def _fault(self, sheet: Sheet[Any], row: Row, attribute: str, problem: str) -> None:
        """Note a fault in a row's column, with the value unless it is private."""
        self._findings.add(
            problem,
            sheet=sheet.name,
            row=None if sheet.upright else row.row,
            column=sheet.header(attribute),
            value=sheet.written(row, attribute),
        )

    def _periods(self) -> None:
        project = self._book.project
        if project is not None and project.end < project.start:
            self._fault(PROJECT, project, "end", _("The project ends before it starts. Check the two dates."))
        for sheet, first, last in PERIODS:
            for row in self._book.rows(sheet):
                end = getattr(row, last)
                if end is not None and end < getattr(row, first):
                    self._fault(
                        sheet,
                        row,
                        last,
                        _("This day is before %(header)s. Check the two dates.")
                        % {"header": sheet.header(first)},
                    )

    def _twice(self) -> None:
        for sheet, attributes in ONLY_ONCE:
            seen: dict[tuple[Any, ...], int] = {}
            for row in self._book.rows(sheet):
                key = tuple(getattr(row, name) for name in attributes or sheet.columns)
                first = seen.setdefault(key, row.row)
                if first != row.row:
                    self._findings.add(
                        _("The row says the same thing as row %(first)d. Keep one of them.")
                        % {"first": first},
                        sheet=sheet.name,
                        row=row.row,
                    )

    def _goals(self) -> None:
        """A goal for a band that the project doesn't have would be compared with nothing."""
        bands = self._book.project.age_bands if self._book.project else ()
        for row in self._book.rows(GOALS):
            own = not is_regulated(row.indicator)
            if own and row.age_band and bands and row.age_band not in bands:
                self._fault(
                    GOALS,
                    row,
                    "age_band",
                    _("The project has no such age band. Write one of: %(bands)s.")
                    % {"bands": ", ".join(bands)},
                )

        self._sums()

    def _sums(self) -> None:
        """A plan whose parts contradict the whole says two things at once."""
        goals, groups = self._book.rows(GOALS), self._book.rows(TARGET_GROUPS)
        parents = {row.name: row.parent for row in groups}
        if len(parents) < len(groups) or any(_leads_back(name, parents) for name in parents):
            groups = []  # what is named twice, or part of itself, has no sum
        for found in contradictions(goals, groups):
            stated = [row for row in goals if _place(row) == (found.indicator, found.place)]
            if stated:
                self._fault(GOALS, stated[0], "value", found.sentence)
                continue
            named = [row for row in groups if row.name.casefold() == found.place.group.casefold()]
            self._fault(TARGET_GROUPS, named[0], "target", found.sentence)

    def _target_groups(self) -> None:
        rows = self._book.rows(TARGET_GROUPS)
        parents = {row.name: row.parent for row in rows}
        for row in rows:
            if row.parent and row.parent not in self._book.named(TARGET_GROUPS):
                self._fault(
                    TARGET_GROUPS, row, "parent", _("There is no target group with this name in the sheet.")
                )
            elif _leads_back(row.name, parents):
                self._fault(
                    TARGET_GROUPS, row, "parent", _("The group is part of itself. Check the groups above it.")
                )

    def _known_ids(self) -> None:
        participants, companies = self._book.named(PARTICIPANTS), self._book.named(COMPANIES)
        for sheet in OF_PARTICIPANTS:
            for row in self._book.rows(sheet):
                if row.participant not in participants:
                    self._fault(
                        sheet,
                        row,
                        "participant",
                        _("The id is not in the sheet Deltagare. Check it, or add the person."),
                    )
        for other in OF_COMPANIES:
            for row in self._book.rows(other):
                if row.organisation_number and row.organisation_number not in companies:
                    self._fault(
                        other,
                        row,
                        "organisation_number",
                        _("The number is not in the sheet Företag. Check it, or add the company."),
                    )

    def _exits(self) -> None:
        problem = _("An exit needs its date. Fill in Slutdatum, or empty this cell.")
        for row in self._book.rows(PARTICIPANTS):
            if row.end is not None:
                continue
            if row.exit_cause and not row.by_mistake:
                self._fault(PARTICIPANTS, row, "exit_cause", problem)
            if row.exit_destination:
                self._fault(PARTICIPANTS, row, "exit_destination", problem)

    def _persons(self) -> None:
        """One id, one person; one personal number, one id; birth date and number agree."""
        owners: dict[str, str] = {}
        for participant, rows in by_person(self._book.rows(PARTICIPANTS)).items():
            for attribute in PERSON_FACTS:
                self._same_in_each(rows, attribute)
            born = next((row.birth_date for row in rows if row.birth_date), None)
            for row in rows:
                number = row.personal_number
                if number is not None and owners.setdefault(number.digits, participant) != participant:
                    self._fault(
                        PARTICIPANTS,
                        row,
                        "personal_number",
                        _("Another Deltagar-id has the same personal number. Use one id for one person."),
                    )
                told = number.birth_date if number is not None else None
                if told is not None and born is not None and told != born:
                    self._fault(
                        PARTICIPANTS,
                        row,
                        "personal_number",
                        _("The personal number and Födelsedatum are of different days. Check both."),
                    )
                known = born or told
                if known is not None and known > row.start:
                    self._fault(
                        PARTICIPANTS,
                        row,
                        "birth_date",
                        _("The person starts before being born. Check the dates."),
                    )

    def _same_in_each(self, rows: list[ParticipantRow], attribute: str) -> None:
        told = [row for row in rows if getattr(row, attribute)]
        for row in told[1:]:
            if getattr(row, attribute) != getattr(told[0], attribute):
                self._fault(
                    PARTICIPANTS,
                    row,
                    attribute,
                    _("Row %(first)d has the same Deltagar-id and says something else. Make them the same.")
                    % {"first": told[0].row},
                )

    def _enrolments(self) -> None:
        for rows in by_person(self._book.rows(PARTICIPANTS)).values():
            stays = {stay_of(row): row for row in rows}
            for earlier, later in overlapping(list(stays)):
                if earlier.end is None and later.end is None:
                    problem = _("Row %(first)d has the same person enrolled with no end either. End one.")
                else:
                    problem = _("Row %(first)d has the same person enrolled on this day. Check the dates.")
                self._fault(PARTICIPANTS, stays[later], "start", problem % {"first": stays[earlier].row})

    def _choices_of_participants(self) -> None:
        project = self._book.project
        groups = self._book.named(TARGET_GROUPS)
        for row in self._book.rows(PARTICIPANTS):
            if row.target_group and row.target_group not in groups:
                self._fault(
                    PARTICIPANTS,
                    row,
                    "target_group",
                    _("There is no such group in the sheet Målgrupper. Add it there."),
                )
            if row.phase and project is not None and row.phase not in project.phases:
                self._fault(
                    PARTICIPANTS,
                    row,
                    "phase",
                    _("There is no such step among Trappsteg in the sheet Projekt. Add it there."),
                )

    def _episodes(self) -> None:
        for row in self._book.rows(EPISODES):
            if row.subsidy not in {"", "none"} and row.kind != "employment":
                self._fault(
                    EPISODES,
                    row,
                    "subsidy",
                    _("Only an anställning has a Stöd. Empty the cell, or change Typ."),
                )

    def _attendance(self) -> None:
        day: dict[tuple[str, dt.date], Any] = defaultdict(int)
        for row in self._book.rows(ATTENDANCE):
            if (row.hours is None) == (row.whole_minutes is None):
                self._findings.add(
                    _("Fill in one of Timmar and Minuter."),
                    sheet=ATTENDANCE.name,
                    row=row.row,
                    column="Timmar",
                )
                continue
            column = "whole_minutes" if row.hours is None else "hours"
            if row.minutes != int(row.minutes):
                self._fault(
                    ATTENDANCE, row, column, _("These hours are no whole number of minutes. Write Minuter.")
                )
            if row.minutes <= 0:
                self._fault(
                    ATTENDANCE,
                    row,
                    column,
                    _("Attendance is at least one minute. Leave out who was not there."),
                )
            day[row.participant, row.held_on] += row.minutes
            if day[row.participant, row.held_on] > MINUTES_A_DAY:
                self._fault(
                    ATTENDANCE,
                    row,
                    column,
                    _("The rows of this person on this day make more than 24 hours. Check them."),
                )

    def _notices(self) -> None:
        """What is taken in otherwise than someone may think."""
        kinds = dict.fromkeys(row.kind for row in self._book.rows(ATTENDANCE) if row.has_unknown_kind)
        for kind in kinds:
            self._findings.notice(
                ATTENDANCE.name,
                _("%(kind)s is no known Typ. It is taken in as %(other)s and kept in the title.")
                % {"kind": shown(kind), "other": SESSION_KIND["other"]},
            )
        self._unlikely_dates()
        self._after_exits()
        for who, rows in by_person(self._book.rows(PARTICIPANTS)).items():
            if any(row.protected_identity for row in rows) and not any(row.coach for row in rows):
                self._findings.notice(
                    PARTICIPANTS.name,
                    _("%(id)s has protected identity and no Coach: until one is named nobody sees it.")
                    % {"id": shown(who)},
                )

    def _unlikely_dates(self) -> None:
        """Dates that may be right, and make figures that nobody expects where they aren't."""
        project = self._book.project
        first: dict[str, dt.date] = {}
        for row in self._book.rows(PARTICIPANTS):
            first[row.participant] = min(row.start, first.get(row.participant, row.start))
            if project is not None and not project.start <= row.start <= project.end:
                self._findings.notice(
                    PARTICIPANTS.name, _("row %(row)d starts outside the project's time.") % {"row": row.row}
                )
        early = [
            (sheet, row.row)
            for sheet, attribute in WITHIN_STAY
            for row in self._book.rows(sheet)
            if getattr(row, attribute) < first.get(row.participant, dt.date.min)
        ]
        for sheet, number in early:
            self._findings.notice(
                sheet.name, _("row %(row)d is dated before the person's first start.") % {"row": number}
            )

    def _after_exits(self) -> None:
        """What the desk refuses (participants/within.py) is taken in: it was the older system's to refuse."""
        rows = by_person(self._book.rows(PARTICIPANTS))
        stays = {who: Stays([stay_of(row) for row in told]) for who, told in rows.items()}
        for sheet, attribute in WITHIN_STAY:
            for row in self._book.rows(sheet):
                day = getattr(row, attribute)
                stay = stays[row.participant].on(day) if row.participant in stays else None
                if stay and not stay.by_mistake and day > stay.last:
                    self._findings.notice(
                        sheet.name,
                        _("row %(row)d is dated after the exit, %(day)s.")
                        % {"row": row.row, "day": stay.end},
                    )

    def _companies(self) -> None:
        """A company stands once for each of its rings, and says the same each time."""
        facts = [name for name in COMPANIES.columns if name != "ring"]
        first: dict[str, Any] = {}
        for row in self._book.rows(COMPANIES):
            other = first.setdefault(row.organisation_number, row)
            for attribute in facts:
                if getattr(row, attribute) != getattr(other, attribute):
                    self._fault(
                        COMPANIES,
                        row,
                        attribute,
                        _("Row %(first)d is the same company and says something else. Make them the same.")
                        % {"first": other.row},
                    )

    def _survey(self) -> None:
        for row in self._book.rows(SURVEY):
            allowed = tuple(CHANCE_ANSWER.values()) if row.question == "chance" else SCALE
            if folded(row.answer) not in allowed:
                self._fault(
                    SURVEY, row, "answer", _("Write one of: %(words)s.") % {"words": ", ".join(allowed)}
                )


def _place(row: GoalRow) -> tuple[str, Place]:
    return row.indicator, Place(row.gender, row.age_band, row.group.casefold())


def _leads_back(name: str, parents: dict[str, str]) -> bool:
    """Whether going from group to the group above comes back to where it began."""
    seen = set()
    above = parents.get(name, "")
    while above and above not in seen:
        if above == name:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False
