"""What the forms about a participant have in common."""

import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.html import escape

if TYPE_CHECKING:
    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

    type Group = tuple[StrOrPromise, Iterable[str], StrOrPromise]


def date_input() -> forms.DateInput:
    """The browser's own calendar; it sends and gets ISO dates whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def grouped(*groups: "Group") -> Layout:
    """Fields under headings: each group is a heading, its fields, and a line of explanation ("" for none)."""
    return Layout(
        *(
            Fieldset(
                heading,
                *([HTML(f'<p class="form-text">{escape(text)}</p>')] if text else []),
                *(Field(name) for name in fields),
                css_class="group",
            )
            for heading, fields, text in groups
        )
    )


class PlainForm(forms.Form):
    """A form drawn by the page around it, with what an action objects to shown at its fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare(self)

    def accepts[Result](self, act: Callable[[], Result]) -> bool:
        """Run an action; what it objects to becomes errors of the form, and the answer is False."""
        return accepts(self, act)


def prepare(form: forms.BaseForm) -> None:
    """Give a form its helper and its date fields their input."""
    form.helper = FormHelper(form)
    form.helper.form_tag = False
    form.helper.render_hidden_fields = True
    for field in form.fields.values():
        if isinstance(field, forms.DateField) and not field.widget.is_hidden:
            field.widget = date_input()
            field.widget.is_required = field.required


def accepts[Result](form: forms.BaseForm, act: Callable[[], Result]) -> bool:
    """Run an action; a ValidationError goes to the fields that it names, the rest above the form."""
    try:
        act()
    except ValidationError as error:
        named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for field, errors in named.items():
            form.add_error(field if field in form.fields else None, errors)
        return False
    return True


class FactForm(forms.ModelForm):
    """A form about one row. It checks and shows; the row is written by an action."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare(self)

    def accepts[Result](self, act: Callable[[], Result]) -> bool:
        """Run an action; what it objects to becomes errors of the form, and the answer is False."""
        return accepts(self, act)


class NewFactForm(FactForm):
    pass
