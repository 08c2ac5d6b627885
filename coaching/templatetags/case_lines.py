"""The rows of the caseload.

A page has fifty, each with some forty facts; a template's nodes take two thirds of the page for them. So
Python writes their markup, as it does a grid's (reporting/templatetags/grids.py). What stands around them is
in templates/coaching/caseload.html.
"""

import datetime as dt
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address
from accounts.templatetags.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coaching.caseload import CaseRow
    from participants.models import Episode

register = template.Library()


@register.simple_tag
def case_lines(rows: "Iterable[CaseRow]", *, choose: bool, several: bool, coaches: bool) -> SafeString:
    """Each row of the table: with a box to `choose` it, its project if there are `several`, its `coaches`.

    Every cell names its column, for a phone on which the row is a card.
    """
    choice, start, ready, now, support, seen = (
        escape(word)
        for word in (_("Choose"), _("Start"), _("Job-ready"), _("Now"), _("Support"), _("Last seen"))
    )
    lines = [
        f"<tr>{_box(row, choice) if choose else ''}"
        f'<th scope="row">{_name(row, several=several, coaches=coaches)}</th>'
        f'<td data-label="{start}">{_start(row)}</td>'
        f'<td data-label="{ready}">{_ready(row)}</td>'
        f'<td data-label="{now}">{_now(row)}</td>'
        f'<td data-label="{support}">{escape(", ".join(row.support))}</td>'
        f'<td data-label="{seen}" class="nowrap">{row.last_seen or ""}</td></tr>\n'
        for row in rows
    ]
    return mark_safe("".join(lines))  # noqa: S308  every text in it has gone through escape()


def _under(text: str) -> str:
    return f'<span class="under">{escape(text)}</span>' if text else ""


def _box(row: "CaseRow", choice: str) -> str:
    label = escape(_("Choose %(name)s") % {"name": row.name})
    return (
        f'<td class="choose" data-label="{choice}"><input class="tick" type="checkbox" form="bulk"'
        f' name="chosen" value="{row.enrolment.public_id}" aria-label="{label}"></td>'
    )


def _name(row: "CaseRow", *, several: bool, coaches: bool) -> str:
    enrolment = row.enrolment
    number = row.number if enrolment.person.listed_name else ""
    parts = (number, enrolment.project.name if several else "")
    where = address("coaching:participant", enrolment.public_id)
    return (
        f'<a href="{where}">{escape(row.name)}</a> {" ".join(_marks(row))}'
        f"{_under(' · '.join(part for part in parts if part))}{_under(row.coach if coaches else '')}"
    )


def _marks(row: "CaseRow") -> Iterator[SafeString]:
    if row.enrolment.person.protected_identity:
        yield drawn("status", state="error", label=_("Protected identity"))
    if row.enrolment.registered_by_mistake:
        yield drawn("status", state="missing", label=_("Registered by mistake"))
    if row.handed_over:
        label = _("Handed over to you %(day)s") % {"day": row.handed_over}
        yield drawn("status", state="running", label=label)


def _start(row: "CaseRow") -> str:
    days = ""
    if row.days is not None:
        said = ngettext("%(days)s day", "%(days)s days", row.days) % {"days": row.days}
        days = f' <span class="soft small">· {escape(said)}</span>'
    left = ""
    if row.enrolment.end:
        said = _("exit %(day)s") % {"day": row.enrolment.end}
        left = f'<span class="under nowrap">{escape(said)}</span>'
    return f'<span><span class="nowrap">{row.enrolment.start}{days}</span>{left}{_under(row.phase)}</span>'


def _ready(row: "CaseRow") -> str:
    meter, clock = row.meter, row.clock
    if meter is None:
        return ""
    squares = drawn(
        "readiness_meter", areas=meter.areas, met=meter.met, total=meter.total, assessed=meter.assessed
    )
    time = ""
    if clock and clock.ready_on:
        time = _under(_("since %(day)s") % {"day": clock.ready_on})
    elif clock:
        time = drawn("clock", state=str(clock.state), days=clock.days, months=clock.months)
    return f'<span class="meter-and-clock">{squares}{time}</span>'


def _now(row: "CaseRow") -> str:
    lines = [*map(_going_on, row.now), *map(_to_come, row.later)]
    return f"<span>{''.join(lines)}</span>" if lines else ""


def _going_on(episode: "Episode") -> str:
    what = f"{episode.get_kind_display()}, {episode.place}" if episode.place else episode.get_kind_display()
    return f'<span class="line">{escape(what)}{_day(_("until %(day)s"), episode.end, "soft nowrap")}</span>'


def _to_come(episode: "Episode") -> str:
    begins = _day(_("from %(day)s"), episode.start, "nowrap")
    return f'<span class="line soft">{escape(episode.get_kind_display())}{begins}</span>'


def _day(said: str, day: dt.date | None, style: str) -> str:
    return f' <span class="{style}">{escape(said % {"day": day})}</span>' if day else ""
