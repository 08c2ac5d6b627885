"""The shape of what a coach filters by and enters at the desk."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from coaching.models import Area, Criterion, CriterionState, PhaseMove
from participants.forms.base import FactForm, PlainForm
from projects.models import Phase

if TYPE_CHECKING:
    from accounts.models import User
    from coaching.models import ReadinessAssessment
    from participants.models import Enrolment
    from participants.querysets import EnrolmentQuerySet
    from projects.models import Project

_PERSONAL_NUMBER = re.compile(r"\d{6}[-+ ]?\w\d{3}|\d{8}", re.ASCII)
_NOT_BY_PERSONAL_NUMBER = _("Search by name or participant number, not by personal number.")
# The same for the browser, which then sends nothing: the number never leaves the page.
_PATTERN = r"(?!.*\d{6}[\-+ ]?\w\d{3})(?!.*\d{8}).*"


class Whose(TextChoices):
    """Whose participants are shown."""

    MINE = "mine", _("Mine")
    ALL = "all", _("All coaches’")


class Standing(TextChoices):
    """Which enrolments are shown."""

    OPEN = "open", _("Open")
    ENDED = "ended", _("Ended")
    ALL = "all", _("All")


class CaseloadForm(forms.Form):
    """The filters of the caseload. What is missing or unreadable counts as the default.

    A name is searched for in what is posted only: addresses are kept in histories and logs.
    """

    q = forms.CharField(
        label=_("Name or number"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "pattern": _PATTERN,
                "title": _NOT_BY_PERSONAL_NUMBER,
            }
        ),
    )
    whose = forms.ChoiceField(label=_("Whose"), choices=Whose, required=False)
    standing = forms.ChoiceField(label=_("Enrolments"), choices=Standing, required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, data: Mapping[str, Any], *, projects: "Iterable[Project]", own_first: bool) -> None:
        named = {str(project.public_id): str(project) for project in projects}
        default = {"whose": Whose.MINE if own_first else Whose.ALL, "standing": Standing.OPEN, "project": ""}
        given = {name: data.get(name, "") for name in ("q", *default)}
        self.default = default
        super().__init__({name: value or default.get(name, "") for name, value in given.items()})
        choose = self.fields["project"]
        if isinstance(choose, forms.ChoiceField):
            choose.choices = [("", _("All projects")), *named.items()]
        if len(named) < 2:  # noqa: PLR2004  one project leaves nothing to choose
            del self.fields["project"]
        if not own_first:
            del self.fields["whose"]

    def clean_q(self) -> str:
        """A personal number is searched for on a page of its own, which limits and records each try."""
        text = unicodedata.normalize("NFC", self.cleaned_data["q"])
        if _PERSONAL_NUMBER.search(text):
            raise ValidationError(_NOT_BY_PERSONAL_NUMBER)
        return text

    @property
    def mine(self) -> bool:
        """Whether only the user's own participants are shown."""
        return "whose" in self.fields and self.cleaned_data.get("whose") == Whose.MINE

    @property
    def narrows(self) -> bool:
        """Whether something else than the default is shown."""
        return any(
            self.cleaned_data.get(name, "") not in {"", usual}
            for name, usual in {"q": "", **self.default}.items()
        )

    def apply(self, reached: "EnrolmentQuerySet", *, user: "User", on: dt.date) -> "EnrolmentQuerySet":
        """The enrolments that the filters leave."""
        self.is_valid()
        chosen = {**self.default, **self.cleaned_data}
        if "q" in self.errors:
            return reached.none()
        if chosen["standing"] == Standing.OPEN:
            reached = reached.not_ended(on=on)
        elif chosen["standing"] == Standing.ENDED:
            reached = reached.ended(on=on)
        if self.mine:
            reached = reached.coached_by(user, on=on)
        if chosen["project"]:
            reached = reached.filter(project__public_id=chosen["project"])
        return reached.named(chosen["q"]) if chosen.get("q") else reached


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


class AssessmentForm(PlainForm):
    """The checklist: a state and an observation of each criterion, a date, an observation of the whole."""

    assessed_on = forms.DateField(label=_("Date"))
    observation = forms.CharField(
        label=_("Observation of the whole"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        criteria: "Iterable[Criterion]",
        latest: "ReadinessAssessment | None",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        said = {result.criterion.code: result for result in latest.results.all()} if latest else {}
        for criterion in self.criteria:
            before = said.get(criterion.code)
            self.fields[f"state_{criterion.pk}"] = forms.ChoiceField(
                label=str(criterion),
                choices=CriterionState,
                initial=before.state if before else CriterionState.NOT_ASSESSED,
                widget=forms.RadioSelect,
            )
            self.fields[f"observation_{criterion.pk}"] = forms.CharField(
                label=_("Observation: %(criterion)s") % {"criterion": criterion.text},
                required=False,
                initial=before.observation if before else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

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
    def met(self) -> int:
        """How many criteria are met."""
        states = (self.cleaned_data[f"state_{criterion.pk}"] for criterion in self.criteria)
        return sum(state == CriterionState.MET for state in states)

    def facts(self) -> Assessed:
        """What the actions ask for: state and observation by criterion id, the date, the whole."""
        data = self.cleaned_data
        return {
            "assessed_on": data["assessed_on"],
            "observation": data["observation"],
            "said": {
                criterion.pk: (data[f"state_{criterion.pk}"], data[f"observation_{criterion.pk}"])
                for criterion in self.criteria
            },
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
