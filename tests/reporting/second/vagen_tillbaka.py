"""V once more, from the rows."""

import datetime as dt

from coaching.models import Attendance, Session
from employers.models import Company, RecruitmentNeed, Supervisor
from participants.models import Enrolment, Episode, Person
from tests.reporting.second.common import PLACEMENT, Computation, Moves, Participant, Table, Tables

KINDS = {
    "job_club": "jobbklubb",
    "weekly_meeting": "veckomöte",
    "seminar": "seminarium",
    "role_model": "förebild",
    "study_visit": "studiebesök",
    "study_circle": "studiecirkel",
    "theme_day": "temadag",
    "other": "annat",
}


class VagenTillbaka(Computation):
    """The V set."""

    bands_of_set = ("16-24", "25-54", "55-64")

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        supervisors = Supervisor.objects.filter(project=self.project)
        trained = [one for one in supervisors if one.trained_on and self.covers(one.trained_on)]
        return {
            "V1": {"": Table("count", [(self.cell(who), 1) for who in self.started()])},
            "V2": {"": self.v2()},
            "V3": {"": Table("count", [(("", "", ""), 1) for _ in trained])},
            "V4": {"": Table("count", [(self.cell(who), 1) for who in self.people if self.changed(who)])},
            "V5": self.v5(),
        }

    def v2(self) -> Table:
        table = Table("share")
        needs = list(RecruitmentNeed.objects.filter(project=self.project))
        for who in self.people:
            for placement in who.outcomes(PLACEMENT):
                if not self.covers(placement.start):
                    continue
                theirs = [need for need in needs if need.company_id == placement.company_id]
                begun = [need for need in theirs if need.registered_on <= placement.start]
                still = [need for need in begun if not need.closed_on or need.closed_on >= placement.start]
                table.entries.append((self.cell(who), 1 if still else 0))
        return table

    def changed(self, who: Participant) -> bool:
        """V4: whether a job begun in the period is in another division than the last one before it all."""
        outcomes = who.outcomes({"employment"})
        before = [
            row
            for row in who.episodes
            if row.kind == "employment" and row not in outcomes and row.start <= self.as_of
        ]
        if not before:
            return False
        last = before[0]
        for row in before[1:]:
            if self.order(row) > self.order(last):
                last = row
        new = {division(row) for row in outcomes if self.covers(row.start)}
        return division(last) != "" and bool(new - {"", division(last)})

    def order(self, row: Episode) -> tuple[dt.date, dt.date, int]:
        """When it ended, as known on as of; then when it began; then when it was recorded."""
        over = row.end is not None and row.end <= self.as_of
        return row.end if over and row.end else dt.date.max, row.start, row.pk

    def v5(self) -> Tables:
        occasions, persons, hours = Table("count"), Table("count"), Table("time")
        persons_by_kind, hours_by_kind = Table("count", has_total=False), Table("time", has_total=False)
        held: dict[int, Session] = {}
        for who in self.people:
            kinds = set()
            for on, minutes, session in who.attended():
                if not self.covers(on) or session.kind not in KINDS:
                    continue
                held[session.pk] = session
                kinds.add(KINDS[session.kind])
                hours.entries.append((("", "", ""), minutes))
                hours_by_kind.entries.append((("", "", KINDS[session.kind]), minutes))
            persons.entries += [(("", "", ""), 1)] if kinds else []
            persons_by_kind.entries += [(("", "", kind), 1) for kind in kinds]
        occasions.entries = [(("", "", KINDS[session.kind]), 1) for session in held.values()]
        return {
            "": occasions,
            "persons": persons,
            "hours": hours,
            "persons_by_kind": persons_by_kind,
            "hours_by_kind": hours_by_kind,
        }


def division(row: Episode) -> str:
    """The first two digits of the company's industry; "" where it has fewer, or there is no company."""
    code = row.company.industry_code if row.company else ""
    return code[:2] if len(code) > 1 else ""


MOVES: Moves = {
    "gender": (Person, {"gender": "man"}, {"V1", "V2", "V4"}),
    "birth date": (Person, {"birth_date": None}, {"V1", "V2", "V4"}),
    "need after the placement's first day": (
        RecruitmentNeed,
        {"registered_on": dt.date(2024, 2, 2)},
        {"V2"},
    ),
    "need closed the day before": (RecruitmentNeed, {"closed_on": dt.date(2024, 1, 31)}, {"V2"}),
    "trained before the period": (Supervisor, {"trained_on": dt.date(2022, 12, 31)}, {"V3"}),
    "one industry": (Company, {"industry_code": "43"}, {"V4"}),
    "episodes are history": (Episode, {"before_start": True}, {"V2", "V4"}),
    "only talks": (Session, {"kind": "talk"}, {"V5"}),
    "an hour each": (Attendance, {"minutes": 60}, {"V5"}),
    "registered by mistake": (Enrolment, {"registered_by_mistake": True}, {"V1", "V2", "V4", "V5"}),
}
