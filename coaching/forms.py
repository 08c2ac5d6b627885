"""The shape of what a coach enters at the desk."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.models import (
    Area,
    Criterion,
    CriterionResult,
    CriterionState,
    PhaseMove,
    ReadinessAssessment,
)
from participants.forms.base import FactForm, PlainForm
from projects.models import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from accounts.stale import Column
    from participants.models import Enrolment


LONGEST_OBSERVATION: Final = 5_000
"""So many characters of each: a page shows them all."""


class Assessed(TypedDict):
    """An assessment as the form has it; `said` holds a state and an observation by criterion id."""

    assessed_on: dt.date
    observation: str
    said: dict[int, tuple[str, str]]


class Moved(TypedDict):
    """A move as the form has it."""

    phase: Phase
    moved_on: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class CriterionFields:
    """A criterion with its two fields as the page draws them."""

    criterion: Criterion
    state: forms.BoundField
    observation: forms.BoundField


class ChecklistForm(PlainForm):
    """A checklist to judge by: a state and an observation of each criterion, an observation of the whole.

    It starts from `latest`; `corrects` is the assessment that it changes, if it changes one.
    """

    states: "ClassVar[Sequence[tuple[str, StrOrPromise]]]" = CriterionState.choices
    """The answers to choose from, in words."""
    observed: "ClassVar[StrOrPromise]" = _("Observation")
    """What the page calls that which is written about one criterion."""
    whole: "ClassVar[StrOrPromise]" = _("The whole")
    """The heading of what is written about all of them."""
    observed_of: "ClassVar[StrOrPromise]" = _("Observation: %(criterion)s")
    observation = forms.CharField(
        label=_("Observation of the whole"),
        required=False,
        max_length=LONGEST_OBSERVATION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        criteria: "Iterable[Criterion]",
        latest: "ReadinessAssessment | None",
        corrects: "ReadinessAssessment | None" = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        self.instance = corrects
        whole = corrects or ReadinessAssessment()
        self._columns: dict[str, Column] = {"observation": (whole, "observation")}
        said = {result.criterion.code: result for result in latest.results.all()} if latest else {}
        for criterion in self.criteria:
            before = said.get(criterion.code)
            result = before or CriterionResult(criterion=criterion)
            self._columns[f"state_{criterion.pk}"] = (result, "state")
            self._columns[f"observation_{criterion.pk}"] = (result, "observation")
            self.fields[f"state_{criterion.pk}"] = forms.ChoiceField(
                label=str(criterion),
                choices=self.states,
                initial=before.state if before else CriterionState.NOT_ASSESSED,
                widget=forms.RadioSelect,
            )
            self.fields[f"observation_{criterion.pk}"] = forms.CharField(
                label=self.observed_of % {"criterion": criterion.text},
                required=False,
                max_length=LONGEST_OBSERVATION,
                initial=before.observation if before else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def shows(self) -> "Mapping[str, Column]":
        """What the form starts from: the assessment that it corrects, or the one before."""
        return self._columns

    def areas(self) -> Iterator[tuple[Area, list[CriterionFields]]]:
        """The criteria by area, in the checklist's order."""
        for area in Area:
            members = [
                CriterionFields(criterion, self[f"state_{criterion.pk}"], self[f"observation_{criterion.pk}"])
                for criterion in self.criteria
                if criterion.area == area
            ]
            if members:
                yield area, members

    @property
    def said(self) -> dict[int, tuple[str, str]]:
        """State and observation by criterion id."""
        data = self.cleaned_data
        return {
            criterion.pk: (data[f"state_{criterion.pk}"], data[f"observation_{criterion.pk}"])
            for criterion in self.criteria
        }


class AssessmentForm(ChecklistForm):
    """The checklist as a coach judges it on a day."""

    assessed_on = forms.DateField(label=_("Date"))
    field_order = ("assessed_on", "observation")

    def shows(self) -> "Mapping[str, Column]":
        """As the checklist does; and the day of the assessment that is corrected."""
        columns = super().shows()
        return {**columns, "assessed_on": (self.instance, "assessed_on")} if self.instance else columns

    @property
    def met(self) -> int:
        """How many criteria are met."""
        return sum(state == CriterionState.MET for state, _observation in self.said.values())

    def facts(self) -> Assessed:
        """What the actions ask for: state and observation by criterion id, the date, the whole."""
        data = self.cleaned_data
        return {
            "assessed_on": data["assessed_on"],
            "observation": data["observation"],
            "said": self.said,
        }


class MoveForm(FactForm):
    """A move to a step of the staircase."""

    class Meta:
        model = PhaseMove
        fields = ("phase", "moved_on", "reason")

    def __init__(self, *args: Any, enrolment: "Enrolment", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phase = self.fields["phase"]
        if isinstance(phase, forms.ModelChoiceField):
            phase.queryset = enrolment.project.phases.all()
        phase.label = _("Step")
        self.fields["moved_on"].label = _("From")

    def facts(self) -> Moved:
        """What the actions ask for."""
        data = self.cleaned_data
        return {"phase": data["phase"], "moved_on": data["moved_on"], "reason": data["reason"]}
