"""Attendance of those chosen in the list of participants, entered at once."""

from collections import Counter
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import User, Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions.attendance import Entry
from coaching.actions.together import enter_together
from coaching.activity_forms import LineForm
from coaching.chosen import out_of_reach, read_chosen
from coaching.kept import keep, keep_sent, kept, sent_before
from coaching.sessions import lines_of
from coaching.together_forms import TogetherForm
from coaching.views.sessions import compared
from participants.models import Enrolment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from django.http import QueryDict

    from coaching.models import Session
    from coaching.sessions import Line
    from projects.models import Project

TEMPLATE: Final = "coaching/attend_many.html"


@allow(Permission.CASE_WRITE, keeps=keep_sent)
@require_http_methods(SHOW_AND_SEND)
def attend_many(request: HttpRequest) -> HttpResponse:
    """Say which session it was, and who wasn't there as long as the others; all are there at first.

    The list sends whom one chose. They are kept, and the page has an address: it can be loaded again. A
    session belongs to one project: of those chosen in several, one is chosen first, and the others come next.
    What was marked when the session had run out stands there again, to be saved.
    """
    key = request.GET.get("val", "")
    posted = request.POST if request.POST.get("step") == "enter" else None
    if request.method == "POST" and not posted and (ids := read_chosen(request.POST)):
        return redirect(_address(keep(request, ids)))
    before = None if posted or "projekt" in request.GET else sent_before(request, key)
    sent = posted or before
    chosen = read_chosen(sent) if sent else kept(request, key)
    everybody = _everybody(user := signed_in_user(request), chosen or [])
    wanted = sent.get("project", "") if sent else request.GET.get("projekt", "")
    projects = _most_first(everybody, wanted)
    lines = [line for line in everybody if line.enrolment.project in projects]
    out = len(chosen or []) - len(everybody)
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(lines))
    context: dict[str, object] = {
        "missing": out_of_reach(out) if out else "",
        "key": key,
        "gone": bool(key) and chosen is None,
        "again": before is not None,
    }
    if len(projects) != 1:
        return render(request, TEMPLATE, {**context, "projects": projects})
    return _one_project(request, sent, lines, context, missing=out)


def _one_project(
    request: HttpRequest,
    sent: "QueryDict | None",
    lines: "Sequence[Line]",
    context: dict[str, object],
    *,
    missing: int,
) -> HttpResponse:
    """The form about people in one project; once it is sent and right, the session in which it stands."""
    user, today = signed_in_user(request), timezone.localdate()
    project = lines[0].enrolment.project
    form = TogetherForm(sent, by=user, project=project, on=today)
    forms = [LineForm(sent, line=line, usual=None) for line in lines]
    entered: list[tuple[Session, list[Entry]]] = []
    entries = [] if context["again"] else _entries(form, forms)
    if entries and form.accepts(
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
        _say_entered(request, number=len(entries) - len(entered[0][1]), missing=missing)
        _say_left(request, request.GET.get("val", ""), project)
        return _shown(request, *entered[0])
    broken = [line for line in forms if line.errors]
    page = {**context, "form": form, "forms": forms, "broken": broken, "project": project}
    return render(request, TEMPLATE, page)


def _address(key: str) -> str:
    """Where those kept under a key are entered."""
    return reverse("coaching:attend_many", query={"val": key})


def _everybody(user: User, chosen: "Collection[UUID]") -> "list[Line]":
    """Those chosen in whose cases the user may write."""
    reached = Enrolment.objects.visible_to(user, Permission.CASE_WRITE).filter(public_id__in=chosen)
    return lines_of(reached.select_related("project"), {})


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
        if not stay.covers(form.day):
            told = _("Not in the project on %(day)s. Answer “Not entered”, or check the day.")
            line.add_error("came", told % {"day": form.day})
        entries.append(Entry(stay, mark))
    if any(line.errors for line in forms):
        return []
    if not entries:
        form.add_error(None, _("Say of at least one participant whether they were there."))
    return entries


def _say_entered(request: HttpRequest, *, number: int, missing: int) -> None:
    """Of how many it is entered, and that some can't be reached any more."""
    if number:
        said = ngettext(
            "Attendance of %(number)d participant is entered.",
            "Attendance of %(number)d participants is entered.",
            number,
        )
        messages.success(request, said % {"number": number})
    if missing:
        messages.warning(request, out_of_reach(missing))


def _say_left(request: HttpRequest, key: str, entered: "Project") -> None:
    """Of those kept under the key, lead to those in other projects than the one that is entered."""
    left = [
        line.enrolment.public_id
        for line in _everybody(signed_in_user(request), kept(request, key) or [])
        if line.enrolment.project != entered
    ]
    keep(request, left, key=key)
    if not left:
        return
    said = ngettext(
        "%(number)d of those you chose remains, in another project.",
        "%(number)d of those you chose remain, in other projects.",
        len(left),
    )
    way = format_html('<a href="{}">{}</a>', _address(key), _("Enter their attendance"))
    messages.info(request, format_html("{} {}", said % {"number": len(left)}, way))


def _shown(request: HttpRequest, held: "Session", refused: "Sequence[Entry]") -> HttpResponse:
    """The session's page; where something else was entered already, with that beside what was sent."""
    return compared(request, held, refused) if refused else redirect("activities:session", held.public_id)
