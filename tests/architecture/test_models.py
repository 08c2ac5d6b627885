"""Every field that people meet has a name in their language."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from tests.architecture.sources import APPS

# Written and read by the machinery alone; no form, list or message ever names them.
NEVER_SHOWN = {
    "reporting.report": {
        "claimed_until",
        "attempts",
        "step",
        "failed_at",
        "figures",
        "pages",
        "versions",
        "figures_sha256",
        "pdf_sha256",
        "difference",
    },
    "reporting.reportbundle": {"claimed_until", "attempts", "failed_at"},
    "reporting.pseudonymkey": {"sealed"},
    "reporting.sweepmark": {"id", "seen_at"},
    "reporting.unrest": {"id", "since", "latest"},
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def fields_of(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    """Fields that a form could show. A relation is named by what it leads to."""
    hidden = NEVER_SHOWN.get(model._meta.label_lower, set())
    for field in model._meta.fields:
        if field.editable and not field.is_relation and not field.primary_key and field.name not in hidden:
            yield field


def test_fields_have_names_to_translate() -> None:
    nameless = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in fields_of(model)
        if not isinstance(field._verbose_name, Promise)  # type: ignore[attr-defined]  # as given, before Django's own
        and field.model._meta.app_label in APPS
    ]
    assert not nameless


def test_models_have_names_to_translate() -> None:
    nameless = [
        model._meta.label
        for model in our_models()
        if not isinstance(model._meta.verbose_name, Promise) and model._meta.label_lower not in NEVER_SHOWN
    ]
    assert not nameless


def test_never_shown_names_what_there_is() -> None:
    for label, names in NEVER_SHOWN.items():
        assert names <= {field.name for field in apps.get_model(label)._meta.fields}
