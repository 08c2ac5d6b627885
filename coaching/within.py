"""What the desk holds of a stay: the facts that its days enclose, and what is settled before its exit."""

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaching.models import (
    Absence,
    Attendance,
    PhaseMove,
    PlanAgreement,
    ReadinessAssessment,
    SupportedMove,
    SupportedProcess,
    SupportedStep,
)
from participants.within import Held

if TYPE_CHECKING:
    from participants.models import Enrolment

HELD: Final = (
    Held(
        gettext_lazy("Attendance"),
        lambda stay: Attendance.objects.filter(enrolment=stay),
        "session__held_on",
    ),
    Held(
        gettext_lazy("An absence"),
        lambda stay: Absence.objects.filter(enrolment=stay),
        "session__held_on",
    ),
    Held(
        gettext_lazy("An assessment"),
        lambda stay: ReadinessAssessment.objects.filter(enrolment=stay),
        "assessed_on",
    ),
    Held(
        gettext_lazy("A move on the staircase"),
        lambda stay: PhaseMove.objects.filter(enrolment=stay),
        "moved_on",
    ),
    Held(
        gettext_lazy("An agreement on the plan"),
        lambda stay: PlanAgreement.objects.filter(enrolment=stay),
        "agreed_on",
    ),
    Held(
        gettext_lazy("A move in supported employment"),
        lambda stay: SupportedMove.objects.filter(process__enrolment=stay),
        "moved_on",
    ),
)


def open_in_last_step(stay: "Enrolment") -> SupportedProcess | None:
    """Supported employment in step 5 that neither closing talk has ended; None where there is none."""
    going_on = SupportedProcess.objects.filter(enrolment=stay, closed_on=None, broken_off_on=None).first()
    latest = going_on.moves.last() if going_on else None
    return going_on if latest and latest.step == SupportedStep.FOLLOW_UP else None


def check_closing_talks(stay: "Enrolment") -> None:
    """Raise ValidationError where an exit would end step 5 without the talk with each party.

    seeds/sin-projektet.txt, step 5: both know that the support stops.
    """
    if open_in_last_step(stay):
        raise ValidationError(
            _(
                "Supported employment is in step 5, which ends by a closing talk with both the employee and"
                " the employer. Write those down first. If the job has ended, move back a step and end early."
            )
        )
