"""SIN-projektet: the women's outcome is the source's, to the number; the men's is lost and left empty.

Source: seeds/sin-projektet.txt, whose fact box (*faktaruta*) survives in part. 58 participants, of
whom 24 women: 9 in work, 7 in studies, 4 discontinued, 4 in placement. The men are the 34 that 58
leaves, and their rows say "härledd": they hold a start and nothing else, for their outcome is lost,
as are the planned figures (no Mål rows), the age bands and most of the survey (no Enkät rows).

The day and month of the start and end are lost too. The text speaks of one project year extended
by two months, of work begun before May 2007, of a final report written around April 2008, "soon a
year" in, before a last meeting after May: 2007-04-01 to 2008-05-31 fits all of it, and is inferred.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from exchange.demo.book import Book, Cell
from exchange.demo.companies import Companies, Company
from exchange.demo.dice import Dice, words
from exchange.demo.journey import Journey
from exchange.demo.people import MAN, WOMAN, People, Person
from exchange.demo.staff import COACHES

NAME = "SIN-projektet"
OWNER = "Arbetsförmedlingen i Skellefteå"
FILE = "sin-projektet"
LANE = 4
START, END = date(2007, 4, 1), date(2008, 5, 31)
ALL = 58
STEPS = (
    "Sökandeanalys",
    "Ackvirera arbete",
    "Arbetsanalys",
    "Introduktion på arbetsplats",
    "Uppföljningsstöd",
)
# The state of each of the 24 women on the project's last day (Faktaruta, Utfall, Kvinnor).
WOMEN = {"arbete": 9, "studier": 7, "avbrutit": 4, "praktik": 4}
MEN = ALL - sum(WOMEN.values())
LEAST_HOURS = 17
ORIGINS = {"IQ": 6, "SO": 5, "AF": 4, "TH": 4, "MM": 3, "IR": 2, "ET": 2, "BA": 2, "SY": 1}
GROUP = "Flyktingar och invandrare med permanent uppehållstillstånd"
KINDS = words("städ hotell restaurang äldreboende butik tvätt bageri metall trä lager fastighet förskola")
JOB_CLUB = tuple(date(2007, 6, day) for day in (5, 8, 12, 15, 19, 26))
JOB_CLUB_MEMBERS = 8
LEFT_BECAUSE = ("familjeskäl", "familjeskäl", "åter till anvisare", "sjukdom")


def book() -> Book:
    """The whole workbook."""
    return _Sin().write()


@dataclass(slots=True)
class _Sin:
    book: Book = field(default_factory=lambda: Book(FILE))
    dice: Dice = field(default_factory=lambda: Dice("jobbredo/sin/1"))
    companies: list[Company] = field(default_factory=list)

    def write(self) -> Book:
        self.book.frame(
            name=NAME,
            owner=OWNER,
            start=START,
            end=END,
            indicator_sets="S, L, F",
            work_min_hours=LEAST_HOURS,
            phases=", ".join(STEPS),
        )
        self.book.target_group(GROUP)
        make = Companies(self.book, self.dice, LANE)
        for kind in KINDS:
            company = make.company(kind, municipality="2482", employees=(4, 90))
            self.companies.append(company)
            make.contacts(company, date(2007, 4, 16), date(2008, 4, 30), self.dice.between(1, 5))
            if self.dice.chance(0.5):
                make.need(company, self.dice.day(date(2007, 5, 2), date(2008, 3, 3)), open_days=90)
        people = People(self.dice, LANE, "SIN")
        states = [state for state, count in WOMEN.items() for _ in range(count)]
        for count, state in enumerate(self.dice.some(states, len(states))):
            self._woman(people, count, state)
        for count in range(MEN):
            self._man(count)
        return self.book

    def _woman(self, people: People, count: int, state: str) -> None:
        in_job_club = count < JOB_CLUB_MEMBERS
        start = self.dice.day(date(2007, 4, 10), date(2007, 5, 30) if in_job_club else date(2008, 1, 25))
        ages = self.dice.weighted({(22, 29): 3, (31, 44): 9, (45, 56): 4})
        person = people.person(gender=WOMAN, origin=self.dice.weighted(ORIGINS), on=start, ages=ages)
        way = Journey(self.book, self.dice, person.id, start, END)
        way.income(
            (start - timedelta(days=self.dice.between(30, 600)), "försörjningsstöd"),
            *self._income(way, state),
        )
        if in_job_club:
            for on in JOB_CLUB:
                self.book.attend(person.id, on, 120, "jobbklubb", "Jobbklubb")
        steps = {"arbete": STEPS[4], "praktik": STEPS[3], "studier": "", "avbrutit": ""}
        left = self.dice.pick(LEFT_BECAUSE) if state == "avbrutit" else ""
        end = min(way.after(start, 70, 120), date(2008, 5, 9)) if left else None
        self._enrol(person, count, start, end, exit_cause=left, phase=steps[state])

    def _income(self, way: Journey, state: str) -> list[tuple[date, str]]:
        """Write what leads to the state, and give back the income that comes of it."""
        company = self.dice.pick(self.companies)
        placed = way.after(way.start, 14, 30)
        if state == "praktik":
            # Under way on the last day, and planned to end after it.
            begins = self.dice.day(date(2008, 4, 1), date(2008, 5, 15))
            way.placed_at("arbetspraktik", begins, self.dice.between(10, 13), company)
            return [(begins, "aktivitetsstöd")]
        if state == "avbrutit":
            if self.dice.chance(0.5):
                way.placed_at("arbetspraktik", placed, 5, company)
            return []
        free = way.placed_at("arbetspraktik", placed, self.dice.between(4, 12), company)
        begins = min(way.after(free, 1, 14), date(2008, 5, 12))
        if state == "studier":
            return self._studies(way, begins, company)
        subsidy = self.dice.weighted({"utan": 4, "nystartsjobb": 3, "lönebidrag": 1, "instegsjobb": 1})
        way.job(begins, None, self.dice.pick((40, 30, 25, 20, LEAST_HOURS)), subsidy, company)
        return [(begins, "lön")]

    def _studies(self, way: Journey, begins: date, company: Company) -> list[tuple[date, str]]:
        title = self.dice.weighted({"Komvux": 5, "Folkhögskola": 1, "KY-utbildning": 1, "Högskola": 1})
        self.book.episode(way.who, "studier", begins, date(2008, 6, 5), title=title)
        if self.dice.chance(0.4):
            # Some hours beside the studies: too few to be in work by the project's own definition.
            way.job(begins, None, self.dice.pick((6, 10, 12)), "utan", company)
        return [(begins, "studiemedel")]

    def _man(self, count: int) -> None:
        """A man who must have been there, of whom the source tells nothing more."""
        person = Person(
            id=f"SIN-HÄRLEDD-{count + 1:02d}", gender=MAN, first=f"Man {count + 1:02d}", last="(härledd)"
        )
        start = self.dice.day(date(2007, 4, 10), date(2008, 1, 25))
        self.book.enrol(person, start, target_group=GROUP, coach=COACHES[FILE][count % 3].email)

    def _enrol(self, person: Person, count: int, start: date, end: date | None, **facts: Cell) -> None:
        self.book.enrol(
            person,
            start,
            end,
            target_group=GROUP,
            referred_by=self.dice.pick(
                ("Arbetsförmedlingen", "Socialkontoret, försörjningsstöd", "ISA-projektet")
            ),
            referred_on=start - timedelta(days=self.dice.between(2, 20)),
            coach=COACHES[FILE][count % 3].email,
            entry_status="arbetslös",
            unemployed_since=start - timedelta(days=self.dice.between(90, 1400)),
            **facts,
        )
