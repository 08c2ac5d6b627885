"""The shape of what is entered about a plan."""

from typing import TYPE_CHECKING, Any, Final, TypedDict, cast

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from coaching.actions.planning import ActionFacts
from coaching.models import Owner, PlanAction, PlanGoal
from participants.forms.base import FactForm, NewRowForm, PlainForm

if TYPE_CHECKING:
    import datetime as dt

    from coaching.plan import Kept
    from participants.models import Enrolment

_VERSION: Final = "coaching.plan.version"
ACTION = ("text", "owner", "owner_name", "due_on")


class NewGoalFacts(TypedDict):
    """A goal as the form has it."""

    text: str
    parent: PlanGoal | None


class GoalFacts(NewGoalFacts):
    """The same of a goal that is there."""

    reached_on: "dt.date | None"


class GoalField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no parameter when it runs
    """One of the goals, by its words."""

    def label_from_instance(self, obj: PlanGoal) -> str:
        """The goal itself; `str()` of one tells nothing, since logs have it."""
        return obj.text


class _AboutGoal(FactForm):
    """What the forms about a goal have in common."""

    def __init__(self, *args: Any, enrolment: "Enrolment", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 500})
        self.fields["text"].help_text = _("In the participant’s own words, if you can.")
        goals = enrolment.plan_goals.filter(parent=None).exclude(pk=self.instance.pk)
        cast("GoalField", self.fields["parent"]).queryset = goals
        if not goals:
            del self.fields["parent"]


class NewGoalForm(_AboutGoal, NewRowForm):
    """A new goal, or a step towards one."""

    class Meta:
        model = PlanGoal
        fields = ("text", "parent")
        field_classes = {"parent": GoalField}

    def facts(self) -> NewGoalFacts:
        """What the actions ask for."""
        return {"text": self.cleaned_data["text"], "parent": self.cleaned_data.get("parent")}


class GoalForm(_AboutGoal):
    """A goal that is there."""

    class Meta:
        model = PlanGoal
        fields = ("text", "parent", "reached_on")
        field_classes = {"parent": GoalField}

    def facts(self) -> GoalFacts:
        """What the actions ask for."""
        data = self.cleaned_data
        return {"text": data["text"], "parent": data.get("parent"), "reached_on": data["reached_on"]}


class ActionForm(FactForm):
    """Who does what by when."""

    side_by_side = frozenset({"owner"})

    class Meta:
        model = PlanAction
        fields = ACTION
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
            "owner": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_name"].help_text = _("Only when it is somebody else: a name, or “the school”.")

    def clean(self) -> dict[str, Any]:
        """Check that somebody else is named, and nobody else is."""
        data = super().clean() or self.cleaned_data
        other, name = data.get("owner") == Owner.OTHER, data.get("owner_name")
        if other and not name:
            self.add_error("owner_name", _("Write who it is."))
        if name and not other and "owner" in data:
            self.add_error("owner_name", _("Choose “Somebody else”, or leave this empty."))
        return data

    def facts(self) -> ActionFacts:
        """What the actions ask for."""
        return cast("ActionFacts", {name: self.cleaned_data[name] for name in ACTION})


class NewActionForm(ActionForm, NewRowForm):
    """A new action."""


class StrikeOutForm(PlainForm):
    """Why an action is given up."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        help_text=_("It stays in the plan, struck out, with what you write here: the participant reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AgreeFacts(TypedDict):
    """On which day it was agreed, and the token of the plan that was shown."""

    agreed_on: "dt.date"
    shown: str


class AgreeForm(PlainForm):
    """On which day the plan was agreed on."""

    agreed_on = forms.DateField(
        label=_("Agreed on"),
        help_text=_("The day that you and the participant agreed on the plan as it stands."),
    )
    shown = forms.CharField(widget=forms.HiddenInput)
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    """The whole plan that the page showed, signed: should it change meanwhile, both are shown."""

    def version_shown(self) -> "list[Kept]":
        """The plan that the page showed which is sent; empty where that can't be told."""
        try:
            return cast("list[Kept]", signing.loads(self.data.get("version", ""), salt=_VERSION))
        except signing.BadSignature:
            return []

    @staticmethod
    def as_version(plan: "list[Kept]") -> str:
        """A plan as the form carries it along."""
        return signing.dumps(plan, salt=_VERSION, compress=True)

    def facts(self) -> "AgreeFacts":
        """What the action asks for."""
        return {"agreed_on": self.cleaned_data["agreed_on"], "shown": self.cleaned_data["shown"]}

    def show_again(self, token: str, plan: "list[Kept]") -> None:
        """Go on from the plan as it stands now, which the page shows from here on."""
        day = self.data.get("agreed_on", "")
        self.data = {"agreed_on": day, "shown": token, "version": self.as_version(plan)}
