"""What all forms of the site have in common: they check and show; an action writes."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    # A heading ("" for none), the fields under it, and a line of explanation ("" for none).
    type Group = tuple[StrOrPromise, Iterable[str], StrOrPromise]

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2099, 12, 31)
"""Days beside these are slips of the keyboard: the year 26, or 2206."""


class DrawnForm(forms.BaseForm):
    """Draws the form with crispy-forms, and shows what an action objects to at the fields that it names."""

    # Browsers check what they alone know, a date that doesn't exist, which they would send as an empty
    # field. That a field must be filled in is said by the page, with all else that must be put right.
    use_required_attribute = False
    side_by_side: frozenset[str] = frozenset()
    """Fields whose few short answers stand in one line."""

    def groups(self) -> list["Group"]:
        """The fields in order, under headings. By default all of them under none."""
        return [("", [name for name, field in self.fields.items() if not field.widget.is_hidden], "")]

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy-forms draws the form; asked for when the page is drawn."""
        for field in self.fields.values():
            nothing = _("Choose") if field.required else _("Not recorded")
            if isinstance(field, forms.DateField):
                _use_calendar(field)
            elif isinstance(field, forms.ModelChoiceField):
                field.empty_label = nothing if field.empty_label else None
            elif isinstance(field, forms.ChoiceField):
                offered = cast("Iterable[tuple[object, object]]", field.choices)
                field.choices = [(code, label if code else nothing) for code, label in offered]
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
        helper.layout = Layout(*(part for group in self.groups() for part in self._drawn(group)))
        return helper

    def _drawn(self, group: "Group") -> list[object]:
        heading, names, explanation = group
        parts: list[object] = (
            [HTML(format_html('<p class="form-text">{}</p>', explanation))] if explanation else []
        )
        for name in names:
            inline = "choices-inline" if name in self.side_by_side else None
            parts.append(Field(name, wrapper_class=inline))
        return [Fieldset(heading, *parts, css_class="group")] if heading else parts

    def clean(self) -> dict[str, Any]:
        """Check that the years can be right."""
        data = super().clean() or self.cleaned_data
        days = {name: value for name, value in data.items() if isinstance(value, dt.date)}
        for name, day in days.items():
            if not EARLIEST <= day <= LATEST:
                beside = _("The date is not between %(first)s and %(last)s. Check the year.")
                self.add_error(name, beside % {"first": EARLIEST, "last": LATEST})
        return data

    def accepts[Result](self, act: Callable[[], Result]) -> bool:
        """Run an action. What it objects to becomes errors of the form, and the answer is False."""
        try:
            act()
        except ValidationError as error:
            self.show(error)
            return False
        return True

    def show(self, error: ValidationError) -> None:
        """Show an error at the fields that it names; above the form what names none of its fields."""
        named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for field, errors in named.items():
            self.add_error(field if field in self.fields else None, errors)

    def check_order(self) -> None:
        """Say at the last day that it lies before the first one."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day is before the first. Check the two dates."))


def _use_calendar(field: forms.DateField) -> None:
    """The browser's own calendar; it sends and gets ISO dates whatever the language."""
    calendar = {"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
    field.widget = forms.DateInput(format="%Y-%m-%d", attrs={**field.widget.attrs, **calendar})


class PlainForm(DrawnForm, forms.Form):
    """A form about something else than one row."""


class FactForm(DrawnForm, forms.ModelForm):  # type: ignore[type-arg]  # takes no parameter when it runs
    """A form about one row, new or old."""
