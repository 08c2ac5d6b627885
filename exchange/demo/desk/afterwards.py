"""Follow-ups in the present project: who was called, who wasn't reached, who calls back."""

import datetime as dt
import uuid

from accounts.models import User
from participants.actions.follow_ups import AttemptFacts, record_attempt
from participants.codes import ExitCause, FollowUpKind, FollowUpOutcome
from participants.models import Asked, AttemptResult, AttemptWay
from projects.calendar import add_months
from projects.models import Project


def follow_up_some(project: Project, *, by: User, on: dt.date) -> None:
    """Try to reach some of those who left 90 days or six months ago, as far as today, `on`."""
    reached = project.enrolments.coached_by(by, on=on).select_related("person", "project")
    left = reached.ended(on=on).filter(end__gte=add_months(on, -7)).order_by("end", "pk")
    for kind, since, tried in (
        (FollowUpKind.DAYS_90, 80, ((_not_reached(on), _calls_back(on)),)),
        (FollowUpKind.MONTHS_6, 170, ((_reached(on),), (_not_reached(on, ago=4, way=AttemptWay.MAIL),))),
    ):
        until = on - dt.timedelta(days=since)
        due = left.filter(end__lte=until, end__gte=until - dt.timedelta(days=20))
        for stay, attempts in zip(due, tried, strict=False):
            for facts in attempts:
                record_attempt(by=by, enrolment=stay, key=uuid.uuid4(), kind=kind, on=on, **facts)
    first_ones = reached.ended(on=on).filter(end__lt=add_months(on, -7), exit_cause=ExitCause.WORK)
    for stay in first_ones:
        facts = _reached(on) | {"asked": Asked.EMPLOYER, "comment": "Arbetsgivaren är nöjd."}
        facts["tried_on"] = add_months(stay.end or on, 6)
        record_attempt(by=by, enrolment=stay, key=uuid.uuid4(), kind=FollowUpKind.MONTHS_6, on=on, **facts)


def _not_reached(on: dt.date, *, ago: int = 6, way: AttemptWay = AttemptWay.PHONE) -> AttemptFacts:
    return {
        "tried_on": on - dt.timedelta(days=ago),
        "way": way,
        "asked": Asked.PARTICIPANT,
        "result": AttemptResult.NOT_REACHED,
        "outcome": "",
        "call_back_on": None,
        "comment": "Inget svar. Prövar på eftermiddagen nästa gång.",
    }


def _calls_back(on: dt.date) -> AttemptFacts:
    return _not_reached(on, ago=2) | {
        "result": AttemptResult.CALL_BACK,
        "call_back_on": on + dt.timedelta(days=1),
        "comment": "Var på arbetet, ringer tillbaka.",
    }


def _reached(on: dt.date) -> AttemptFacts:
    return _not_reached(on, ago=1) | {
        "result": AttemptResult.REACHED,
        "outcome": FollowUpOutcome.WORK,
        "comment": "Är kvar på arbetet och trivs.",
    }
