"""The shape of what is planned and of what is entered about who came."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.access import Role
from accounts.drawn_forms import FactForm, PlainForm
from coaching.activity_fields import ClockInput, MinutesField
from coaching.marks import NOTHING, Mark
from coaching.models import MissedReason, Series, Session, Weekday
from projects.sorting import swedish_sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from accounts.drawn_forms import Group
    from accounts.models import User
    from coaching.actions.activities import PlannedFacts, SeriesFacts, SessionFacts
    from coaching.sessions import Line
    from participants.models import Enrolment
    from projects.models import Project

_PLANNED = ("kind", "title", "begins", "ends", "place", "held_by")


class Came(TextChoices):
    """What is entered about somebody at a session."""

    THERE = "there", _("Present")
    AWAY = "away", _("Absent")
    OPEN = "open", _("Not entered")


def _holder(project: "Project", *, now: "User | None") -> forms.TypedChoiceField:
    """Who works with cases in the project today, by name, and whoever is set already."""
    coaches = project.memberships.current().filter(role=Role.COACH).select_related("user")
    there = {membership.user.pk: membership.user for membership in coaches} | ({now.pk: now} if now else {})
    ordered = sorted(there.values(), key=lambda user: swedish_sort_key(user.name))
    return forms.TypedChoiceField(
        label=_("Held by"),
        required=False,
        choices=[("", ""), *((user.pk, user.name) for user in ordered)],
        coerce=lambda key: there[int(key)],
        empty_value=None,
    )


def _people(stays: "Iterable[Enrolment]") -> forms.TypedMultipleChoiceField:
    """Names to tick, in the order given."""
    there = {str(stay.public_id): stay for stay in stays}
    return forms.TypedMultipleChoiceField(
        label=_("Invited"),
        required=False,
        choices=[(key, stay.person.listed_name or _("Without a name")) for key, stay in there.items()],
        coerce=there.__getitem__,
        widget=forms.CheckboxSelectMultiple,
    )


class _PlannedForm(FactForm):
    """What sessions and series have in common. `people`: who can be invited here."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(
        self, *args: Any, project: "Project", people: "Iterable[Enrolment]" = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_by"] = _holder(project, now=self.instance.held_by)
        for name in ("begins", "ends"):
            self.fields[name].widget = ClockInput()
        title = self.fields["title"]
        title.help_text = _("Needed only where the project has two of the same kind on one day. No names.")
        self.people = list(people)
        if self.people:
            self.fields["expected"] = _people(self.people)

    def planned(self) -> "PlannedFacts":
        """What both have, as the actions ask for it."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "kind": data["kind"],
            "begins": data["begins"],
            "ends": data["ends"],
            "place": data["place"],
            "held_by": data["held_by"],
        }

    @property
    def invited(self) -> "list[Enrolment]":
        """Who was ticked."""
        return list(self.cleaned_data.get("expected", ()))

    def clean(self) -> dict[str, Any]:
        """Say at the end that it lies before the beginning, or has none."""
        data = super().clean()
        begins, ends = data.get("begins"), data.get("ends")
        if ends and (begins is None or ends <= begins):
            self.add_error("ends", _("It ends before it begins. Check the two times."))
        return data

    def _both(self) -> "list[Group]":
        when = [name for name in ("expected",) if name in self.fields]
        return [(_("Who comes"), when, "")] if when else []


class SessionForm(_PlannedForm):
    """A session: what, when, where, and who is invited."""

    class Meta:
        model = Session
        fields = ("held_on", *_PLANNED)

    def groups(self) -> "list[Group]":
        """What and when; who."""
        return [("", ["kind", "held_on", "begins", "ends", "title", "place", "held_by"], ""), *self._both()]

    def facts(self) -> "SessionFacts":
        """What the actions ask for."""
        return {**self.planned(), "held_on": self.cleaned_data["held_on"]}


class SeriesForm(_PlannedForm):
    """A series: what, on which weekdays, from when until when, and who is invited."""

    side_by_side = frozenset({"weekdays"})
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), choices=Weekday, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Series
        fields = ("weekdays", "every_weeks", "starts_on", "ends_on", *_PLANNED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["every_weeks"] = forms.TypedChoiceField(
            label=_("How often"),
            coerce=int,
            choices=[
                (1, _("Every week")),
                (2, _("Every other week")),
                (3, _("Every third week")),
                (4, _("Every fourth week")),
            ],
        )
        self.fields["offered"] = forms.Field(
            required=False,
            widget=forms.MultipleHiddenInput,
            initial=[str(stay.public_id) for stay in self.people],
        )

    @property
    def among(self) -> "list[Enrolment]":
        """Who could be ticked when the page was opened; a colleague may have invited others since."""
        offered = set(self.cleaned_data.get("offered") or ())
        return [stay for stay in self.people if str(stay.public_id) in offered]

    def groups(self) -> "list[Group]":
        """What; on which days; who."""
        when = ["weekdays", "every_weeks", "starts_on", "ends_on", "begins", "ends"]
        return [("", ["kind", *when, "title", "place", "held_by"], ""), *self._both()]

    def facts(self) -> "SeriesFacts":
        """What the actions ask for."""
        data = self.cleaned_data
        return {
            **self.planned(),
            "weekdays": sorted(data["weekdays"]),
            "every_weeks": data["every_weeks"],
            "starts_on": data["starts_on"],
            "ends_on": data["ends_on"],
        }


class LineForm(forms.Form):
    """One person at a session: there, absent or not entered; what isn't the usual; what was shown."""

    came = forms.ChoiceField(choices=Came, widget=forms.RadioSelect)
    late = MinutesField(least=0, required=False)
    minutes = MinutesField(required=False)
    reason = forms.ChoiceField(choices=[("", "–"), *MissedReason.choices], required=False)
    shown = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: "QueryDict | None" = None, *, line: "Line", usual: int | None) -> None:
        """`usual`: the minutes of somebody who was there from beginning to end, where that is known."""
        self.line = line
        super().__init__(data, prefix=str(line.enrolment.public_id), initial=_as_shown(line.mark, usual))

    @property
    def unusual(self) -> bool:
        """Whether there is more to show than that somebody was there, or wasn't."""
        return bool(self.errors or self["late"].value() or self["minutes"].value())

    def mark(self, *, usual: int | None) -> Mark | None:
        """What shall stand there; None with an error at the minutes where they are missing."""
        data = self.cleaned_data
        if data["came"] == Came.OPEN:
            return NOTHING
        if data["came"] == Came.AWAY:
            return Mark(reason=data["reason"] or MissedReason.UNKNOWN)
        late = data["late"] or 0
        minutes = data["minutes"] if data["minutes"] is not None else (usual or 0) - late
        if minutes < 1:
            told = _("Longer late than the session lasts. Write how long they were there.")
            self.add_error("minutes", told if usual else _("Write how long they were there."))
            return None
        return Mark(minutes, late, data["reason"] if late else "")


def _as_shown(mark: Mark, usual: int | None) -> dict[str, object]:
    """What stands in the fields: what is entered, else that everybody was there."""
    if mark.absent:
        return {"came": Came.AWAY, "reason": mark.reason, "shown": mark.token}
    if mark.minutes is None:
        return {"came": Came.THERE, "shown": mark.token}
    own = mark.minutes if usual is None or mark.minutes + mark.late != usual else None
    return {
        "came": Came.THERE,
        "minutes": "" if own is None else own,
        "late": mark.late or "",
        "reason": mark.reason,
        "shown": mark.token,
    }


class UsualForm(PlainForm):
    """How long everybody was there who has no time of their own."""

    usual = MinutesField(
        label=_("Time"), required=False, help_text=_("Minutes, or hours and minutes: 90 or 1:30.")
    )


class SomebodyForm(PlainForm):
    """Somebody to add to a session."""

    who = forms.TypedChoiceField(label=_("Add somebody"), choices=[], coerce=str)

    def __init__(self, *args: Any, people: "Iterable[Enrolment]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {str(stay.public_id): stay for stay in people}
        who = cast("forms.TypedChoiceField", self.fields["who"])
        who.choices = [("", _("Choose")), *((key, stay.person.listed_name) for key, stay in there.items())]
        who.coerce = there.__getitem__


class WeekForm(forms.Form):
    """Which activities are listed. What is missing or unreadable counts as all."""

    project = forms.ChoiceField(label=_("Project"), required=False)
    kind = forms.ChoiceField(label=_("kind"), required=False)

    def __init__(
        self, *args: Any, projects: "Iterable[Project]", kinds: "Iterable[tuple[str, Any]]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(project.public_id), project.name) for project in projects]
        if len(named) > 1:
            cast("forms.ChoiceField", self.fields["project"]).choices = [("", _("All")), *named]
        else:
            del self.fields["project"]
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.label, kind.choices = _("Kind of activity"), [("", _("All")), *kinds]

    def chosen(self, name: str) -> str:
        """What is chosen in a field; "" for all."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
