"""The shape of what Today is filtered by, and of putting an item off."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coaching.actions.today import LONGEST, check_until
from coaching.caseload_forms import Whose
from coaching.models import ItemKind, PutOff
from coaching.today.items import URGENCIES
from participants.forms.base import PlainForm

if TYPE_CHECKING:
    from accounts.models import User
    from participants.querysets import EnrolmentQuerySet
    from projects.models import Project


class TodayForm(forms.Form):
    """The filters of Today. What is missing or unreadable counts as the default."""

    whose = forms.ChoiceField(label=_("Whose"), choices=Whose, required=False)
    urgency = forms.ChoiceField(
        label=_("When"), choices=[("", _("Everything")), *URGENCIES.items()], required=False
    )
    kind = forms.ChoiceField(
        label=_("What it is about"), choices=[("", _("Everything")), *ItemKind.choices], required=False
    )
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        projects: "Iterable[Project]",
        own_first: bool,
        without: Collection[str] = (),
    ) -> None:
        named = {str(project.public_id): str(project) for project in projects}
        self.default = {
            "whose": Whose.MINE if own_first else Whose.ALL,
            "urgency": "",
            "kind": "",
            "project": "",
        }
        super().__init__({name: data.get(name) or usual for name, usual in self.default.items()})
        choose = self.fields["project"]
        if isinstance(choose, forms.ChoiceField):
            choose.choices = [("", _("All projects")), *named.items()]
        if len(named) < 2:  # noqa: PLR2004  one project leaves nothing to choose
            del self.fields["project"]
        for name in {*without, *(() if own_first else ("whose",))}:
            del self.fields[name]
        self.is_valid()

    def chosen(self, name: str) -> str:
        """The filter in force."""
        return str(self.cleaned_data.get(name, self.default[name]))

    @property
    def mine(self) -> bool:
        """Whether only the user's own people are shown."""
        return self.chosen("whose") == Whose.MINE

    @property
    def narrows(self) -> bool:
        """Whether something else than the default is shown."""
        return any(self.chosen(name) != usual for name, usual in self.default.items())

    def apply(self, reached: "EnrolmentQuerySet", *, user: "User", on: dt.date) -> "EnrolmentQuerySet":
        """The enrolments that the filters leave."""
        if self.mine:
            reached = reached.coached_by(user, on=on)
        if chosen := self.chosen("project"):
            reached = reached.filter(project__public_id=chosen)
        return reached


class PutOffForm(PlainForm):
    """Until when an item rests, and why."""

    side_by_side = frozenset({"way"})

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        until = self.fields["until"]
        last = {way: on + dt.timedelta(days=days) for way, days in LONGEST.items()}
        until.help_text = _(
            "By %(later)s at the latest; what is right as it is, by %(as_is)s. Sooner, as soon as the fact"
            " behind it changes."
        ) % {"later": last[PutOff.LATER], "as_is": last[PutOff.AS_IS]}
        until.widget.attrs |= {"min": str(on + dt.timedelta(days=1)), "max": str(max(last.values()))}

    way = forms.ChoiceField(label=_("How"), choices=PutOff, initial=PutOff.LATER, widget=forms.RadioSelect)
    until = forms.DateField(label=_("Comes back on"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Shown to those who see the case."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the day at once with all else that must be put right."""
        data = super().clean()
        if {"way", "until"} <= data.keys():
            try:
                check_until(data["until"], way=data["way"], on=self.on)
            except ValidationError as error:
                self.show(error)
        return data

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)
