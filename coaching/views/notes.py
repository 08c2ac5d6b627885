"""Notes: the part of a participant's page, a form to write and change one, drafts that save themselves."""

import uuid
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import HtmxRequest, signed_in_user
from accounts.stale import digest
from coaching.actions import notes as actions
from coaching.models import Note, NoteDraft, NoteKind
from coaching.note_forms import DraftForm, NewNoteForm, NoteForm
from coaching.views.case import case_page, open_case
from participants.models import Enrolment
from participants.views.pages import ask_before, form_page, writable
from participants.views.returning import settled

PAGE: Final = 20


@allow(Permission.CASELOAD_READ)
@require_safe
def notes(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """The notes of the case, the newest first; over them, for those who may write, one to write."""
    case = open_case(request, enrolment)
    reached = Note.objects.visible_to(case.user, Permission.CASELOAD_READ)
    found = reached.of_participation(case.enrolment).whole()
    draft = _draft(request, case.enrolment)
    return case_page(
        request,
        case,
        tab="notes",
        template="coaching/notes.html",
        page=Paginator(found, PAGE).get_page(request.GET.get("page")),
        form=_new_form(draft, case.enrolment) if case.may_write else None,
        draft=draft,
        version=draft.version if draft else 0,
        writer=_writer(request),
        user=case.user,
    )


def _writer(request: HttpRequest) -> str:
    """Who the page is drawn for, opaque: the script saves nobody's text as somebody else's draft."""
    return digest("writer", signed_in_user(request).pk)


def _draft(request: HttpRequest, stay: Enrolment) -> NoteDraft | None:
    mine = NoteDraft.objects.visible_to(request.user, Permission.CASE_WRITE)
    return mine.filter(enrolment=stay).first()


def _new_form(draft: NoteDraft | None, stay: Enrolment, *, kind: str = "") -> NewNoteForm:
    """The form, going on from the draft; of the `kind` that the link asks for while none is chosen."""
    asked = kind if kind in NoteKind.values else ""
    begun: dict[str, object] = {"day": timezone.localdate(), "kind": asked}
    if draft:
        begun |= {"key": draft.key, "kind": draft.kind or asked, "text": draft.text}
        begun |= {"day": draft.day} if draft.day else {}
    return NewNoteForm(instance=Note(enrolment=stay), initial=begun)


def _part(stay: Enrolment) -> str:
    return reverse("coaching:notes", args=[stay.public_id])


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def new_note(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Write a note, going on from the draft if there is one."""
    stay, user = writable(request, enrolment), signed_in_user(request)
    draft = _draft(request, stay)
    version = draft.version if draft else 0
    if request.method == "POST":
        # The draft as the page had it: a window that goes on from an older one is told so, again and again.
        version = DraftForm(request.POST).sent_version
        form = NewNoteForm(request.POST, instance=Note(enrolment=stay, author=user))
        if form.is_valid():
            key, today = form.cleaned_data["key"], timezone.localdate()
            if form.accepts(
                lambda: actions.keep_note(by=user, enrolment=stay, key=key, on=today, **form.facts())
            ):
                messages.success(request, _("The note is saved."))
                return settled(request, _part(stay), stay)
            if Note.objects.visible_to(user, Permission.CASE_WRITE).filter(public_id=key).exists():
                form.become_another()
    else:
        form = _new_form(draft, stay, kind=request.GET.get("typ", ""))
    return _writing(request, form, stay, draft=draft, version=version)


def _writing(
    request: HttpRequest, form: NewNoteForm, stay: Enrolment, *, draft: NoteDraft | None, version: int
) -> HttpResponse:
    """The form; `version` is of the draft that what is written in it goes on from, 0 for none."""
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Write a note"),
        back=_part(stay),
        template="coaching/note.html",
        stay=stay,
        draft=draft,
        version=version,
        writer=_writer(request),
    )


@allow(Permission.CASE_WRITE)
@require_POST
def save_draft(request: HtmxRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Save what is written so far, as the page asks by itself, or as its button asks without script."""
    stay, user = writable(request, enrolment), signed_in_user(request)
    sent, draft, trouble = (
        DraftForm(request.POST),
        None,
        _("This can't be saved as a draft. Shorten the note."),
    )
    if sent.can_be_saved:
        said, trouble = sent.cleaned_data, ""
        try:
            draft = actions.save_draft(
                by=user,
                enrolment=stay,
                key=said["key"],
                version=sent.sent_version,
                day=said.get("day"),
                kind=said.get("kind", ""),
                text=said["text"],
                at=timezone.now(),
            )
        except ValidationError as error:
            trouble = " ".join(error.messages)
    if request.htmx:
        version = draft.version if draft else sent.sent_version
        state = {"draft": draft, "trouble": trouble, "version": version}
        return render(request, "components/draft_state.html", state)
    if trouble:
        form = NewNoteForm(request.POST, instance=Note(enrolment=stay, author=user))
        form.add_error(None, trouble)
        return _writing(request, form, stay, draft=_draft(request, stay), version=sent.sent_version)
    messages.success(request, _("The draft is saved. Only you see it.") if draft else _("There is no draft."))
    return redirect(_part(stay))


@allow(Permission.CASE_WRITE)
@require_POST
def drop_draft(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Throw the draft away."""
    stay = writable(request, enrolment)
    actions.drop_draft(by=signed_in_user(request), enrolment=stay)
    messages.success(request, _("The draft is thrown away."))
    return redirect(_part(stay))


def _mine(request: HttpRequest, public_id: uuid.UUID) -> Note:
    """A note that the user wrote; nobody changes another's."""
    reached = Note.objects.visible_to(request.user, Permission.CASE_WRITE)
    return get_object_or_404(reached.select_related("enrolment__person"), public_id=public_id)


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def change_note(request: HttpRequest, note: uuid.UUID) -> HttpResponse:
    """Change a note of one's own; what it said stays to be read."""
    mine = _mine(request, note)
    form = NoteForm(request.POST or None, instance=mine)
    if form.is_valid() and form.accepts(
        lambda: actions.change_note(
            by=signed_in_user(request),
            note=mine,
            on=timezone.localdate(),
            at=timezone.now(),
            **form.facts(),
        )
    ):
        messages.success(request, _("The note is changed."))
        return redirect(_part(mine.enrolment))
    return form_page(
        request,
        form,
        enrolment=mine.enrolment,
        title=_("Change the note"),
        lead=_("What it says now stays to be read by those who may read the case."),
        back=_part(mine.enrolment),
        remove=reverse("coaching:remove_note", args=[mine.public_id]),
    )


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def remove_note(request: HttpRequest, note: uuid.UUID) -> HttpResponse:
    """Take away a note of one's own that was written by mistake, after asking."""
    mine = _mine(request, note)
    stay = mine.enrolment
    return ask_before(
        request,
        lambda: actions.remove_note(by=signed_in_user(request), note=mine),
        enrolment=stay,
        title=_("Remove the note of %(day)s?") % {"day": mine.day},
        text=_("Only for what was written by mistake. What it said before is removed with it."),
        confirm=_("Remove"),
        back=reverse("coaching:change_note", args=[mine.public_id]),
        done=_("The note is removed."),
        then=_part(stay),
    )
