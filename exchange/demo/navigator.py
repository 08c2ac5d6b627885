"""Navigator: the frame, the goals and the three target groups are the source's.

Source: seeds/navigator.txt. It publishes a plan, 135 participants of whom 50 + 60 + 25 in three
groups and half of them women, and no outcome. The invented participants fill the plan exactly, so
that plan and start can be compared line by line; what becomes of them is invented throughout.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from exchange.demo.book import Book, Cell
from exchange.demo.companies import Companies, Company
from exchange.demo.dates import workday
from exchange.demo.dice import Dice, words
from exchange.demo.journey import HOURS, Journey
from exchange.demo.people import MAN, WOMAN, People, Person
from exchange.demo.staff import COACHES

NAME = "Navigator"
OWNER = "Krokoms kommun, Kommunstyrelsen"
FILE = "navigator"
LANE = 1
START, END = date(2008, 5, 1), date(2011, 4, 30)
# The last follow-up 90 days after an exit on the last day.
KNOWN = date(2011, 8, 12)
ABROAD, YOUNG, ADULT = "Utrikes födda", "Ungdomar 16–24 år", "Personer 25–64 år"
PLANNED = {ABROAD: 50, YOUNG: 60, ADULT: 25}
INTRODUCTION, INTENSIVE = "Introduktion (4 veckor)", "Intensiv coachning (26–30 veckor)"
ORIGINS = {"SO": 8, "AF": 7, "MM": 5, "IQ": 5, "TH": 5, "ER": 3, "CD": 3, "IR": 2, "SY": 2, "PL": 1}
FAMILY_FROM = {"SE": 50, "IR": 2, "TR": 2, "CL": 2, "BA": 2}
AGES = {
    ABROAD: {(18, 24): 4, (25, 39): 8, (40, 54): 5, (55, 61): 1},
    YOUNG: {(16, 19): 4, (20, 24): 6},
    ADULT: {(25, 39): 5, (40, 54): 5, (55, 63): 4},
}
OUTCOMES = {"arbete": 27, "eget företag": 3, "studier": 13, "program": 17, "inget": 40}
CAUSE_OF_NONE = {
    "åter till anvisare": 6,
    "uteblivit": 4,
    "sjukdom": 4,
    "flytt": 3,
    "egen begäran": 3,
    "familjeskäl": 2,
}
KINDS = (
    words(
        "restaurang butik städ hotell skog trä bygg äldreboende hemtjänst bil åkeri lager metall butik "
        "restaurang förskola grönyta fastighet skog bygg hotell bageri städ it återvinning trä butik hotell "
        "hemtjänst"
    )
    * 2
)
GENDER_DAY = date(2009, 10, 7)


def book() -> Book:
    """The whole workbook."""
    return _Navigator().write()


@dataclass(slots=True)
class _Navigator:
    book: Book = field(default_factory=lambda: Book(FILE))
    dice: Dice = field(default_factory=lambda: Dice("jobbredo/navigator/1"))
    companies: list[Company] = field(default_factory=list)

    def write(self) -> Book:
        self._frame()
        self._companies()
        people = People(self.dice, LANE, "NAV")
        # Half women, half men: of 135 that is 68 and 67, as even as whole people come.
        plan = [
            (group, (WOMAN, MAN)[place % 2]) for group, count in PLANNED.items() for place in range(count)
        ]
        for count, (group, gender) in enumerate(self.dice.some(plan, len(plan))):
            self._participant(people, group, gender, count)
        self._mistakes(people)
        return self.book

    def _frame(self) -> None:
        self.book.frame(
            name=NAME,
            owner=OWNER,
            programme_area="Programområde 2 Ökat arbetskraftsutbud",
            region="Mellersta Norrland",
            start=START,
            end=END,
            esf_grant=4_826_582,
            total_budget=12_940_533,
            indicator_sets="K, L, E07",
            age_bands="16-24, 25-54, 55-64",
            phases=f"{INTRODUCTION}, {INTENSIVE}",
        )
        self.book.goal("K1", 135)
        for gender in (WOMAN, MAN):
            self.book.goal("K1", 67.5, gender=gender)
        for group, count in PLANNED.items():
            self.book.goal("K1", count, group=group)
            self.book.target_group(group, count)
        self.book.goal("K2", 70)
        self.book.goal("K3", 28)
        self.book.goal("K4", 60)

    def _companies(self) -> None:
        make = Companies(self.book, self.dice, LANE)
        for kind in KINDS:
            town = self.dice.weighted({"2309": 5, "2380": 4, "2321": 1, "2313": 1})
            company = make.company(kind, municipality=town, employees=(2, 60))
            self.companies.append(company)
            if self.dice.chance(0.95):
                make.contacts(company, date(2008, 5, 12), date(2011, 4, 15), self.dice.between(1, 5))
            if self.dice.chance(0.25):
                make.need(company, self.dice.day(date(2008, 9, 1), date(2010, 12, 1)), open_days=60)

    def _participant(self, people: People, group: str, gender: str, count: int) -> None:
        start = self.dice.day(date(2008, 5, 19), date(2010, 11, 30))
        person = self._person(people, group, gender, start)
        intensive = self.dice.chance(0.48)
        weeks = 4 + self.dice.between(26, 30) if intensive else 4
        end = min(workday(start + timedelta(days=weeks * 7 + self.dice.between(-3, 12))), END)
        way = Journey(self.book, self.dice, person.id, start, KNOWN, left=end)
        outcome = self.dice.weighted(OUTCOMES)
        self._hours(way, end, intensive=intensive)
        if intensive and self.dice.chance(0.7):
            kind = "språkpraktik" if group == ABROAD and self.dice.chance(0.6) else "arbetspraktik"
            begins = way.after(start, 35, 80)
            way.placed_at(
                kind, begins, self.dice.between(4, 12), self.dice.pick(self.companies), hours_per_week=30
            )
        self._outcome(way, end, outcome, group)
        self._enrol(
            person,
            count,
            start,
            end,
            outcome=outcome,
            target_group=group,
            phase=INTENSIVE if intensive else INTRODUCTION,
        )
        self._afterwards(way, end, outcome)
        if outcome == "inget" and end < date(2010, 3, 1) and self.dice.chance(0.25):
            self._comes_back(person, count, group, way.after(end, 90, 240))

    def _person(self, people: People, group: str, gender: str, start: date) -> Person:
        origin = self.dice.weighted(ORIGINS if group == ABROAD else FAMILY_FROM)
        born_here = group != ABROAD and not (group == YOUNG and self.dice.chance(0.1))
        ages = self.dice.weighted(AGES[group])
        person = people.person(gender=gender, origin=origin, on=start, ages=ages, born_here=born_here)
        person.protected = self.dice.chance(0.02)
        return person

    def _enrol(
        self, person: Person, count: int, start: date, end: date, *, outcome: str, **facts: Cell
    ) -> None:
        cause = self.dice.weighted(CAUSE_OF_NONE) if outcome in {"inget", "program"} else outcome
        if end == END:
            cause = "projektet slut"
        destination = {"inget": "arbetssökande"}.get(outcome, outcome)
        self.book.enrol(
            person,
            start,
            end,
            exit_cause=cause,
            exit_destination=destination,
            referred_by="Integrationsenheten"
            if facts["target_group"] == ABROAD
            else "Individ- och familjeomsorgen",
            referred_on=start - timedelta(days=self.dice.between(2, 30)),
            coach=COACHES[FILE][count % 4].email,
            entry_status=self.dice.weighted({"arbetslös": 8, "inaktiv": 3, "inaktiv i utbildning": 0.5}),
            unemployed_since=start - timedelta(days=self.dice.between(40, 1500)),
            hours_wanted=self.dice.weighted({40: 8, 30: 2, 20: 1, None: 4}),
            **facts,
        )

    def _hours(self, way: Journey, end: date, *, intensive: bool) -> None:
        """Participant hours: group activities and jobbstyling at first, coaching all along."""
        for week in range(max(1, (end - way.start).days // 7)):
            monday = way.start - timedelta(days=way.start.weekday()) + timedelta(days=7 * week)
            days = (1, 3) if week < INTRODUCTION_WEEKS else (2,)
            for on in (monday + timedelta(days=day) for day in days):
                if way.start <= on <= end and self.dice.chance(0.8):
                    minutes = self.dice.weighted({180: 8, 150: 2, 95: 1})
                    self.book.attend(way.who, on, minutes, "annat", "Gruppverksamhet")
        styling = way.after(way.start, 10, 18)
        if styling <= end and self.dice.chance(0.7):
            self.book.attend(way.who, styling, 120, "annat", "Jobbstyling")
        if way.start <= GENDER_DAY <= end:
            self.book.attend(way.who, GENDER_DAY, 360, "temadag", "Temadag om jämställdhet")
        way.talks(every=(10, 21) if intensive else (6, 12))

    def _outcome(self, way: Journey, end: date, outcome: str, group: str) -> None:
        before = (
            "introduktionsersättning" if group == ABROAD and self.dice.chance(0.6) else "försörjningsstöd"
        )
        began = way.start - timedelta(days=self.dice.between(20, 700))
        begins = (
            end - timedelta(days=self.dice.between(0, 20))
            if self.dice.chance(0.5)
            else end + timedelta(days=1)
        )
        begins = max(begins, way.start + timedelta(days=1))
        income = {"arbete": "lön", "eget företag": "eget företag", "studier": "studiemedel"}.get(outcome)
        way.income((began, before), *([(begins, income)] if income else []))
        if outcome == "arbete":
            ends = begins + timedelta(days=self.dice.between(30, 150)) if self.dice.chance(0.3) else None
            subsidy = self.dice.weighted({"utan": 6, "nystartsjobb": 4, "instegsjobb": 1, "lönebidrag": 1})
            way.job(begins, ends, self.dice.weighted(HOURS), subsidy, self.dice.pick(self.companies))
            if self.dice.chance(0.12):
                # Work and evening studies at once: the states 90 days after overlap.
                way.measure("studier", begins, 40, title="Komvux, kvällskurs")
        elif outcome == "eget företag":
            self.book.episode(way.who, "eget företag", begins)
        elif outcome == "studier":
            way.measure("studier", begins, self.dice.between(18, 60), title=self.dice.pick(STUDIES))
        elif outcome == "program":
            way.measure(
                "program",
                end + timedelta(days=3),
                self.dice.between(12, 30),
                title="Jobb- och utvecklingsgarantin",
            )

    def _afterwards(self, way: Journey, end: date, outcome: str) -> None:
        """The follow-up 90 days after and the question about one's chances; some are never reached."""
        if self.dice.chance(0.82):
            state = {"inget": self.dice.weighted(LATER), "eget företag": "arbete"}.get(outcome, outcome)
            if self.dice.chance(0.12):
                state = "ej nådd"
            self.book.follow_up(way.who, "90 dagar", way.after(end, 90, 97), state)
        if self.dice.chance(0.76):
            answer = self.dice.weighted({"ja": 8 if outcome == "arbete" else 5, "nej": 2.5, "vet ej": 1.5})
            self.book.answer(way.who, way.after(end, 0, 12), "chans", answer)

    def _comes_back(self, person: Person, count: int, group: str, start: date) -> None:
        end = min(start + timedelta(days=self.dice.between(60, 200)), END)
        self._enrol(person, count, start, end, outcome="inget", target_group=group, phase=INTENSIVE)
        Journey(self.book, self.dice, person.id, start, KNOWN, left=end).talks(every=(14, 28))

    def _mistakes(self, people: People) -> None:
        for start in (date(2009, 2, 9), date(2010, 9, 6)):
            person = people.person(gender=MAN, origin="SE", on=start, ages=(18, 23), numbered=0)
            self.book.enrol(person, start, start, exit_cause="felregistrerad", target_group=YOUNG)


INTRODUCTION_WEEKS = 4
STUDIES = ("Komvux", "Folkhögskola, allmän linje", "Gymnasieskola")
LATER = {"arbetssökande": 6, "arbete": 1.2, "program": 1.5, "utanför arbetskraften": 2, "studier": 0.5}
