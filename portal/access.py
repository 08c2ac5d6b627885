"""The participant's way in: a code opens a session that holds the id of their link and nothing else.

Whether the link still opens is asked on every request, so that closing it bites at once. A page open
by link and a signed-in user never share a session. What is sent too late waits in the session, sealed and
on the server, never in the browser; only the code of the same link brings it back.
"""

import datetime as dt
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import ACCESS_MARK, View
from accounts.audit import Subject, record_read
from accounts.link_codes import hash_of_code
from accounts.models import Kind, Verb
from participants.actions.saving import subject_of
from participants.models import PersonalLink

MARK: Final = "personal_link"
IDLE: Final = dt.timedelta(minutes=30)
_KEPT: Final = "personal_link"
_BACK: Final = "personal_link_back"
_ANSWERS: Final = "personal_link_answers"
_LONG_TO_WRITE: Final = frozenset({"portal:own_assessment"})
"""Pages whose answers are kept when they come too late: they show them again with `answers_kept`."""
_LONGEST: Final = 100_000  # characters of answers, as a form sends them


def by_link(view: View) -> View:
    """Mark a view as the participant's own: it gets their link, and shows what hangs on that one enrolment.

    Whoever has no page open, or left it for half an hour, is led to where the code is written; they are
    told when what they sent isn't saved, and the code leads back to where they were, and to what they wrote.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = timezone.now()
        link = _open_link(request, at=now)
        if link is None:
            _say_closed(request)
            return redirect("portal:door")
        _keep(request, link, at=now)
        response = view(request, link, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    setattr(guarded, ACCESS_MARK, MARK)
    return guarded


def find_link(code: str, *, at: dt.datetime) -> PersonalLink | None:
    """The link that the code opens at the moment. None for every other code, whatever is wrong with it."""
    found = PersonalLink.objects.with_case().open(at=at).filter(code_hash=hash_of_code(code)).first()
    if found is None:
        record_read(row=PersonalLink, by=None, subject=Subject(), verb=Verb.REFUSED, kind=Kind.SIGN_IN)
    return found


def open_page(request: HttpRequest, link: PersonalLink, *, at: dt.datetime) -> str:
    """Begin a session of the link's own. A signed-in user is signed out: it may be a coach's computer.

    Gives the address to go on to: home, or the page on which the session ended while it was filled in.
    """
    back = request.session.get(_BACK)
    note_read(link, verb=Verb.SIGNED_IN)
    if request.user.is_authenticated:
        logout(request)
    request.session.flush()
    rotate_token(request)
    _keep(request, link, at=at)
    if not back or back["id"] != link.pk:
        return reverse("portal:home")
    if "sent" in back:
        request.session[_ANSWERS] = {"path": back["path"], "sent": back["sent"]}
    return str(back["path"])


def close_page(request: HttpRequest, link: PersonalLink) -> None:
    """End the session."""
    note_read(link, verb=Verb.SIGNED_OUT)
    request.session.flush()


def note_read(link: PersonalLink, *, verb: Verb | None = None) -> None:
    """Say in the audit log that the participant looks at their page, or with `verb` comes and leaves."""
    record_read(
        row=link if verb else link.enrolment,
        by=None,
        subject=subject_of(link.enrolment),
        verb=verb or Verb.OPENED,
        kind=Kind.SIGN_IN if verb else Kind.READ,
        reason=link.as_reason,
    )


def answers_kept(request: HttpRequest) -> QueryDict | None:
    """What came to this page after it had closed, for the participant to look through and send again."""
    kept = request.session.get(_ANSWERS)
    return QueryDict(kept["sent"]) if kept and kept["path"] == request.path else None


def forget_answers(request: HttpRequest) -> None:
    """Keep no longer what came too late: it is saved now."""
    request.session.pop(_ANSWERS, None)


def _say_closed(request: HttpRequest) -> None:
    """Say that the page closed, if one was open: and if something was sent, that it isn't saved."""
    kept, sent = request.session.pop(_KEPT, None), _answers(request)
    if kept is None:
        if sent:
            told = _("Nothing was saved: your page had closed. Write your code to open it.")
            messages.warning(request, told)
        return
    if request.method != "POST" or request.path == reverse("portal:leave"):
        messages.info(request, _("Your page is closed. Write your code to open it again."))
        return
    back = {"id": kept["id"], "path": request.path}
    told = _(
        "Your page had closed, and nothing was saved. Write your code: you come back to the same page "
        "and can do it again."
    )
    if sent:
        back["sent"] = sent
        told = _(
            "Your page had closed, and nothing was saved. Write your code: you come back to the same page. "
            "What you wrote stands there, and you can send it again."
        )
    request.session[_BACK] = back
    messages.warning(request, told)


def _answers(request: HttpRequest) -> str:
    """What is sent to a page where it is long to write; "" elsewhere, and where a user is signed in."""
    match = request.resolver_match
    if match is None or match.view_name not in _LONG_TO_WRITE or request.user.is_authenticated:
        return ""
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    text = sent.urlencode()
    return text if len(text) <= _LONGEST else ""


def _keep(request: HttpRequest, link: PersonalLink, *, at: dt.datetime) -> None:
    request.session[_KEPT] = {"id": link.pk, "seen": int(at.timestamp())}


def _open_link(request: HttpRequest, *, at: dt.datetime) -> PersonalLink | None:
    kept = request.session.get(_KEPT)
    if kept is None or request.user.is_authenticated:
        return None
    if at.timestamp() - kept["seen"] > IDLE.total_seconds():
        return None
    return PersonalLink.objects.with_case().open(at=at).filter(pk=kept["id"]).first()
