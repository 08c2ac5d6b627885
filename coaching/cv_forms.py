"""What confirms an entry of a CV."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.cv import Evidence
from participants.actions.cv import Confirmation
from participants.forms.base import FactForm
from participants.models import CvEntry


class ConfirmForm(FactForm):
    """What showed it, of the things that the person did in the project or in words; who says so, and when."""

    shown_by = forms.ChoiceField(label=_("What showed it"), required=False)

    class Meta:
        model = CvEntry
        fields = ("activity", "confirmed_by", "confirmed_on")

    def __init__(self, *args: Any, evidence: Sequence[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evidence = {one.key: one for one in evidence}
        choose = self.fields["shown_by"]
        if isinstance(choose, forms.ChoiceField):
            choose.choices = [("", ""), *((one.key, one.label) for one in evidence)]
        fields = self.fields
        fields["activity"].label = _("Or in words")
        fields["activity"].help_text = _("When it isn’t in the list above.")
        fields["confirmed_by"].label = _("Who confirms it")
        fields["confirmed_by"].help_text = _("Stands on the CV: a name, and what they are.")
        fields["confirmed_on"].label = _("On which day")
        for name in ("confirmed_by", "confirmed_on"):
            fields[name].required = True
        if not evidence:
            del fields["shown_by"]
        order = [name for name in ("shown_by", "activity", "confirmed_by", "confirmed_on") if name in fields]
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        """Check that something showed it, and only one thing."""
        data = super().clean() or self.cleaned_data
        chosen, words = data.get("shown_by"), data.get("activity")
        kept = words and words == self.initial.get("activity")
        if not chosen and not words:
            self.add_error("activity", _("Choose above what showed it, or write it here."))
        if chosen and words and not kept:
            self.add_error("activity", _("Choose above, or write here: one of the two."))
        return data

    def facts(self) -> Confirmation:
        """What the actions ask for."""
        data = self.cleaned_data
        chosen = self.evidence.get(data.get("shown_by", ""))
        words = chosen.words if chosen else {"sv": data["activity"], "en": ""}
        unchanged = not chosen and data["activity"] == self.initial.get("activity")
        return {
            "confirmed_by": data["confirmed_by"],
            "confirmed_on": data["confirmed_on"],
            "activity": words["sv"],
            "activity_en": self.instance.activity_en if unchanged else words["en"],
        }
