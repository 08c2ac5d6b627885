"""The mapping's small forms, one a section; what a project asks, and what was found about it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.actions.mapping import Answered
from participants.codes import Answer
from participants.forms.base import FactForm, PlainForm
from participants.models import (
    EligibilityAnswer,
    EligibilityCondition,
    MappingEntry,
    MappingSection,
    SectionState,
)

if TYPE_CHECKING:
    from accounts.drawn_forms import Group
    from accounts.stale import Column
    from participants.mapping import ConditionLine
    from participants.models import Enrolment

_ASKS = {
    MappingSection.BACKGROUND: _("The way here: what has work, studies and life been like so far?"),
    MappingSection.EDUCATION: _("Which schools and courses, where, finished or not? Validated or not?"),
    MappingSection.LANGUAGES: _("Which languages, and how well to speak, read and write?"),
    MappingSection.EXPERIENCE: _("Which jobs, where, for how long, with which tasks? Also unpaid ones."),
    MappingSection.COMPETENCE: _(
        "What can they do that no paper shows: at home, in clubs, with their hands?"
    ),
    MappingSection.INTERESTS: _("What do they like to do, and what do they know a lot about?"),
    MappingSection.WANTS: _("Which work do they want, now and in a few years? What would be good enough?"),
    MappingSection.AVOIDS: _("Which tasks or places don’t work, and what would make them work?"),
    MappingSection.HOURS: _("Which times of the day and the week work? How do they get to work?"),
    MappingSection.SUPPORT: _("What do they need to manage a job: at the start, and for good?"),
}


class SectionForm(FactForm):
    """One section: its text, and whether it is done. It can be left half done."""

    side_by_side = frozenset({"state"})

    class Meta:
        model = MappingEntry
        fields = ("text", "state")
        widgets = {"state": forms.RadioSelect}

    def __init__(self, *args: Any, said_elsewhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said_elsewhere = said_elsewhere
        text, state = self.fields["text"], self.fields["state"]
        text.label, text.help_text = _("What you found"), _ASKS[MappingSection(self.instance.section)]
        state.label = _("How far has it come?")
        if isinstance(state, forms.ChoiceField):
            state.choices = SectionState.choices

    def clean(self) -> dict[str, Any]:
        """What is done says something."""
        data = super().clean()
        if data.get("state") == SectionState.DONE and not data.get("text") and not self.said_elsewhere:
            self.add_error("text", _("Write what you found, or choose not relevant."))
        return data


class ConditionsForm(PlainForm):
    """What was found about each of a project's conditions, on a day."""

    answered_on = forms.DateField(label=_("Date"))

    def __init__(
        self, *args: Any, enrolment: "Enrolment", lines: "list[ConditionLine]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.rows = {
            line.condition.pk: line.latest or EligibilityAnswer(enrolment=enrolment, condition=line.condition)
            for line in lines
        }
        for line in lines:
            pk = line.condition.pk
            self.fields[f"answer_{pk}"] = forms.ChoiceField(
                label=line.condition.words,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                initial=line.answer,
            )
            self.fields[f"note_{pk}"] = forms.CharField(
                label=_("Note on: %(condition)s") % {"condition": line.condition.words},
                max_length=500,
                required=False,
                initial=line.latest.note if line.latest else "",
            )
        self.side_by_side = frozenset(f"answer_{line.condition.pk}" for line in lines)

    def shows(self) -> "Mapping[str, Column]":
        """The answers that count now."""
        answers = {f"answer_{pk}": (row, "answer") for pk, row in self.rows.items()}
        return answers | {f"note_{pk}": (row, "note") for pk, row in self.rows.items()}

    def answers(self) -> dict[EligibilityCondition, Answered]:
        """What the action asks for: those that differ from what was shown.

        The others aren't what was found on the day that the form is about, which can be an earlier one.
        """
        data, changed = self.cleaned_data, set(self.changed_data)
        return {
            line.condition: Answered(data[answer], data[note])
            for line in self.lines
            for answer, note in [(f"answer_{line.condition.pk}", f"note_{line.condition.pk}")]
            if changed & {answer, note}
        }


class ConditionForm(FactForm):
    """One condition of a project: its words, and for whom it applies."""

    class Meta:
        model = EligibilityCondition
        fields = ("label", "label_en", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].help_text = _("As a short statement: “Godkänd i SFI C”.")
        self.fields["since"].label = _("Applies to those who start from")
        self.fields["until"].label = _("Applies to those who start until")
        self.fields["until"].help_text = _("The last day. Leave it empty for until further notice.")

    def groups(self) -> "list[Group]":
        """The words, then for whom."""
        return [("", ["label", "label_en"], ""), (_("For whom"), ["since", "until"], "")]

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first. Check the two dates."))
        return data
