"""Vägen tillbaka mot ett hållbart arbete: the frame and the 150 are the source's, the rest invented.

Source: seeds/vagen-tillbaka.txt: about 150 long-term unemployed, weekly meetings for all, role
models, seminars, study circles, placements only where the company has a need to recruit, and
trained supervisors inside the companies. It publishes no outcome.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from exchange.demo.book import Book
from exchange.demo.companies import Companies, Company
from exchange.demo.dice import Dice, words
from exchange.demo.journey import HOURS, Journey
from exchange.demo.people import MAN, NONBINARY, UNKNOWN, WOMAN, People, Person
from exchange.demo.staff import COACHES
from projects.calendar import add_months

NAME = "Vägen tillbaka mot ett hållbart arbete"
OWNER = "LO-distriktet i Mellansverige"
FILE = "vagen-tillbaka"
LANE = 2
START, END = date(2012, 1, 9), date(2014, 6, 30)
GROUP = "Långtidsarbetslösa"
OFFICES = {
    "Arbetsförmedlingen Norrköping": 7,
    "Arbetsförmedlingen Katrineholm": 4,
    "Arbetsförmedlingen Flen": 3,
}
PEOPLE = 147
FAMILY_FROM = {"SE": 60, "BA": 5, "IQ": 6, "SO": 4, "PL": 3, "TR": 3, "CL": 2, "SY": 2, "TH": 2}
TOWNS = {"0581": 6, "0562": 3, "0483": 4, "0484": 3}
KINDS = words(
    "lager lager lager åkeri butik butik butik restaurang restaurang städ städ äldreboende äldreboende "
    "hemtjänst hemtjänst förskola bygg fastighet fastighet återvinning tvätt bageri plast trä bil hotell "
    "grönyta metall åkeri it"
)
# Where people worked before: industry that has moved its production away.
FORMER = words("verkstad verkstad verkstad stål metall plast trä verkstad")
OUTCOMES = {"jobb": 38, "studier": 12, "praktik": 27, "inget": 23}
CAUSES = {
    "sjukdom": 5,
    "egen begäran": 3,
    "flytt": 2,
    "familjeskäl": 2,
    "åter till anvisare": 7,
    "uteblivit": 3,
}
SEMINARS = (
    "Hälsa och vardag",
    "Arbetsrätt och avtal",
    "Privatekonomi",
    "Branscher som växer",
    "Självförtroende",
)
CIRCLES = (
    "Studiecirkel: data",
    "Studiecirkel: svenska i arbetslivet",
    "Studiecirkel: skriva och presentera sig",
)


def book() -> Book:
    """The whole workbook."""
    return _VagenTillbaka().write()


@dataclass(slots=True)
class _Stay:
    """Someone's time in the project, for planning the common activities."""

    who: str
    start: date
    end: date

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class _Activity:
    """A kind of common activity: how long, and what share of those enrolled come."""

    kind: str
    title: str
    minutes: int
    share: float


MEETING = _Activity("veckomöte", "Veckomöte", 120, 0.68)
ROLE_MODEL = _Activity("förebild", "Möte med förebild", 90, 0.45)
SEMINAR = _Activity("seminarium", "", 150, 0.5)
VISIT = _Activity("studiebesök", "Arbetsplatsbesök", 200, 0.3)
CIRCLE = _Activity("studiecirkel", "", 135, 0.85)


@dataclass(frozen=True, slots=True)
class _Need:
    company: Company
    start: date
    end: date

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(slots=True)
class _VagenTillbaka:
    book: Book = field(default_factory=lambda: Book(FILE))
    dice: Dice = field(default_factory=lambda: Dice("jobbredo/vagen-tillbaka/1"))
    companies: list[Company] = field(default_factory=list)
    former: list[Company] = field(default_factory=list)
    needs: list[_Need] = field(default_factory=list)
    stays: list[_Stay] = field(default_factory=list)

    def write(self) -> Book:
        self._frame()
        self._companies()
        people = People(self.dice, LANE, "VT")
        for count in range(PEOPLE):
            self._participant(people, count)
        self._mistake(people)
        self._common_activities()
        return self.book

    def _frame(self) -> None:
        self.book.frame(
            name=NAME,
            owner=OWNER,
            programme_area="Programområde 2 Ökat arbetskraftsutbud",
            region="Östra Mellansverige",
            start=START,
            end=END,
            esf_grant=8_715_117,
            total_budget=21_138_772,
            indicator_sets="V, L, E07",
        )
        self.book.goal("V1", 150)
        self.book.target_group(GROUP, 150)

    def _companies(self) -> None:
        make = Companies(self.book, self.dice, LANE)
        for kind in KINDS:
            company = make.company(kind, municipality=self.dice.weighted(TOWNS))
            self.companies.append(company)
            make.contacts(company, date(2012, 2, 6), date(2014, 5, 30), self.dice.between(2, 7))
            for _ in range(self.dice.weighted({0: 1, 1: 3, 2: 4, 3: 2})):
                on = self.dice.day(date(2012, 2, 13), date(2014, 3, 31))
                days = self.dice.between(60, 320)
                make.need(company, on, open_days=days)
                self.needs.append(_Need(company, on, on + timedelta(days=days)))
            for _ in range(self.dice.between(0, 2)):
                trained = (
                    self.dice.day(date(2012, 4, 2), date(2014, 4, 30)) if self.dice.chance(0.85) else None
                )
                self.book.supervisor(company.number, self._supervisor(), trained)
        # Former employers are known from people's histories only: no contact, no need.
        self.former = [make.company(kind, municipality="0484", employees=(150, 900)) for kind in FORMER]

    def _supervisor(self) -> str:
        return f"{self.dice.pick(SUPERVISORS)} {self.dice.pick(SUPERVISORS_LAST)}"

    def _participant(self, people: People, count: int) -> None:
        start = self.dice.day(date(2012, 2, 6), date(2014, 1, 31))
        person = self._person(people, start, ODD_ONES.get(count, ""))
        way = Journey(self.book, self.dice, person.id, start, END)
        way.left = end = min(way.after(start, 90, 330), END)
        outcome = self.dice.weighted(OUTCOMES)
        out_since = add_months(start, -self.dice.between(13, 84))
        former = self._history(way, out_since)
        self._measures(way, outcome, former)
        self.stays.append(_Stay(person.id, start, end))
        way.talks(every=(21, 40))
        self._enrol(person, count, start, end, outcome=outcome, out_since=out_since)
        if outcome == "inget" and end < date(2013, 9, 1) and self.dice.chance(0.35):
            again = way.after(end, 60, 150)
            self.stays.append(_Stay(person.id, again, END))
            self._enrol(person, count, again, END, outcome=outcome, out_since=out_since)

    def _person(self, people: People, start: date, odd: str) -> Person:
        origin = self.dice.weighted(FAMILY_FROM)
        person = people.person(
            gender=odd if odd in {UNKNOWN, NONBINARY} else self.dice.pick((WOMAN, MAN)),
            origin=origin,
            on=start,
            ages=self.dice.weighted({(20, 24): 2, (25, 39): 5, (40, 54): 6, (55, 63): 3}),
            born_here=self.dice.chance(0.25),
        )
        if odd == NO_BIRTH_DATE:
            person.born, person.personal_number = None, ""
        person.protected = odd == PROTECTED
        return person

    def _history(self, way: Journey, ended: date) -> Company | None:
        """The last job before the project, at a company that is in the book or not."""
        if self.dice.chance(0.15):
            return None
        company = self.dice.pick(self.former) if self.dice.chance(0.7) else self.dice.pick(self.companies)
        began = ended - timedelta(days=self.dice.between(300, 6000))
        self.book.episode(
            way.who,
            "anställning",
            began,
            ended,
            hours_per_week=40,
            organisation_number=company.number,
            workplace=company.name,
            occupation=self.dice.pick(company.industry.occupations),
            before_start="ja",
        )
        return company

    def _measures(self, way: Journey, outcome: str, former: Company | None) -> None:
        benefit = self.dice.weighted({"aktivitetsstöd": 6, "försörjningsstöd": 3, "a-kassa": 2, "ingen": 0.5})
        began = way.start - timedelta(days=self.dice.between(30, 700))
        free = way.after(way.start, 40, 80)
        company = self.dice.pick(self.companies)
        if outcome != "inget" and self.dice.chance(0.85):
            company = self._company_with_need(free) if self.dice.chance(0.8) else company
            free = way.placed_at(
                "arbetspraktik",
                free,
                self.dice.between(4, 13),
                company,
                hours_per_week=self.dice.pick((40, 35, 30)),
            )
        if self.dice.chance(0.2):
            title = self.dice.pick(("Truckutbildning", "Heta arbeten", "Hygienutbildning", "YKB grund"))
            free = way.measure(
                "yrkesutbildning", way.after(free, 3, 20), self.dice.between(1, 6), title=title
            )
        begins = way.after(free, 1, 45)
        if outcome == "jobb":
            if former and self.dice.chance(0.2):
                company = former
            ends = way.after(begins, 100, 300) if self.dice.chance(0.2) else None
            subsidy = self.dice.weighted({"utan": 6, "nystartsjobb": 5, "lönebidrag": 2})
            way.job(begins, ends, self.dice.weighted(HOURS), subsidy, company)
            way.income(
                (began, benefit), (begins, "lön"), *([(ends + timedelta(days=1), benefit)] if ends else [])
            )
        elif outcome == "studier":
            way.measure(
                "studier", begins, self.dice.between(20, 80), title=self.dice.pick(("Komvux", "Yrkesvux"))
            )
            way.income((began, benefit), (begins, "studiemedel"))
        else:
            way.income((began, benefit))

    def _company_with_need(self, day: date) -> Company:
        fits = [need.company for need in self.needs if need.covers(day)]
        return self.dice.pick(fits or self.companies)

    def _enrol(
        self, person: Person, count: int, start: date, end: date, *, outcome: str, out_since: date
    ) -> None:
        cause = {"jobb": "arbete", "studier": "studier"}.get(outcome) or self.dice.weighted(CAUSES)
        if end == END:
            cause = "projektet slut"
        destination = {"jobb": "arbete", "studier": "studier", "praktik": "arbetssökande"}.get(outcome)
        self.book.enrol(
            person,
            start,
            end,
            exit_cause=cause,
            exit_destination=destination
            or self.dice.weighted({"arbetssökande": 3, "utanför arbetskraften": 1}),
            target_group=GROUP,
            referred_by=self.dice.weighted(OFFICES),
            referred_on=start - timedelta(days=self.dice.between(5, 35)),
            coach=COACHES[FILE][count % 4].email,
            entry_status="arbetslös",
            unemployed_since=out_since,
            hours_wanted=self.dice.weighted({40: 9, 30: 2, 20: 1, None: 2}),
        )

    def _common_activities(self) -> None:
        monday = date(2012, 2, 13)
        while monday <= END:
            if monday.month != HOLIDAYS:
                self._held(monday, MEETING)
            monday += timedelta(days=7)
        for turn in range(12):
            self._held(self._every(turn, 12, 2), ROLE_MODEL)
        for turn in range(15):
            self._held(self._every(turn, 15, 3), replace(SEMINAR, title=self.dice.pick(SEMINARS)))
        for turn in range(10):
            self._held(self._every(turn, 10, 1), VISIT)
        for turn, title in enumerate(CIRCLES * 2):
            first = self._every(turn, len(CIRCLES) * 2, 4)
            group = self.dice.some([stay for stay in self.stays if stay.covers(first)], 9)
            for meeting in range(7):
                self._held(first + timedelta(days=7 * meeting), replace(CIRCLE, title=title), group)

    def _every(self, turn: int, turns: int, weekday: int) -> date:
        """The turn's day, spread evenly over the project, on a weekday (0 = Monday)."""
        day = date(2012, 3, 5) + turn * (date(2014, 4, 28) - date(2012, 3, 5)) / turns
        return day + timedelta(days=(weekday - day.weekday()) % 7)

    def _held(self, on: date, activity: _Activity, group: list[_Stay] | None = None) -> None:
        """One occasion, with those of the group (or of all) who are enrolled and come."""
        for stay in self.stays if group is None else group:
            if stay.covers(on) and self.dice.chance(activity.share):
                self.book.attend(stay.who, on, activity.minutes, activity.kind, activity.title)

    def _mistake(self, people: People) -> None:
        day = date(2013, 3, 4)
        person = people.person(gender=MAN, origin="SE", on=day, ages=(30, 50), numbered=0)
        self.book.enrol(person, day, day, exit_cause="felregistrerad", target_group=GROUP)


HOLIDAYS = 7
SUPERVISORS = words("Lena Kjell Samir Yvonne Roger Mirjana Stefan Aino Pontus")
SUPERVISORS_LAST = words("Borg Falk Hallin Kvist Lagerås Moberg Palo Sandin")
NO_BIRTH_DATE, PROTECTED = "utan födelsedatum", "skyddad"
# By order of intake: what a real register has some of.
ODD_ONES = {
    12: UNKNOWN,
    31: PROTECTED,
    44: NO_BIRTH_DATE,
    58: NONBINARY,
    77: UNKNOWN,
    96: NO_BIRTH_DATE,
    118: PROTECTED,
}
