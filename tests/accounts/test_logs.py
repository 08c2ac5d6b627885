"""What the log says when something breaks: where, and never on whose facts."""

import logging
import sys

from accounts.logs import ReticentFilter, ReticentFormatter

CANARY = "Kanarie Kvist 19900520-2388"


class RowError(Exception):
    """An error that quotes what it broke on, as a database does."""


def quote() -> None:
    raise KeyError(CANARY)


def broken() -> logging.LogRecord:
    """The record of an error that was caused by another, and both quote a value."""
    try:
        try:
            quote()
        except KeyError as error:
            raise RowError(CANARY) from error
    except RowError:
        raised = sys.exc_info()
    return logging.LogRecord("jobbredo", logging.ERROR, __file__, 1, "It broke.", (), raised)


class TestALine:
    def test_names_kinds_and_places_of_errors_and_quotes_nothing(self) -> None:
        text = ReticentFormatter().format(broken())
        assert "RowError" in text
        assert "builtins.KeyError" in text
        assert text.count("in broken") == 2
        assert "in quote" in text
        assert text.index("KeyError") < text.index("RowError")
        assert "Kanarie" not in text.replace("CANARY", "")

    def test_about_a_broken_task_is_cut(self) -> None:
        record = logging.LogRecord("celery.app.trace", logging.ERROR, __file__, 1, "%(exc)s", (), None)
        record.data = {"name": "reporting.tasks.build_report", "description": "raised", "exc": CANARY}
        assert ReticentFilter().filter(record)
        assert record.getMessage() == "Task reporting.tasks.build_report raised"
