"""The shape of what a user filters and sorts the caseload by, and of what is kept of that."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.drawn_forms import FactForm
from coaching import caseload_querysets as sets
from coaching.models import SavedFilter
from participants.codes import EpisodeKind
from participants.personal_numbers import LOOKS_LIKE_ONE, NOTHING_LIKE_ONE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import User
    from participants.querysets import EnrolmentQuerySet
    from projects.models import Project

_NOT_BY_PERSONAL_NUMBER = _("Search by name or participant number, not by personal number.")


class Whose(TextChoices):
    """Whose participants are shown."""

    MINE = "mine", _("Mine")
    ALL = "all", _("All coaches’")


class Standing(TextChoices):
    """Which enrolments are shown."""

    OPEN = "open", _("Open")
    ENDED = "ended", _("Ended")
    ALL = "all", _("All")


class Readiness(TextChoices):
    """How far somebody has come against the checklist."""

    READY = "ready", _("Job-ready")
    NOT_READY = "not_ready", _("Assessed, not job-ready yet")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class GoingOn(TextChoices):
    """What somebody does today."""

    PLACEMENT = "placement", _("Placement")
    WORK = "work", _("Job or own business")
    STUDIES = "studies", _("Studies or course")
    PROGRAMME = "programme", _("Programme")
    NOTHING = "nothing", _("Nothing recorded")


class Seen(TextChoices):
    """Whether somebody was seen lately."""

    UNSEEN = "unseen", _("Not seen for 14 days")


class Order(TextChoices):
    """What the list is sorted by. With a minus it runs the other way."""

    NAME = "name", _("Name, A first")
    NAME_BACK = "-name", _("Name, Ö first")
    START = "start", _("Start, longest ago first")
    START_BACK = "-start", _("Start, latest first")
    CLOCK = "clock", _("Clock, least time left first")
    CLOCK_BACK = "-clock", _("Clock, most time left first")
    SEEN = "seen", _("Last seen, longest ago first")
    SEEN_BACK = "-seen", _("Last seen, latest first")
    COACH = "coach", _("Coach, A first")
    COACH_BACK = "-coach", _("Coach, Ö first")


_KINDS: Final[dict[str, tuple[str, ...]]] = {
    GoingOn.PLACEMENT: sets.PLACEMENTS,
    GoingOn.WORK: (EpisodeKind.EMPLOYMENT, EpisodeKind.OWN_BUSINESS),
    GoingOn.STUDIES: (EpisodeKind.STUDIES, EpisodeKind.VOCATIONAL_COURSE),
    GoingOn.PROGRAMME: (EpisodeKind.PROGRAMME,),
}
_READINESS: Final = {
    Readiness.READY: sets.ready,
    Readiness.NOT_READY: sets.not_ready,
    Readiness.NOT_ASSESSED: sets.not_assessed,
}
_NARROWING: Final = ("q", "project", "group", "phase", "ready", "now", "seen")
_MORE: Final = ("group", "phase", "ready", "now", "seen", "sort")
_NO_STEP: Final = "none"


@dataclass(frozen=True, slots=True)
class FilterOn:
    """One filter that is on: its field, and what it says in words."""

    field: str
    label: "StrOrPromise"
    value: "StrOrPromise"


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is sorted: `direction` as aria-sort has it, "" where the list goes by another one.

    `then` is the sort that choosing it gives, `query` the address's filters with that.
    """

    direction: str
    then: str
    query: str


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
                "pattern": NOTHING_LIKE_ONE,
                "title": _NOT_BY_PERSONAL_NUMBER,
            }
        ),
    )
    whose = forms.ChoiceField(label=_("Whose"), choices=Whose, required=False)
    standing = forms.ChoiceField(label=_("Enrolments"), choices=Standing, required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)
    group = forms.ChoiceField(label=_("Target group"), required=False)
    phase = forms.ChoiceField(label=_("Step"), required=False)
    ready = forms.ChoiceField(
        label=_("Job-readiness"), choices=[("", _("All")), *Readiness.choices], required=False
    )
    now = forms.ChoiceField(
        label=_("Goes on now"), choices=[("", _("Anything")), *GoingOn.choices], required=False
    )
    seen = forms.ChoiceField(
        label=_("Last seen"), choices=[("", _("Whenever")), *Seen.choices], required=False
    )
    sort = forms.ChoiceField(label=_("Sort by"), choices=Order, required=False)

    def __init__(self, data: Mapping[str, Any], *, projects: "Iterable[Project]", own_first: bool) -> None:
        self.projects, self.own_first = list(projects), own_first
        named = {str(project.public_id): str(project) for project in self.projects}
        self.default = {
            "whose": Whose.MINE if own_first else Whose.ALL,
            "standing": Standing.OPEN,
            "sort": Order.NAME,
        }
        given = {name: data.get(name, "") for name in self.base_fields}
        given[str(data.get("off", ""))] = ""
        given["sort"] = data.get("then") or given["sort"]
        super().__init__({name: value or self.default.get(name, "") for name, value in given.items()})
        self._offer("project", _("All projects"), named)
        if len(named) < 2:  # noqa: PLR2004  one project leaves nothing to choose
            del self.fields["project"]
        if not own_first:
            del self.fields["whose"]
        self._offer_parts(self.projects)

    def _offer_parts(self, projects: "list[Project]") -> None:
        """Target groups and steps of the projects, with the project's name where there are several."""

        def called(project: "Project", part: object) -> str:
            return f"{part} ({project})" if len(projects) > 1 else str(part)

        groups = {str(row.pk): called(one, row) for one in projects for row in one.target_groups.all()}
        phases = {str(row.pk): called(one, row) for one in projects for row in one.phases.all()}
        for name, offered, extra in (("group", groups, {}), ("phase", phases, {_NO_STEP: _("No step yet")})):
            self._offer(name, _("All"), {**extra, **offered})
            if not offered:
                del self.fields[name]

    def _offer(self, name: str, everything: "StrOrPromise", offered: "Mapping[str, StrOrPromise]") -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", everything), *offered.items()]

    def clean_q(self) -> str:
        """A personal number is searched for on a page of its own, which limits and records each try."""
        text = unicodedata.normalize("NFC", self.cleaned_data["q"])
        if LOOKS_LIKE_ONE.search(text):
            raise ValidationError(_NOT_BY_PERSONAL_NUMBER)
        return text

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What is in force of each filter and of the order; what couldn't be read is as if not sent."""
        self.is_valid()
        read = {name: self.cleaned_data.get(name, "") for name in self.fields}
        chosen = {name: read.get(name, "") or self.default.get(name, "") for name in self.base_fields}
        if "whose" not in self.fields:
            chosen["whose"] = Whose.ALL
        return chosen

    @property
    def mine(self) -> bool:
        """Whether only the user's own participants are shown."""
        return self.chosen["whose"] == Whose.MINE

    @property
    def several(self) -> bool:
        """Whether there are several projects to tell apart."""
        return len(self.projects) > 1

    @property
    def main(self) -> list[forms.BoundField]:
        """The filters that always stand there."""
        return [self[name] for name in self.fields if name not in _MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """The filters that are unfolded."""
        return [self[name] for name in _MORE if name in self.fields]

    @property
    def more_are_on(self) -> bool:
        """Whether one of those that are unfolded says something else than usual."""
        return any(self.chosen[name] != self.default.get(name, "") for name in _MORE)

    @property
    def narrows(self) -> bool:
        """Whether something else than the default is shown."""
        return bool(self.on or "q" in self.errors)

    @cached_property
    def on(self) -> list[FilterOn]:
        """The filters that are on, in the order of the page; what is usual isn't named."""
        return [
            FilterOn(name, self.fields[name].label or "", self._in_words(name))
            for name in self.fields
            if name != "sort" and self.chosen[name] != self.default.get(name, "")
        ]

    def _in_words(self, name: str) -> "StrOrPromise":
        value, field = self.chosen[name], self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return value
        return dict(field.choices).get(value, value)  # type: ignore[arg-type, no-any-return]  # no groups in these choices

    def query(self, **instead: str) -> str:
        """The filters as an address has them: never the name that is searched for."""
        asked = {**self.chosen, **instead, "q": ""}
        return urlencode({name: value for name, value in asked.items() if value})

    @cached_property
    def columns(self) -> dict[str, Column]:
        """How each column that the list can be sorted by is sorted now, and would be."""
        key, falling = self.chosen["sort"].removeprefix("-"), self.chosen["sort"].startswith("-")
        columns = {}
        for column in (order for order in Order.values if not order.startswith("-")):
            turn = f"-{column}" if column == key and not falling else column
            direction = ("descending" if falling else "ascending") if column == key else ""
            columns[column] = Column(direction, turn, self.query(sort=turn))
        return columns

    def reach(self, reached: "EnrolmentQuerySet", *, user: "User", on: dt.date) -> "EnrolmentQuerySet":
        """Whose, and which enrolments: what the other filters take away from."""
        if self.chosen["standing"] == Standing.OPEN:
            reached = reached.not_ended(on=on)
        elif self.chosen["standing"] == Standing.ENDED:
            reached = reached.ended(on=on)
        return reached.coached_by(user, on=on) if self.mine else reached

    def apply(self, reached: "EnrolmentQuerySet", *, user: "User", on: dt.date) -> "EnrolmentQuerySet":
        """The enrolments that the filters leave, in order."""
        if "q" in self.errors:
            return reached.none()
        chosen, found = self.chosen, self.reach(reached, user=user, on=on)
        if chosen["project"]:
            found = found.filter(project__public_id=chosen["project"])
        if chosen["group"]:
            found = found.filter(target_group__pk=chosen["group"])
        if chosen["phase"]:
            found = sets.standing_on(found, chosen["phase"], on=on)
        if chosen["ready"]:
            found = _READINESS[Readiness(chosen["ready"])](found, on=on)
        if chosen["now"] == GoingOn.NOTHING:
            found = sets.nothing_going_on(found, on=on)
        elif chosen["now"]:
            found = sets.going_on(found, _KINDS[chosen["now"]], on=on)
        if chosen["seen"]:
            found = sets.unseen(found, on=on)
        if chosen["q"]:
            found = found.named(chosen["q"])
        key = chosen["sort"]
        return sets.in_order(found, key.removeprefix("-"), descending=key.startswith("-"), on=on)

    @property
    def takes_away(self) -> bool:
        """Whether a filter is on that takes some away of those whom the list is about."""
        return any(self.chosen[name] for name in _NARROWING if name in self.fields)


class SavedFilterForm(FactForm):
    """What a saved filter is called, and whether it is in force when the list is opened."""

    class Meta:
        model = SavedFilter
        fields = ("name", "is_default")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("For example: In placement. Nobody else sees it.")
