"""What the pages about one role have in common, whether it is in a project, an organisation or a company."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import Invited, has_been_here
from accounts.invitations.views import door
from accounts.pages import form_page
from accounts.requests import signed_in_user
from projects import actions
from projects.forms import EndForm, InviteForm, When
from projects.models import DatedRole
from projects.people import standing_of


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages of one role lead: back, on to when it is done, and where its two buttons post."""

    back: str
    back_label: str
    done: str
    again: str
    withdraw: str


def invite_page(
    request: HttpRequest,
    form: InviteForm,
    *,
    invite: Callable[[], Invited],
    title: str,
    back: tuple[str, str],
) -> HttpResponse:
    """Draw the form, or invite. The answer is the same whether there was an account or not."""
    invited: list[Invited] = []
    if form.is_valid() and form.accepts(lambda: invited.append(invite())):
        _say_sent(request, invited[0])
        return redirect(back[0])
    return form_page(request, form, title=title, back=back, save=_("Send the invitation"))


def role_page(request: HttpRequest, role: DatedRole, addresses: Addresses) -> HttpResponse:
    """Show a role that was loaded `with_invitations()`; end it."""
    today, now = timezone.localdate(), timezone.now()
    over = role.end is not None and role.end < today
    form = EndForm(request.POST or None, initial={"when": When.NOW, "last_day": role.end or today})
    if not over and form.is_valid():
        by, day = signed_in_user(request), form.day(on=today)
        if form.accepts(lambda: actions.end_role(by=by, role=role, last_day=day, on=today)):
            messages.success(
                request, _("The role has ended.") if day < today else _("The role ends that day.")
            )
            return redirect(addresses.done)
    context = {
        "form": form,
        "role": role,
        "over": over,
        "standing": standing_of(role, on=today, at=now),
        "waiting": not over and not has_been_here(role.user),
        "addresses": addresses,
    }
    return render(request, "projects/role.html", context)


def send_again(request: HttpRequest, role: DatedRole, addresses: Addresses) -> HttpResponse:
    """Send a new code to whoever hasn't used theirs."""
    by, leads_to = signed_in_user(request), door(request, place=role.place, role=role.word)
    try:
        invited = actions.invite_again(by=by, role=role, at=timezone.now(), door=leads_to)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _say_sent(request, invited)
    return redirect(addresses.done)


def withdraw(request: HttpRequest, role: DatedRole, addresses: Addresses) -> HttpResponse:
    """Take an invitation back, and the role with it."""
    today, now = timezone.localdate(), timezone.now()
    try:
        actions.withdraw_invitation(by=signed_in_user(request), role=role, at=now, on=today)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The invitation is withdrawn, and the role has ended."))
    return redirect(addresses.done)


def _say_sent(request: HttpRequest, invited: Invited) -> None:
    if invited.lost:
        text = _(
            "The role is given, but the letter could not be sent. Send it again in a while, from the list."
        )
        messages.warning(request, text)
    else:
        messages.success(request, _("The role is given, and a letter is on its way."))
