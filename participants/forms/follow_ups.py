"""Forms about what was tried and found at a follow-up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.forms.base import FactForm, NewRowForm
from participants.models import Asked, AttemptResult, AttemptWay, FollowUp, FollowUpAttempt

ATTEMPT = ["tried_on", "asked", "way", "result", "outcome", "call_back_on", "comment"]


class AttemptForm(FactForm):
    """One try to reach somebody, and what came of it."""

    side_by_side = frozenset({"asked", "result"})

    class Meta:
        model = FollowUpAttempt
        fields = ATTEMPT
        widgets = {
            "asked": forms.RadioSelect,
            "result": forms.RadioSelect,
            "comment": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "outcome": _(
                "What they answered, where somebody was reached. The participant’s answer is what counts."
            ),
            "call_back_on": _(
                "Where they will be in touch on a day. The follow-up then comes back on that day."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("asked", Asked), ("result", AttemptResult), ("way", AttemptWay)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices.choices

    def clean(self) -> dict[str, Any]:
        """Say at the field what belongs together."""
        data = super().clean()
        result = data.get("result")
        if result == AttemptResult.REACHED and not data.get("outcome"):
            self.add_error("outcome", _("Choose what they answered."))
        if result and result != AttemptResult.REACHED and data.get("outcome"):
            self.add_error(
                "outcome", _("Only who was reached has answered. Choose “Not recorded”, or “Reached” above.")
            )
        if result == AttemptResult.CALL_BACK and not data.get("call_back_on"):
            self.add_error("call_back_on", _("Give the day on which they will be in touch."))
        if result and result != AttemptResult.CALL_BACK:
            data["call_back_on"] = None
        tried, back = data.get("tried_on"), data.get("call_back_on")
        if tried and back and back < tried:
            self.add_error("call_back_on", _("That is before the attempt. Check the two dates."))
        return data

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ATTEMPT}


class NewAttemptForm(AttemptForm, NewRowForm):
    """The same about a new attempt."""

    class Meta(AttemptForm.Meta):
        pass


class OutcomeForm(FactForm):
    """What was found, recorded without an attempt."""

    class Meta:
        model = FollowUp
        fields = ["done_on", "outcome"]
        help_texts = {
            "outcome": _("“Not reached” closes the follow-up: figures count it as unknown."),
        }

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("done_on", "outcome")}


class NewOutcomeForm(OutcomeForm, NewRowForm):
    """The same, new."""

    class Meta(OutcomeForm.Meta):
        pass
