"""One session: who is expected, who came and for how long, and a sheet to sign."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import Kind, User, Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.actions import activities, attendance
from coaching.actions.attendance import Entry
from coaching.activity_forms import LineForm, SomebodyForm, UsualForm
from coaching.marks import Mark
from coaching.models import Session
from coaching.sessions import Line, history_of, last_entries, people_at, there_on
from participants.models import Enrolment
from projects.printing import pdf_answer

if TYPE_CHECKING:
    from collections.abc import Sequence


@allow(Permission.CASELOAD_READ)
@require_http_methods(SHOW_AND_SEND)
def session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Who is expected and who came; whoever may write enters it for everybody at once."""
    user, held = signed_in_user(request), _held(request, session)
    lines = people_at(held, user=user)
    _note(held, user, len(lines))
    writable = _writable(user, lines) if held.held_on <= timezone.localdate() else set()
    if request.method == "POST":
        return _enter(request, held, user, [line for line in lines if line.enrolment.pk in writable])
    return _page(request, held, user, lines, writable)


def _enter(request: HttpRequest, held: Session, user: User, lines: "Sequence[Line]") -> HttpResponse:
    """Enter what is sent, and show what was entered by somebody else meanwhile."""
    usual_form = UsualForm(request.POST)
    usual = usual_form.cleaned_data["usual"] if usual_form.is_valid() else None
    # Who came onto the list after the page was opened was not answered for.
    sent = [line for line in lines if f"{line.enrolment.public_id}-came" in request.POST]
    forms = [LineForm(request.POST, line=line, usual=usual) for line in sent]
    marks = [form.mark(usual=usual) if form.is_valid() else None for form in forms]
    valid = usual_form.is_valid() and None not in marks
    if valid:
        entries = [
            Entry(form.line.enrolment, mark, Mark.from_token(form.cleaned_data["shown"]))
            for form, mark in zip(forms, marks, strict=True)
            if mark is not None
        ]
        try:
            refused = attendance.enter_attendance(
                by=user, session=held, entries=entries, on=timezone.localdate(), at=timezone.now()
            )
        except ValidationError as error:
            usual_form.show(error)
        else:
            return _entered(request, held, refused)
    people = people_at(held, user=user)
    writable = {line.enrolment.pk for line in lines}
    return _page(request, held, user, people, writable, forms=forms, usual_form=usual_form)


def _entered(request: HttpRequest, held: Session, refused: "Sequence[Entry]") -> HttpResponse:
    if refused:
        return compared(request, held, refused)
    messages.success(request, _("The attendance is entered."))
    return redirect("activities:session", held.public_id)


def compared(request: HttpRequest, held: Session, refused: "Sequence[Entry]") -> HttpResponse:
    """The session's page, with what wasn't taken beside what stands."""
    user = signed_in_user(request)
    lines = people_at(held, user=user)
    _note(held, user, len(lines))
    return _page(request, held, user, lines, _writable(user, lines), refused=refused)


def _page(
    request: HttpRequest,
    held: Session,
    user: User,
    lines: "Sequence[Line]",
    writable: set[int],
    *,
    forms: "Sequence[LineForm]" = (),
    usual_form: UsualForm | None = None,
    refused: "Sequence[Entry]" = (),
) -> HttpResponse:
    """Draw it. `forms`: what was sent and must be put right; `refused`: what somebody else had entered."""
    usual = held.planned_minutes
    bound = {form.line.enrolment.pk: form for form in forms}
    yours = {entry.enrolment.pk: entry.wanted for entry in refused}
    theirs = last_entries(held, yours)
    rows = []
    for line in lines:
        key = line.enrolment.pk
        form = bound.get(key) or LineForm(line=line, usual=usual)
        rows.append(
            {
                "line": line,
                "form": form if key in writable else None,
                "yours": yours.get(key),
                "theirs": theirs.get(key),
            }
        )
    today = timezone.localdate()
    may_write = Session.objects.visible_to(user, Permission.CASE_WRITE).filter(pk=held.pk).exists()
    context = {
        "session": held,
        "rows": rows,
        "usual_form": usual_form or UsualForm(initial={"usual": usual or ""}),
        "to_enter": any(row["form"] for row in rows),
        "broken": [form for form in forms if form.errors],
        "refused": refused,
        "ahead": held.held_on > today,
        "may_write": may_write,
        "adding": _adding(held, user, lines) if may_write else None,
        "protected": sum(line.enrolment.person.protected_identity for line in lines),
        "history": history_of(held, user=user),
        "total": sum(line.mark.minutes or 0 for line in lines),
    }
    return render(request, "coaching/session.html", context)


def _adding(held: Session, user: User, lines: "Sequence[Line]") -> SomebodyForm:
    """Whom the user can add, by name."""
    free = there_on(held.held_on, project_id=held.project_id, user=user)
    others = free.exclude(pk__in=[line.enrolment.pk for line in lines]).select_related("person")
    people = list(others.order_by("person__sort_key", "pk"))
    _note(held, user, len(people))
    return SomebodyForm(people=people)


@allow(Permission.CASE_WRITE)
@require_POST
def add_somebody(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """Expect one more person at the session."""
    user = signed_in_user(request)
    held = _held(request, session, Permission.CASE_WRITE)
    people = there_on(held.held_on, project_id=held.project_id, user=user).select_related("person")
    form = SomebodyForm(request.POST, people=people)
    if form.is_valid():
        who: Enrolment = form.cleaned_data["who"]
        activities.invite(by=user, session=held, enrolments=[who])
        messages.success(request, _("One more stands on the list."))
    else:
        messages.error(request, _("Choose somebody to add. They must be in the project that day."))
    return redirect("activities:session", held.public_id)


@allow(Permission.CASELOAD_READ)
@require_safe
def sign_in_sheet(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """A list of those expected, to print and to have signed; of those whom the user may see.

    It goes round the room, so nobody with protected identity stands on it; they sign on an empty row, if at
    all.
    """
    user, held = signed_in_user(request), _held(request, session)
    expected = people_at(held, user=user)
    lines = [line for line in expected if not line.enrolment.person.protected_identity]
    _note(held, user, len(lines), verb=Verb.DOWNLOADED, kind=Kind.EXPORT)
    context = {"session": held, "lines": lines, "blank": range(max(3, 12 - len(lines))), "running": ""}
    with translation.override("sv"):
        return pdf_answer(
            "coaching/sign_in_sheet.html", context, file_name=f"narvarolista-{held.held_on:%Y-%m-%d}.pdf"
        )


def _held(
    request: HttpRequest, public_id: uuid.UUID, permission: Permission = Permission.CASELOAD_READ
) -> Session:
    reached = Session.objects.visible_to(request.user, permission)
    return get_object_or_404(
        reached.select_related("project__organisation", "held_by", "series"), public_id=public_id
    )


def _writable(user: User, lines: "Sequence[Line]") -> set[int]:
    """In whose cases the user may write, of those on the list."""
    reached = Enrolment.objects.visible_to(user, Permission.CASE_WRITE)
    return set(reached.filter(pk__in=[line.enrolment.pk for line in lines]).values_list("pk", flat=True))


def _note(held: Session, user: User, names: int, *, verb: Verb = Verb.LISTED, kind: Kind = Kind.READ) -> None:
    """Say in the audit log that the user is shown so many names."""
    about = Subject(organisation_id=held.project.organisation_id, project_id=held.project_id)
    record_read(row=Enrolment, by=user, subject=about, verb=verb, kind=kind, rows=names)
