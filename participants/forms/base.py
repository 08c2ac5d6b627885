"""What the forms about a participant have beside what all forms have (accounts/drawn_forms.py)."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from accounts.drawn_forms import DrawnForm as CaseForm
from accounts.drawn_forms import FactForm, PlainForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.drawn_forms import Group
    from accounts.stale import Column

__all__ = ["NEEDED", "CaseForm", "FactForm", "Group", "HoursField", "NewRowForm", "PlainForm"]
NEEDED: Final = frozenset(
    {
        "birth_date",
        "gender",
        "target_group",
        "entry_status",
        "hours_wanted",
        "exit_cause",
        "exit_destination",
    }
)
"""What forms ask of a person and a stay that a report will need: the facts of coaching/gaps.py."""
_HOURS_OF_A_WEEK: Final = 168


class HoursField(forms.DecimalField):
    """Hours a week, with a decimal comma or point, whatever the language of the page or the browser.

    A text field: a number field of a browser in another language drops the comma and makes 7,5 into 75.
    """

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write the hours in figures, such as 37,5.")
        in_week = _("A week has 168 hours. Write a number from 0 to 168.")
        self.validators += [MinValueValidator(0, in_week), MaxValueValidator(_HOURS_OF_A_WEEK, in_week)]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The keys for figures on a phone."""
        keys = {"inputmode": "decimal", "autocomplete": "off", "class": "short"}
        return {**super().widget_attrs(widget), **keys}

    def to_python(self, value: Any) -> Any:
        """Read the comma as a point. Gives a Decimal, None for nothing. Raises ValidationError."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """37.50 as 37,5 in Swedish; what was sent stays as it was written."""
        if not isinstance(value, Decimal):
            return value
        return f"{value.normalize():f}".replace(".", get_format("DECIMAL_SEPARATOR"))


class NewRowForm(FactForm):
    """A form about a new row, which brings the row's public id: sent twice, it gives one row."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def shows(self) -> "Mapping[str, Column]":
        """Nothing that is stored."""
        return {}
