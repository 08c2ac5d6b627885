"""What wasn't loaded, since the set that was asked for doesn't read it."""

from typing import Any, NoReturn


class UnreadError(LookupError):
    """A set reads a kind of facts that it doesn't say it reads."""


class _Unread:
    """Stands in the place of facts. Whoever uses it as if there were none gets an error and no 0."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise UnreadError

    __iter__ = __len__ = __repr__ = __bool__


UNREAD: Any = _Unread()


def is_read(facts: object) -> bool:
    """Whether these facts were loaded, if there were any."""
    return facts is not UNREAD
