"""The versions of a project's plan in words: who set it, when, and what was otherwise before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from projects.models import PlanVersion, Project
from reporting import wording


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed, from what to what; a dash where there was or is nothing."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version, and what it changed of the one before."""

    row: PlanVersion
    changes: tuple[Change, ...]


def told_versions(project: Project) -> list[Version]:
    """All versions, the latest first. None: the plan is as it was made."""
    rows = list(project.plans.select_related("set_by"))
    told = [Version(after, tuple(_changes(before, after))) for after, before in pairwise(rows)]
    return [*told, *(Version(row, ()) for row in rows[-1:])]


def _changes(before: PlanVersion, after: PlanVersion) -> Iterator[Change]:
    was, now = ", ".join(before.indicator_sets), ", ".join(after.indicator_sets)
    if was != now:
        yield Change(_("Indicator sets"), was or wording.NOTHING, now or wording.NOTHING)
    yield from _moved(_groups(before), _groups(after))
    yield from _moved(_goals(before), _goals(after))


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for what in dict.fromkeys((*before, *after)):
        was, now = before.get(what, wording.NOTHING), after.get(what, wording.NOTHING)
        if was != now:
            yield Change(what, was, now)


def _groups(version: PlanVersion) -> dict[str, str]:
    return {name: _said(target, parent) for name, target, parent in version.target_groups}


def _said(target: int | None, parent: str) -> str:
    number = _("no number planned") if target is None else wording.whole(target)
    return f"{number} ({parent})" if parent else number


def _goals(version: PlanVersion) -> dict[str, str]:
    return {_place(*goal[:4]): wording.decimal(Decimal(goal[4])) for goal in version.goals}


def _place(indicator: str, gender: str, age_band: str, group: Any) -> str:
    words = [wording.gender(gender)] if gender else []
    words += [wording.age(age_band)] if age_band else []
    words += [group] if group else []
    return f"{indicator}, {', '.join(words)}" if words else indicator
