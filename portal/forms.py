"""The shape of what people outside write."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.drawn_forms import PlainForm
from coaching.forms import ChecklistForm
from coaching.models import CriterionState

_LONGEST = 100
_OWN_ANSWERS: Final = (
    (CriterionState.MET.value, _("Yes")),
    (CriterionState.PARTLY.value, _("In part")),
    (CriterionState.NOT_MET.value, _("Not yet")),
    (CriterionState.NOT_ASSESSED.value, _("No answer")),
)


class OwnAssessmentForm(ChecklistForm):
    """The checklist as the participant judges it themselves, today; `corrects`: what they said today.

    In their words, not in those of who writes about them.
    """

    states = _OWN_ANSWERS
    observed = _("Do you want to say something about it?")
    whole = _("Last of all")
    observed_of = _("What you want to say about: %(criterion)s")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["observation"].label = _("Do you want to say anything else?")


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
