"""The form of what a project plans: its indicator sets, and a row for each target group and each target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.drawn_forms import PlainForm
from projects.actions import Plan, PlannedGoal, PlannedGroup, plan_of
from projects.codes import Gender
from projects.models import IndicatorSet
from projects.planned import contradictions
from reporting import wording
from reporting.catalogue import CATALOGUE
from reporting.stats import Kind

if TYPE_CHECKING:
    from django.http import QueryDict

    from projects.models import Project

FREE_ROWS: Final = 3
MOST_ROWS: Final = 900
_SHARES: Final = {
    one.code for chosen in CATALOGUE.values() for one in chosen.indicators if one.kind is Kind.SHARE
}
_INPUT: Final = {"class": "form-control", "autocomplete": "off"}
_SELECT: Final = {"class": "form-select"}


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the page: its fields, each in its column."""

    fields: tuple[BoundField, ...]
    hidden: BoundField | None = None


class PlanForm(PlainForm):
    """Sets, target groups and targets on one page; a row that is emptied is taken away."""

    shown = forms.CharField(widget=forms.HiddenInput)
    sets = forms.MultipleChoiceField(
        label=_("Indicator sets"), choices=IndicatorSet, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None = None, *, project: Project) -> None:
        self._project, self._stored = project, plan_of(project)
        initial = {"shown": self._stored.token, "sets": list(self._stored.indicator_sets)}
        super().__init__(data, initial=initial)
        self._group_rows = self._number("group", len(self._stored.groups))
        self._goal_rows = self._number("goal", len(self._stored.goals))
        for row in range(self._group_rows):
            self._add_group(row)
        for row in range(self._goal_rows):
            self._add_goal(row)

    @property
    def groups_of_page(self) -> list[FormRow]:
        """The rows of the target groups."""
        return [
            FormRow(
                tuple(self[f"group-{row}-{part}"] for part in ("name", "target", "parent")),
                self[f"group-{row}-was"],
            )
            for row in range(self._group_rows)
        ]

    @property
    def goals_of_page(self) -> list[FormRow]:
        """The rows of the targets."""
        parts = ("indicator", "gender", "age_band", "group", "value")
        return [
            FormRow(tuple(self[f"goal-{row}-{part}"] for part in parts)) for row in range(self._goal_rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Check that each row is whole, stands once, and that parts don't contradict their whole."""
        data = super().clean()
        goals, groups = dict(self._goals(data)), dict(self._groups(data))
        self._check_once({row: goal.place for row, goal in goals.items()}, "goal-%d-indicator")
        self._check_once({row: group.name.casefold() for row, group in groups.items()}, "group-%d-name")
        for row, goal in goals.items():
            if goal.indicator in _SHARES and goal.value > 100:  # noqa: PLR2004  per cent
                self.add_error(f"goal-{row}-value", _("A share can't be more than 100 %."))
        if self.errors:
            return data
        for found in contradictions(goals.values(), list(groups.values())):
            self.add_error(self._field_of(found.indicator, found.place, goals, groups), found.sentence)
        return data

    def plan(self) -> Plan:
        """The plan as it was sent; targets for a group that got another name follow it."""
        sent = [group for _row, group in self._groups(self.cleaned_data)]
        renamed = {group.was: group.name for group in sent if group.was and group.was != group.name}
        groups = tuple(replace(group, parent=renamed.get(group.parent, group.parent)) for group in sent)
        goals = tuple(
            PlannedGoal(
                goal.indicator, goal.value, goal.gender, goal.age_band, renamed.get(goal.group, goal.group)
            )
            for _row, goal in self._goals(self.cleaned_data)
        )
        return Plan(tuple(self.cleaned_data["sets"]), groups, goals)

    def _number(self, kind: str, stored: int) -> int:
        """How many rows there are: as many as were sent, else those stored and some that are free."""
        first = {"group": "name", "goal": "indicator"}[kind]
        if not self.is_bound:
            return stored + FREE_ROWS
        sent = (row for row in range(MOST_ROWS) if f"{kind}-{row}-{first}" not in self.data)
        return next(sent, MOST_ROWS)

    def _add_group(self, row: int) -> None:
        stored = self._stored.groups[row] if row < len(self._stored.groups) else PlannedGroup("")
        names = [group.name for group in self._stored.groups]
        parts: dict[str, forms.Field] = {
            "name": forms.CharField(label=_("Group"), max_length=200, widget=forms.TextInput(_INPUT)),
            "target": forms.IntegerField(
                label=_("Planned number"), min_value=0, max_value=1_000_000, widget=forms.NumberInput(_INPUT)
            ),
            "parent": forms.ChoiceField(
                label=_("Part of"),
                choices=[("", "–"), *((name, name) for name in names)],
                widget=forms.Select(_SELECT),
            ),
            "was": forms.CharField(widget=forms.HiddenInput),
        }
        values = {"name": stored.name, "target": stored.target, "parent": stored.parent, "was": stored.was}
        self._add(f"group-{row}", parts, values)

    def _add_goal(self, row: int) -> None:
        stored = self._stored.goals[row] if row < len(self._stored.goals) else None
        parts: dict[str, forms.Field] = {
            "indicator": forms.ChoiceField(
                label=_("Indicator"), choices=self._indicators(), widget=forms.Select(_SELECT)
            ),
            "gender": forms.ChoiceField(
                label=_("Gender"), choices=[("", "–"), *Gender.choices], widget=forms.Select(_SELECT)
            ),
            "age_band": forms.ChoiceField(
                label=_("Age"), choices=self._bands(), widget=forms.Select(_SELECT)
            ),
            "group": forms.CharField(label=_("Group"), max_length=200, widget=forms.TextInput(_INPUT)),
            "value": forms.DecimalField(
                label=_("Target"), min_value=0, max_digits=12, decimal_places=2, localize=True
            ),
        }
        parts["value"].widget.attrs |= _INPUT
        values = (
            {}
            if stored is None
            else {
                "indicator": stored.indicator,
                "gender": stored.gender,
                "age_band": stored.age_band,
                "group": stored.group,
                "value": stored.value.normalize() + 0,
            }
        )
        self._add(f"goal-{row}", parts, values)

    def _add(self, prefix: str, parts: dict[str, forms.Field], values: dict[str, Any]) -> None:
        for part, field in parts.items():
            field.required = False
            self.fields[f"{prefix}-{part}"] = field
            self.initial[f"{prefix}-{part}"] = values.get(part)

    def _indicators(self) -> list[Any]:
        """The indicators of the project's sets, and those that have a target already."""
        aimed = {goal.indicator for goal in self._stored.goals}
        offered: list[Any] = [("", "–")]
        for code, chosen in CATALOGUE.items():
            ours = [
                (one.code, f"{one.code} {one.label}")
                for one in chosen.indicators
                if code in self._stored.indicator_sets or one.code in aimed
            ]
            if ours:
                offered.append((f"{code} {chosen.name}", ours))
        known = {one.code for chosen in CATALOGUE.values() for one in chosen.indicators}
        return [*offered, *((code, code) for code in sorted(aimed - known))]

    def _bands(self) -> list[tuple[str, str]]:
        """The project's own bands, those of its sets, and those that have a target already."""
        of_sets = (CATALOGUE[code].age_bands for code in self._stored.indicator_sets if code in CATALOGUE)
        aimed = (goal.age_band for goal in self._stored.goals if goal.age_band)
        bands = dict.fromkeys([*self._project.age_bands, *(band for own in of_sets for band in own), *aimed])
        return [("", "–"), *((band, wording.age(band)) for band in bands)]

    def _groups(self, data: dict[str, Any]) -> Iterator[tuple[int, PlannedGroup]]:
        for row in range(self._group_rows):
            name, target, parent, was = (
                data.get(f"group-{row}-{part}") for part in ("name", "target", "parent", "was")
            )
            if name:
                yield row, PlannedGroup(name, target, parent or "", was or "")
            elif target is not None and not self.has_error(f"group-{row}-name"):
                self.add_error(f"group-{row}-name", _("Write the group’s name, or empty the row."))

    def _goals(self, data: dict[str, Any]) -> Iterator[tuple[int, PlannedGoal]]:
        for row in range(self._goal_rows):
            code, gender, band, group, value = (
                data.get(f"goal-{row}-{part}")
                for part in ("indicator", "gender", "age_band", "group", "value")
            )
            if code and isinstance(value, Decimal):
                yield row, PlannedGoal(code, value, gender or "", band or "", group or "")
            elif code and not self.has_error(f"goal-{row}-value"):
                self.add_error(f"goal-{row}-value", _("Write the target, or empty the row’s indicator."))
            elif value is not None and not self.has_error(f"goal-{row}-indicator"):
                self.add_error(f"goal-{row}-indicator", _("Choose the indicator, or empty the row’s target."))

    def _check_once(self, places: dict[int, Any], name: str) -> None:
        seen: set[Any] = set()
        for row, place in places.items():
            if place in seen:
                self.add_error(name % row, _("This stands twice. Keep one of them."))
            seen.add(place)

    def _field_of(
        self,
        code: str,
        place: tuple[str, ...],
        goals: dict[int, PlannedGoal],
        groups: dict[int, PlannedGroup],
    ) -> str | None:
        """Where the whole that is contradicted is typed."""
        for row, goal in goals.items():
            if (goal.indicator, goal.gender, goal.age_band, goal.group.casefold()) == (code, *place):
                return f"goal-{row}-value"
        for row, group in groups.items():
            if group.name.casefold() == place[2].casefold():
                return f"group-{row}-target"
        return None
