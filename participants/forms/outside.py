"""What a participant agrees to share with a company."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participants.actions import LONGEST_SHARE, ShareFacts, check_share
from participants.forms.base import NewRowForm
from participants.models import ProfileField, ProfileShare

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from employers.models import Company

SHARE = ("company", "shown_name", "presentation", "fields", "start", "end")


class ShareForm(NewRowForm):
    """A share as the participant and the coach agree on it."""

    class Meta:
        model = ProfileShare
        fields = SHARE

    def __init__(self, *args: Any, companies: "QuerySet[Company]", on: "dt.date", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        cast("forms.ModelChoiceField[Company]", self.fields["company"]).queryset = companies
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("Also shown"),
            choices=ProfileField.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("As recorded at the enrolment."),
        )
        self.order_fields(["key", *SHARE])
        self.fields["shown_name"].help_text = _(
            "What the participant wants to be called. A first name is enough."
        )
        self.fields["presentation"].help_text = _(
            "In the participant’s own words: what they can do and want to do. Nothing about health or income."
        )
        self.fields["end"].help_text = _("%(months)s months at most; it can be withdrawn at any time.") % {
            "months": LONGEST_SHARE
        }

    def clean(self) -> dict[str, Any]:
        """Say with the form's other errors what the action would say."""
        data = super().clean()
        self.check_order()
        if {"company", "start", "end"} <= data.keys():
            try:
                check_share(
                    self.instance.enrolment,
                    company=data["company"],
                    start=data["start"],
                    end=data["end"],
                    on=self.on,
                )
            except ValidationError as error:
                self.show(error)
        return data

    def facts(self) -> ShareFacts:
        """What the action asks for."""
        return cast("ShareFacts", {name: self.cleaned_data[name] for name in SHARE})
