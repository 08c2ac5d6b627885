"""The sets of the catalogue as parameters; those over which a test takes long wait for `make proof`."""

from collections.abc import Iterable
from typing import Any

import pytest


def each_set(codes: Iterable[str], *, later: Iterable[str]) -> list[Any]:
    """Every set; `later`: those that are tried with the proof, which the others stand for until then."""
    slow = frozenset(later)
    return [pytest.param(code, marks=[pytest.mark.proof] if code in slow else []) for code in codes]
