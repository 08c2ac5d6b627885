"""What the desk holds of a stay: the facts that its days enclose, and what is settled before its exit."""

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaching.models import (
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
    from django.db.models import QuerySet

    from participants.models import Enrolment


def _processes(stay: "Enrolment") -> "QuerySet[SupportedProcess]":
    return SupportedProcess.objects.filter(enrolment=stay)


# Not an absence: it carries no hours, and who stops coming leaves on the last day they came.
HELD: Final = (
    Held(
        gettext_lazy("Attendance"),
        lambda stay: Attendance.objects.filter(enrolment=stay),
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
    Held(gettext_lazy("A closing talk with the employee"), _processes, "employee_talk_on"),
    Held(gettext_lazy("A closing talk with the employer"), _processes, "employer_talk_on"),
    Held(gettext_lazy("The end of supported employment"), _processes, "closed_on"),
    Held(gettext_lazy("The end of supported employment"), _processes, "broken_off_on"),
)


def open_in_last_step(stay: "Enrolment") -> SupportedProcess | None:
    """Supported employment in step 5 that nothing has ended; None where there is none."""
    going_on = SupportedProcess.objects.filter(enrolment=stay, closed_on=None, broken_off_on=None).first()
    latest = going_on.moves.last() if going_on else None
    return going_on if latest and latest.step == SupportedStep.FOLLOW_UP else None


def check_closing_talks(stay: "Enrolment") -> None:
    """Raise ValidationError where an exit would end step 5 with neither the talks nor a reason why not.

    seeds/sin-projektet.txt, step 5: both know that the support stops.
    """
    if open_in_last_step(stay):
        raise ValidationError(
            _(
                "Supported employment is in step 5, which ends by a closing talk with both the employee and"
                " the employer. Write those down first. If a talk can’t be held, end early and say why."
            )
        )
