"""Why a number is what it is: those counted in a cell and those not, each with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.requests import signed_in_user
from participants.models import Enrolment
from reporting import wording
from reporting.behind import Listed, Reader
from reporting.compute import Figures, compute
from reporting.explain import Explanation, NoSuchCellError, Part, Place, explain
from reporting.forms import Choice, FiguresForm
from reporting.loading import load_facts
from reporting.said import amount_of, heading_of, reason_of, tally_of
from reporting.views.rows import figures_asked

ROWS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list as read; `amount` and `group` are "" where they tell nothing or mustn't."""

    listed: Listed
    reason: str
    amount: str
    group: str


@allow(Permission.FIGURES_READ)
@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """Who is behind a number, to be followed from it. Persons only for those who may see them."""
    form = figures_asked(request)
    if form.choice is None:
        return without_choice(request, form)
    computed = compute(load_facts(form.choice.project), form.choice.indicator_set, form.choice.window)
    try:
        explained = explain(computed[request.GET.get("indicator", "")], _place(request))
    except (KeyError, NoSuchCellError) as error:
        raise Http404 from error
    return render(request, "reporting/why.html", _context(request, form.choice, computed, explained))


def without_choice(request: HttpRequest, form: FiguresForm) -> HttpResponse:
    """A question that can't be answered: 404 of a project that isn't the reader's, else back to choose."""
    if "project" in request.GET and "project" in form.errors:
        raise Http404
    chosen = request.GET.urlencode() if "project" in request.GET else ""
    return redirect(f"{reverse('reporting:figures')}{'?' if chosen else ''}{chosen}")


def _place(request: HttpRequest) -> Place:
    asked = request.GET
    return Place(
        indicator=asked.get("indicator", ""),
        table=asked.get("table", ""),
        gender=asked.get("gender") or None,
        age=asked.get("age") or None,
        groups=tuple(asked.getlist("group")),
    )


def _context(
    request: HttpRequest, choice: Choice, computed: Figures, explained: Explanation
) -> dict[str, Any]:
    indicator = explained.figure.indicator
    user = signed_in_user(request)
    reader = Reader(
        user,
        choice.project,
        indicator.unit,
        sensitive=explained.is_sensitive,
        confidential=indicator.confidential,
    )
    part = _part(request.GET.get("part"), explained)
    rows: Sequence[Listed] = ()
    page = None
    if reader.may_see:
        in_order = reader.in_order(explained.part(part))
        page = Paginator(in_order, ROWS_A_PAGE).get_page(request.GET.get("page"))
        rows = reader.listed(list(page.object_list), computed.facts)
    lines = [_line(explained, part, row) for row in rows]
    if reader.sees_persons:
        about = Subject(organisation_id=choice.project.organisation_id, project_id=choice.project.pk)
        shown = sum(row.who is not None for row in rows)
        record_read(row=Enrolment, by=user, subject=about, verb=Verb.LISTED, rows=shown)
    return {
        "choice": choice,
        "computed": computed,
        "figure": explained.figure,
        "heading": heading_of(explained),
        "number": wording.cell(explained.number),
        "period": wording.period(choice.window.period_start, choice.window.period_end),
        "as_of": wording.day(choice.window.as_of),
        "moment": wording.MOMENTS[indicator.moment],
        "definitions": [one for one in computed.definitions if one.is_about(indicator.code)],
        "unit": wording.UNITS[indicator.unit],
        "tabs": _tabs(request, explained, part),
        "tally": tally_of(explained, part),
        "reader": reader,
        "group_label": "" if explained.place.table else indicator.group_label or "",
        "page": page,
        "lines": lines,
        "has": {
            "facts": any(row.facts for row in rows),
            "groups": any(line.group for line in lines),
            "amounts": any(line.amount for line in lines),
        },
        "back": f"{reverse('reporting:figures')}?{choice.query}#{indicator.code}",
    }


def _part(asked: str | None, explained: Explanation) -> Part:
    """The list asked for; a number without any opens on what isn't counted."""
    if asked in set(Part):
        return Part(asked)
    return next((part for part in Part if explained.part(part)), Part.COUNTED)


def _tabs(request: HttpRequest, explained: Explanation, part: Part) -> list[dict[str, Any]]:
    labels = {
        Part.COUNTED: _("Counted"),
        Part.REST: _("In the denominator only"),
        Part.OTHERS: _("Left out") if explained.is_share else _("Not counted"),
    }
    tabs = []
    for one, label in labels.items():
        if one is Part.REST and not explained.is_share:
            continue
        asked = request.GET.copy()
        asked.pop("page", None)
        asked["part"] = one.value
        count = len(explained.part(one))
        tabs.append({"label": label, "url": f"?{asked.urlencode()}", "current": one is part, "count": count})
    return tabs


def _line(explained: Explanation, part: Part, row: Listed) -> Line:
    reason = reason_of(explained, part, row.entry)
    if row.who is None:
        return Line(row, reason, "", "")
    labels = {group.code: str(group.label) for group in explained.table.groups}
    # In the cell of one group it is the same for all, and stands above; of others it is the reason.
    told = part is not Part.OTHERS and len(explained.place.groups) != 1
    group = ", ".join(labels[code] for code in row.entry.groups) if told else ""
    return Line(row, reason, amount_of(explained, row.entry), group)
