"""Importing drafts, and looking at everything that the database holds."""

from typing import Any

import pytest
from django.apps import apps

from exchange.actions import Summary, import_workbook
from exchange.workbook.faults import Fault, WorkbookRefused
from tests.exchange.workbooks import Draft


def taken_in(draft: Draft, *, check_only: bool = False) -> Summary:
    """Import a workbook that nothing is wrong with."""
    return import_workbook(by=None, file=draft.file(), check_only=check_only)


def refused(draft: Draft) -> list[Fault]:
    """The faults of a workbook that is refused; nothing may have been written."""
    before = everything()
    with pytest.raises(WorkbookRefused) as caught:
        import_workbook(by=None, file=draft.file())
    assert everything() == before
    return caught.value.findings.faults


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every model."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.managed
    }
