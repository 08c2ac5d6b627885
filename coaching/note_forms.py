"""The shape of a note and of a draft of one."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.models import LONGEST_NOTE, Note, NoteKind
from participants.forms.base import FactForm, NewRowForm

if TYPE_CHECKING:
    from coaching.actions.notes import NoteFacts

NOTE = ("day", "kind", "text")


class NoteForm(FactForm):
    """What a note says."""

    class Meta:
        model = Note
        fields = NOTE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.update({"rows": 6})
        self.fields["kind"].help_text = _("The first two count as contact with the participant.")

    def facts(self) -> "NoteFacts":
        """What the actions ask for."""
        return cast("NoteFacts", {name: self.cleaned_data[name] for name in NOTE})


class NewNoteForm(NoteForm, NewRowForm):
    """A new note."""

    def become_another(self) -> None:
        """What is sent next becomes a note of its own."""
        written = {name: self.data.get(name, "") for name in NOTE}
        self.data = {**written, "key": str(uuid.uuid4())}


class DraftForm(forms.Form):
    """What is written so far; a day or kind that can't be read is left out."""

    key = forms.UUIDField()
    version = forms.IntegerField(required=False, min_value=0)
    day = forms.DateField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *NoteKind.choices])
    text = forms.CharField(required=False, strip=False, max_length=LONGEST_NOTE)

    @property
    def can_be_saved(self) -> bool:
        """Whether the text can be read, and whose draft it is."""
        return not {"key", "text"} & self.errors.keys()

    @property
    def sent_version(self) -> int:
        """Of the draft that what is written goes on from; 0 for none."""
        self.full_clean()
        return self.cleaned_data.get("version") or 0
