"""L once more, from the rows."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from coaching.models import Criterion, CriterionResult, ReadinessAssessment
from employers.models import CompanyContact, RecruitmentNeed
from participants.models import Enrolment, Episode, Person, SupportPeriod
from projects.models import Occupation, OccupationList
from tests.reporting.second.common import (
    BLOCKING,
    OWN_INCOME,
    PLACEMENT,
    WORK,
    Cell,
    Computation,
    Moves,
    Table,
    Tables,
    months_after,
    states_of,
)

NOT_STATED = "ej angiven"
CAUSES = {
    "": NOT_STATED,
    "work": "arbete",
    "studies": "studier",
    "own_business": "eget företag",
    "moved": "flytt",
    "illness": "sjukdom",
    "family": "familjeskäl",
    "back_to_referrer": "åter till anvisare",
    "own_request": "egen begäran",
    "stopped_attending": "uteblivit",
    "project_ended": "projektet slut",
    "other": "annan orsak",
}
STATES = {"met": "uppfyllt", "partly": "delvis", "not_met": "ej uppfyllt", "not_assessed": "ej bedömt"}


class Linkoping(Computation):
    """The L set."""

    bands_of_set = ("16-24", "25-54")

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        contacts = CompanyContact.objects.filter(project=self.project)
        needs = RecruitmentNeed.objects.filter(project=self.project)
        return {
            "L1": self.l1(),
            "L2": self.l2(),
            "L3": self.companies((row.company_id, row.contacted_on) for row in contacts),
            "L4": self.companies((row.company_id, row.registered_on) for row in needs),
            "L5": {"": Table("count", list(self.began(PLACEMENT)))},
            "L6": {"": Table("count", list(self.work_after(PLACEMENT)))},
            "L7": {"": Table("count", list(self.began({"vocational_course"})))},
            "L8": {"": Table("count", list(self.work_after({"vocational_course"})))},
            "L9": self.l9(),
            "L10": {"": Table("count", list(self.l10()))},
            "L11": self.l11(),
            "L12": self.l12(),
            "L13": self.l13(),
            "L14": self.l14(),
        }

    def l1(self) -> Tables:
        due, provisional = Table("share"), Table("share")
        for who in self.started():
            limit = months_after(who.start, 18)
            reached = who.self_support()
            hit = int(reached is not None and reached <= limit)
            provisional.entries.append((self.cell(who), hit))
            if limit <= self.as_of:
                due.entries.append((self.cell(who), hit))
        return {"": due, "provisional": provisional}

    def l2(self) -> Tables:
        tables = {name: Table("count") for name in ("", "late", "not_yet_due", "never")}
        tables["days_to_ready"] = Table("mean")
        for who in self.started():
            limit, ready = months_after(who.start, 4), who.ready_on()
            if ready is None:
                place = "not_yet_due" if limit > self.as_of else "never"
            else:
                place = "" if ready <= limit else "late"
                tables["days_to_ready"].entries.append((self.cell(who), (ready - who.start).days))
            tables[place].entries.append((self.cell(who), 1))
        return tables

    def companies(self, dated: Iterable[tuple[int, dt.date]]) -> Tables:
        """L3 and L4."""
        unique = {company for company, day in dated if self.covers(day)}
        return {"": Table("count", [(("", "", ""), 1) for _ in unique])}

    def began(self, kinds: set[str]) -> Iterator[tuple[Cell, int]]:
        """L5 and L7."""
        for who in self.people:
            if any(self.covers(row.start) for row in who.outcomes(kinds)):
                yield self.cell(who), 1

    def work_after(self, kinds: set[str]) -> Iterator[tuple[Cell, int]]:
        """L6 and L8."""
        for who in self.people:
            ended = [row.end for row in who.outcomes(kinds) if row.end is not None and row.end <= self.as_of]
            begun = [row.start for row in who.outcomes(WORK) if self.covers(row.start)]
            if any(first_day >= last_day for first_day in begun for last_day in ended):
                yield self.cell(who), 1

    def l9(self) -> Tables:
        main = Table("mean")
        by_year, by_gender_age = Table("mean", has_total=False), Table("mean", has_total=False)
        for who in self.people:
            reached = who.self_support()
            if reached is None or not self.covers(reached):
                continue
            days, year = (reached - who.start).days, str(reached.year)
            main.entries.append((self.cell(who, year), days))
            by_year.entries.append((("", "", year), days))
            by_gender_age.entries.append((self.cell(who), days))
        return {"": main, "by_year": by_year, "by_gender_age": by_gender_age}

    def l10(self) -> Iterator[tuple[Cell, int]]:
        for who in self.people:
            reached = who.self_support()
            if who.exit is not None and self.covers(who.exit) and (reached is None or reached > who.exit):
                yield self.cell(who, CAUSES[who.last.exit_cause]), 1

    def l11(self) -> Tables:
        main, criteria = Table("count"), Table("count", has_total=False)
        codes = {row.code for row in Criterion.objects.filter(checklist__project=self.project)}
        for who in self.people:
            if not who.enrolled:
                continue
            assessments = who.coach_assessments()
            states = states_of(assessments[-1]) if assessments else {}
            ready = "jobbredo" if set(states.values()) == {"met"} else "ej jobbredo"
            main.entries.append((self.cell(who, ready if assessments else "ej bedömd"), 1))
            for code in codes:
                word = STATES[states.get(code, "not_assessed")]
                criteria.entries.append((self.cell(who, f"{code}:{word}"), 1))
        return {"": main, "criteria": criteria}

    def l12(self) -> Tables:
        main, wanted = Table("count"), Table("count", has_total=False)
        for who in self.people:
            for job in who.outcomes({"employment"}):
                if self.covers(job.start):
                    main.entries.append((self.cell(who, extent(job.hours_per_week)), 1))
                    comparison = against(job.hours_per_week, who.first.hours_wanted)
                    wanted.entries.append((self.cell(who, comparison), 1))
        return {"": main, "against_hours_wanted": wanted}

    def l13(self) -> Tables:
        lists = sorted(OccupationList.objects.all(), key=lambda one: (one.valid_from, one.pk))
        if not lists:
            return None
        women = {row.code: row.women_share for row in lists[-1].occupations.all()}
        main, share = Table("count"), Table("share")
        for who in self.people:
            for job in who.outcomes({"employment"}):
                code = job.occupation
                while code and code not in women:
                    code = code[:-1]
                if not self.covers(job.start) or not code or who.person.gender not in ("woman", "man"):
                    continue
                own = women[code] if who.person.gender == "woman" else 100 - women[code]
                share.entries.append((self.cell(who), int(own < 40)))
                if own < 40:
                    main.entries.append((self.cell(who), 1))
        return {"": main, "share": share}

    def l14(self) -> Tables:
        persons, amount = Table("count"), Table("sum")
        own = OWN_INCOME | ({"extra_service"} if self.project.extra_service_is_income else set())
        for who in self.people:
            now = who.sources(self.as_of)
            if "social_assistance" in who.sources(who.start) and now & own and not now & BLOCKING:
                persons.entries.append((self.cell(who), 1))
                amount.entries.append((self.cell(who), self.project.social_assistance_monthly))
        return {"": amount, "persons": persons}


def extent(hours: Decimal | None) -> str:
    if hours is None:
        return "okänt"
    if hours >= 35:
        return "heltid"
    return "17-34" if hours >= 17 else "under 17"


def against(hours: Decimal | None, wanted: Decimal | None) -> str:
    if hours is None or wanted is None:
        return "okänt"
    if hours == wanted:
        return "lika"
    return "mindre" if hours < wanted else "mer"


BY_PERSON = {"L1", "L2", "L5", "L6", "L7", "L8", "L9", "L10", "L12", "L13", "L14"}
MOVES: Moves = {
    "gender": (Person, {"gender": "man"}, BY_PERSON),
    "birth date": (Person, {"birth_date": None}, BY_PERSON),
    "support a year later": (
        SupportPeriod,
        {"start": dt.date(2025, 9, 1), "end": None},
        {"L1", "L9", "L10", "L14"},
    ),
    "an open end": (SupportPeriod, {"end": None}, {"L1", "L9", "L10", "L14"}),
    "an occupation that isn't on the list": (Episode, {"occupation": "9999"}, {"L13"}),
    "a share of 40 %": (Occupation, {"women_share": 40}, {"L13"}),
    "episodes not ended": (Episode, {"end": None}, {"L6", "L8"}),
    "episodes are history": (Episode, {"before_start": True}, {"L5", "L6", "L7", "L8", "L12", "L13"}),
    "hours": (Episode, {"hours_per_week": 10}, {"L12"}),
    "cause of exit": (Enrolment, {"exit_cause": "moved"}, {"L10"}),
    "still enrolled": (
        Enrolment,
        {"end": None, "exit_cause": "", "exit_destination": ""},
        {"L10", "L11"},
    ),
    "assessed a year later": (ReadinessAssessment, {"assessed_on": dt.date(2025, 1, 10)}, {"L2"}),
    "a criterion not met": (CriterionResult, {"state": "partly"}, {"L2"}),
    "contact before the period": (CompanyContact, {"contacted_on": dt.date(2022, 1, 1)}, {"L3"}),
    "need after as of": (RecruitmentNeed, {"registered_on": dt.date(2026, 1, 1)}, {"L4"}),
    "registered by mistake": (Enrolment, {"registered_by_mistake": True}, BY_PERSON),
}
