"""One example for each check of the data quality inbox, worked by hand."""

from collections.abc import Callable

worked: dict[str, list[str]] = {}


def example[Test: Callable[..., None]](check: str) -> Callable[[Test], Test]:
    """Say which check a test works out."""

    def register(test: Test) -> Test:
        worked.setdefault(check, []).append(test.__name__)
        return test

    return register
