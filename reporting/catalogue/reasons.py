"""Why a case is counted or not: one code and one sentence each, for the page that opens a number."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Reason(StrEnum):
    """Why a case is counted, or isn't."""

    STARTED_OUTSIDE = "started_outside"
    REACHED = "reached"
    REACHED_LATE = "reached_late"
    NEVER_REACHED = "never_reached"
    REACHED_NOT_DUE = "reached_not_due"
    NOT_DUE = "not_due"
    READY = "ready"
    READY_LATE = "ready_late"
    NEVER_READY = "never_ready"
    READINESS_NOT_DUE = "readiness_not_due"
    CONTACTED = "contacted"
    CONTACTED_OUTSIDE = "contacted_outside"
    NEED_REGISTERED = "need_registered"
    NEED_OUTSIDE = "need_outside"
    BEGUN = "begun"
    BEGUN_OUTSIDE = "begun_outside"
    ONLY_HISTORY = "only_history"
    NONE_BEGUN = "none_begun"
    WORK_AFTER = "work_after"
    WORK_OUTSIDE = "work_outside"
    NO_WORK_AFTER = "no_work_after"
    NONE_ENDED = "none_ended"
    SELF_SUPPORTING = "self_supporting"
    SELF_SUPPORTING_OUTSIDE = "self_supporting_outside"
    NOT_SELF_SUPPORTING = "not_self_supporting"
    EXIT_WITHOUT = "exit_without"
    EXIT_WITH = "exit_with"
    EXIT_OUTSIDE = "exit_outside"
    STILL_ENROLLED = "still_enrolled"
    ENROLLED = "enrolled"
    NOT_ENROLLED = "not_enrolled"
    EMPLOYMENT_OUTSIDE = "employment_outside"
    HISTORY = "history"


REASONS: dict[Reason, StrPromise] = {
    Reason.STARTED_OUTSIDE: _("Started outside the period."),
    Reason.REACHED: _("Self-supporting within 18 months."),
    Reason.REACHED_LATE: _("Self-supporting, but later than 18 months."),
    Reason.NEVER_REACHED: _("Not self-supporting, and the 18 months have run out."),
    Reason.REACHED_NOT_DUE: _("Self-supporting already, but the 18 months haven't run out yet."),
    Reason.NOT_DUE: _("Not self-supporting yet; the 18 months haven't run out."),
    Reason.READY: _("Ready within 4 months."),
    Reason.READY_LATE: _("Ready, but later than 4 months."),
    Reason.NEVER_READY: _("Not ready, and the 4 months have run out."),
    Reason.READINESS_NOT_DUE: _("Not ready yet; the 4 months haven't run out."),
    Reason.CONTACTED: _("Contacted in the period."),
    Reason.CONTACTED_OUTSIDE: _("Contacted only outside the period."),
    Reason.NEED_REGISTERED: _("Registered a need in the period."),
    Reason.NEED_OUTSIDE: _("Registered needs only outside the period."),
    Reason.BEGUN: _("Began in the period."),
    Reason.BEGUN_OUTSIDE: _("Began only outside the period."),
    Reason.ONLY_HISTORY: _("Has only such as began before the project."),
    Reason.NONE_BEGUN: _("Has begun none."),
    Reason.WORK_AFTER: _("Began work in the period, on or after the last day."),
    Reason.WORK_OUTSIDE: _("Began work afterwards, but only outside the period."),
    Reason.NO_WORK_AFTER: _("Has begun no work afterwards."),
    Reason.NONE_ENDED: _("Has begun, but not ended one."),
    Reason.SELF_SUPPORTING: _("Became self-supporting in the period."),
    Reason.SELF_SUPPORTING_OUTSIDE: _("Became self-supporting outside the period."),
    Reason.NOT_SELF_SUPPORTING: _("Isn't self-supporting yet."),
    Reason.EXIT_WITHOUT: _("Left in the period without being self-supporting."),
    Reason.EXIT_WITH: _("Was self-supporting on leaving."),
    Reason.EXIT_OUTSIDE: _("Left outside the period."),
    Reason.STILL_ENROLLED: _("Still enrolled."),
    Reason.ENROLLED: _("Enrolled on the as-of day."),
    Reason.NOT_ENROLLED: _("Not enrolled any more."),
    Reason.EMPLOYMENT_OUTSIDE: _("Began outside the period."),
    Reason.HISTORY: _("Began before the first start, or is marked as history."),
}
