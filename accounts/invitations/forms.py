"""What the page of an invitation asks for."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.drawn_forms import PlainForm

# One answer to a code that is unknown, used, withdrawn, expired or no code at all.
CLOSED: Final = _(
    "No invitation opens with that code. It may have been used or have expired. Check what you wrote, or ask "
    "whoever invited you for a new one."
)


class AcceptForm(PlainForm):
    """The code, and the password that the account gets."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("It stands in the letter."),
        max_length=60,
        error_messages={"max_length": CLOSED, "null_characters_not_allowed": CLOSED},
        # static/js/code.js fills it in from the part of the address after #. Without script it is typed.
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-code-from-address": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters, and none of the usual ones. A few words in a row are good."),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password once more"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check that both are the same."""
        data = super().clean()
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ. Write both again."))
        return data
