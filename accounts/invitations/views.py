"""The door for those who were invited: a code and a password, and the account is theirs."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import public
from accounts.actions import ClosedInvitationError, Door, accept_invitation
from accounts.audit import Subject, record_read
from accounts.invitations.forms import CLOSED, AcceptForm
from accounts.limits import too_many, within_limit
from accounts.models import Invitation, Kind, Verb
from accounts.pages import SHOW_AND_SEND


@public
@require_http_methods(SHOW_AND_SEND)
def invitation(request: HttpRequest) -> HttpResponse:
    """Take over an account. The code comes posted only, so that no address or log holds it."""
    if request.method == "POST" and not within_limit(request, "invitation"):
        return too_many(request)
    form = AcceptForm(request.POST or None)
    if form.is_valid() and _accepted(form):
        if request.user.is_authenticated:
            # Somebody else sat here before; the next page is for the one who was invited.
            logout(request)
        messages.success(request, _("The account is yours. Sign in with your e-mail and the password."))
        return redirect(settings.LOGIN_URL)
    return render(request, "accounts/invitation.html", {"form": form})


def _accepted(form: AcceptForm) -> bool:
    """Run the action; what it objects to is said in the form."""
    code, password = form.cleaned_data["code"], form.cleaned_data["password"]
    try:
        accept_invitation(code=code, password=password, at=timezone.now())
    except ClosedInvitationError:
        record_read(row=Invitation, by=None, subject=Subject(), verb=Verb.REFUSED, kind=Kind.SIGN_IN)
        form.add_error("code", CLOSED)
    except ValidationError as error:
        form.add_error("password", error.messages)
    else:
        return True
    return False


def door(request: HttpRequest, *, place: str, role: object) -> Door:
    """Where an invitation that is sent from this page leads."""
    return Door(
        place=place,
        role=role,
        code_page=request.build_absolute_uri(reverse("accounts:invitation")),
        start=request.build_absolute_uri(reverse("start")),
    )
