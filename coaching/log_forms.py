"""The shape of what is logged in passing: who, what, how long."""

import uuid
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.drawn_forms import PlainForm
from coaching.activity_fields import MinutesField
from coaching.models import SessionKind
from coaching.models.notes import LONGEST_NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from participants.models import Enrolment

USUAL_MINUTES: Final = (15, 30, 45, 60, 90)


class SentForm(forms.Form):
    """What the page brings along before it is logged: who is chosen, and the letters to search for.

    `searched` are the letters by which those shown were found. What can't be read counts as nothing.
    """

    q = forms.CharField(required=False, max_length=100)
    searched = forms.CharField(required=False, max_length=100)
    who = forms.UUIDField(required=False)

    def read(self, name: str) -> str:
        """What is sent in a field; "" for nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class LogForm(PlainForm):
    """Who, what, how long, on which day. `people`: those offered to choose among."""

    error_title = _("Not logged yet: something must be put right")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    back = forms.CharField(widget=forms.HiddenInput, required=False)
    add_to = forms.CharField(required=False, max_length=40)
    who = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who it was.")})
    kind = forms.ChoiceField(label=_("What"), choices=SessionKind, initial=SessionKind.TALK)
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        choices=[(number, str(number)) for number in USUAL_MINUTES],
        coerce=int,
        required=False,
        empty_value=None,
    )
    own_minutes = MinutesField(label=_("Another time"), required=False)
    held_on = forms.DateField(label=_("Day"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept among the notes in the case."),
    )

    def __init__(self, *args: Any, people: "Iterable[Enrolment]", **kwargs: Any) -> None:
        # Ids of its own: it can stand in a dialog over another form.
        super().__init__(*args, **{"auto_id": "log_%s", **kwargs})
        self.people = {str(stay.public_id): stay for stay in people}
        who = cast("forms.ChoiceField", self.fields["who"])
        who.choices = [(key, stay.person.listed_name) for key, stay in self.people.items()]

    @classmethod
    def written_in(cls, sent: "Mapping[str, str]") -> dict[str, str]:
        """What is sent in its fields, good or not, to be shown again while something else is settled."""
        return {name: sent[name] for name in cls.base_fields if name in sent}

    def clean(self) -> dict[str, Any]:
        """One of the usual times, or one's own."""
        data = super().clean()
        data["minutes"] = data.get("own_minutes") or data.get("minutes")
        if not data["minutes"] and "own_minutes" not in self.errors:
            self.add_error("minutes", _("Choose how long it was, or write another time."))
        return data

    @property
    def enrolment(self) -> "Enrolment":
        """Who was chosen."""
        return self.people[self.cleaned_data["who"]]
