"""No check goes without an example that somebody has worked out by hand."""

from importlib import import_module

from reporting.checks import CHECKS
from tests.reporting.quality import worked


def test_every_check_has_a_worked_example() -> None:
    import_module(f"{__package__}.test_examples")
    missing = [check.code for check in CHECKS if check.code not in worked]
    assert not missing, f"No worked example for {', '.join(missing)}"


def test_no_example_is_of_a_check_that_is_gone() -> None:
    import_module(f"{__package__}.test_examples")
    assert not worked.keys() - {check.code for check in CHECKS}
