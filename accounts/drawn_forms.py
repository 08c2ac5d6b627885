"""What all forms of the site have in common: they check and show; an action writes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.choices import flatten_choices
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.stale import Column, Ground, StaleError, columns_of, digest, on_ground

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    # A heading ("" for none), the fields under it, and a line of explanation ("" for none).
    type Group = tuple[StrOrPromise, Iterable[str], StrOrPromise]

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2099, 12, 31)
"""Days beside these are slips of the keyboard: the year 26, or 2206."""

SEEN = "seen"
"""The name under which a form brings what it showed."""
_STALE = _(
    "Somebody has saved this since you opened it. Compare: what stands in the fields when you save again is "
    "what is kept."
)


class DrawnForm(forms.BaseForm):
    """Draws the form with crispy-forms, and shows what an action objects to at the fields that it names."""

    # Browsers check what they alone know, a date that doesn't exist, which they would send as an empty
    # field. That a field must be filled in is said by the page, with all else that must be put right.
    use_required_attribute = False
    side_by_side: frozenset[str] = frozenset()
    """Fields whose few short answers stand in one line."""
    needed: frozenset[str] = frozenset()
    """Fields that may wait but that a report will ask for: they are marked so, and not as optional."""
    stale = False
    """Somebody else saved what the form shows while it was open; once it has been checked."""

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
        groups = [(heading, tuple(names), explanation) for heading, names, explanation in self.groups()]
        # What must be put right is listed in the order of the page.
        self.order_fields([name for _heading, names, _explanation in groups for name in names])
        helper.layout = Layout(*(part for group in groups for part in self._drawn(group)))
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
        """Run an action. What it objects to becomes errors of the form, and the answer is False.

        Nothing that somebody else saved meanwhile is written over: see accounts/stale.py.
        """
        try:
            with on_ground(self._grounds()):
                act()
        except StaleError as error:
            self._loaded.update(error.stored)
            self._show_both(error.stored)
            return False
        except ValidationError as error:
            self.show(error)
            return False
        return True

    def show(self, error: ValidationError) -> None:
        """Show an error at the fields that it names; above the form what names none of its fields."""
        named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for field, errors in named.items():
            self.add_error(field if field in self.fields else None, errors)

    def shows(self) -> Mapping[str, Column]:
        """Which column of which row each field shows; a row that isn't there yet is an unsaved one.

        A form that changes what is stored says so here: none of it is then written over unseen.
        """
        return {}

    def written(self, name: str) -> object:
        """What is sent in a field, as its column would hold it."""
        value = self.cleaned_data[name]
        return value.pk if isinstance(value, models.Model) else value

    def in_words(self, name: str, value: object) -> str:
        """What a column holds, as the field would say it."""
        if value in (None, "", []):
            return gettext("nothing")
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(value, list):
            return ", ".join(self.in_words(name, part) for part in value)
        if isinstance(value, Decimal):
            return number_format(value.normalize())
        field = self.fields[name]
        offered = dict(flatten_choices(getattr(field.widget, "choices", ())))
        words = {str(code): str(label) for code, label in offered.items()}
        return words.get(str(value), str(field.prepare_value(value)))

    @cached_property
    def _shown(self) -> Mapping[str, Column]:
        return self.shows()

    @cached_property
    def _loaded(self) -> dict[str, object]:
        """What is stored of what the form shows, as loaded: asked for before what is sent gets in its way."""
        return {name: getattr(row, column) for name, (row, column) in self._shown.items()}

    @cached_property
    def _rows_loaded(self) -> dict[int, dict[str, object]]:
        return {id(row): columns_of(row) for row, _column in self._shown.values()}

    @property
    def seen(self) -> str:
        """The token: what the page shows of what is stored. Goes with the form as `SEEN`."""
        return " ".join(f"{name}={digest(name, value)}" for name, value in self._loaded.items())

    def _seen_then(self) -> dict[str, str]:
        """What the user saw, by field; as loaded now where the form brings no token."""
        sent = str(self.data.get(SEEN, "")) or self.seen
        return {name: told for name, _is, told in (part.partition("=") for part in sent.split())}

    def _grounds(self) -> Iterator[Ground]:
        of_row: dict[int, dict[str, str]] = {}
        rows: dict[int, models.Model] = {}
        for name, (row, column) in self._shown.items():
            rows[id(row)] = row
            of_row.setdefault(id(row), {})[column] = name
        seen = self._seen_then()
        for key, row in rows.items():
            yield Ground(row, of_row[key], seen, self._rows_loaded[key])

    def full_clean(self) -> None:
        """Check, and compare what was shown with what is stored now, if anything is."""
        loaded, _rows = self._loaded, self._rows_loaded
        super().full_clean()
        if not self.is_bound:
            return
        seen = self._seen_then()
        differs = {
            name: value
            for name, value in loaded.items()
            if name in seen
            and self._shown[name][0].pk
            and digest(name, value) != seen[name]
            and not (name in self.cleaned_data and self.written(name) == value)
        }
        if differs:
            self._show_both(differs)

    def _show_both(self, stored: Mapping[str, object]) -> None:
        """Say at each field what somebody else saved and what the user wrote, which stays in the field."""
        self.stale = True
        self.add_error(None, _STALE)
        for name, theirs in stored.items():
            valid = name in self.cleaned_data
            yours = self.in_words(name, self.written(name) if valid else self[name].value())
            both = {"theirs": self.in_words(name, theirs), "yours": yours}
            self.add_error(name, _("Saved since: “%(theirs)s”. Yours: “%(yours)s”.") % both)

    def check_order(self) -> None:
        """Say at the last day that it lies before the first one."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day is before the first. Check the two dates."))


def _use_calendar(field: forms.DateField) -> None:
    """The browser's own calendar; it sends and gets ISO dates whatever the language."""
    calendar = {"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()}
    field.widget = forms.DateInput(format="%Y-%m-%d", attrs={**calendar, **field.widget.attrs})


class PlainForm(DrawnForm, forms.Form):
    """A form about something else than one row."""


class FactForm(DrawnForm, forms.ModelForm):  # type: ignore[type-arg]  # takes no parameter when it runs
    """A form about one row, new or old."""

    def shows(self) -> Mapping[str, Column]:
        """The row's own columns, by the fields of the same name."""
        concrete = self.instance._meta.concrete_fields  # noqa: SLF001  Django's documented way to a model's options
        columns = {field.name: field.attname for field in concrete}
        return {name: (self.instance, columns[name]) for name in self.fields if name in columns}
