"""A plan as it stands, and as it was agreed on: the same shape on the page, on paper and in a version."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Any

from accounts.stale import digest
from coaching.models import ActionState, Owner, PlanAction, PlanAgreement, PlanGoal
from participants.models import Enrolment

# A goal as a version keeps it: JSON's own types, days as ISO dates.
type Kept = dict[str, Any]
# The goal that a part of a plan stands under, "" for none, then what it says.
type Part = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ActionWords:
    """An action in words. `state` is "" for what is still to do; `settled_on` and `reason` say more of it."""

    towards: str
    text: str
    who: str
    due_on: dt.date
    state: str
    settled_on: dt.date | None
    reason: str

    @property
    def part(self) -> Part:
        """Towards which goal, and all that it says."""
        return astuple(self)


@dataclass(frozen=True, slots=True)
class GoalWords:
    """A goal in words, with its actions and the steps towards it; a step has none. `towards`: "" for none."""

    towards: str
    text: str
    reached_on: dt.date | None
    actions: list[ActionWords]
    steps: list["GoalWords"]

    @property
    def part(self) -> Part:
        """Towards which goal, and the goal."""
        return self.towards, self.text


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as the page has it. `days_late`: 0 for what isn't late."""

    action: PlanAction
    days_late: int


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal as the page has it, with the steps towards it."""

    goal: PlanGoal
    actions: list[ActionRow]
    steps: list["GoalRow"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A stay's plan. `changed`: it isn't what was agreed on last; False where nothing was agreed."""

    goals: list[PlanGoal]
    agreements: list[PlanAgreement]
    changed: bool

    @property
    def agreed(self) -> PlanAgreement | None:
        """What was agreed on last."""
        return self.agreements[0] if self.agreements else None

    def rows(self, *, on: dt.date) -> list[GoalRow]:
        """The plan with what is late on a day."""
        return [_row(goal, goal.subgoals.all(), on=on) for goal in self.goals]

    @property
    def in_words(self) -> list[GoalWords]:
        """The plan as it stands, in the language in force."""
        return in_words(snapshot(self.goals))


def _row(goal: PlanGoal, steps: Iterable[PlanGoal], *, on: dt.date) -> GoalRow:
    actions = [ActionRow(action, action.days_late(on=on)) for action in goal.actions.all()]
    return GoalRow(goal, actions, [_row(step, (), on=on) for step in steps])


def read_plan(enrolment: Enrolment) -> Plan:
    """Fetch a stay's plan with all versions of it, the newest first."""
    goals = list(enrolment.plan_goals.whole())
    agreements = list(enrolment.plan_agreements.select_related("agreed_by"))
    changed = bool(agreements) and _promised(snapshot(goals)) != _promised(agreements[0].content)
    return Plan(goals, agreements, changed)


def snapshot(goals: Iterable[PlanGoal]) -> list[Kept]:
    """The plan as a version keeps it. The goals come with actions and steps (`PlanGoalQuerySet.whole`)."""
    return [
        {**_kept(goal, goal.actions.all()), "steps": [_kept(step, step.actions.all()) for step in steps]}
        for goal in goals
        for steps in [goal.subgoals.all()]
    ]


def _kept(goal: PlanGoal, actions: Iterable[PlanAction]) -> Kept:
    return {
        "text": goal.text,
        "reached_on": _iso(goal.reached_on),
        "actions": [
            {
                "text": action.text,
                "owner": action.owner,
                "owner_name": action.owner_name,
                "due_on": _iso(action.due_on),
                "state": action.state,
                "settled_on": _iso(action.settled_on),
                "reason": action.reason,
            }
            for action in actions
        ],
    }


def token_of(content: Iterable[Kept]) -> str:
    """What is agreed on in a plan, as a form brings it back to tell whether it is still so."""
    return digest("plan", _promised(content))


def _promised(content: Iterable[Kept]) -> list[Kept]:
    """What two people agree on: goals, and who does what by when. That it gets done changes none of it."""
    return [
        {
            "text": goal["text"],
            "actions": [
                (action["text"], action["owner"], action["owner_name"], action["due_on"])
                for action in goal["actions"]
                if action["state"] != ActionState.DROPPED
            ],
            "steps": _promised(goal.get("steps", ())),
        }
        for goal in content
    ]


def in_words(content: Iterable[Kept], *, towards: str = "") -> list[GoalWords]:
    """A version in the language in force; or the steps of one towards a goal."""
    return [
        GoalWords(
            towards,
            goal["text"],
            _day(goal["reached_on"]),
            [_action_in_words(action, towards=goal["text"]) for action in goal["actions"]],
            in_words(goal.get("steps", ()), towards=goal["text"]),
        )
        for goal in content
    ]


def only_in(goals: Iterable[GoalWords], other: Iterable[GoalWords]) -> set[Part]:
    """The goals and actions of a plan that another one doesn't have like that, or has under another goal.

    Under a goal that is only worded anew, they are the same.
    """
    here, there = set(_parts(goals)), set(_parts(other))
    places, others = _places(here), _places(there)
    return {
        part
        for part in here - there
        if part[0] in others or not any(was[1:] == part[1:] and was[0] not in places for was in there)
    }


def _parts(goals: Iterable[GoalWords]) -> Iterator[Part]:
    for goal in goals:
        yield goal.part
        yield from (action.part for action in goal.actions)
        yield from _parts(goal.steps)


def _places(parts: Iterable[Part]) -> set[str]:
    """What a part can stand under: the goals, and none."""
    return {"", *(text for _towards, text, *more in parts if not more)}


def _action_in_words(action: Mapping[str, Any], *, towards: str) -> ActionWords:
    state = ActionState(action["state"])
    return ActionWords(
        towards,
        action["text"],
        action["owner_name"] or str(Owner(action["owner"]).label),
        dt.date.fromisoformat(action["due_on"]),
        "" if state == ActionState.OPEN else str(state.label),
        _day(action["settled_on"]),
        action["reason"],
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
