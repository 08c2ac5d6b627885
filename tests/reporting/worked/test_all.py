"""No indicator of the catalogue goes without an example that somebody has worked out by hand."""

from importlib import import_module
from pathlib import Path

import pytest

from reporting.catalogue import CATALOGUE, IndicatorSet
from tests.reporting.worked import worked


@pytest.mark.parametrize("indicator_set", CATALOGUE.values(), ids=CATALOGUE)
def test_every_indicator_has_a_worked_example(indicator_set: IndicatorSet) -> None:
    for file in Path(__file__).parent.glob("test_*.py"):
        import_module(f"{__package__}.{file.stem}")
    missing = [indicator.code for indicator in indicator_set.indicators if indicator.code not in worked]
    assert not missing, f"No worked example for {', '.join(missing)}"
