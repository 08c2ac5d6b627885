"""Forms about what a participant does and lives on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from employers.occupations import is_occupation
from participants.actions import EpisodeFacts, SupportFacts
from participants.codes import PLACEMENTS, EpisodeKind
from participants.forms.base import FactForm, HoursField, NewRowForm
from participants.models import Episode, SupportPeriod

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from employers.models import Company
    from participants.forms.base import Group

SUPPORT = ["source", "start", "end"]
FULL_TIME: Final = 40
"""Hours a week; more may be right, but is asked about."""


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of episode that are logged alike: `slug` in the address, the fields beside dates and hours."""

    slug: str
    kinds: tuple[EpisodeKind, ...]
    heading: "StrOrPromise"
    change: "StrOrPromise"
    title: "StrOrPromise"
    fields: tuple[str, ...]


_PLACE = ("company", "workplace")
FAMILIES = (
    Family(
        "praktik",
        tuple(kind for kind in EpisodeKind if kind in PLACEMENTS),
        _("Log a placement"),
        _("Change the placement"),
        _("What the person does there"),
        ("kind", *_PLACE, "title", "occupation"),
    ),
    Family(
        "utbildning",
        (EpisodeKind.VOCATIONAL_COURSE,),
        _("Log a course"),
        _("Change the course"),
        _("Course"),
        ("title", *_PLACE, "occupation"),
    ),
    Family(
        "jobb",
        (EpisodeKind.EMPLOYMENT, EpisodeKind.OWN_BUSINESS),
        _("Log a job"),
        _("Change the job"),
        _("Post or trade"),
        ("kind", "subsidy", *_PLACE, "title", "occupation"),
    ),
    Family(
        "studier",
        (EpisodeKind.STUDIES,),
        _("Log studies"),
        _("Change the studies"),
        _("Education"),
        ("title", "workplace"),
    ),
    Family(
        "program",
        (EpisodeKind.PROGRAMME,),
        _("Log a programme"),
        _("Change the programme"),
        _("Programme"),
        ("title", "workplace"),
    ),
)
FAMILY_OF = {kind: family for family in FAMILIES for kind in family.kinds}
EPISODE = (
    "kind",
    "start",
    "end",
    "hours_per_week",
    "subsidy",
    "occupation",
    "company",
    "workplace",
    "title",
    "before_start",
)


class EpisodeForm(FactForm):
    """An episode of one family. `first_start` is the person's first day in the project."""

    side_by_side = frozenset({"kind"})

    class Meta:
        model = Episode
        fields = EPISODE
        field_classes = {"hours_per_week": HoursField}

    def __init__(
        self,
        *args: Any,
        family: Family,
        companies: "QuerySet[Company]",
        first_start: "dt.date",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.family, self.first_start = family, first_start
        order = [*family.fields, "start", "end", "hours_per_week", "before_start"]
        if len(family.kinds) == 1:
            self.instance.kind = family.kinds[0]
        key = {"key": self.fields["key"]} if "key" in self.fields else {}
        self.fields = {**key, **{name: self.fields[name] for name in order}}
        self._word(companies)

    def _word(self, companies: "QuerySet[Company]") -> None:
        fields = self.fields
        if "kind" in fields:
            fields["kind"] = forms.ChoiceField(
                label=_("Kind"),
                choices=[(kind, kind.label) for kind in self.family.kinds],
                widget=forms.RadioSelect,
            )
            self.initial["kind"] = self.instance.kind or self.family.kinds[0]
        if "company" in fields:
            cast("forms.ModelChoiceField[Company]", fields["company"]).queryset = companies
            fields["workplace"].help_text = _("The place, or an employer that isn’t in the list.")
        else:
            fields["workplace"].label = _("Where")
        if "occupation" in fields:
            fields["occupation"].help_text = _("The code, one to four digits: 9412 is a kitchen helper.")
            fields["occupation"].widget.attrs.update({"inputmode": "numeric", "class": "short"})
        fields["title"].label = self.family.title
        fields["start"].label, fields["end"].label = _("First day"), _("Last day")
        fields["end"].help_text = _("Also a planned one. Leave it empty when there is none yet.")
        fields["before_start"].label = _("History from before the project, never an outcome of it")

    def clean_occupation(self) -> str:
        """A code that SSYK 2012 can have; one that was recorded before may stay."""
        code: str = self.cleaned_data["occupation"]
        if code and "occupation" in self.changed_data and not is_occupation(code):
            unknown = _("There is no occupation %(code)s in SSYK 2012. Check the code, or leave it empty.")
            raise ValidationError(unknown, params={"code": code})
        return code

    def clean(self) -> dict[str, Any]:
        """Check what two fields say together."""
        data = super().clean() or self.cleaned_data
        self.check_order()
        if data.get("subsidy") and data.get("kind") == EpisodeKind.OWN_BUSINESS:
            self.add_error("subsidy", _("Only an employment has a subsidy."))
        start = data.get("start")
        if start and start < self.first_start and not data.get("before_start"):
            early = _(
                "That is before the first day in the project, %(day)s. Check the date, or tick it as history."
            )
            self.add_error("start", early % {"day": self.first_start})
        if start and start >= self.first_start and data.get("before_start"):
            late = _(
                "It began after the first day in the project, %(day)s, so it isn’t history. Check the two."
            )
            self.add_error("before_start", late % {"day": self.first_start})
        return data

    def facts(self) -> EpisodeFacts:
        """The facts, with what the family doesn't ask for as it was."""
        kept = {name: getattr(self.instance, name) for name in EPISODE}
        asked = {name: self.cleaned_data[name] for name in EPISODE if name in self.cleaned_data}
        return cast("EpisodeFacts", {**kept, **asked})


class NewEpisodeForm(EpisodeForm, NewRowForm):
    """A new episode. What is likely a slip is asked about: the same one again, more than full time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = "sure" in self.data
        self.fields["sure"] = forms.BooleanField(label=_("It is right as it stands"), required=False)

    def groups(self) -> "list[Group]":
        """The fields in order; the last one only once it is asked."""
        (heading, names, explanation), *_others = super().groups()
        return [(heading, [name for name in names if name != "sure" or self.asks], explanation)]

    def clean(self) -> dict[str, Any]:
        """Check what two fields say together, and ask about what is likely a slip."""
        data = super().clean()
        doubts = [] if data.get("sure") else self._doubts(data)
        self.asks = self.asks or bool(doubts)
        for doubt in doubts:
            self.add_error("sure", doubt)
        return data

    def _doubts(self, data: dict[str, Any]) -> "list[StrOrPromise]":
        doubts: list[StrOrPromise] = []
        kind, start = data.get("kind") or self.instance.kind, data.get("start")
        hours = data.get("hours_per_week")
        there = self.instance.enrolment.episodes.filter(kind=kind, start=start, end=None)
        # Not the one that this very form has made: sending it twice gives one.
        if start and not data.get("end") and there.exclude(public_id=data.get("key")).exists():
            again = _("The same is logged already from %(day)s. Open that one, or tick that this is another.")
            doubts.append(again % {"day": start})
        if hours is not None and hours > FULL_TIME:
            doubts.append(_("That is more than 40 hours a week. Check the hours, or tick that it is right."))
        return doubts


class SupportForm(FactForm):
    """A source of income."""

    class Meta:
        model = SupportPeriod
        fields = SUPPORT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["end"].help_text = _("Leave it empty as long as it goes on.")

    def clean(self) -> dict[str, Any]:
        """Check what two fields say together."""
        data = super().clean() or self.cleaned_data
        self.check_order()
        return data

    def facts(self) -> SupportFacts:
        """What the actions ask for."""
        return cast("SupportFacts", {name: self.cleaned_data[name] for name in SUPPORT})


class NewSupportForm(SupportForm, NewRowForm):
    """A new source of income, which may take the place of others."""

    ends_others = forms.BooleanField(
        label=_("The other open sources end the day before"),
        required=False,
        help_text=_("For example when a wage takes the place of social assistance."),
    )
