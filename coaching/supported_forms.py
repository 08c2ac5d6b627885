"""The shape of what is entered in supported employment, and of how its list is filtered."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coaching.actions.supported import ClosingFacts, MoveFacts, check_both
from coaching.models import (
    ApplicantAnalysis,
    IntroductionAgreement,
    JobAnalysis,
    MayTell,
    PlannedSupport,
    SupportedMove,
    SupportedProcess,
    SupportedStep,
)
from participants.forms.base import FactForm, HoursField, NewRowForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from employers.models import Company
    from participants.forms.base import Group
    from projects.models import Project

_LINES = {"rows": 3}


class StepForm(FactForm):
    """A move to a step."""

    class Meta:
        model = SupportedMove
        fields = ("step", "moved_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"] = forms.TypedChoiceField(
            label=pgettext_lazy("supported employment", "Step"),
            coerce=int,
            choices=[(step.value, f"{step.value} {step.label}") for step in SupportedStep],
            widget=forms.RadioSelect,
        )

    def facts(self) -> MoveFacts:
        """What the actions ask for."""
        data = self.cleaned_data
        return {"step": data["step"], "moved_on": data["moved_on"], "reason": data["reason"]}


class NewStepForm(StepForm, NewRowForm):
    """A new move, or the first, which begins the process."""


class PartForm(FactForm):
    """Something within a process. All that isn't needed to know what it is about may wait."""

    def __init__(self, *args: Any, companies: "QuerySet[Company] | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "company" in self.fields and companies is not None:
            cast("forms.ModelChoiceField[Company]", self.fields["company"]).queryset = companies
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.update(_LINES)

    def facts(self) -> dict[str, Any]:
        """What the actions ask for."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class AtWorkplaceForm(PartForm):
    """Something about a workplace: a company that is known, or words, or both."""

    def clean(self) -> dict[str, Any]:
        """Say at a field what the database would say above the form."""
        data = super().clean()
        if {"company", "workplace"} <= data.keys() and not (data["company"] or data["workplace"]):
            self.add_error("workplace", _("Choose a company or write the workplace."))
        return data


class AnalysisForm(PartForm):
    """Step 1."""

    class Meta:
        model = ApplicantAnalysis
        fields = (
            "informed_on",
            "work_sought",
            "presented",
            "tasks_sought",
            "tasks_avoided",
            "environment_sought",
            "environment_avoided",
            "hours_sought",
            "hours_avoided",
            "support_needed",
            "analysed_on",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["analysed_on"].help_text = _("Leave it empty until you are both satisfied.")

    def groups(self) -> "list[Group]":
        """What to seek beside what to avoid."""
        return [
            ("", ["informed_on", "work_sought", "presented"], ""),
            (_("Tasks"), ["tasks_sought", "tasks_avoided"], ""),
            (_("Environment"), ["environment_sought", "environment_avoided"], ""),
            (_("Hours"), ["hours_sought", "hours_avoided"], ""),
            (_("Support needed"), ["support_needed", "analysed_on"], ""),
        ]


class TellForm(PartForm, NewRowForm):
    """Something that employers may be told."""

    class Meta:
        model = MayTell
        fields = ("what", "company", "agreed_on", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["key", *self.Meta.fields])
        self.fields["what"].help_text = _("One thing, as the participant wants it said.")
        self.fields["until"].help_text = _("Leave it empty for as long as supported employment goes on.")

    @cached_property
    def helper(self) -> FormHelper:
        """Without a company it isn’t unknown to whom: it is to all."""
        drawn = super().helper
        cast("forms.ModelChoiceField[Company]", self.fields["company"]).empty_label = _(
            "Every employer that is asked for work"
        )
        return drawn

    def clean(self) -> dict[str, Any]:
        """Say at the field what the database would say above the form."""
        data = super().clean()
        if data.get("until") and data.get("agreed_on") and data["until"] < data["agreed_on"]:
            self.add_error("until", _("The last day is before the day it was agreed. Check the two dates."))
        return data


class JobForm(AtWorkplaceForm):
    """Step 3."""

    class Meta:
        model = JobAnalysis
        fields = (
            "company",
            "workplace",
            "visited_on",
            "tasks",
            "hours",
            "organisation",
            "organisation_fit",
            "psychosocial",
            "psychosocial_fit",
            "physical",
            "physical_fit",
            "knowledge",
            "knowledge_fit",
            "support_needed",
            "judgement",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The heading above says which of the four groups it is.
        for name in ("organisation", "psychosocial", "physical", "knowledge"):
            self.fields[name].label = _("What it is like there")

    def groups(self) -> "list[Group]":
        """The four groups of factors, each with how it goes with the applicant."""
        return [
            ("", ["company", "workplace", "visited_on", "tasks", "hours"], ""),
            (
                _("Work organisation"),
                ["organisation", "organisation_fit"],
                _("How the work is led and shared out, who is there to ask, pace and breaks."),
            ),
            (
                _("Psychosocial factors"),
                ["psychosocial", "psychosocial_fit"],
                _("How people treat each other, stress, contact with customers, working alone."),
            ),
            (
                _("Physical factors"),
                ["physical", "physical_fit"],
                _("Lifting, standing, noise, light, temperature, the way to work."),
            ),
            (
                _("Knowledge factors"),
                ["knowledge", "knowledge_fit"],
                _("Language, reading and arithmetic, training, licences."),
            ),
            (_("Judgement"), ["support_needed", "judgement"], ""),
        ]


class NewJobForm(JobForm, NewRowForm):
    """A new job analysis."""


class AgreementForm(AtWorkplaceForm):
    """Step 4."""

    class Meta:
        model = IntroductionAgreement
        fields = (
            "company",
            "workplace",
            "supervisor",
            "tasks",
            "hours_per_week",
            "times",
            "start",
            "end",
            "participant_does",
            "workplace_does",
            "coach_does",
            "follow_up",
            "agreed_on",
        )
        field_classes = {"hours_per_week": HoursField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].help_text = _("The day that all three signed. Leave it empty until then.")

    def groups(self) -> "list[Group]":
        """Where and when, who does what."""
        return [
            ("", ["company", "workplace", "supervisor", "tasks"], ""),
            (_("When"), ["start", "end", "hours_per_week", "times"], ""),
            (_("Who does what"), ["participant_does", "workplace_does", "coach_does", "follow_up"], ""),
            (_("Signed"), ["agreed_on"], ""),
        ]

    def clean(self) -> dict[str, Any]:
        """Check what two fields say together."""
        data = super().clean()
        self.check_order()
        return data


class NewAgreementForm(AgreementForm, NewRowForm):
    """A new agreement."""


class PlanForm(PartForm):
    """How much support is planned from a day."""

    class Meta:
        model = PlannedSupport
        fields = ("start", "hours_per_week")
        field_classes = {"hours_per_week": HoursField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours_per_week"].help_text = _(
            "Until the next change of the plan. Support given isn’t written here: it is the attendance at "
            "individual and three-party talks."
        )


class NewPlanForm(PlanForm, NewRowForm):
    """A change of the plan."""


class ClosingForm(FactForm):
    """The closing talk with each party. It may be filled in bit by bit; the last day needs both."""

    class Meta:
        model = SupportedProcess
        fields = ("employee_talk_on", "employee_view", "employer_talk_on", "employer_view", "closed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("employee_view", "employer_view"):
            self.fields[name].widget.attrs.update(_LINES)
        for name in ("employee_talk_on", "employer_talk_on"):
            self.fields[name].label = _("Date of the talk")
        self.fields["closed_on"].help_text = _(
            "Needs both talks. Leave it empty as long as the support goes on."
        )

    def groups(self) -> "list[Group]":
        """Each party, and the end."""
        return [
            (_("The employee"), ["employee_talk_on", "employee_view"], ""),
            (_("The employer"), ["employer_talk_on", "employer_view"], ""),
            (_("The end"), ["closed_on"], ""),
        ]

    def clean(self) -> dict[str, Any]:
        """Say with the form's other errors, at the fields, what the action would say."""
        data = super().clean()
        if data.keys() >= set(self.Meta.fields):
            try:
                check_both(self.facts())
            except ValidationError as error:
                self.show(error)
        return data

    def facts(self) -> ClosingFacts:
        """What the action asks for."""
        return cast("ClosingFacts", {name: self.cleaned_data[name] for name in self.Meta.fields})


class BreakOffForm(FactForm):
    """That a process ends without the closing talks, and why."""

    class Meta:
        model = SupportedProcess
        fields = ("broken_off_on", "broken_off_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["broken_off_on"].label = _("Last day")
        if self.instance.broken_off_on:
            self.fields["broken_off_on"].help_text = _("Empty both fields to let it go on again.")
        else:
            self.fields["broken_off_on"].help_text = _("At the latest the last day in the project.")
            for field in self.fields.values():
                field.required = True


class SupportedFilterForm(forms.Form):
    """Which processes the list shows. What is unreadable counts as not chosen."""

    step = forms.ChoiceField(label=pgettext_lazy("supported employment", "Step"), required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(
        self, data: Mapping[str, Any], *, projects: "Iterable[Project]", counts: Mapping[int, int]
    ) -> None:
        super().__init__(data)
        named = {str(project.public_id): str(project) for project in projects}
        steps = [
            (str(step.value), f"{step.value} {step.label} ({counts.get(step, 0)})") for step in SupportedStep
        ]
        choose = cast("dict[str, forms.ChoiceField]", self.fields)
        choose["step"].choices = [("", _("All steps")), *steps]
        choose["project"].choices = [("", _("All projects")), *named.items()]
        if len(named) < 2:  # noqa: PLR2004  one project leaves nothing to choose
            del self.fields["project"]

    def chosen(self, name: str) -> str:
        """What is chosen in a field; "" for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))
