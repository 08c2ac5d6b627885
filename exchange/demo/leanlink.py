"""LeanLink: the forty starts, who refers them and what pays for them are the source's.

Source: seeds/leanlink.txt: 15 from AFI, living on social assistance, and 25 from the establishment
team, in extratjänst; each divided evenly between men and women. The stairs (*trappan*) are named in
it without their steps: the steps here are invented, and say so in their names.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from exchange.demo.book import Book, Cell
from exchange.demo.companies import Companies, Company
from exchange.demo.dice import Dice
from exchange.demo.journey import Journey
from exchange.demo.people import MAN, WOMAN, People, Person
from exchange.demo.staff import COACHES

NAME = "LeanLink"
OWNER = "Linköpings kommun"
FILE = "leanlink"
LANE = 3
START, END = date(2018, 6, 1), date(2018, 12, 31)
AFI, TEAM = "AFI, Avdelningen för försörjningsinsatser", "Etableringsteamet"
# Starts by referrer and gender: as even as 15 and 25 can be.
STARTS = {(AFI, WOMAN): 7, (AFI, MAN): 8, (TEAM, WOMAN): 13, (TEAM, MAN): 12}
STEPS = tuple(
    f"Trappsteg {number} {name} (demonamn)"
    for number, name in enumerate(
        ("kartläggning", "arbetsträning", "praktik hos arbetsgivare", "jobb eller studier"), 1
    )
)
ORIGINS = {
    AFI: {"SE": 6, "IQ": 3, "SO": 3, "IR": 1, "BA": 1},
    TEAM: {"SY": 10, "ER": 5, "AF": 5, "SO": 3, "ET": 1},
}
UNITS = (
    "Idrott & Service, idrottshall",
    "Idrott & Service, ishall",
    "Idrott & Service, vaktmästeri",
    "Idrott & Service, kök",
)
SKILLS = {
    UNITS[0]: ("Hallservice och städning", "Bemöta besökare", "Öppna och stänga anläggning"),
    UNITS[1]: ("Sköta is med handledning", "Hallservice", "Säkerhetsrutiner"),
    UNITS[2]: ("Enkla reparationer", "Transporter med släp", "Möblering"),
    UNITS[3]: ("Livsmedelshygien", "Servering", "Diskmaskin och egenkontroll"),
}


def book() -> Book:
    """The whole workbook."""
    return _LeanLink().write()


@dataclass(slots=True)
class _LeanLink:
    book: Book = field(default_factory=lambda: Book(FILE))
    dice: Dice = field(default_factory=lambda: Dice("jobbredo/leanlink/1"))
    companies: list[Company] = field(default_factory=list)

    def write(self) -> Book:
        self._frame()
        make = Companies(self.book, self.dice, LANE)
        for kind in ("städ", "restaurang", "fastighet", "grönyta", "äldreboende", "butik", "lager", "tvätt"):
            company = make.company(kind, municipality="0580")
            self.companies.append(company)
            make.contacts(company, date(2018, 6, 11), date(2018, 12, 14), self.dice.between(1, 3))
        make.need(self.companies[0], date(2018, 9, 3), open_days=40)
        make.need(self.companies[4], date(2018, 10, 1), open_days=None)
        people = People(self.dice, LANE, "LL")
        plan = [start for start, count in STARTS.items() for _ in range(count)]
        for referrer, gender in self.dice.some(plan, len(plan)):
            self._participant(people, referrer, gender)
        return self.book

    def _frame(self) -> None:
        # The cost of two supervisors from June to December; no ESF money, no programme area, no region.
        self.book.frame(
            name=NAME,
            owner=OWNER,
            start=START,
            end=END,
            total_budget=530_000,
            indicator_sets="X, L",
            phases=", ".join(STEPS),
        )
        for referrer, count in ((AFI, 15), (TEAM, 25)):
            self.book.goal("X1", count, group=referrer)
            for gender in (WOMAN, MAN):
                self.book.goal("X1", count / 2, gender=gender, group=referrer)
            self.book.target_group(referrer, count)

    def _participant(self, people: People, referrer: str, gender: str) -> None:
        start = self.dice.day(date(2018, 6, 11), date(2018, 8, 31))
        person = people.person(
            gender=gender,
            origin=self.dice.weighted(ORIGINS[referrer]),
            on=start,
            ages=self.dice.weighted({(19, 29): 3, (30, 44): 5, (45, 60): 3}),
        )
        way = Journey(self.book, self.dice, person.id, start, END)
        unit = self.dice.pick(UNITS)
        begins = start if referrer == TEAM else way.after(start, 3, 14)
        weeks = self.dice.between(8, 16)
        free = begins + timedelta(days=7 * weeks - 3)
        # The next measure comes at once for some, after weeks for others; for many there is none yet.
        next_on = way.after(free, 1, self.dice.pick((1, 4, 12, 40)))
        then = self.dice.weighted(THEN) if next_on <= LAST_CHANGE else ""
        self._first_measure(way, referrer, unit, begins, weeks, over=bool(then))
        self._then(way, then, next_on)
        self._living(way, referrer, then, free, next_on)
        self._cv(way, unit, free)
        cause = {"jobb": "arbete", "slut": self.dice.pick(("flytt", "sjukdom", "uteblivit"))}.get(then, "")
        way.left = next_on if cause else None
        way.talks(every=(12, 24))
        self._enrol(person, referrer, start, way.left, cause=cause, step=STEP_OF[then])

    def _first_measure(
        self, way: Journey, referrer: str, unit: str, begins: date, weeks: int, *, over: bool
    ) -> None:
        """The 25 have an extratjänst from the first day; the 15 train at the same workplaces."""
        hours = self.dice.pick((20, 25, 30))
        if referrer == AFI:
            way.measure("arbetsträning", begins, weeks, hours_per_week=hours, workplace=unit)
            return
        ends = begins + timedelta(days=7 * weeks - 3 if over else EXTRA_SERVICE_DAYS)
        facts: dict[str, Cell] = {"hours_per_week": hours, "subsidy": "extratjänst", "workplace": unit}
        self.book.episode(way.who, "anställning", begins, ends, **facts)

    def _then(self, way: Journey, then: str, begins: date) -> None:
        company = self.dice.pick(self.companies)
        if then == "praktik":
            way.placed_at("arbetspraktik", begins, self.dice.between(4, 12), company, hours_per_week=30)
        elif then == "jobb":
            subsidy = self.dice.pick(("utan", "nystartsjobb"))
            way.job(begins, None, self.dice.pick((40, 30, 20)), subsidy, company)
        elif then == "studier":
            way.measure("studier", begins, 40, title="Komvux, gymnasiekurser")

    def _living(self, way: Journey, referrer: str, then: str, free: date, begins: date) -> None:
        began = way.start - timedelta(days=self.dice.between(60, 900))
        income = {"jobb": "lön", "studier": "studiemedel"}.get(then)
        own = [(begins, income)] if income else []
        if referrer == AFI:
            way.income((began, "försörjningsstöd"), *own)
            return
        after = [(free + timedelta(days=1), "etableringsersättning")] if then else []
        way.income((began, "etableringsersättning"), (way.start, "extratjänst"), *after, *own)

    def _cv(self, way: Journey, unit: str, confirmed: date) -> None:
        """The CV in place of a plan: entries from before, and skills that the workplace confirms."""
        self.book.cv(way.who, "språk", "Svenska, SFI " + self.dice.pick(("B", "C", "D")))
        if self.dice.chance(0.6):
            self.book.cv(way.who, "erfarenhet", self.dice.pick(BEFORE))
        if self.dice.chance(0.3):
            self.book.cv(way.who, "körkort", "B")
        if confirmed > END or self.dice.chance(0.15):
            return
        for skill in self.dice.some(SKILLS[unit], self.dice.between(1, 3)):
            self.book.cv(way.who, "färdighet", skill, confirmed=confirmed, by="Handledarservice", at=unit)

    def _enrol(
        self, person: Person, referrer: str, start: date, end: date | None, *, cause: str, step: int
    ) -> None:
        elsewhere = {"arbete": "arbete", "sjukdom": "utanför arbetskraften", "": ""}
        destination = elsewhere.get(cause, "arbetssökande")
        self.book.enrol(
            person,
            start,
            end,
            exit_cause=cause,
            exit_destination=destination,
            target_group=referrer,
            referred_by=referrer,
            referred_on=start - timedelta(days=self.dice.between(3, 25)),
            coach=COACHES[FILE][0].email,
            entry_status="arbetslös" if self.dice.chance(0.8) else "inaktiv",
            unemployed_since=start - timedelta(days=self.dice.between(200, 2500)),
            hours_wanted=self.dice.weighted({40: 4, 30: 2, None: 3}),
            phase=STEPS[step],
        )


# What follows on the first measure: invented; "" = nothing yet.
THEN = {"praktik": 14, "jobb": 9, "studier": 5, "slut": 4, "": 10}
STEP_OF = {"": 1, "slut": 1, "praktik": 2, "jobb": 3, "studier": 3}
LAST_CHANGE = date(2018, 12, 10)
EXTRA_SERVICE_DAYS = 364
BEFORE = ("Lantbruk", "Butik i familjens företag", "Målare", "Barnomsorg", "Restaurangkök", "Taxi", "Skola")
