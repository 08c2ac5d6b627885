"""The log as it is written, while something is done."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Logged(logging.Handler):
    """The log as it is written: by the site's own formatter, through its own filters."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        written = logging.getHandlerByName("console")
        assert written is not None
        self.setFormatter(written.formatter)
        self.filters = list(written.filters)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        """All lines."""
        return "\n".join(self.lines)


@contextmanager
def listening() -> Iterator[Logged]:
    """Keep what is logged in here, down to the smallest word."""
    handler, root = Logged(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
