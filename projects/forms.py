"""Whom to invite, when a role ends, and what a project sets for itself."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.access import Office, Role
from accounts.drawn_forms import PlainForm
from projects.bands import parse_bands
from projects.models import Definitions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db import models
    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from accounts.drawn_forms import Group
    from accounts.stale import Column
    from projects.models import Organisation, Project


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


class DefinitionsForm(PlainForm):
    """What a project sets for itself of what the catalogue of indicators calls configurable."""

    age_bands = forms.CharField(
        label=_("Age bands"),
        required=False,
        max_length=200,
        help_text=_("Like 16-24, 25-54, 55+. Leave it empty for those of each indicator set."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    work_min_hours = forms.DecimalField(
        label=_("Least hours a week to count as work"),
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=2,
        localize=True,
        help_text=_("Leave it empty for what each indicator set says; 0 is no minimum."),
    )
    extra_service_is_income = forms.BooleanField(
        label=_("An extra service wage counts as own income"), required=False
    )
    social_assistance_monthly = forms.IntegerField(
        label=_("Social assistance a month (kr)"), min_value=0, max_value=1_000_000
    )
    long_term_months_young = forms.IntegerField(
        label=_("Long-term unemployed under 25 after more than (months)"), min_value=0, max_value=120
    )
    long_term_months = forms.IntegerField(
        label=_("Long-term unemployed from 25 after more than (months)"), min_value=0, max_value=120
    )
    participant_min_hours = forms.DecimalField(
        label=_("Attended hours to count as a participant in the ESF’s own sets"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        localize=True,
        help_text=_("Leave it empty for no limit."),
    )

    def __init__(self, data: "Mapping[str, Any] | None" = None, *, project: "Project") -> None:
        self.project = project
        now = {name: getattr(project, name) for name in Definitions.names()}
        super().__init__(data, initial={**now, "age_bands": ", ".join(project.age_bands)})

    def shows(self) -> "Mapping[str, Column]":
        """What the project has set."""
        return {name: (self.project, name) for name in Definitions.names()}

    def groups(self) -> "list[Group]":
        """By what the numbers are for."""
        return [
            ("", ["age_bands", "work_min_hours"], _("For the sets L, K, S, X and V.")),
            (_("Own income"), ["extra_service_is_income", "social_assistance_monthly"], ""),
            (
                _("The ESF’s own sets"),
                ["long_term_months_young", "long_term_months", "participant_min_hours"],
                "",
            ),
        ]

    def clean_age_bands(self) -> list[str]:
        """The bands one by one, youngest first."""
        texts = [text.strip() for text in self.cleaned_data["age_bands"].split(",") if text.strip()]
        return [str(band) for band in parse_bands(texts)]


class MethodsForm(PlainForm):
    """By which methods a project works."""

    supported_employment = forms.BooleanField(
        label=_("Supported employment in five steps"),
        required=False,
        help_text=_(
            "Each participant’s page then has a part for the five steps. What has begun stays when you "
            "switch it off."
        ),
    )

    @classmethod
    def of(cls, project: "Project", data: "QueryDict | None" = None) -> "MethodsForm":
        """The form as the project works now, or as it was sent."""
        return cls(data, initial={"supported_employment": project.supported_employment})


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
