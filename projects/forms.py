"""Whom to invite, and when a role ends."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.access import Office, Role
from accounts.drawn_forms import PlainForm

if TYPE_CHECKING:
    from django.db import models
    from django_stubs_ext import StrOrPromise

    from projects.models import Organisation


class InviteForm(PlainForm):
    """Somebody's address and name, and from when until when they are what they are invited to be."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("Somebody who has an account already keeps the name that stands there."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    start = forms.DateField(label=_("From"))
    end = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("The last day. Leave it empty for until further notice."),
    )

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        data = super().clean()
        self.check_order()
        return data

    def invitation(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("email", "name", "start", "end")}


class InviteMemberForm(InviteForm):
    """Somebody for a project."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", ""), *Role.choices])
    field_order = ["role", "email", "name", "start", "end"]

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class InviteOfficialForm(InviteForm):
    """Somebody for an organisation."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None
    )
    role = forms.ChoiceField(label=_("Office"), choices=[("", ""), *Office.choices])
    field_order = ["organisation", "role", "email", "name", "start", "end"]

    def __init__(self, *args: Any, organisations: "models.QuerySet[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["organisation"]
        if isinstance(choose, forms.ModelChoiceField):
            choose.queryset = organisations
        if len(organisations) == 1:
            self.initial["organisation"] = organisations[0]

    def clean_role(self) -> Office:
        """The office itself."""
        return Office(self.cleaned_data["role"])


class When(TextChoices):
    """When a role ends."""

    NOW = "now", _("At once")
    AFTER = "after", _("After a last day")


class EndForm(PlainForm):
    """When a role ends: at once, or after a day."""

    when = forms.ChoiceField(label=_("When does it end?"), choices=When, widget=forms.RadioSelect)
    last_day = forms.DateField(label=_("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where one is needed."""
        data = super().clean()
        if data.get("when") == When.AFTER and not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Write the last day."))
        return data

    def day(self, *, on: dt.date) -> dt.date:
        """The last day; yesterday for at once."""
        last: dt.date = self.cleaned_data["last_day"]
        return on - dt.timedelta(days=1) if self.cleaned_data["when"] == When.NOW else last


class SearchForm(forms.Form):
    """Part of a name or an address."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, label: "StrOrPromise", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = label

    def text(self) -> str:
        """What to search for; nothing where what was sent can't be read."""
        return self.cleaned_data["q"].strip() if self.is_valid() else ""
