"""One example for each indicator, worked by hand: a file for each set of the catalogue."""

from collections.abc import Callable

worked: dict[str, list[str]] = {}


def example[Test: Callable[..., None]](*codes: str) -> Callable[[Test], Test]:
    """Say which indicators a test works out."""

    def register(test: Test) -> Test:
        for code in codes:
            worked.setdefault(code, []).append(test.__name__)
        return test

    return register
