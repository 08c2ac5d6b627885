"""Log lines that hold no facts of persons: what broke and where, never the values it broke on.

The message of an error may quote a name, a number or a row of the database (`Key (number)=(…) already
exists`). The kinds of error and the places in the code are enough to find the fault by.
"""

import logging
import traceback
from types import TracebackType
from typing import Final

REFUSALS: Final = range(400, 500)
BAD_REQUEST: Final = 400

type ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class ReticentFormatter(logging.Formatter):
    """Writes errors without their messages, and what caused them likewise."""

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802  the library's name
        """The chain of errors, each as its kind and the places that it passed; the last one last."""
        parts = []
        error = ei[1]
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            parts.append(f"{places}\n{type(error).__module__}.{type(error).__qualname__}".lstrip("\n"))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(reversed(parts))


class ReticentFilter(logging.Filter):
    """Cuts Celery's word on a task that broke, which quotes the error with its message.

    What the site refuses (400–499) is no fault of the code: its line says so and where, without a traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, those shortened."""
        if getattr(record, "status_code", 0) in REFUSALS:
            record.exc_info = record.exc_text = None
        if getattr(record, "status_code", 0) == BAD_REQUEST and (request := getattr(record, "request", None)):
            # Django repeats here what it couldn't read.
            record.msg, record.args = "Bad request: %s", (request.path,)
        told = getattr(record, "data", None)
        if isinstance(told, dict) and "exc" in told:
            record.msg, record.args = "Task %s %s", (told["name"], told["description"])
        return True
