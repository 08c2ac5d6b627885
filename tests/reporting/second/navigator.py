"""K once more, from the rows."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from coaching.models import Attendance
from employers.models import CompanyContact
from participants.models import Enrolment, Episode, FollowUp, Person, SensitiveBackground, SurveyAnswer
from projects.models import TargetGroup
from tests.reporting.second.common import WORK, Aim, Computation, Moves, Participant, Table, Tables

NOT_STATED = "ej angiven"
STATES = {
    "work": "arbete",
    "studies": "studier",
    "programme": "program",
    "job_seeking": "annat",
    "outside_labour_force": "annat",
    "not_reached": "okänt",
}
EVERY_KIND = (
    "work_placement",
    "work_training",
    "language_placement",
    "vocational_course",
    "studies",
    "employment",
    "own_business",
    "programme",
)


class Navigator(Computation):
    """The K set."""

    bands_of_set = ("16-24", "25-54", "55-64")

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        return {
            "K1": self.by_target_group(),
            "K2": self.k2(),
            "K3": self.k3(),
            "K4": self.k4(),
            "K5": self.after_90_days("arbete"),
            "K6": self.after_90_days("studier"),
            "K7": self.after_90_days("program"),
            "K8": self.k8(),
            "K9": self.by_target_group(),
            "K10": self.k10(),
            "K11": self.k11(),
            "K12": self.k12(),
            "K13": self.k13(),
        }

    def aims(self, code: str) -> list[Aim]:
        """K1 also aims at the numbers planned with the target groups, where no goal says another."""
        goals = super().aims(code)
        if code != "K1":
            return goals
        for group in TargetGroup.objects.filter(project=self.project).order_by("position", "pk"):
            told = any(goal.group == group.name and not goal.gender + goal.age_band for goal in goals)
            if group.target is not None and not told:
                goals.append(Aim(Decimal(group.target), group=group.name))
        return goals

    def young(self, who: Participant) -> bool:
        age = who.age()
        return age is not None and age >= 16 and age <= 24

    def foreign(self, who: Participant) -> bool:
        country = who.background().birth_country
        return country not in ("SE", "unknown", "declined", "not_asked")

    def apart(self, kind: str, entries: Iterable[tuple[Participant, int]]) -> dict[str, Table]:
        """The same number for the young and for those born abroad."""
        young, foreign = Table(kind), Table(kind)
        for who, value in entries:
            if self.young(who):
                young.entries.append((self.cell(who), value))
            if self.foreign(who):
                foreign.entries.append((self.cell(who), value))
        return {"young": young, "foreign_born": foreign}

    def in_work(self, who: Participant, day: dt.date) -> bool:
        """Hours unknown are enough only where no least is set."""
        for row in who.outcomes(WORK):
            enough = self.min_hours is None or (
                row.hours_per_week is not None and row.hours_per_week >= self.min_hours
            )
            if enough and self.on(row, day):
                return True
        return False

    def on(self, row: Episode, day: dt.date) -> bool:
        """Whether an episode covers the day, as known on as of: an end after it is no end."""
        end = row.end if row.end is not None and row.end <= self.as_of else None
        return row.start <= day and (end is None or day <= end)

    def by_target_group(self) -> Tables:
        """K1 and K9."""
        parents = {
            group.name: group.parent.name
            for group in TargetGroup.objects.filter(project=self.project)
            if group.parent is not None
        }
        main = Table("count", parents=parents)
        for who in self.started():
            group = who.first.target_group
            main.entries.append((self.cell(who, group.name if group else NOT_STATED), 1))
        return {"": main, **self.apart("count", ((who, 1) for who in self.started()))}

    def k2(self) -> Tables:
        main, answered = Table("share"), Table("share")
        judged = []
        for who in self.left():
            assert who.exit is not None
            answer = who.answer("chance")
            next_day = who.exit + dt.timedelta(days=1)
            hit = self.in_work(who, who.exit) or self.in_work(who, next_day)
            if answer is not None and answer.answer == "yes":
                hit = True
            main.entries.append((self.cell(who), int(hit)))
            answered.entries.append((self.cell(who), int(answer is not None)))
            judged.append((who, int(hit)))
        return {"": main, "response_rate": answered, **self.apart("share", judged)}

    def due(self) -> list[tuple[Participant, list[str]]]:
        """Those who left in the period 90 days ago or more, with all that they did on that day."""
        found = []
        for who in self.left():
            assert who.exit is not None
            day = who.exit + dt.timedelta(days=90)
            if day <= self.as_of:
                found.append((who, self.states(who, day)))
        return found

    def states(self, who: Participant, day: dt.date) -> list[str]:
        record = who.follow_up("days_90")
        if record is not None:
            return [STATES[record.outcome]]
        states = ["arbete"] if self.in_work(who, day) else []
        for kind, word in (("studies", "studier"), ("programme", "program")):
            if any(self.on(row, day) for row in who.outcomes({kind})):
                states.append(word)
        if states:
            return states
        return ["annat"] if any(self.on(row, day) for row in who.outcomes(EVERY_KIND)) else ["okänt"]

    def k3(self) -> Tables:
        main, unknown, state = Table("share"), Table("count"), Table("count", has_total=False)
        judged = []
        for who, states in self.due():
            main.entries.append((self.cell(who), int("arbete" in states)))
            judged.append((who, int("arbete" in states)))
            # The first of several: work, else studies, else a programme.
            state.entries.append((self.cell(who, states[0]), 1))
            if states == ["okänt"]:
                unknown.entries.append((self.cell(who), 1))
        return {"": main, "unknown": unknown, "state": state, **self.apart("share", judged)}

    def k4(self) -> Tables:
        contacts = [
            row
            for row in CompanyContact.objects.filter(project=self.project)
            if self.covers(row.contacted_on)
        ]
        unique = {row.company_id for row in contacts}
        nowhere = ("", "", "")
        number = Table("sum", [(nowhere, 1) for _ in contacts])
        return {"": Table("count", [(nowhere, 1) for _ in unique]), "contacts": number}

    def after_90_days(self, word: str) -> Tables:
        """K5, K6 and K7."""
        main, overlap = Table("count"), Table("count")
        counted = []
        for who, states in self.due():
            if word in states:
                main.entries.append((self.cell(who), 1))
                counted.append((who, 1))
                if len(states) > 1:
                    overlap.entries.append((self.cell(who), 1))
        return {"": main, "overlap": overlap, **self.apart("count", counted)}

    def k8(self) -> Tables:
        main, answered = Table("share"), Table("share")
        judged = []
        for who in self.left():
            answer = who.answer("chance")
            answered.entries.append((self.cell(who), 0 if answer is None else 1))
            if answer is not None:
                main.entries.append((self.cell(who), int(answer.answer == "yes")))
                judged.append((who, int(answer.answer == "yes")))
        return {"": main, "response_rate": answered, **self.apart("share", judged)}

    def k10(self) -> Tables:
        main, foreign = Table("count"), Table("count")
        ages, both = Table("count", has_total=False), Table("count", has_total=False)
        for who in self.started():
            age, year = who.age(), str(who.start.year)
            word = "övriga"
            if age is None:
                word = "okänd"
            elif 16 <= age <= 24:
                word = "16-24"
            elif 55 <= age <= 64:
                word = "55-64"
            main.entries.append((self.cell(who, year), 1))
            ages.entries.append((self.cell(who, word), 1))
            both.entries.append((self.cell(who, f"{year}:{word}"), 1))
            if self.foreign(who):
                foreign.entries.append((self.cell(who), 1))
        return {"": main, "foreign_born": foreign, "ages": ages, "years_and_ages": both}

    def k11(self) -> Tables:
        main, young, not_known = Table("count"), Table("count"), Table("count")
        for who in self.started():
            if who.background().birth_country in ("unknown", "declined", "not_asked"):
                not_known.entries.append((self.cell(who), 1))
            if self.foreign(who):
                main.entries.append((self.cell(who), 1))
                if self.young(who):
                    young.entries.append((self.cell(who), 1))
        return {"": main, "young": young, "not_known": not_known}

    def k12(self) -> Tables:
        main, not_known = Table("count"), Table("count")
        counted = []
        for who in self.started():
            answer = who.background().reduced_work_capacity
            if answer == "yes":
                main.entries.append((self.cell(who), 1))
                counted.append((who, 1))
            elif answer != "no":
                not_known.entries.append((self.cell(who), 1))
        return {"": main, "not_known": not_known, **self.apart("count", counted)}

    def k13(self) -> Tables:
        main = Table("time")
        for who in self.people:
            for day, minutes, _session in who.attended():
                if self.covers(day):
                    main.entries.append((self.cell(who), minutes))
        return {"": main}


# Those with a number other than 0 in `edges.ONE_OF_EACH`: nobody studies or is in a programme afterwards.
BY_PERSON = {f"K{number}" for number in range(1, 14)} - {"K4", "K6", "K7"}
MOVES: Moves = {
    "gender": (Person, {"gender": "man"}, BY_PERSON),
    "birth date": (Person, {"birth_date": None}, BY_PERSON),
    "in no target group": (Enrolment, {"target_group": None}, {"K1", "K9"}),
    "a plan for the groups": (TargetGroup, {"target": 7}, {"K1"}),
    "started a year earlier": (Enrolment, {"start": dt.date(2023, 1, 15)}, {"K10"}),
    "still enrolled": (
        Enrolment,
        {"end": None, "exit_cause": "", "exit_destination": ""},
        {"K2", "K3", "K5", "K8"},
    ),
    "left too late to be due": (Enrolment, {"end": dt.date(2025, 10, 3)}, {"K3", "K5"}),
    "not reached": (FollowUp, {"outcome": "not_reached"}, {"K3", "K5"}),
    "found in studies": (FollowUp, {"outcome": "studies"}, {"K3", "K5", "K6"}),
    "found in a programme": (FollowUp, {"outcome": "programme"}, {"K3", "K5", "K7"}),
    "answered after as of": (SurveyAnswer, {"answered_on": dt.date(2026, 1, 1)}, {"K2", "K8"}),
    "contact before the period": (CompanyContact, {"contacted_on": dt.date(2022, 1, 1)}, {"K4"}),
    "born in Sweden": (
        SensitiveBackground,
        {"birth_country": "SE"},
        BY_PERSON - {"K13"},
    ),
    "no disability": (SensitiveBackground, {"reduced_work_capacity": "no"}, {"K12"}),
    "12 minutes more": (Attendance, {"minutes": 66}, {"K13"}),
    "registered by mistake": (Enrolment, {"registered_by_mistake": True}, BY_PERSON),
}
