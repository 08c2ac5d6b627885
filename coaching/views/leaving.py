"""The exit: what is still open is said first, and what must be settled before it."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Permission, allow
from accounts.pages import SHOW_AND_SEND
from accounts.requests import signed_in_user
from coaching.models import SupportedProcess
from coaching.promises import PromiseKind, open_promises
from coaching.within import open_in_last_step
from participants import actions
from participants.forms import ExitForm
from participants.views.pages import form_page, page_of, writable
from participants.views.returning import settled

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from coaching.promises import Promise
    from participants.models import Enrolment


@allow(Permission.CASE_WRITE)
@require_http_methods(SHOW_AND_SEND)
def record_exit(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """End the stay, or correct its end. What is still open is listed, and stays open."""
    stay, user = writable(request, enrolment), signed_in_user(request)
    today, ended = timezone.localdate(), stay.end is not None
    form = ExitForm(request.POST or None, instance=stay, initial={} if ended else {"end": today})
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("end", "exit_cause", "exit_destination")}
        if form.accepts(lambda: actions.record_exit(by=user, enrolment=stay, on=today, **facts)):
            messages.success(
                request,
                _("The exit is recorded, with %(day)s as the last day.") % {"day": form.cleaned_data["end"]},
            )
            return settled(request, page_of(stay), stay)
    supported = SupportedProcess.objects.visible_to(user, Permission.CASE_WRITE)
    return form_page(
        request,
        form,
        enrolment=stay,
        title=_("Change the exit") if ended else _("Record the exit"),
        save=_("Save the exit") if ended else _("Record the exit"),
        template="coaching/exit.html",
        open_episodes=stay.episodes.not_over(on=today),
        open_support=stay.support_periods.in_force(on=today),
        promises=_promised(stay, user, on=today),
        # Of a stay that has ended it doesn't go on.
        supported=None if ended else supported.running(on=today).filter(enrolment=stay).first(),
        in_last_step=None if ended else open_in_last_step(stay),
    )


def _promised(stay: "Enrolment", user: "User", *, on: "dt.date") -> "list[Promise]":
    """What else is promised; placements stand on the page with those that have no last day."""
    promised = open_promises([stay], on=on, reader=user)[stay.pk]
    return [promise for promise in promised if promise.kind != PromiseKind.EPISODE]
