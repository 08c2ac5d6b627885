"""What django-allauth asks of a site: its words, its rules, and what it must not give away."""

import time
from collections.abc import Sequence
from typing import Any, Final, cast, override

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sign_in.session import factor_kinds, only_factor, vouched_for
from accounts.vault import seal, unseal

_NO_MATCH = _("That e-mail and password don't go together. Check both and try again.")
_WRONG_CODE = _("That code is wrong, too old or used already. Wait for the next one and write that.")
_TOO_MANY = _("There have been too many tries. Wait five minutes, then try again.")
BOUND_TO: Final = "mfa_authenticator"
# django-allauth names its messages by templates; those that aren't here are not said.
_SAID = {
    "account/messages/password_changed.txt": _("Your password is changed. Other devices are signed out."),
    "mfa/messages/totp_activated.txt": _("The app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]  # the package has no types
    """E-mail and password. An account that is switched off is answered as one that doesn't exist."""

    @classmethod
    @override
    def _stash_user(cls, user: User | None) -> User | None:
        """Keep no account back for a page that says that it is switched off."""
        return None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # as above
    """Signing in and out."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _NO_MATCH,
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("That is not your password. Try again."),
        "enter_current_password": _("That is not your password. Try again."),
    }

    @override
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: they are invited."""
        return False

    @override
    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries per account, by whatever name of the site they come in."""
        return str(credentials.get("email", "")).lower()

    @override
    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, unless the account was switched off between the first step and the second."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    @override
    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say of a switched-off account no more than of a wrong password."""
        messages.error(request, _("You are not signed in. Try again, or ask your administrator."))
        return redirect("account_login")

    @override
    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    @override
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether the user must show who they are again before they change how they sign in.

        Not within five minutes of having done so, sign-in included. Who has a second factor must have shown
        that: a password alone neither adds one nor takes one away.
        """
        request = context.request
        strong = bool(factor_kinds(request.user))
        shown = [
            record["at"]
            for record in get_authentication_records(request, request.user)
            if record.get("method") == "mfa" or not strong
        ]
        return not shown or time.time() - max(shown) >= app_settings.REAUTHENTICATION_TIMEOUT

    @override
    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to show who one is: with the second factor where there is one, else with the password."""
        ways = cast("list[dict[str, Any]]", super().get_reauthentication_methods(user))
        by_factor = [way for way in ways if way["id"] != "reauthenticate"]
        return by_factor or ways

    @override
    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        if said := message or _SAID.get(message_template or ""):
            messages.add_message(request, level, said, extra_tags=extra_tags)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """Second factors. Their secrets are stored sealed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "cannot_delete_authenticator": _(
            "You need a second step to sign in, and this is your only one. Add another first."
        ),
    }

    @override
    def encrypt(self, text: str) -> str:
        return seal(text, bound_to=BOUND_TO)

    @override
    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, bound_to=BOUND_TO)

    @override
    def is_mfa_enabled(self, user: User, types: Sequence[str] | None = None) -> bool:
        """Whether to ask for a second factor: not of whom an identity provider has asked for one just now."""
        request = context.request
        signs_in = request is not None and not request.user.is_authenticated
        if signs_in and vouched_for(request, user):
            return False
        return bool(super().is_mfa_enabled(user, types))

    @override
    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not only_factor(authenticator.user, authenticator)

    @override
    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        kept = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Passkey %(number)s") % {"number": kept + 1})

    @override
    def _get_site_name(self) -> str:
        return "Jobbredo"
