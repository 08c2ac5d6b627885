"""The printed report in both languages: set once, read by many tests."""

from typing import Any

import pytest

from reporting.compute import Figures
from reporting.output import as_json
from tests.reporting.print.printing import printed, some_figures
from tests.reporting.tagged_pdf import TaggedPdf


@pytest.fixture(scope="package")
def figures() -> Figures:
    return some_figures()


@pytest.fixture(scope="package")
def swedish(figures: Figures) -> TaggedPdf:
    return TaggedPdf(printed(figures, "sv"))


@pytest.fixture(scope="package")
def english_bytes(figures: Figures) -> bytes:
    return printed(figures, "en")


@pytest.fixture(scope="package")
def english(english_bytes: bytes) -> TaggedPdf:
    return TaggedPdf(english_bytes)


@pytest.fixture(scope="package")
def report(figures: Figures) -> dict[str, dict[str, Any]]:
    """The report JSON's indicators by code."""
    return {figure["code"]: figure for figure in as_json(figures)["indicators"]}
