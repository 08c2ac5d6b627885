"""The pages of signing in and of one's own security.

django-allauth's views, each behind a marker of ours and with a template of ours. Its list of addresses is
not taken over: what isn't named in urls.py, sign-up above all, isn't there.
"""

from typing import Any

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import View, public, signed_in
from accounts.requests import signed_in_user
from accounts.sign_in.openid import accounts_of, provider_name
from accounts.sign_in.session import (
    factor_kinds,
    needs_second_factor,
    passed_second_factor,
    passkeys,
    recovery_codes,
    take_codes_to_show,
)

SECURITY = reverse_lazy("mfa_index")


def _form_page(view_class: Any, template: str = "", **options: Any) -> View:
    """A page with a form, kept by no cache. What it changes and the events of that are one transaction."""
    view = view_class.as_view(template_name=f"accounts/sign_in/{template}.html", **options)
    form_page: View = require_http_methods(["GET", "HEAD", "POST"])(never_cache(transaction.atomic(view)))
    return form_page


class _SignIn(account_views.LoginView):  # type: ignore[misc]  # the package has no types
    """E-mail and password, or the ways beside them."""

    def get_context_data(self, **kwargs: Any) -> Any:
        return super().get_context_data(openid_name=provider_name(), **kwargs)


class _SecondStep(factor_views.AuthenticateView):  # type: ignore[misc]  # the package has no types
    """A code, or a passkey where the account has one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = passkeys(self.stage.login.user)
        return {**super().get_context_data(**kwargs), "passkeys": mine}


class _Confirm:
    """Asks to show who one is; leads back those who have nothing here to show it with."""

    def _check_reauthentication_method_available(self, request: HttpRequest) -> Any:
        if not get_adapter().get_reauthentication_methods(request.user):
            return redirect("mfa_index")
        return super()._check_reauthentication_method_available(request)  # type: ignore[misc]  # of the view


class _ConfirmByPassword(_Confirm, account_views.ReauthenticateView):  # type: ignore[misc]  # the package has no types
    """With the password."""


class _ConfirmByCode(_Confirm, factor_views.ReauthenticateView):  # type: ignore[misc]  # as above
    """With a code."""


class _ConfirmByPasskey(_Confirm, passkey_views.ReauthenticateWebAuthnView):  # type: ignore[misc]  # as above
    """With a passkey."""


class _RemovePasskey(passkey_views.RemoveWebAuthnView):  # type: ignore[misc]  # the package has no types
    """Removes a passkey, unless its owner needs a second factor and has no other."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_factor_adapter()
        if adapter.can_delete_authenticator(self.object):
            return super().form_valid(form)  # type: ignore[no-any-return]  # as above
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")


class _ChangePassword(account_views.PasswordChangeView):  # type: ignore[misc]  # as above
    """Changes the password of those who have one; others sign in in another way, and keep to it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_usable_password():  # type: ignore[union-attr]  # the marker lets in users only
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)


sign_in = public(_form_page(_SignIn, "sign_in"))
second_step = public(_form_page(_SecondStep, "second_step"))
passkey_sign_in = public(_form_page(passkey_views.LoginWebAuthnView, "sign_in"))

forgotten = public(_form_page(account_views.PasswordResetView, "forgotten"))
mailed_code = public(_form_page(account_views.ConfirmPasswordResetCodeView, "mailed_code"))
new_password = public(
    _form_page(
        account_views.CompletePasswordResetView, "new_password", success_url=reverse_lazy("account_login")
    )
)

confirm = signed_in(_form_page(_ConfirmByPassword, "confirm"))
confirm_by_code = signed_in(_form_page(_ConfirmByCode, "confirm"))
confirm_by_passkey = signed_in(_form_page(_ConfirmByPasskey, "confirm_by_passkey"))

change_password = signed_in(_form_page(_ChangePassword, "change_password"))
set_up_app = signed_in(_form_page(totp_views.ActivateTOTPView, "set_up_app"))
remove_app = signed_in(_form_page(totp_views.DeactivateTOTPView, "remove_app"))
add_passkey = signed_in(_form_page(passkey_views.AddWebAuthnView, "add_passkey"))
rename_passkey = signed_in(_form_page(passkey_views.EditWebAuthnView, "rename_passkey", success_url=SECURITY))
remove_passkey = signed_in(_form_page(_RemovePasskey, "remove_passkey", success_url=SECURITY))
new_codes = signed_in(_form_page(recovery_views.GenerateRecoveryCodesView, "new_codes"))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, or a half-way sign-in, and have the browser drop what it kept of the pages."""
    logout(request, show_message=False)
    response = redirect(get_adapter().get_logout_redirect_url(request))
    # Not "cookies": the session's is gone already, and the chosen language may stay.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@signed_in
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """How the user signs in: password, second factors, passkeys, recovery codes."""
    user = signed_in_user(request)
    kinds = factor_kinds(user)
    context = {
        "kinds": kinds,
        "passkeys": passkeys(user),
        "codes_left": len(recovery_codes(user)),
        "needed": needs_second_factor(user),
        "openid_name": provider_name(),
        "openid_accounts": accounts_of(user),
        "locked_out": needs_second_factor(user) and not passed_second_factor(request),
    }
    return render(request, "accounts/sign_in/security.html", context)


@signed_in
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """Recovery codes: shown once, right after they were made; then only how many are left."""
    left = recovery_codes(signed_in_user(request))
    shown = left if take_codes_to_show(request) else []
    return render(request, "accounts/sign_in/codes.html", {"codes": shown, "left": len(left)})
