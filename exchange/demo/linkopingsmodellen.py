"""Linköpingsmodellen: the frame and the goals are the source's, the people and companies invented.

Source: seeds/linkopingsmodellen.txt. It publishes no outcome, so every figure but the targets is
invented. The book ends on the project's last day, with those still enrolled left open.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from exchange.demo.book import Book
from exchange.demo.companies import Companies, Company
from exchange.demo.dice import Dice, words
from exchange.demo.journey import HOURS, Journey
from exchange.demo.people import MAN, NONBINARY, UNKNOWN, WOMAN, People, Person
from exchange.demo.staff import COACHES
from projects.calendar import add_months

NAME = "Linköpingsmodellen"
OWNER = "Jobbtorget i Linköping"
FILE = "linkopingsmodellen"
LANE = 0
START, END = date(2008, 8, 1), date(2011, 7, 31)
GROUP = "Personer med invandrarbakgrund"
REFERRERS = ("Socialkontoret", "Flyktingmottagningen", "AF Linköping")
PEOPLE = 116
ORIGINS = {"IQ": 9, "SO": 6, "AF": 3, "IR": 3, "BA": 3, "SY": 2, "ET": 2, "TR": 2, "TH": 2, "CD": 1, "CL": 1}
RINGS = {
    "Ring 1 Verkstad och lager": ("metall", "metall", "plast", "lager", "lager", "verkstad", "åkeri"),
    "Ring 2 Lokalvård och fastighet": ("städ", "städ", "städ", "fastighet", "tvätt", "hotell"),
    "Ring 3 Mat och handel": ("restaurang", "restaurang", "bageri", "butik", "butik", "butik"),
    "Ring 4 Vård och omsorg": ("äldreboende", "äldreboende", "hemtjänst", "hemtjänst", "förskola"),
}
OUTSIDE_RINGS = words("bygg bil grönyta it restaurang städ lager metall butik trä åkeri hotell bageri plast")
COURSES = {
    "Truckförarutbildning A och B": ("lager", 3),
    "Lokalvård grundkurs": ("städ", 5),
    "Livsmedelshygien och storkök": ("restaurang", 6),
    "Svets, grund": ("metall", 12),
    "Vård och omsorg, introduktion": ("äldreboende", 10),
    "Butik och kassa": ("butik", 6),
}
# What becomes of people: no source says, so the shares are invented.
PATHS = {
    "praktik, jobb": 22,
    "kurs, jobb": 12,
    "praktik, kurs, jobb": 9,
    "jobb": 7,
    "studier": 9,
    "eget företag": 3,
    "praktik": 22,
    "kurs": 7,
    "inget": 19,
}
CAUSES = {
    "flytt": 5,
    "sjukdom": 5,
    "familjeskäl": 4,
    "åter till anvisare": 6,
    "egen begäran": 3,
    "uteblivit": 5,
    "annan orsak": 2,
    "": 0.5,
}
DESTINATIONS = {
    "flytt": "arbetssökande",
    "sjukdom": "utanför arbetskraften",
    "familjeskäl": "utanför arbetskraften",
    "åter till anvisare": "arbetssökande",
    "projektet slut": "arbetssökande",
    "uteblivit": "okänt",
}


def book() -> Book:
    """The whole workbook."""
    return _Linkoping().write()


@dataclass(slots=True)
class _Linkoping:
    book: Book = field(default_factory=lambda: Book(FILE))
    dice: Dice = field(default_factory=lambda: Dice("jobbredo/linkopingsmodellen/1"))
    companies: dict[str, list[Company]] = field(default_factory=dict)

    def write(self) -> Book:
        self._frame()
        self._companies()
        people = People(self.dice, LANE, "LM")
        for count in range(PEOPLE):
            self._participant(people, count)
        self._edges(people)
        return self.book

    def _frame(self) -> None:
        self.book.frame(
            name=NAME,
            owner=OWNER,
            programme_area="Programområde 2 Ökat arbetskraftsutbud",
            region="Östra Mellansverige",
            start=START,
            end=END,
            esf_grant=5_738_370,
            total_budget=14_345_926,
            indicator_sets="L, E07",
            checklist="jobbredo",
            age_bands="16-24, 25-54",
            social_assistance_monthly=7_000,
        )
        # 60 % within 18 months; 240 people × 7 000 kr less in social assistance a month.
        self.book.goal("L1", 60)
        self.book.goal("L14", 1_680_000)
        self.book.target_group(GROUP)

    def _companies(self) -> None:
        make = Companies(self.book, self.dice, LANE)
        kinds = [(kind, ring) for ring, members in RINGS.items() for kind in members]
        for kind, ring in [*kinds, *((kind, "") for kind in OUTSIDE_RINGS)]:
            town = self.dice.weighted({"0580": 8, "0586": 1, "0561": 1, "0583": 1})
            company = make.company(kind, municipality=town, ring=ring)
            make.contacts(
                company, date(2008, 9, 1), date(2011, 6, 30), self.dice.between(1, 6) + 2 * bool(ring)
            )
            for _ in range(self.dice.weighted({0: 1, 1: 4, 2: 3} if ring else {0: 4, 1: 1})):
                on = self.dice.day(date(2008, 10, 1), date(2011, 5, 31))
                make.need(company, on, open_days=self.dice.weighted({30: 2, 75: 2, 160: 2, None: 1}))
            if ring:
                self.companies.setdefault(kind, []).append(company)

    def _person(self, people: People, start: date, count: int) -> Person:
        gender = self.dice.weighted({WOMAN: 60, MAN: 54, UNKNOWN: 1.5, NONBINARY: 1})
        ages = self.dice.weighted({(17, 24): 28, (25, 39): 48, (40, 54): 28, (55, 61): 7})
        person = people.person(gender=gender, origin=self.dice.weighted(ORIGINS), on=start, ages=ages)
        if self.dice.chance(0.03):
            person.born, person.personal_number = None, ""
        person.protected = count in PROTECTED
        return person

    def _participant(self, people: People, count: int) -> None:
        # Most come in during the first half; a few so late that their four months aren't over at the end.
        start = min(self.dice.day(date(2008, 9, 1), date(2011, 5, 20)) for _ in range(2))
        if self.dice.chance(0.05):
            start = self.dice.day(date(2011, 4, 4), date(2011, 6, 20))
        person = self._person(people, start, count)
        way = Journey(self.book, self.dice, person.id, start, END)
        path = self.dice.weighted(PATHS)
        earned = self._measures(way, path)
        end, cause, destination = self._exit(way, path, earned)
        way.left = end
        self._assessments(way, path)
        self._enrol(person, count, start, end, cause=cause, destination=destination)
        way.talks(every=(25, 70))
        if self.dice.chance(0.3):
            way.history(JOBS_BEFORE)
        if not earned and end and end < date(2010, 10, 1) and self.dice.chance(0.4):
            self._second_stay(person, count, way.after(end, 60, 200))

    def _enrol(
        self,
        person: Person,
        count: int,
        start: date,
        end: date | None,
        *,
        cause: str = "",
        destination: str = "",
    ) -> None:
        # The first coach works in the present project now: those still enrolled here are the others'.
        coach = COACHES[FILE][count % 3 if end else 1 + count % 2]
        out_of_work = start - timedelta(days=self.dice.between(60, 1900))
        self.book.enrol(
            person,
            start,
            end,
            exit_cause=cause if end else "",
            exit_destination=destination if end else "",
            target_group=GROUP,
            referred_by=self.dice.weighted(dict(zip(REFERRERS, (5, 4, 2), strict=True))),
            referred_on=start - timedelta(days=self.dice.between(3, 40)),
            coach=coach.email,
            entry_status=self.dice.weighted(
                {"arbetslös": 8, "inaktiv": 3, "inaktiv i utbildning": 1, "okänt": 0.5}
            ),
            unemployed_since=out_of_work if self.dice.chance(0.7) else None,
            hours_wanted=self.dice.weighted({40: 8, 30: 3, 25: 1, 20: 2, None: 3}),
        )

    def _assessments(self, way: Journey, path: str) -> None:
        ready = {"inget": 0.15, "praktik": 0.5, "kurs": 0.6}.get(path, 0.93)
        ready_on = None
        if self.dice.chance(ready):
            months = self.dice.weighted({2: 2, 3: 4, 4: 5, 5: 2, 7: 2, 10: 1})
            ready_on = add_months(way.start, months) - timedelta(days=self.dice.between(0, 18))
        days = [
            way.after(way.start, 14 + 45 * turn, 30 + 45 * turn) for turn in range(self.dice.between(2, 5))
        ]
        if self.dice.chance(0.06):
            return
        way.readiness([*days, *([ready_on] if ready_on else [])], ready_on)
        if self.dice.chance(0.3):
            way.self_rating(days[0])

    def _measures(self, way: Journey, path: str) -> date | None:
        """Write what the person did and lived on; the day from which they earned their living."""
        benefit = self.dice.weighted(
            {"försörjningsstöd": 62, "introduktionsersättning": 26, "a-kassa": 5, "ingen": 3}
        )
        began = way.start - timedelta(days=self.dice.between(0, 900))
        free = way.after(way.start, 20, 150)
        kind = self.dice.pick(sorted(self.companies))
        if "praktik" in path:
            where = self.dice.weighted({"arbetspraktik": 6, "arbetsträning": 1, "språkpraktik": 3})
            company = self.dice.pick(self.companies[kind])
            free = way.placed_at(where, free, self.dice.between(4, 16), company, hours_per_week=self._part())
        if "kurs" in path:
            title, (kind, weeks) = self.dice.pick(list(COURSES.items()))
            free = way.measure(
                "yrkesutbildning", way.after(free, 1, 40), weeks, title=title, hours_per_week=30
            )
        own = self._living(way, path, free, kind)
        if own is None:
            way.income((began, benefit))
            return None
        day, source, lost = own
        changes = [(began, benefit), (day, source)]
        if lost:
            changes.append((lost + timedelta(days=1), self.dice.pick(("a-kassa", "försörjningsstöd"))))
        way.income(*changes)
        return day if day <= END else None

    def _part(self) -> int | None:
        return self.dice.weighted({40: 4, 30: 3, 20: 2, None: 1})

    def _living(self, way: Journey, path: str, free: date, kind: str) -> tuple[date, str, date | None] | None:
        """A job, studies or a business: from when, living on what, and when it was lost again."""
        if path == "studier":
            begins = way.after(way.start, 60, 400)
            way.measure("studier", begins, self.dice.between(20, 100), title=self.dice.pick(STUDIES))
            return begins, "studiemedel", None
        if path == "eget företag":
            begins = way.after(way.start, 150, 500)
            if begins <= END:
                self.book.episode(way.who, "eget företag", begins, title=self.dice.pick(BUSINESSES))
            return begins, "eget företag", None
        if "jobb" not in path:
            return None
        # A job can begin on the very last day of the placement or course before it.
        begins = free if self.dice.chance(0.06) else way.after(free, 1, 75)
        ends = way.after(begins, 90, 330) if self.dice.chance(0.25) else None
        hours = self.dice.weighted(HOURS)
        subsidy = self.dice.weighted(
            {"utan": 5, "nystartsjobb": 4, "instegsjobb": 3, "lönebidrag": 0.7, "": 1}
        )
        way.job(begins, ends, hours, subsidy, self.dice.pick(self.companies[kind]))
        if hours and hours < PART_TIME and self.dice.chance(0.5):
            # A short job leaves a need for social assistance on top, for a while or for good.
            extra = way.after(begins, 90, 400)
            self.book.support(way.who, "försörjningsstöd", begins, extra if extra <= END else None)
        return begins, "lön", ends

    def _exit(self, way: Journey, path: str, earned: date | None) -> tuple[date | None, str, str]:
        if earned and self.dice.chance(0.85):
            end = way.after(earned, 0, 90)
            cause = {"studier": "studier", "eget företag": "eget företag"}.get(path, "arbete")
            return (end, cause, cause) if end <= END else (None, "", "")
        if not earned and self.dice.chance(0.62):
            end = way.after(way.start, 120, 560)
            cause = self.dice.weighted(CAUSES)
            if end <= END:
                return end, cause, DESTINATIONS.get(cause, "arbetssökande")
        if way.start < date(2009, 9, 1):
            return date(2011, 6, 30), "projektet slut", "arbetssökande"
        return None, "", ""

    def _second_stay(self, person: Person, count: int, start: date) -> None:
        """The same person comes back; a job follows for most."""
        way = Journey(self.book, self.dice, person.id, start, END)
        if self.dice.chance(0.6):
            company = self.dice.pick(self.companies["städ"])
            way.job(way.after(start, 40, 120), None, 30, "nystartsjobb", company)
        self._enrol(person, count, start, None)

    def _edges(self, people: People) -> None:
        """Cases on the edge of a rule, each with its own date; none of them has a personal number."""
        on_the_day = date(2009, 3, 31)
        self._edge(people, on_the_day, date(1979, 5, 2), own_from=add_months(on_the_day, 18), ready=None)
        self._edge(people, date(2009, 1, 7), date(1980, 2, 3), own_from=date(2010, 7, 8), ready=None)
        clamped = date(2009, 10, 31)
        self._edge(people, clamped, date(1977, 8, 9), own_from=None, ready=add_months(clamped, 4))
        self._edge(
            people, date(2010, 9, 1), date(1985, 9, 1), own_from=date(2011, 2, 1), ready=date(2011, 1, 2)
        )
        self._edge(
            people, date(2010, 9, 1), date(1985, 9, 2), own_from=date(2011, 2, 1), ready=date(2010, 12, 30)
        )
        self._edge(
            people, date(2009, 2, 28), date(1984, 2, 29), own_from=None, ready=date(2009, 6, 26), gender=MAN
        )
        self._edge(
            people,
            date(2010, 2, 1),
            date(1983, 4, 9),
            own_from=None,
            ready=date(2010, 5, 7),
            gender=NONBINARY,
        )
        self._mistakes(people)

    def _edge(
        self,
        people: People,
        start: date,
        born: date,
        *,
        own_from: date | None,
        ready: date | None,
        gender: str = WOMAN,
    ) -> None:
        person = people.person(gender=gender, origin="SO", on=start, ages=(25, 30), numbered=0)
        person.born = born
        way = Journey(self.book, self.dice, person.id, start, END)
        way.income((start, "försörjningsstöd"), *([(own_from, "lön")] if own_from else []))
        if own_from:
            way.job(own_from, None, 40, "utan", self.companies["lager"][0])
        if ready:
            way.readiness([way.after(start, 20, 30), ready], ready)
        self._enrol(person, 0, start, None)

    def _mistakes(self, people: People) -> None:
        """Registered by mistake: someone who never came, and someone registered twice."""
        for start in (date(2009, 11, 2), date(2010, 3, 1)):
            person = people.person(gender=WOMAN, origin="IQ", on=start, ages=(25, 40), numbered=0)
            self._enrol(person, 1, start, start, cause="felregistrerad")
        real = date(2010, 4, 6)
        self._enrol(person, 1, real, None)


PART_TIME = 25
# By order of intake.
PROTECTED = (17, 64)
JOBS_BEFORE = ("Lärare", "Svetsare", "Sömmerska", "Ekonom", "Chaufför", "Sjuksköterska", "Kock", "Jordbruk")
STUDIES = (
    "Komvux, svenska och matematik",
    "Vård- och omsorgsprogrammet",
    "KY Logistik",
    "Högskola, kompletterande",
)
BUSINESSES = ("Syateljé", "Café", "Budbil", "Frisör")
