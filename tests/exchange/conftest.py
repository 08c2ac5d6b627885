"""What the tests of workbooks share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Messages are compared in their source language."""
    with translation.override("en"):
        yield
