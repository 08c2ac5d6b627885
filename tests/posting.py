"""Fill in a form as the browser would: what the page shows, with some answers changed."""

import datetime as dt
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client


def shown(form: BaseForm) -> dict[str, Any]:
    """What the page's form would send untouched."""
    values = {name: form[name].value() for name in form.fields}
    values["seen"] = getattr(form, "seen", None) or None
    return {name: _sent(value) for name, value in values.items() if value not in (None, False)}


def _sent(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return getattr(value, "pk", value)


def fill_in(client: Client, url: str, **answers: Any) -> Any:
    """Open the page, change some answers and send it; an answer of None is taken out."""
    page = client.get(url)
    assert page.status_code == 200, url
    data = {**shown(page.context["form"]), **answers}
    return client.post(url, {name: _sent(value) for name, value in data.items() if value is not None})


def saved(client: Client, url: str, **answers: Any) -> Any:
    """As `fill_in`, for a form that must be accepted."""
    response = fill_in(client, url, **answers)
    assert response.status_code == 302, errors(response)
    return response


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """What the form of an answer objects to, by field; "__all__" above the form."""
    found: dict[str, list[str]] = response.context["form"].errors  # type: ignore[attr-defined]  # of the test client
    return {field: list(messages) for field, messages in found.items()}
