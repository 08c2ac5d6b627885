"""The plan: goals, actions, and agreeing on them."""

import datetime as dt
import uuid
from typing import Final, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import audited, record
from accounts.models import User, Verb
from coaching.actions.days import check_days
from coaching.models import ActionState, PlanAction, PlanAgreement, PlanGoal
from coaching.plan import snapshot, token_of
from participants.actions.saving import lock, save_recorded, subject_of
from participants.models import Enrolment

STRUCK_OUT: Final = gettext_lazy(
    "The action was struck out before, and stays so. If it is done, open it again in the plan first."
)
"""What to say of an action that couldn't be settled."""


class ActionFacts(TypedDict):
    """Who does what by which day; `owner_name` is who, where it is somebody else."""

    text: str
    owner: str
    owner_name: str
    due_on: dt.date


class PlanChangedError(ValidationError):
    """The plan isn't what the user saw any more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The plan was changed after you opened this page. Compare below: the plan as you saw it, and "
                "as it stands now. What differs is marked. Agree if it is right."
            )
        )


@audited()
def add_goal(
    *, by: User, enrolment: Enrolment, key: uuid.UUID, text: str, parent: PlanGoal | None
) -> PlanGoal:
    """Add a goal, or with `parent` a step towards one. `key` becomes its public id: sent twice, it is one.

    Raises ValidationError.
    """
    lock(enrolment)
    if sent_before := PlanGoal.objects.filter(public_id=key, enrolment=enrolment).first():
        return sent_before
    goal = PlanGoal(public_id=key, enrolment=enrolment, text=text, parent=parent)
    _check_parent(goal)
    save_recorded(goal, by=by, about=enrolment)
    return goal


@audited()
def change_goal(
    *,
    by: User,
    goal: PlanGoal,
    text: str,
    parent: PlanGoal | None,
    reached_on: dt.date | None,
    on: dt.date,
) -> None:
    """Change a goal, or say on which day it was reached. `on` is today. Raises ValidationError."""
    lock(goal.enrolment)
    if reached_on and reached_on > on:
        raise ValidationError({"reached_on": _("The date lies ahead. Choose today or an earlier day.")})
    goal.text, goal.parent, goal.reached_on = text, parent, reached_on
    _check_parent(goal)
    save_recorded(goal, by=by, about=goal.enrolment)


def _check_parent(goal: PlanGoal) -> None:
    """Goals have steps, and steps have none."""
    if goal.parent and (goal.parent.parent_id or (goal.pk and goal.subgoals.exists())):
        raise ValidationError(
            {"parent": _("A step can’t have steps of its own. Choose another goal, or none.")}
        )


@audited()
def remove_goal(*, by: User, goal: PlanGoal) -> None:
    """Take away a goal that was entered by mistake, with its steps and actions."""
    lock(goal.enrolment)
    subject = subject_of(goal.enrolment)
    for each in (*goal.subgoals.all(), goal):
        for action in each.actions.all():
            record(verb=Verb.REMOVED, row=action, by=by, subject=subject)
        record(verb=Verb.REMOVED, row=each, by=by, subject=subject)
    goal.delete()


@audited()
def add_action(*, by: User, goal: PlanGoal, key: uuid.UUID, **facts: Unpack[ActionFacts]) -> PlanAction:
    """Add an action. `key` becomes its public id: sent twice, it is one. Raises ValidationError."""
    lock(goal.enrolment)
    if sent_before := PlanAction.objects.filter(public_id=key, goal=goal).first():
        return sent_before
    action = PlanAction(public_id=key, goal=goal, **facts)
    save_recorded(action, by=by, about=goal.enrolment)
    return action


@audited()
def change_action(*, by: User, action: PlanAction, **facts: Unpack[ActionFacts]) -> None:
    """Change who does what by when. Raises ValidationError."""
    lock(action.goal.enrolment)
    for field, value in facts.items():
        setattr(action, field, value)
    save_recorded(action, by=by, about=action.goal.enrolment)


@audited()
def remove_action(*, by: User, action: PlanAction) -> None:
    """Take away an action that was entered by mistake."""
    lock(action.goal.enrolment)
    record(verb=Verb.REMOVED, row=action, by=by, subject=subject_of(action.goal.enrolment))
    action.delete()


@audited()
def settle_action(*, by: User, action: PlanAction, on: dt.date) -> bool:
    """Note that an open action is done, today (`on`). One that is settled already stays as it is.

    Whether it is done, now or before; not one that was struck out.
    """
    lock(action.goal.enrolment)
    action.refresh_from_db(fields=["state", "settled_on", "reason"])
    if action.state == ActionState.OPEN:
        action.state, action.settled_on = ActionState.DONE, on
        save_recorded(action, by=by, about=action.goal.enrolment, verb=Verb.COMPLETED)
    return action.state == ActionState.DONE


@audited()
def strike_out_action(*, by: User, action: PlanAction, reason: str, on: dt.date) -> None:
    """Give an action up, today (`on`), and say why. Raises ValidationError, also for one that is done."""
    lock(action.goal.enrolment)
    action.refresh_from_db(fields=["state", "settled_on", "reason"])
    if action.state == ActionState.DONE:
        done = _("It was noted as done, %(day)s. If that is wrong, have it be to do again first.")
        raise ValidationError(done % {"day": action.settled_on})
    action.state, action.settled_on, action.reason = ActionState.DROPPED, on, reason
    save_recorded(action, by=by, about=action.goal.enrolment, verb=Verb.ENDED)


@audited()
def reopen_action(*, by: User, action: PlanAction) -> None:
    """Have an action that is done or struck out be to do again."""
    lock(action.goal.enrolment)
    action.refresh_from_db(fields=["state", "settled_on", "reason"])
    if action.state != ActionState.OPEN:
        action.state, action.settled_on, action.reason = ActionState.OPEN, None, ""
        save_recorded(action, by=by, about=action.goal.enrolment, verb=Verb.REOPENED)


@audited()
def agree(*, by: User, enrolment: Enrolment, agreed_on: dt.date, shown: str, on: dt.date) -> PlanAgreement:
    """Keep the plan as it stands as what was agreed with the participant on a day.

    `shown` is the `token_of` the plan that the user saw. Agreed again today (`on`), the plan of today is
    the later one; what was agreed on an earlier day stays. The day lies within the stay. Raises
    PlanChangedError and other ValidationErrors.
    """
    lock(enrolment)
    new = PlanAgreement(enrolment=enrolment, agreed_on=agreed_on)
    check_days(new, "agreed_on", stay=enrolment, on=on)
    latest = enrolment.plan_agreements.first()
    if latest and agreed_on < latest.agreed_on:
        later = _("The plan was agreed on later than that, %(day)s. Choose that day or a later one.")
        raise ValidationError({"agreed_on": later % {"day": latest.agreed_on}})
    content = snapshot(enrolment.plan_goals.whole())
    if not content:
        raise ValidationError(_("There is nothing to agree on yet. Write a goal first."))
    if token_of(content) != shown:
        raise PlanChangedError
    same_day = latest if latest and latest.agreed_on == agreed_on else None
    if same_day and agreed_on != on:
        if token_of(same_day.content) == shown:
            return same_day
        kept = _("What was agreed that day, %(day)s, stays as it was. Choose a later day.")
        raise ValidationError({"agreed_on": kept % {"day": agreed_on}})
    agreement = same_day or new
    agreement.content, agreement.agreed_by = content, by
    save_recorded(agreement, by=by, about=enrolment)
    return agreement


@audited()
def remove_agreement(*, by: User, agreement: PlanAgreement) -> None:
    """Take away an agreement that was never made."""
    lock(agreement.enrolment)
    record(verb=Verb.REMOVED, row=agreement, by=by, subject=subject_of(agreement.enrolment))
    agreement.delete()
