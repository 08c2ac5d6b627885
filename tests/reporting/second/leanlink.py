"""X once more, from the rows."""

import datetime as dt

from django.db.models import F

from coaching.models import PhaseMove
from participants.codes import EpisodeKind
from participants.models import CvEntry, Enrolment, Episode, Person
from projects.models import Goal, Phase
from tests.reporting.second.common import Aim, Cell, Computation, Moves, Participant, Table, Tables

NOT_STATED = "ej angiven"
DAY = dt.timedelta(days=1)


class Leanlink(Computation):
    """The X set."""

    bands_of_set = ("16-24", "25-54", "55-64")

    def tables(self) -> dict[str, Tables]:
        """Every indicator of the set, by its code."""
        return {
            "X1": {"": self.starts()},
            "X2": self.x2(),
            "X3": self.x3(),
            "X4": self.x4(),
            "X5": self.x5(),
        }

    def aims(self, code: str) -> list[Aim]:
        """A referrer's goal is about the referrer however it is written."""
        return [
            Aim(aim.value, aim.gender, aim.age_band, self.spelling(aim.group) if aim.group else "")
            if code in ("X1", "X2")
            else aim
            for aim in super().aims(code)
        ]

    def spelling(self, name: str) -> str:
        """How a referrer is written: as in the first goal that names them, else as comes first."""
        wanted = name.strip().lower()
        if wanted in ("", NOT_STATED):
            return NOT_STATED
        goals = Goal.objects.filter(project=self.project, indicator__in=["X1", "X2"]).order_by("pk")
        planned = [goal.group.strip() for goal in goals if goal.group.strip().lower() == wanted]
        written = [who.first.referred_by.strip() for who in self.people]
        same = sorted((one for one in written if one.lower() == wanted), key=lambda one: (one.lower(), one))
        return [*planned, *same, name][0]

    def starts(self) -> Table:
        """X1, and the number of X2."""
        return Table(
            "count", [(self.cell(who, self.spelling(who.first.referred_by)), 1) for who in self.started()]
        )

    def x2(self) -> Tables:
        difference, balance = Table("sum", has_total=False), Table("count", has_total=False)
        for referrer in {self.spelling(who.first.referred_by) for who in self.started()}:
            theirs = [who for who in self.started() if self.spelling(who.first.referred_by) == referrer]
            women = sum(who.person.gender == "woman" for who in theirs)
            men = sum(who.person.gender == "man" for who in theirs)
            if women != men:
                difference.entries.append((("", "", referrer), women - men))
            word = "jämn" if women - men in (-1, 0, 1) else "ojämn"
            balance.entries += [(self.cell(who, word), 1) for who in theirs]
        return {"": self.starts(), "difference": difference, "balance": balance}

    def x3(self) -> Tables:
        main, entries, left = Table("count"), Table("mean"), Table("share")
        for who in self.people:
            confirmed = [entry for entry in who.cv() if who.known(entry.confirmed_on)]
            if confirmed:
                main.entries.append((self.cell(who), 1))
                entries.entries.append((self.cell(who), len(confirmed)))
        for who in self.left():
            left.entries.append((self.cell(who), 1 if who.cv() else 0))
        return {"": main, "entries": entries, "left_with_cv": left}

    def x4(self) -> Tables:
        waits = [
            (self.cell(who), days) for who in self.people for on, days in self.waits(who) if self.covers(on)
        ]
        most = max((days for _cell, days in waits), default=0)
        longest: list[tuple[Cell, int]] = [(("", "", ""), days) for _cell, days in waits if days == most]
        return {"": Table("mean", waits), "longest": Table("mean", longest)}

    def waits(self, who: Participant) -> list[tuple[dt.date, int]]:
        """The day on which each wait ended, and its days: those on which nothing was going on."""
        found = []
        measures = who.outcomes(set(EpisodeKind.values))
        measures.sort(key=lambda row: (row.start, row.end or dt.date.max))
        for number, measure in enumerate(measures):
            earlier = measures[:number]
            ends = [row.end for row in earlier if row.end is not None and row.end <= self.as_of]
            if not earlier or len(ends) < len(earlier) or any(end > measure.start for end in ends):
                continue
            days, day = 0, measure.start - DAY
            while measure.start not in ends and day not in ends:
                days, day = days + 1, day - DAY
            found.append((measure.start, days))
        return found

    def x5(self) -> Tables:
        if not Phase.objects.filter(project=self.project).exists():
            return None
        main, up, down = Table("count"), Table("sum"), Table("sum")
        for who in self.people:
            moves = who.moves()
            if who.enrolled:
                main.entries.append((self.cell(who, moves[-1].phase.name if moves else "inget steg"), 1))
            for number in range(1, len(moves)):
                was, is_now = moves[number - 1].phase.position, moves[number].phase.position
                if self.covers(moves[number].moved_on) and was != is_now:
                    (up if is_now > was else down).entries.append((self.cell(who), 1))
        return {"": main, "up": up, "down": down}


EVERY = {"X1", "X2", "X3", "X4", "X5"}
MOVES: Moves = {
    "gender": (Person, {"gender": "man"}, EVERY),
    "birth date": (Person, {"birth_date": None}, EVERY),
    "referrer": (Enrolment, {"referred_by": "Etableringsteamet"}, {"X1", "X2"}),
    "nothing confirmed": (CvEntry, {"confirmed_on": None}, {"X3"}),
    "still enrolled": (Enrolment, {"end": None, "exit_cause": "", "exit_destination": ""}, {"X3", "X5"}),
    "measures not ended": (Episode, {"end": None}, {"X4"}),
    "measures are history": (Episode, {"before_start": True}, {"X4"}),
    "moved before the period": (PhaseMove, {"moved_on": F("moved_on") - 2000 * DAY}, {"X5"}),
    "registered by mistake": (Enrolment, {"registered_by_mistake": True}, EVERY),
}
