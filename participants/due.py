"""When a follow-up is due, and how far it has come.

Days are counted from the final exit, as the indicators do (K3, CR06): 90 days, and six calendar months.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from participants.codes import FollowUpKind, FollowUpOutcome
from participants.models import Asked, AttemptResult, Enrolment, FollowUp, FollowUpAttempt
from projects.calendar import add_months

SLUGS: Final = {"90-dagar": FollowUpKind.DAYS_90, "6-manader": FollowUpKind.MONTHS_6}
"""The kinds as they stand in addresses."""
DAYS_AFTER: Final = 90
MONTHS_AFTER: Final = 6


def due_on(kind: FollowUpKind, left: dt.date) -> dt.date:
    """The day that a follow-up of someone who left on a day asks about."""
    if kind == FollowUpKind.DAYS_90:
        return left + dt.timedelta(days=DAYS_AFTER)
    return add_months(left, MONTHS_AFTER)


@dataclass(frozen=True, slots=True)
class Due:
    """One follow-up of one person: the day, what was tried, and what was found since the exit, if anything.

    `attempts` has the newest first. `outcome` is the latest dated: that one counts.
    """

    enrolment: Enrolment
    kind: FollowUpKind
    due: dt.date
    attempts: tuple[FollowUpAttempt, ...]
    outcome: FollowUp | None

    @property
    def slug(self) -> str:
        """The kind as it stands in addresses."""
        return next(slug for slug, kind in SLUGS.items() if kind == self.kind)

    @property
    def asks_employer(self) -> bool:
        """Whether the employer is to be asked too: of who works, at six months, in supported employment.

        Source: seeds/sin-projektet.txt.
        """
        return (
            self.kind == FollowUpKind.MONTHS_6
            and self.enrolment.project.supported_employment
            and self.outcome is not None
            and self.outcome.outcome == FollowUpOutcome.WORK
        )

    @property
    def employer_asked(self) -> bool:
        """Whether the employer has answered."""
        return any(
            one.asked == Asked.EMPLOYER and one.result == AttemptResult.REACHED for one in self.attempts
        )

    @property
    def settled(self) -> bool:
        """Nothing is left to do: an outcome is recorded, and the employer asked where that is due."""
        return self.outcome is not None and (not self.asks_employer or self.employer_asked)

    @property
    def call_back_on(self) -> dt.date | None:
        """The day on which the one who was tried last will be in touch, if they said one."""
        return self.attempts[0].call_back_on if self.attempts else None


def follow_ups_due(
    enrolment: Enrolment, *, outcomes: Iterable[FollowUp], attempts: Iterable[FollowUpAttempt]
) -> list[Due]:
    """Both follow-ups of someone who has left for good; none of someone who hasn't.

    The enrolment is the last stay, with its project; outcomes and attempts are those of every stay,
    and count where they are dated on the exit or later.
    """
    left = enrolment.end
    if left is None or enrolment.registered_by_mistake:
        return []
    found = sorted((one for one in outcomes if one.done_on >= left), key=lambda one: (one.done_on, one.pk))
    tried = sorted(
        (one for one in attempts if one.tried_on >= left),
        key=lambda one: (one.tried_on, one.pk),
        reverse=True,
    )
    return [
        Due(
            enrolment,
            kind,
            due_on(kind, left),
            tuple(one for one in tried if one.kind == kind),
            next((one for one in reversed(found) if one.kind == kind), None),
        )
        for kind in FollowUpKind
    ]
