"""Attendance of those chosen in the list of participants, entered at once."""

from collections import Counter
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions.activities import is_there
from coaching.actions.attendance import Entry
from coaching.actions.together import enter_together
from coaching.activity_forms import LineForm
from coaching.handover_forms import read_chosen
from coaching.sessions import lines_of
from coaching.together_forms import TogetherForm
from coaching.views.handover import out_of_reach
from participants.models import Enrolment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coaching.models import Session
    from coaching.sessions import Line
    from projects.models import Project

TEMPLATE: Final = "coaching/attend_many.html"


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def attend_many(request: HttpRequest) -> HttpResponse:
    """Say which activity it was, and who wasn't there as long as the others; all are there at first.

    An activity belongs to one project: of those chosen in several, one is chosen first.
    """
    user, today = signed_in_user(request), timezone.localdate()
    chosen = read_chosen(request.POST)
    reached = Enrolment.objects.visible_to(user, Permission.CASE_WRITE).filter(public_id__in=chosen)
    everybody = lines_of(reached.select_related("project"), {})
    projects = _most_first(everybody, request.POST.get("project", ""))
    lines = [line for line in everybody if line.enrolment.project in projects]
    out = len(chosen) - len(everybody)
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(lines))
    context: dict[str, object] = {"missing": out_of_reach(out) if out else ""}
    if len(projects) != 1:
        return render(request, TEMPLATE, {**context, "projects": projects, "lines": lines})
    sent = request.POST if request.POST.get("step") == "enter" else None
    form = TogetherForm(sent, by=user, project=(project := next(iter(projects))), on=today)
    forms = [LineForm(sent, line=line, usual=None) for line in lines]
    entered: list[tuple[Session, list[Entry]]] = []
    if (entries := _entries(form, forms)) and form.accepts(
        lambda: entered.append(
            enter_together(
                by=user,
                project=project,
                entries=entries,
                session=form.held,
                facts=form.facts(),
                key=form.cleaned_data["key"],
                on=today,
                at=timezone.now(),
            )
        )
    ):
        return _entered(request, *entered[0], number=len(entries), missing=out)
    broken = [line for line in forms if line.errors]
    page = {**context, "form": form, "forms": forms, "broken": broken, "project": project}
    return render(request, TEMPLATE, page)


def _most_first(lines: "Sequence[Line]", chosen: str) -> "dict[Project, int]":
    """In which projects so many of those chosen are; of the one that was chosen alone, if one was."""
    found = Counter(line.enrolment.project for line in lines)
    return {
        project: number
        for project, number in found.most_common()
        if len(found) == 1 or not chosen or str(project.public_id) == chosen
    }


def _entries(form: TogetherForm, forms: "Sequence[LineForm]") -> list[Entry]:
    """What is sent about each; nothing while something must be put right, which the forms say."""
    valid = [line.is_valid() for line in forms]
    if not form.is_valid() or not all(valid):
        return []
    entries = []
    for line in forms:
        stay, mark = line.line.enrolment, line.mark(usual=form.usual)
        if mark is None or not mark.entered:
            continue
        if not is_there(stay, form.day):
            line.add_error("came", _("Not in the project on %(day)s.") % {"day": form.day})
        entries.append(Entry(stay, mark))
    if any(line.errors for line in forms):
        return []
    if not entries:
        form.add_error(None, _("Say of at least one whether they were there."))
    return entries


def _entered(
    request: HttpRequest, held: "Session", refused: "Sequence[Entry]", *, number: int, missing: int
) -> HttpResponse:
    """Say what was entered and what wasn't, on the session's page."""
    if done := number - len(refused):
        said = ngettext("Attendance of %(number)d is entered.", "Attendance of %(number)d is entered.", done)
        messages.success(request, said % {"number": done})
    for entry in refused:
        told = _("%(name)s: something else is entered already, and stands.")
        messages.warning(request, told % {"name": entry.enrolment.person.listed_name or "–"})
    if missing:
        messages.warning(request, out_of_reach(missing))
    return redirect("activities:session", held.public_id)
