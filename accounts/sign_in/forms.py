"""The forms of signing in: django-allauth's, in our words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.audit.sign_ins import second_factor_refused
from accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_CODE: Final = _("Code")
_CODE_HELP: Final = _("Six digits from your app, or one of your recovery codes.")
type Words = Mapping[str, tuple["StrOrPromise", "StrOrPromise"]]
_NEW_PASSWORD: Final[Words] = {
    "password1": (
        _("New password"),
        _("At least 12 characters, and not a common one. A few words in a row do well."),
    ),
    "password2": (_("New password, again"), ""),
}


class InOurWords(forms.BaseForm):
    """Labels and help of our own, nothing greyed in the fields, and errors said by the page."""

    use_required_attribute = False
    error_title: "StrOrPromise" = _("That did not work")
    words: ClassVar[Words] = {}
    starts_at: ClassVar[str] = ""
    """The field in which one can write at once, where the page is there for nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.starts_at and not self.is_bound:
            self.fields[self.starts_at].widget.attrs["autofocus"] = True
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignInForm(InOurWords, account_forms.LoginForm):  # type: ignore[misc]  # the package has no types
    """E-mail and password. Known and unknown accounts get the same answer."""

    error_title = _("You are not signed in")
    words: ClassVar[Words] = {"login": (_("E-mail"), ""), "password": (_("Password"), "")}
    starts_at = "login"


class ConfirmForm(InOurWords, account_forms.ReauthenticateForm):  # type: ignore[misc]  # as above
    """The password once more, before one changes how one signs in."""

    words: ClassVar[Words] = {"password": (_("Password"), "")}


class ChangePasswordForm(InOurWords, account_forms.ChangePasswordForm):  # type: ignore[misc]  # as above
    """The old password and a new one."""

    error_title = _("Your password is not changed")
    words: ClassVar[Words] = {"oldpassword": (_("Password now"), ""), **_NEW_PASSWORD}


class _ResetProcess(PasswordResetVerificationProcess):  # type: ignore[misc]  # as above
    """Writes to an address without an account as well: in as long a time, and its owner learns of it."""

    def send(self) -> None:
        if self.user:
            super().send()
        else:
            get_adapter().send_mail("account/email/unknown_account", self.state["email"], {})


class ForgottenForm(InOurWords, account_forms.ResetPasswordForm):  # type: ignore[misc]  # as above
    """The e-mail address to which a code is sent."""

    words: ClassVar[Words] = {"email": (_("E-mail"), "")}

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Send a code to the account's address, or word that there is no account.

        An account without a password opens by its invitation or by an identity provider, and by no code
        that outlasts them.
        """
        email = self.cleaned_data["email"]
        user = next((known for known in self.users if known.has_usable_password()), None)
        process = _ResetProcess(request, state=_ResetProcess.initial_state(user, email), user=user)
        process.send()
        process.persist()
        return str(email)


class MailedCodeForm(InOurWords, account_forms.ConfirmPasswordResetCodeForm):  # type: ignore[misc]  # as above
    """The code from the mail."""

    words: ClassVar[Words] = {"code": (_CODE, _("Eight letters from the mail."))}


class NewPasswordForm(InOurWords, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    """A new password for someone whose mailed code was right."""

    error_title = _("Your password is not changed")
    words: ClassVar[Words] = _NEW_PASSWORD


class _CodeOnce(InOurWords):
    """A code that was right is good once. The package forgets codes sooner than it takes them."""

    words: ClassVar[Words] = {"code": (_CODE, _CODE_HELP)}
    starts_at = "code"
    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that this is mixed into
        valid = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"code_used:{self.user.pk}:{normalize_user_code(code)}", "", timeout=valid):
            self._emit_authentication_failed(self.authenticator)  # type: ignore[attr-defined]  # as above
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(_CodeOnce, factor_forms.AuthenticateForm):  # type: ignore[misc]  # as above
    """The code after the password."""

    error_title = _("You are not signed in yet")


class ConfirmByCodeForm(_CodeOnce, factor_forms.ReauthenticateForm):  # type: ignore[misc]  # as above
    """A code, before one changes how one signs in."""


class SetUpAppForm(InOurWords, totp_forms.ActivateTOTPForm):  # type: ignore[misc]  # as above
    """The first code of a new app shows that it was set up right."""

    error_title = _("The app is not set up yet")
    words: ClassVar[Words] = {"code": (_CODE, _("Six digits that the app shows for Jobbredo."))}


class RemoveAppForm(InOurWords, totp_forms.DeactivateTOTPForm):  # type: ignore[misc]  # as above
    """Asks whether to remove the app."""


class NewCodesForm(InOurWords, recovery_forms.GenerateRecoveryCodesForm):  # type: ignore[misc]  # as above
    """Asks whether to make new recovery codes."""


class AddPasskeyForm(InOurWords, passkey_forms.AddWebAuthnForm):  # type: ignore[misc]  # as above
    """A name for the passkey, and what the browser made."""

    error_title = _("The passkey is not added")
    words: ClassVar[Words] = {
        "name": (_("Name"), _("So that you can tell your passkeys apart, such as “work phone”."))
    }


class RenamePasskeyForm(InOurWords, passkey_forms.EditWebAuthnForm):  # type: ignore[misc]  # as above
    """Another name for a passkey."""

    words: ClassVar[Words] = {"name": (_("Name"), "")}


class _Passkey(InOurWords):
    """What the browser says of a passkey. A wrong one is an event, as a wrong code is."""

    user: User | None

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form that this is mixed into
        except ValidationError:
            second_factor_refused(self.user, factor=Authenticator.Type.WEBAUTHN)
            raise


class PasskeySignInForm(_Passkey, passkey_forms.LoginWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey in place of e-mail and password."""


class PasskeySecondStepForm(_Passkey, passkey_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey after the password."""


class ConfirmByPasskeyForm(_Passkey, passkey_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey, before one changes how one signs in."""
