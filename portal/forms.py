"""The shape of what people outside write."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.drawn_forms import PlainForm
from coaching.forms import AssessmentForm

_LONGEST = 100


class OwnAssessmentForm(AssessmentForm):
    """The checklist as the participant judges it themselves, today; `corrects`: what they said today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["assessed_on"]
        self._columns.pop("assessed_on", None)


class CodeField(forms.CharField):
    """A code as it was written. It finds fault with none: all that open nothing get the same answer."""

    def clean(self, value: Any) -> str:
        """The text, cut where no code can be any longer."""
        return str(value or "")[:_LONGEST]


class CodeForm(PlainForm):
    """The code of a personal link."""

    error_title = _("That did not work")
    code = CodeField(
        label=_("Your code"),
        help_text=_("Twenty letters and figures. Capitals, spaces and hyphens don’t matter."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-code-from-address": "",
            }
        ),
    )

    def refuse(self) -> None:
        """Say that the code opens nothing, whether it is unknown, withdrawn, too old or no code at all."""
        self.add_error(
            "code", _("The code opens no page. Check each character, or ask your coach for a new code.")
        )
