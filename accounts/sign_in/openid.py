"""Signing in through an identity provider (OpenID Connect), which the environment names.

An account is found by issuer and subject, never by e-mail: whoever can give themselves an address at some
provider must not become somebody here. Its owner connects the two, signed in here.
"""

from typing import Any, Final, override

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal.flows.connect import disconnect
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from accounts.access import public, signed_in
from accounts.audit import Subject, record_read
from accounts.models import Kind, User, Verb
from accounts.requests import signed_in_user

_UNKNOWN: Final = _(
    "No account here is connected with the one you signed in with. Sign in with e-mail and password, and "
    "connect them under “Sign-in and security”."
)
_BROKE_OFF: Final = _(
    "Signing in through the other system didn't work. Try again, or use e-mail and password."
)
_ELSEWHERE: Final = _("That account is connected with somebody else's here. Ask your administrator.")


class IssuerAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the package has no types
    """Believes the provider only when it says itself to be the issuer that the settings name."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises OAuth2Error when it is another."""
        said: dict[str, Any] = super().openid_config
        if said.get("issuer", "").rstrip("/") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("The provider names another issuer than OPENID_ISSUER.")
        return said

    @override
    def complete_login(self, *args: Any, **kwargs: Any) -> SocialLogin:
        """Who it is, by a token whose signature was checked; what else it tells of them is dropped."""
        # Else the package takes a token that it has fetched itself at its word.
        self.did_fetch_access_token = False
        login = super().complete_login(*args, **kwargs)
        login.account.extra_data = {}
        return login


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # as above
    """The provider that the settings name."""

    oauth2_adapter_class = IssuerAdapter

    @override
    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    @override
    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


class OpenIDAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """What happens to those who come back from the provider."""

    error_messages = {**DefaultSocialAccountAdapter.error_messages, "connected_other": _ELSEWHERE}

    @override
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    @override
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Send strangers back to the sign-in: accounts are made by invitation only."""
        if sociallogin.state.get("process") == AuthProcess.LOGIN and not sociallogin.is_existing:
            record_read(row=User, by=None, subject=Subject(), verb=Verb.REFUSED, kind=Kind.SIGN_IN)
            messages.error(request, _UNKNOWN)
            raise ImmediateHttpResponse(redirect("account_login"))

    @override
    def on_authentication_error(self, request: HttpRequest, provider: Any, **_what: Any) -> None:
        """Say that it broke off; what the provider said stays unsaid, since it may be anything."""
        if _what.get("error") != AuthError.CANCELLED:
            messages.error(request, _BROKE_OFF)
        raise ImmediateHttpResponse(redirect("account_login"))

    @override
    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("mfa_index")


def provider_of(request: HttpRequest) -> Provider | None:
    """The identity provider of this installation, None where there is none."""
    app = settings.OPENID_APP
    return get_adapter(request).get_provider(request, app["provider_id"]) if app else None


def provider_name() -> str:
    """What people call the identity provider, "" where there is none."""
    return settings.OPENID_APP["name"] if settings.OPENID_APP else ""


def accounts_of(user: User) -> list[SocialAccount]:
    """What of the present provider a user's account is connected with."""
    app = settings.OPENID_APP
    if not app:
        return []
    return list(SocialAccount.objects.filter(user=user, provider=app["provider_id"]))


@public
@require_POST
def openid_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider."""
    return _sent(request, AuthProcess.LOGIN)


@signed_in
@require_POST
def openid_connect(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider, to connect the account there with this one."""
    return _sent(request, AuthProcess.CONNECT)


def _sent(request: HttpRequest, process: str) -> HttpResponse:
    provider = provider_of(request)
    if provider is None:
        raise Http404
    try:
        sent: HttpResponse = provider.redirect(request, process=process)
    except (RequestException, OAuth2Error):
        messages.error(request, _BROKE_OFF)
        return redirect("mfa_index" if process == AuthProcess.CONNECT else "account_login")
    return sent


@public
@require_safe
def openid_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take in whoever comes back. The code in the address works once, for this browser's session only."""
    provider = provider_of(request)
    if provider is None or provider_id != provider.app.provider_id:
        raise Http404
    view = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))
    with transaction.atomic():
        answer: HttpResponse = view(request)
    return answer


@signed_in
@require_POST
def openid_disconnect(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the account at the provider no longer open this one."""
    # One of a provider that is no longer set up opens nothing, and the package doesn't know it.
    app = settings.OPENID_APP
    mine = SocialAccount.objects.filter(
        user=signed_in_user(request), provider=app["provider_id"] if app else ""
    )
    connected = get_object_or_404(mine, pk=pk)
    with transaction.atomic():
        disconnect(request, connected)
    return redirect("mfa_index")
