"""What the data protection officer looks for in the audit log."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Kind, User
from participants.personal_numbers import LOOKS_LIKE_ONE, NOTHING_LIKE_ONE
from participants.trail import people_called, projects_of, staff_of
from projects.models import Project

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.querysets import AuditEventQuerySet
    from projects.models import Organisation


_PUBLIC_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_NOT_BY_PERSONAL_NUMBER = _("Search by participant number, not by personal number.")
_PATTERN = rf"[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}|{NOTHING_LIKE_ONE}"


class AuditForm(forms.Form):
    """Filters of the audit log; all may be empty. Days are Swedish ones, both included."""

    person = forms.CharField(
        label=_("Participant number"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "pattern": _PATTERN,
                "title": _NOT_BY_PERSONAL_NUMBER,
            }
        ),
    )
    project = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("All projects"),
    )
    user = forms.ModelChoiceField(
        label=_("User"), queryset=User.objects.none(), required=False, empty_label=_("Everyone")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *Kind.choices], required=False)
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, data: Mapping[str, Any], *, organisations: "QuerySet[Organisation]") -> None:
        super().__init__(data)
        self._organisations = organisations
        self.people: list[int] = []
        for name, choices in {
            "project": projects_of(organisations),
            "user": staff_of(organisations),
        }.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices

    def clean_person(self) -> str:
        """A personal number doesn't belong in an address, where histories and logs would keep it."""
        text = str(self.cleaned_data["person"]).strip()
        if LOOKS_LIKE_ONE.search(text) and not _PUBLIC_ID.fullmatch(text):
            raise ValidationError(_NOT_BY_PERSONAL_NUMBER)
        return text

    def clean(self) -> dict[str, Any]:
        """Find the person, and say so when there is none."""
        data = super().clean() or {}
        if text := data.get("person"):
            self.people = people_called(text, project=data.get("project"), organisations=self._organisations)
            if not self.people:
                self.add_error("person", _("Nobody has that participant number here."))
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day is before the first. Check the two dates."))
        return data

    def apply(self, events: "AuditEventQuerySet") -> "AuditEventQuerySet":
        """The events that the filters leave; none while the form has errors."""
        if not self.is_valid():
            return events.none()
        chosen = self.cleaned_data
        if self.people:
            events = events.filter(person_id__in=self.people)
        if project := chosen["project"]:
            events = events.filter(project_id=project.pk)
        if chosen["user"]:
            events = events.filter(actor=chosen["user"])
        if chosen["kind"]:
            events = events.filter(kind=chosen["kind"])
        return events.between(_midnight(chosen["first"]), _midnight(chosen["last"], days=1))


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    """When a day begins in Sweden, or the one so many days later."""
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=days), dt.time.min))
