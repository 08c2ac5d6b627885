"""The shape of entering several people's attendance at once."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from accounts.access import Permission
from accounts.drawn_forms import PlainForm
from coaching.activity_fields import ClockInput
from coaching.chosen import LATELY
from coaching.models import Session, SessionKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.drawn_forms import Group
    from accounts.models import User
    from coaching.actions.activities import SessionFacts
    from projects.models import Project

NEW: Final = "new"


class TogetherForm(PlainForm):
    """Which session: one that is there, or a new one with its kind, day and times."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    session = forms.TypedChoiceField(label=_("Session"), initial=NEW)
    kind = forms.ChoiceField(label=_("What"), choices=SessionKind, initial=SessionKind.JOB_CLUB)
    held_on = forms.DateField(label=_("Day"))
    begins = forms.TimeField(label=_("From"), widget=ClockInput)
    ends = forms.TimeField(label=_("Until"), widget=ClockInput)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("Needed only where the project has two of the same kind on one day. No names."),
    )

    def __init__(self, *args: Any, by: "User", project: "Project", on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"held_on": on}, **kwargs})
        self._by = by
        there = {str(held.public_id): held for held in self._offered(project, on=on)}
        session = cast("forms.TypedChoiceField", self.fields["session"])
        session.choices = [
            (NEW, _("A new session")),
            *(
                (key, " ".join(filter(None, [str(held.held_on), held.hours_of_day, held.called])))
                for key, held in there.items()
            ),
        ]
        session.coerce = there.get
        chosen = there.get(self.data.get("session", ""))
        self.fields["held_on"].required = chosen is None
        for name in ("begins", "ends"):
            self.fields[name].required = chosen is None or chosen.planned_minutes is None
            self.fields[name].error_messages["required"] = _("Write from when until when they were there.")

    def _offered(self, project: "Project", *, on: dt.date) -> "Iterable[Session]":
        """What was held lately, and on the day that is sent, the latest first."""
        near = Q(held_on__range=(on - dt.timedelta(days=LATELY), on))
        if sent := _day(self.data.get("held_on", "")):
            near |= Q(held_on=sent)
        held = Session.objects.visible_to(self._by, Permission.CASE_WRITE).filter(near, project=project)
        return held.order_by("-held_on", "begins", "pk")

    def groups(self) -> "list[Group]":
        """Which; what a new one needs."""
        return [
            ("", ["session"], ""),
            (
                _("A new session"),
                ["kind", "held_on", "begins", "ends", "title"],
                _("Where you choose one that is there, only the times are needed, and only if it has none."),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Say at the end that it lies before the beginning."""
        data = super().clean()
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("It ends before it begins. Check the two times."))
        return data

    @property
    def held(self) -> Session | None:
        """The one that was chosen; None for a new one."""
        return self.cleaned_data.get("session")

    @property
    def usual(self) -> int | None:
        """The minutes of somebody who was there from beginning to end."""
        planned = self.held.planned_minutes if self.held else None
        data = self.cleaned_data
        return planned or Session(begins=data.get("begins"), ends=data.get("ends")).planned_minutes

    @property
    def day(self) -> dt.date:
        """On which day it is held; asked for once the form is valid."""
        return self.held.held_on if self.held else self.cleaned_data["held_on"]

    def facts(self) -> "SessionFacts":
        """What a new session is made of."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "title": data["title"],
            "held_on": self.day,
            "begins": data["begins"],
            "ends": data["ends"],
            "place": "",
            "held_by": self._by,
        }


def _day(text: str) -> dt.date | None:
    """A day as a form sends it; None for what is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None
