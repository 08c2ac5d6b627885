"""A cell and its list in words: which cell it is, why each case is where it is, how many for each reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from reporting import wording
from reporting.catalogue.reasons import REASONS
from reporting.checks import BY_CODE
from reporting.explain import Entry, Explanation, Part
from reporting.stats import Kind


def heading_of(explained: Explanation) -> list[str]:
    """The cell in words: the side table's name, gender, age and group; nothing of what isn't narrowed."""
    place, words = explained.place, []
    if place.table:
        words.append(next(str(s.side.label) for s in explained.figure.sides if s.side.name == place.table))
    if place.gender:
        words.append(wording.gender(place.gender))
    if place.age:
        words.append(wording.age(place.age))
    if place.groups:
        words += [str(group.label) for group in explained.table.groups if group.code in place.groups]
    return words


def reason_of(explained: Explanation, part: Part, entry: Entry) -> str:
    """Why a case is where it is. In the cell of a group, the group where it stands instead."""
    if part is Part.OTHERS and explained.place.groups and entry.groups:
        labels = _labels_in_row(explained)
        if instead := [labels[code] for code in entry.groups if code in labels]:
            return _("Stands under another heading: %(group)s.") % {"group": ", ".join(instead)}
    return str(REASONS[entry.case.reason])


def tally_of(explained: Explanation, part: Part) -> list[tuple[str, int]]:
    """How many there are for each reason, the most frequent first. Tells of nobody in particular."""
    return Counter(reason_of(explained, part, entry) for entry in explained.part(part)).most_common()


def amount_of(explained: Explanation, entry: Entry) -> str:
    """What a case adds, where that isn't just one."""
    if not entry.weight:
        return ""
    if explained.table.kind is Kind.MEAN:
        unit = wording.VALUE_UNITS[explained.figure.indicator.value_unit]
        return f"{', '.join(map(wording.whole, entry.values))} {unit}"
    if explained.table.kind is Kind.TIME:
        return _("%(hours)s h %(minutes)s min") % {
            "hours": wording.whole(entry.weight // 60),
            "minutes": entry.weight % 60,
        }
    return wording.whole(entry.weight) if entry.weight > 1 else ""


def _labels_in_row(explained: Explanation) -> dict[str, str]:
    """The groups that the cell could be confused with: of a split that is two-way, those of its own row."""
    groups = explained.table.groups
    rows = {str(group.row) for group in groups if group.code in explained.place.groups}
    return {group.code: str(group.label) for group in groups if str(group.row) in rows}


def quality_lines(figures: dict[str, Any] | None) -> list[dict[str, Any]]:
    """What was open in a stored report, in the language in force; a check that is gone in its own words."""
    stored: list[dict[str, Any]] = (figures or {}).get("quality", [])
    return [
        gap | ({"label": BY_CODE[gap["check"]].label} if gap["check"] in BY_CODE else {}) for gap in stored
    ]
