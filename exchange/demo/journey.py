"""One participant's way through a project, written to the book as it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exchange.demo.book import CRITERIA, MET, NOT_MET, PARTLY, Book, Cell
from exchange.demo.companies import Company
from exchange.demo.dates import workday
from exchange.demo.dice import Dice

# Contract hours a week, as they fall in such projects; None = not recorded.
HOURS: dict[int | None, float] = {40: 9, 38: 3, 35: 2, 30: 4, 25: 3, 20: 4, 15: 2, 10: 1.5, None: 2}
ALMOST = 0.6


@dataclass(slots=True)
class Journey:
    """The facts of one stay. Nothing that begins after `known`, the book's last day, is written.

    `left`: the day of the exit, after which nobody talks with or assesses the person any more.
    """

    book: Book
    dice: Dice
    who: str
    start: date
    known: date
    left: date | None = None

    @property
    def last(self) -> date:
        """The last day of the stay that the book knows of."""
        return min(self.left or self.known, self.known)

    def after(self, day: date, low: int, high: int) -> date:
        """A weekday so many days after another."""
        return workday(day + timedelta(days=self.dice.between(low, high)))

    def measure(self, kind: str, start: date, weeks: int, **facts: Cell) -> date:
        """A placement, course or the like with an agreed end, which is given back: a Friday or Sunday."""
        end = start + timedelta(days=weeks * 7 - 3)
        if start <= self.known:
            self.book.episode(self.who, kind, start, end, **facts)
        return end

    def placed_at(self, kind: str, start: date, weeks: int, company: Company, **facts: Cell) -> date:
        """A placement at a company."""
        return self.measure(kind, start, weeks, **self._at(company), **facts)

    def job(
        self, start: date, end: date | None, hours: int | None, subsidy: str, company: Company | None
    ) -> None:
        """An employment; with a company of the project's or, without one, somewhere unrecorded."""
        if start <= self.known:
            place = self._at(company) if company else {}
            self.book.episode(
                self.who, "anställning", start, end, hours_per_week=hours, subsidy=subsidy, **place
            )

    def income(self, *changes: tuple[date, str]) -> None:
        """What the person lives on, source by source: each ends the day before the next begins."""
        known = [change for change in sorted(changes) if change[0] <= self.known]
        ends = [begins - timedelta(days=1) for begins, _ in known[1:]]
        for (begins, source), end in zip(known, [*ends, None], strict=True):
            if end is None or end >= begins:
                self.book.support(self.who, source, begins, end)

    def readiness(self, assessed: Sequence[date], ready_on: date | None) -> None:
        """Assessments on the given days that lead to all criteria met on `ready_on`; None = never."""
        far = (ready_on or self.start + timedelta(days=720)) - self.start
        met_on = [self.start + far * self._share(code) for code in CRITERIA]
        last = self.dice.between(0, len(CRITERIA) - 1)
        met_on[last] = self.start + far
        for on in sorted({day for day in assessed if self.start <= day <= self.last}):
            states = [self._state(on, met) for met in met_on]
            if ready_on is None and all(state == MET for state in states):
                states[last] = PARTLY
            self.book.assess(
                self.who, on, states, note=self.dice.pick(NOTES) if self.dice.chance(0.3) else ""
            )

    def talks(self, *, every: tuple[int, int]) -> None:
        """Individual talks at irregular distances for as long as the enrolment lasts."""
        on = self.after(self.start, 0, 9)
        while on <= self.last:
            self.book.attend(
                self.who, on, self.dice.pick((30, 45, 50, 60, 75)), "enskilt samtal", "Coachsamtal"
            )
            on = self.after(on, *every)

    def history(self, titles: Sequence[str]) -> None:
        """A job from before the project, often in another country; never an outcome."""
        ended = self.start - timedelta(days=self.dice.between(90, 3000))
        began = ended - timedelta(days=self.dice.between(200, 2500))
        title = self.dice.pick(titles)
        self.book.episode(
            self.who, "anställning", began, ended, hours_per_week=40, title=title, before_start="ja"
        )

    def self_rating(self, on: date) -> None:
        """The participant's own assessment, often kinder than the coach's."""
        if on <= self.last:
            states = [self.dice.weighted({MET: 6, PARTLY: 3, NOT_MET: 1, "": 1}) for _ in CRITERIA]
            self.book.assess(self.who, on, states, by="deltagare")

    def _at(self, company: Company) -> dict[str, Cell]:
        return {
            "organisation_number": company.number,
            "workplace": company.name,
            "occupation": self.dice.pick(company.industry.occupations),
        }

    def _share(self, code: str) -> float:
        """How far along the way a criterion is met: formalities early, language late."""
        return {"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4}[code[0]] * (0.5 + self.dice.between(0, 100) / 100)

    def _state(self, on: date, met_on: date) -> str:
        if on >= met_on:
            return MET
        if self.dice.chance(0.04):
            return ""
        return PARTLY if on - self.start >= ALMOST * (met_on - self.start) else NOT_MET


NOTES = (
    "CV klart på svenska",
    "Behöver träna på att ringa arbetsgivare",
    "Kommer i tid och tar egna initiativ",
    "Vill ha mer tid för personligt brev",
    "Förstår instruktioner, behöver träna på att tala",
    "Har satt egna delmål",
)
