"""Fotfäste: an invented project in the present ESF+ period, with dates relative to a given day.

Nothing here comes from a source. The municipality Björkåsa doesn't exist, so no municipality code
is given. Every case has a place on the coach's desk: fresh referrals, clocks that run out, placements
that end in the coming days, exits that are due for a follow-up.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from exchange.demo.book import Book, Cell
from exchange.demo.companies import Companies, Company
from exchange.demo.dates import workday
from exchange.demo.dice import Dice, words
from exchange.demo.journey import Journey
from exchange.demo.people import MAN, NONBINARY, UNKNOWN, WOMAN, People, Person
from exchange.demo.staff import COACHES
from projects.calendar import add_months

NAME = "Fotfäste"
OWNER = "Björkåsa kommun"
FILE = "fotfaste"
LANE = 5
MONTHS_BEFORE, MONTHS = 20, 34
CLOCK_MONTHS = 4
STEPS = ("Kartläggning", "Jobbredo", "Praktik och matchning", "Jobb och uppföljning")
YOUNG, ABROAD, OTHERS = "Unga 16–29 år", "Utrikes födda kvinnor", "Övriga långtidsarbetslösa"
SCHOOL = "Unga utan gymnasieexamen"
ORIGINS = {"SE": 12, "SY": 6, "SO": 4, "AF": 4, "UA": 5, "ER": 4, "IQ": 3, "TH": 2, "IR": 1, "PL": 1}
RING = "Björkåsaringen"
KINDS = words(
    "äldreboende butik lager metall städ restaurang hemtjänst skog bygg hotell grönyta it fastighet åkeri"
)
FRESH_DAYS = (0, 1, 3, 6, 9)
CLOCKS_SOON = (0, 1, 5, 7)
CLOCKS_OVER = (3, 10, 24, 40)
PLACEMENTS_END_IN = (0, 2, 5, 9)
PLACEMENTS_ENDED = (1, 6)
SILENT_DAYS = 19


def book(today: date) -> Book:
    """The whole workbook as it would look on a day."""
    return _Fotfaste(today).write()


@dataclass(slots=True)
class _Fotfaste:
    today: date
    book: Book = field(default_factory=lambda: Book(FILE))
    dice: Dice = field(default_factory=lambda: Dice("jobbredo/fotfaste/1"))
    people: People = field(init=False)
    companies: list[Company] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.people = People(self.dice, LANE, "FF")

    @property
    def opened(self) -> date:
        """The project's first day."""
        return add_months(self.today, -MONTHS_BEFORE).replace(day=1)

    def write(self) -> Book:
        self._frame()
        self._companies()
        self._fresh()
        self._clocks()
        self._ready()
        self._placements()
        self._courses_and_jobs()
        self._exits()
        self._first_ones()
        self._comes_back()
        self._mistake()
        return self.book

    def _frame(self) -> None:
        self.book.frame(
            name=NAME,
            diary_number="DEMO 6",
            owner=OWNER,
            programme_area="Europeiska socialfonden+ 2021–2027 (påhittat projekt)",
            start=self.opened,
            end=add_months(self.opened, MONTHS) - timedelta(days=1),
            esf_grant=3_900_000,
            total_budget=7_200_000,
            indicator_sets="E21, L",
            checklist="jobbredo",
            age_bands="16-24, 25-39, 40-54, 55-66",
            phases=", ".join(STEPS),
        )
        self.book.goal("L1", 50)
        self.book.goal("EECO01", 90)
        self.book.goal("EECR04", 30)
        for group, count in ((YOUNG, 35), (ABROAD, 30), (OTHERS, 25)):
            self.book.target_group(group, count)
        self.book.target_group(SCHOOL, 15, YOUNG)

    def _companies(self) -> None:
        make = Companies(self.book, self.dice, LANE)
        for place, kind in enumerate(KINDS):
            company = make.company(kind, ring=RING if place < len(KINDS) // 2 else "", employees=(3, 120))
            self.companies.append(company)
            make.contacts(company, self.opened, self.today, self.dice.between(1, 5))
            if place % 2 == 0:
                make.need(company, self.today - timedelta(days=self.dice.between(2, 120)), open_days=None)
            if place % 3 == 0:
                make.need(company, add_months(self.today, -8), open_days=90)

    def _fresh(self) -> None:
        """Just referred and started: nothing assessed yet; for one, hardly anything is known."""
        for days in FRESH_DAYS:
            start = self.today - timedelta(days=days)
            person = self._person(start)
            if days == FRESH_DAYS[-1]:
                person.born, person.personal_number, person.education, person.languages = None, "", "", ""
            way = self._way(person, start)
            way.income((start - timedelta(days=90), "försörjningsstöd"))
            self._enrol(person, start, entry_status="" if person.born is None else "arbetslös")

    def _clocks(self) -> None:
        """Not ready, and the four months run out in the coming days or have done so."""
        for turn, days in enumerate((*CLOCKS_SOON, *(-day for day in CLOCKS_OVER))):
            start = self._started(self.today + timedelta(days=days))
            person = self._person(start, gender=(NONBINARY, UNKNOWN)[turn] if turn in (0, 1) else "")
            person.protected = turn in (2, 6)
            way = self._way(person, start)
            way.income((start - timedelta(days=200), "försörjningsstöd"))
            way.readiness([way.after(start, 20, 30), way.after(start, 70, 85)], None)
            if turn % 2:
                way.self_rating(way.after(start, 28, 32))
            self._talks(way)
            self._enrol(person, start)

    def _started(self, limit: date) -> date:
        """The earliest start whose four months run out on the day, or nearest after it."""
        start = add_months(limit, -CLOCK_MONTHS)
        while add_months(start, CLOCK_MONTHS) < limit:
            start += timedelta(days=1)
        return start

    def _ready(self) -> None:
        """Ready in time, and waiting for a match; some have waited without a word."""
        for months, silent in ((2, 0), (3, SILENT_DAYS), (3, 0), (5, SILENT_DAYS)):
            start = add_months(self.today, -months) - timedelta(days=self.dice.between(1, 20))
            way = self._ready_person(start, silent=silent)
            way.income((way.start - timedelta(days=150), self.dice.pick(("försörjningsstöd", "a-kassa"))))

    def _ready_person(self, start: date, *, silent: int = 0) -> Journey:
        """Someone enrolled who became ready within the four months, or is about to.

        Nobody has talked with them for `silent` days.
        """
        start = workday(start)
        person = self._person(start)
        way = self._way(person, start)
        ready = way.after(start, 30, 110 if not silent else 60)
        way.known = self.today - timedelta(days=silent)
        way.readiness([way.after(start, 14, 25), ready], ready)
        if self.count % 2:
            way.self_rating(way.after(start, 28, 32))
        self._talks(way)
        way.known = self.today
        self._enrol(person, start)
        return way

    def _placements(self) -> None:
        """Placements that end in the coming days, have just ended without a next step, or go on."""
        ends = [*PLACEMENTS_END_IN, *(-days for days in PLACEMENTS_ENDED), 30, 47, 62]
        for days in ends:
            begins = workday(self.today + timedelta(days=days - self.dice.between(66, 95)))
            way = self._ready_person(begins - timedelta(days=self.dice.between(40, 100)))
            company = self.dice.pick(self.companies)
            self.book.episode(
                way.who,
                self.dice.weighted({"arbetspraktik": 5, "språkpraktik": 2, "arbetsträning": 1}),
                begins,
                self.today + timedelta(days=days),
                hours_per_week=self.dice.pick((40, 30, 20)),
                organisation_number=company.number,
                workplace=company.name,
                occupation=self.dice.pick(company.industry.occupations),
            )
            way.income((way.start - timedelta(days=120), "försörjningsstöd"), (begins, "aktivitetsstöd"))

    def _courses_and_jobs(self) -> None:
        for title in ("Vårdbiträde, kort kurs", "Truckutbildning", "Lokalvård, grund"):
            way = self._ready_person(add_months(self.today, -5))
            way.measure(
                "yrkesutbildning", self.today - timedelta(days=self.dice.between(5, 40)), 8, title=title
            )
            way.income((way.start - timedelta(days=60), "etableringsersättning"))
        for hours, subsidy in (
            (40, "utan"),
            (30, "nystartsjobb"),
            (20, "lönebidrag"),
            (None, "introduktionsjobb"),
        ):
            way = self._ready_person(add_months(self.today, -self.dice.between(6, 9)))
            begins = way.after(way.start, 100, 150)
            way.job(begins, None, hours, subsidy, self.dice.pick(self.companies))
            way.income((way.start - timedelta(days=60), "försörjningsstöd"), (begins, "lön"))
            if hours == PART_TIME:
                self.book.support(way.who, "försörjningsstöd", begins, self.today - timedelta(days=3))
        way = self._ready_person(add_months(self.today, -7))
        self.book.episode(way.who, "eget företag", way.start + timedelta(days=120), title="Catering")
        way.income((way.start, "a-kassa"), (way.start + timedelta(days=120), "eget företag"))
        way = self._ready_person(add_months(self.today, -6))
        way.measure("studier", way.after(way.start, 60, 80), 40, title="Komvux")
        way.income((way.start, "försörjningsstöd"), (way.start + timedelta(days=85), "studiemedel"))

    def _exits(self) -> None:
        """Left for work, with follow-ups due today, soon, or done; and left for other reasons."""
        half_year = add_months(self.today, -6)
        days = [self.today - timedelta(days=day) for day in (90, 90, 87)]
        for turn, end in enumerate([*days, half_year, half_year, half_year + timedelta(days=5)]):
            way = self._left(end, "arbete", "arbete")
            begins = end - timedelta(days=self.dice.between(0, 20))
            if turn % 2:
                way.placed_at(
                    "arbetspraktik", way.after(way.start, 12, 16), 5, self.dice.pick(self.companies)
                )
            over = end + timedelta(days=50) if turn in (1, 4) else None
            way.job(begins, over, self.dice.pick((40, 38, 30, 20)), "utan", self.dice.pick(self.companies))
            again = [(over + timedelta(days=1), "a-kassa")] if over else []
            way.income((way.start - timedelta(days=100), "försörjningsstöd"), (begins, "lön"), *again)
            if end <= half_year + timedelta(days=5):
                outcome = ("arbete", "arbetssökande", "ej nådd")[turn % 3]
                self.book.follow_up(way.who, "90 dagar", end + timedelta(days=91), outcome)
            self.book.answer(way.who, end, "chans", self.dice.pick(("ja", "ja", "nej", "vet ej")))
        for cause, destination in OTHER_EXITS.items():
            end = self.today - timedelta(days=self.dice.between(12, 80))
            way = self._left(end, cause, destination)
            way.income((way.start - timedelta(days=100), "försörjningsstöd"))
            self.book.answer(way.who, end, "utvecklats", str(self.dice.between(2, 5)))
            self.book.answer(way.who, end, "samarbete", str(self.dice.between(2, 5)))

    def _first_ones(self) -> None:
        """Those who came first: their eighteen months are over, half of them support themselves."""
        for turn in range(6):
            end = add_months(self.today, -15) + timedelta(days=3 * turn)
            way = self._left(
                end, *(("arbete", "arbete") if turn % 2 else ("åter till anvisare", "arbetssökande"))
            )
            course = way.after(way.start, 10, 20)
            way.measure("yrkesutbildning", course, 3, title="Svetsutbildning, grund", hours_per_week=35)
            job = [(end, "lön")] if turn % 2 else []
            if turn % 2:
                way.job(end, None, 38, "utan", self.dice.pick(self.companies))
            way.income((way.start - timedelta(days=300), "försörjningsstöd"), *job)
            self.book.follow_up(
                way.who, "90 dagar", end + timedelta(days=92), "arbete" if turn % 2 else "arbetssökande"
            )
            self.book.follow_up(way.who, "6 månader", add_months(end, 6), "arbete" if turn % 2 else "ej nådd")

    def _left(self, end: date, cause: str, destination: str) -> Journey:
        start = max(workday(end - timedelta(days=self.dice.between(80, 160))), self.opened)
        person = self._person(start)
        way = self._way(person, start)
        way.left = end
        ready = way.after(start, 30, 75) if cause == "arbete" else None
        way.readiness([way.after(start, 14, 25), *([ready] if ready else [])], ready)
        self._talks(way)
        self._enrol(person, start, end, exit_cause=cause, exit_destination=destination)
        return way

    def _comes_back(self) -> None:
        """Left half a year ago on their own wish, and started again three weeks ago."""
        start = add_months(self.today, -9)
        person = self._person(start)
        way = self._way(person, start)
        way.income((start - timedelta(days=30), "försörjningsstöd"))
        left = add_months(self.today, -6)
        self._enrol(person, start, left, exit_cause="egen begäran", exit_destination="arbetssökande")
        self.count -= 1
        self._enrol(person, self.today - timedelta(days=21))

    def _mistake(self) -> None:
        day = add_months(self.today, -2)
        person = self._person(day)
        self._enrol(person, day, day, exit_cause="felregistrerad")

    def _person(self, start: date, gender: str = "") -> Person:
        origin = self.dice.weighted(ORIGINS)
        ages = self.dice.weighted({(17, 24): 4, (25, 39): 5, (40, 54): 4, (55, 64): 1})
        return self.people.person(
            gender=gender or self.dice.pick((WOMAN, MAN)),
            origin=origin,
            on=start,
            ages=ages,
            born_here=self.dice.chance(0.2),
        )

    def _way(self, person: Person, start: date) -> Journey:
        return Journey(self.book, self.dice, person.id, start, self.today)

    def _talks(self, way: Journey) -> None:
        """Individual talks, and the job club on Tuesdays for as long as the enrolment lasts."""
        way.talks(every=(12, 24))
        tuesday = way.start + timedelta(days=(1 - way.start.weekday()) % 7)
        while tuesday <= way.last:
            if self.dice.chance(0.5):
                self.book.attend(way.who, tuesday, 120, "jobbklubb", "Jobbklubb")
            tuesday += timedelta(days=7)

    def _enrol(self, person: Person, start: date, end: date | None = None, **facts: Cell) -> None:
        """Those enrolled now go to the first coach, but for every sixth: a caseload of some thirty people.

        Of those who have left, every other was the first coach's. Everybody begins on the first step.
        """
        self.count += 1
        coach = COACHES[FILE][0 if self.count % (6 if end is None else 2) else 1]
        self.book.enrol(
            person,
            start,
            end,
            target_group=self._group(person, start),
            referred_by=self.dice.pick(("Socialtjänsten", "Socialtjänsten", "Arbetsförmedlingen")),
            referred_on=start - timedelta(days=self.dice.between(2, 25)),
            coach=coach.email,
            phase=STEPS[0],
            **{
                "entry_status": self.dice.weighted({"arbetslös": 7, "inaktiv": 2, "inaktiv i utbildning": 1}),
                "unemployed_since": start - timedelta(days=self.dice.between(60, 1500)),
                "hours_wanted": self.dice.weighted({40: 6, 30: 3, 20: 1, None: 2}),
                **facts,
            },
        )

    def _group(self, person: Person, start: date) -> str:
        if person.born and (start - person.born).days < YOUNG_DAYS:
            return SCHOOL if person.education in {"1", "2"} else YOUNG
        return ABROAD if person.gender == WOMAN and person.birth_country not in {"", "SE"} else OTHERS


PART_TIME = 20
YOUNG_DAYS = 30 * 365
OTHER_EXITS = {
    "studier": "studier",
    "flytt": "arbetssökande",
    "sjukdom": "utanför arbetskraften",
    "uteblivit": "okänt",
}
