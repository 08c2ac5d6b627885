"""E07, E14 and E21 once more, from the rows."""

import datetime as dt
from collections.abc import Callable, Iterable

from employers.models import Company, CompanyContact, RecruitmentNeed
from participants.models import Episode
from tests.reporting.second.common import (
    PLACEMENT,
    WORK,
    Computation,
    Participant,
    Table,
    Tables,
    months_after,
)

NO_ANSWER = {"unknown", "declined", "not_asked"}
INACTIVE = {"inactive", "inactive_in_education"}
EDUCATION = {"studies", "vocational_course"}
# All generated starts lie after 2020, when the Union had these.
UNION = {
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
}

type Test = Callable[[Participant], bool]


def lacks(who: Participant) -> list[str]:
    """What an incomplete record lacks, in the report's words."""
    found = []
    if who.person.birth_date is None:
        found.append("födelsedatum")
    if who.person.gender == "unknown":
        found.append("kön")
    if who.first.entry_status in {"", "unknown"}:
        found.append("status vid start")
    if who.first.education_level in {"", "unknown"}:
        found.append("utbildningsnivå")
    return found


def status(*words: str) -> Test:
    return lambda who: who.first.entry_status in words


def level(*levels: int) -> Test:
    return lambda who: who.first.education_level in {str(one) for one in levels}


def age(lowest: int, highest: int) -> Test:
    def test(who: Participant) -> bool:
        years = who.age()
        return years is not None and lowest <= years <= highest

    return test


def other_country(country: str) -> bool:
    return country not in NO_ANSWER and country != "SE"


def foreign_background(who: Participant) -> bool:
    told = who.background()
    return other_country(told.birth_country) or told.parents_born_abroad == "yes"


def migrant(who: Participant) -> bool:
    return foreign_background(who) or other_country(who.background().citizenship)


def outside_the_union(who: Participant) -> bool:
    country = who.background().citizenship
    return country not in NO_ANSWER and country not in UNION


def disabled(who: Participant) -> bool:
    return who.background().reduced_work_capacity == "yes"


def disadvantaged(who: Participant) -> bool:
    return migrant(who) or disabled(who)


def in_force(rows: Iterable[Episode], day: dt.date) -> set[str]:
    """The kinds of the episodes that cover the day."""
    return {row.kind for row in rows if row.start <= day and (row.end is None or day <= row.end)}


def after_leaving(who: Participant) -> set[str]:
    """“job”, “search”, “education”: what is true of who has left, on the day of the last event."""
    assert who.exit is not None
    rows = who.outcomes(WORK | EDUCATION | {"programme"})
    last = last_of_labour = day = who.exit
    for _ in range(28):
        day += dt.timedelta(days=1)
        began = {row.kind for row in rows if row.start == day}
        last = day if began else last
        last_of_labour = day if began - EDUCATION else last_of_labour
    found = {"education"} if in_force(rows, last) & EDUCATION else set()
    if last == who.exit and who.last.exit_destination == "studies":
        found.add("education")
    kinds = in_force(rows, last_of_labour)
    labour = "job" if kinds & WORK else "search" if "programme" in kinds else ""
    if last_of_labour == who.exit:
        begins = {row.kind for row in rows if row.start == who.exit}
        if not begins & (WORK | {"programme"}):
            words = {
                "work": "job",
                "own_business": "job",
                "job_seeking": "search",
                "programme": "search",
                "outside_labour_force": "",
            }
            labour = words.get(who.last.exit_destination, labour)
    return found | {labour}


def searching(who: Participant) -> bool:
    return status(*INACTIVE)(who) and "search" in after_leaving(who)


def in_education(who: Participant) -> bool:
    return not status("inactive_in_education")(who) and "education" in after_leaving(who)


def in_a_job(who: Participant) -> bool:
    return not status("employed")(who) and "job" in after_leaving(who)


def count(table: Iterable[tuple[tuple[str, str, str], int]]) -> Tables:
    return {"": Table("count", list(table))}


class Esf(Computation):
    """What the three sets share."""

    fixed = True
    by_year = False

    def is_participant(self, who: Participant) -> bool:
        """Attended as many hours as the project asks for."""
        least = self.project.participant_min_hours
        return least is None or sum(minutes for _day, minutes, _what in who.attended()) >= 60 * least

    def entered(self) -> list[Participant]:
        return [who for who in self.started() if self.is_participant(who)]

    def gone(self) -> list[Participant]:
        """Left in the period, with a complete record."""
        return [who for who in self.left() if self.is_participant(who) and not lacks(who)]

    def year(self, day: dt.date | None) -> str:
        return str(day.year) if self.by_year and day else ""

    def rows(self, *tests: Test) -> Tables:
        """Those who entered with a complete record and pass all the tests."""
        return count(
            (self.cell(who, self.year(who.start)), 1)
            for who in self.entered()
            if not lacks(who) and all(test(who) for test in tests)
        )

    def everybody(self) -> dict[str, Table]:
        return {
            "": Table("count", [(self.cell(who, self.year(who.start)), 1) for who in self.entered()]),
            "missing": Table(
                "count",
                [(self.cell(who, word), 1) for who in self.entered() for word in lacks(who)],
                has_total=False,
            ),
        }

    def long_term(self, who: Participant) -> bool:
        """More than so many months: the day on which it is exactly so many lies before the start."""
        since, years = who.first.unemployed_since, who.age()
        if who.first.entry_status != "unemployed" or since is None or years is None:
            return False
        months = self.project.long_term_months_young if years < 25 else self.project.long_term_months
        return months_after(since, months) < who.start

    def results(self, *tests: Test) -> Tables:
        return count((self.cell(who), 1) for who in self.gone() if all(test(who) for test in tests))

    def six_months(self, *tests: Test) -> Tables:
        return self.results(*tests, self.employed_after)

    def employed_after(self, who: Participant) -> bool:
        """In work six months after, and not at the start."""
        assert who.exit is not None
        day = months_after(who.exit, 6)
        if day > self.as_of or who.first.entry_status == "employed":
            return False
        mine = [row for one in who.enrolments for row in one.follow_ups.all()]
        since = [
            row
            for row in mine
            if row.kind == "months_6" and who.exit <= row.done_on and who.known(row.done_on)
        ]
        if since:
            return max(since, key=lambda row: (row.done_on, row.pk)).outcome == "work"
        return bool(in_force(who.outcomes(WORK), day))


class Esf2007(Esf):
    """The E07 set."""

    bands_of_set = ("15-24", "25-54", "55-64")
    by_year = True

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        return {
            "E07IN": self.everybody(),
            "E07OUT": count(
                (self.cell(who, self.year(who.exit)), 1) for who in self.left() if self.is_participant(who)
            ),
            "E07OVER": self.over(),
            "E07T": self.rows(),
            "E07EMP": self.rows(status("employed")),
            "E07UNE": self.rows(status("unemployed")),
            "E07LTU": self.rows(self.long_term),
            "E07INA": self.rows(status(*INACTIVE)),
            "E07EDU": self.rows(status("inactive_in_education")),
            "E07Y15": self.rows(age(15, 24)),
            "E07Y55": self.rows(age(55, 64)),
            "E07MIN": None,
            "E07MIG": self.rows(migrant),
            "E07DIS": self.rows(disabled),
            "E07OTH": None,
            "E07ED12": self.rows(level(1, 2)),
            "E07ED3": self.rows(level(3)),
            "E07ED4": self.rows(level(4)),
            "E07ED56": self.rows(level(5, 6, 7, 8)),
        }

    def over(self) -> Tables:
        """In the project on both sides of a turn of the year; who comes back was never out."""
        table = Table("count")
        day = self.start
        while day <= self.end:
            if (day.month, day.day) == (1, 1) and self.covers(day):
                eve = day - dt.timedelta(days=1)
                table.entries += [
                    (self.cell(who, str(day.year)), 1)
                    for who in self.people
                    if self.is_participant(who) and who.start <= eve and (who.exit is None or day <= who.exit)
                ]
            day += dt.timedelta(days=1)
        return {"": table}


class Esf2014(Esf):
    """The E14 set."""

    bands_of_set = ("<25", "25-54", "55+")

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        return {
            "E14T": self.rows(),
            "E14G": self.everybody(),
            "CO01": self.rows(status("unemployed")),
            "CO02": self.rows(self.long_term),
            "CO03": self.rows(status(*INACTIVE)),
            "CO04": self.rows(status("inactive")),
            "CO05": self.rows(status("employed")),
            "CO06": self.rows(age(0, 24)),
            "CO07": self.rows(age(55, 200)),
            "CO08": self.rows(age(55, 200), status("unemployed", "inactive")),
            "CO09": self.rows(level(1, 2)),
            "CO10": self.rows(level(3, 4)),
            "CO11": self.rows(level(5, 6, 7, 8)),
            "CO15": self.rows(migrant),
            "CO16": self.rows(disabled),
            "CO17": None,
            "CO18": None,
            "CO19": None,
            "CR01": self.results(searching),
            "CR02": self.results(in_education),
            "CR03": None,
            "CR04": self.results(in_a_job),
            "CR05": self.results(
                disadvantaged, lambda who: searching(who) or in_education(who) or in_a_job(who)
            ),
            "CR06": self.six_months(),
            "CR07": None,
            "CR08": self.six_months(age(55, 200)),
            "CR09": self.six_months(disadvantaged),
        }


class Esf2021(Esf):
    """The E21 set."""

    bands_of_set = ("<18", "18-29", "30-54", "55+")

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        complete = [(self.cell(who), 1) for who in self.entered() if not lacks(who)]
        return {
            "EECO01": {**self.everybody(), "complete": Table("count", complete)},
            "EECO02": self.rows(status("unemployed")),
            "EECO03": self.rows(self.long_term),
            "EECO04": self.rows(status(*INACTIVE)),
            "EECO05": self.rows(status("employed")),
            "EECO06": self.rows(age(0, 17)),
            "EECO07": self.rows(age(18, 29)),
            "EECO08": self.rows(age(55, 200)),
            "EECO09": self.rows(level(0, 1, 2)),
            "EECO10": self.rows(level(3, 4)),
            "EECO11": self.rows(level(5, 6, 7, 8)),
            "EECO12": self.rows(disabled),
            "EECO13": self.rows(outside_the_union),
            "EECO14": self.rows(foreign_background),
            "EECO15": None,
            "EECO16": None,
            "EECO17": None,
            "EECO18": self.companies(is_public),
            "EECO19": self.companies(is_small),
            "EECR01": self.results(searching),
            "EECR02": self.results(in_education),
            "EECR03": None,
            "EECR04": self.results(in_a_job),
            "EECR05": self.six_months(),
            "EECR06": None,
        }

    def companies(self, test: Callable[[Company], bool]) -> Tables:
        """Contacted, with a need registered or a placement begun, in the period."""
        found = set()
        for contact in CompanyContact.objects.filter(project=self.project):
            if self.covers(contact.contacted_on):
                found.add(contact.company)
        for need in RecruitmentNeed.objects.filter(project=self.project):
            if self.covers(need.registered_on):
                found.add(need.company)
        for who in self.people:
            for row in who.outcomes(PLACEMENT):
                if row.company is not None and self.covers(row.start):
                    found.add(row.company)
        return count((("", "", ""), 1) for company in found if test(company))


def is_public(company: Company) -> bool:
    return company.organisation_number[0] == "2"


def is_small(company: Company) -> bool:
    return company.employees is not None and 0 < company.employees < 250 and not is_public(company)
