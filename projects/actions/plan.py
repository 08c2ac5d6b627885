"""Changes of a project's plan: which sets it reports, whom it is for, and what it shall reach."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import Subject, audited, record
from accounts.models import User, Verb
from accounts.saving import save_checked
from accounts.stale import digest
from projects.models import Goal, PlanVersion, Project, TargetGroup
from projects.planned import contradictions


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A target, as `projects.models.Goal` has it."""

    indicator: str
    value: Decimal
    gender: str = ""
    age_band: str = ""
    group: str = ""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What it is about."""
        return self.indicator, self.gender, self.age_band, self.group


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A target group; `was`: the name that it had before, "" of a new one."""

    name: str
    target: int | None = None
    parent: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a project plans, in the order in which it is shown."""

    indicator_sets: tuple[str, ...] = ()
    groups: tuple[PlannedGroup, ...] = ()
    goals: tuple[PlannedGoal, ...] = ()

    @property
    def token(self) -> str:
        """What a page shows of it: another as soon as anything is otherwise."""
        return digest("plan", _content(self))


def plan_of(project: Project) -> Plan:
    """What the project plans now."""
    groups = project.target_groups.values_list("name", "target", "parent__name")
    goals = project.goals.values_list("indicator", "value", "gender", "age_band", "group")
    return Plan(
        tuple(project.indicator_sets),
        tuple(PlannedGroup(name, target, parent or "", name) for name, target, parent in groups),
        tuple(PlannedGoal(*goal) for goal in goals),
    )


def plan_version(project: Project, plan: Plan, number: int) -> PlanVersion:
    """A plan as a version, not saved: by nobody."""
    return PlanVersion(project=project, version=number, **_content(plan))


@audited()
def set_plan(*, project: Project, by: User, at: dt.datetime, seen: str, plan: Plan) -> bool:
    """Set what a project plans; whether that changed anything. A change makes the next version.

    `seen` is the token of the plan that was looked at: what somebody else has set meanwhile isn't written
    over. What was imported since the last version is kept as one, too. A report already ordered has its own
    copy of what it used. Raises ValidationError: for a part that contradicts its whole, for a group that is
    named twice or that participants are in and that is left out.
    """
    held = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    before = plan_of(held)
    if _content(before) == _content(plan):
        return False
    if before.token != seen:
        raise ValidationError(_("Somebody else has just changed the plan. Look at it first."))
    if found := [one.sentence for one in contradictions(plan.goals, plan.groups)]:
        raise ValidationError(found)
    number = _keep(held, before)
    _set_groups(held, plan.groups)
    _set_goals(held, plan.goals)
    held.indicator_sets = list(plan.indicator_sets)
    held.full_clean()
    held.save(update_fields=["indicator_sets"])
    kept = plan_version(held, plan, number + 1)
    kept.set_by, kept.set_at = by, at
    save_checked(kept)
    changed = [name for name, value in _content(plan).items() if value != _content(before)[name]]
    subject = Subject(organisation_id=held.organisation_id, project_id=held.pk)
    record(verb=Verb.CHANGED, row=held, by=by, subject=subject, changed=changed)
    return True


def _keep(project: Project, before: Plan) -> int:
    """Keep the plan as it was, unless the latest version says so already; that version's number."""
    latest = project.plans.first()
    if latest is not None and {name: getattr(latest, name) for name in _content(before)} == _content(before):
        return latest.version
    number = latest.version + 1 if latest else 1
    save_checked(plan_version(project, before, number))
    return number


def _set_groups(project: Project, groups: Sequence[PlannedGroup]) -> None:
    """Change, add and take away target groups: first aside, so that two can change names."""
    held = {group.name: group for group in project.target_groups.all()}
    names = [group.name.casefold() for group in groups]
    if len(set(names)) < len(names):
        raise ValidationError(_("The project has a target group with this name."))
    for name in held.keys() - {group.was for group in groups}:
        _take_away(held.pop(name))
    for number, group in enumerate(held.values()):
        TargetGroup.objects.filter(pk=group.pk).update(name=f"\x01{number}", parent=None)
    made = {}
    for position, planned in enumerate(groups):
        group = held.get(planned.was) or TargetGroup(project=project)
        group.name, group.target, group.position, group.parent = planned.name, planned.target, position, None
        save_checked(group)
        made[planned.name] = group
    for planned in groups:
        if planned.parent:
            if planned.parent not in made:
                raise ValidationError(
                    _("%(group)s is part of a group that is taken away. Choose another for it.")
                    % {"group": planned.name}
                )
            if _leads_back(planned, groups):
                raise ValidationError(_("A target group can't be part of itself."))
            made[planned.name].parent = made[planned.parent]
            save_checked(made[planned.name])


def _leads_back(group: PlannedGroup, groups: Sequence[PlannedGroup]) -> bool:
    above = {one.name: one.parent for one in groups}
    seen, name = {group.name}, group.parent
    while name and name not in seen:
        seen.add(name)
        name = above.get(name, "")
    return bool(name)


def _take_away(group: TargetGroup) -> None:
    """Participants are of the storey above, got at by the group's own."""
    used = Q(enrolments__isnull=False) | Q(referrals__isnull=False)
    if TargetGroup.objects.filter(used, pk=group.pk).exists():
        raise ValidationError(
            _("Somebody is in %(group)s, or referred to it. The target group stays.") % {"group": group.name}
        )
    TargetGroup.objects.filter(parent=group).update(parent=None)
    group.delete()


def _set_goals(project: Project, goals: Sequence[PlannedGoal]) -> None:
    """The targets as planned: those that stay keep their row."""
    held = {(goal.indicator, goal.gender, goal.age_band, goal.group): goal for goal in project.goals.all()}
    places = [goal.place for goal in goals]
    if len(set(places)) < len(places):
        raise ValidationError(_("The project has a target for this indicator and group."))
    Goal.objects.filter(pk__in=[goal.pk for place, goal in held.items() if place not in places]).delete()
    for planned in goals:
        goal = held.get(planned.place) or Goal(
            project=project,
            indicator=planned.indicator,
            gender=planned.gender,
            age_band=planned.age_band,
            group=planned.group,
        )
        if goal._state.adding or goal.value != planned.value:  # noqa: SLF001  Django's documented way to tell
            goal.value = planned.value
            save_checked(goal)


def _content(plan: Plan) -> dict[str, Any]:
    """A plan as a version keeps it: sets and goals in an order that doesn't depend on the page's."""
    goals = [[*goal.place, f"{goal.value.normalize():f}"] for goal in plan.goals]
    return {
        "indicator_sets": sorted(plan.indicator_sets),
        "target_groups": [[group.name, group.target, group.parent] for group in plan.groups],
        "goals": sorted(goals),
    }
