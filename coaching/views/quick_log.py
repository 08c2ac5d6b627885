"""Log a talk in passing, from anywhere: who, what, how long."""

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import retarget, trigger_client_event

from accounts.access import Permission, allow
from accounts.audit import Subject, record_read
from accounts.models import User, Verb
from accounts.pages import SHOW_AND_SEND
from accounts.requests import HtmxRequest, own_path, signed_in_user
from coaching.actions.attendance import EnteredAlreadyError, log_time
from coaching.log_forms import LogForm, SentForm
from coaching.marks import as_hours
from coaching.models import Session
from coaching.sessions import found_by, number_of
from participants.models import Enrolment
from participants.views.returning import came_from

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE_STAYS: Final = "X-Page-Stays"
"""The header by which the dialog says that the page below has something that loading it again would lose."""


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def log(request: HtmxRequest) -> HttpResponse:
    """Log someone's time at something. The page that it was opened from is shown again afterwards.

    Where JavaScript runs it stands in a dialog over that page (static/js/quick-log.js).
    """
    user, today = signed_in_user(request), timezone.localdate()
    if request.method != "POST":
        chosen = _chosen(user, SentForm({"who": request.GET.get("deltagare")}).read("who"))
        people = chosen or found_by("", user=user, on=today)
        back = came_from(request, chosen[0] if chosen else None) or _came_from(request)
        begun = {"held_on": today, "back": back, "who": _only(people)}
        return _page(request, LogForm(people=people, initial=begun), user)
    sent = SentForm(request.POST)
    # Enter among the letters logs: they are searched for first, lest somebody else's time is entered.
    if "find" in request.POST or sent.read("q") != sent.read("searched"):
        people = found_by(sent.read("q"), user=user, on=today)
        who = _only(people) or sent.read("who")
        begun = {"held_on": today, **LogForm.written_in(request.POST), "who": who}
        return _page(request, LogForm(people=people, initial=begun), user, q=sent.read("q"))
    people = _chosen(user, sent.read("who")) or found_by("", user=user, on=today)
    form = LogForm(request.POST, people=people)
    return _logged(request, form, user) if form.is_valid() else _page(request, form, user)


def _logged(request: HtmxRequest, form: LogForm, user: User) -> HttpResponse:
    """Enter it; where something is entered that day already, show that and ask."""
    data = form.cleaned_data
    held: list[Session] = []
    try:
        taken = form.accepts(
            lambda: held.append(
                log_time(
                    by=user,
                    enrolment=form.enrolment,
                    kind=data["kind"],
                    minutes=data["minutes"],
                    held_on=data["held_on"],
                    key=data["key"],
                    add_to=data["add_to"],
                    note=data["note"],
                    on=timezone.localdate(),
                    at=timezone.now(),
                )
            )
        )
    except EnteredAlreadyError as error:
        return _page(request, form, user, entered=error)
    if not taken:
        return _page(request, form, user)
    words = {"time": as_hours(data["minutes"]), "what": held[0].called, "day": data["held_on"]}
    said = _("Logged: %(time)s, %(what)s, %(day)s.") % words
    if _in_dialog(request) and PAGE_STAYS in request.headers:
        beside = render(request, "coaching/quick_log.html#logged", {"said": said})
        return trigger_client_event(retarget(beside, "#logged"), "logged-beside", after="swap")
    messages.success(request, said)
    if _in_dialog(request):
        return trigger_client_event(HttpResponse(status=204), "logged")
    return redirect(_safe(data["back"]) or reverse("quick_log"))


@allow(Permission.CASE_WRITE)
@require_POST
def find(request: HtmxRequest) -> HttpResponse:
    """Those whom a few letters find, for the page above; posted, since addresses are kept in logs."""
    user, text = signed_in_user(request), SentForm(request.POST).read("q")
    people = found_by(text, user=user, on=timezone.localdate())
    form = LogForm(people=people, initial={"who": _only(people)})
    return _page(request, form, user, q=text, part="#found")


def _page(
    request: HtmxRequest,
    form: LogForm,
    user: User,
    *,
    q: str = "",
    entered: EnteredAlreadyError | None = None,
    part: str = "",
) -> HttpResponse:
    people = [{"stay": stay, "key": key, "number": number_of(stay)} for key, stay in form.people.items()]
    record_read(row=Enrolment, by=user, subject=Subject(), verb=Verb.LISTED, rows=len(people))
    in_dialog = _in_dialog(request)
    context = {"form": form, "people": people, "q": q, "entered": entered, "in_dialog": in_dialog}
    return render(request, f"coaching/quick_log.html{part or ('#dialog' if in_dialog else '')}", context)


def _in_dialog(request: HtmxRequest) -> bool:
    """Whether the form is fetched into, or sent from, the dialog over another page."""
    return request.htmx.target == "log-dialog"


def _chosen(user: User, public_id: str) -> "list[Enrolment]":
    """The one who is asked for, where the user may write in the case."""
    if not public_id:
        return []
    reached = Enrolment.objects.visible_to(user, Permission.CASE_WRITE).filter(public_id=public_id)
    return list(reached.select_related("person", "project").prefetch_related("person__participant_numbers"))


def _only(people: "Sequence[Enrolment]") -> str:
    """The one found; "" where there are several to choose among."""
    return str(people[0].public_id) if len(people) == 1 else ""


def _came_from(request: HtmxRequest) -> str:
    """The page on which the button was pressed."""
    came = own_path(request, request.headers.get("Referer", ""))
    return "" if urlsplit(came).path == request.path else came


def _safe(path: str) -> str:
    """A way back within the site; "" for any other."""
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, None) else ""
