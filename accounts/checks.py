"""A system check that finds views without an access marker before anyone can open them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access import ACCESS_MARK


def walk(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the site with its pattern."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern


@register(Tags.security)
def views_have_markers(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  Django sets the shape
    """Name each view that has no access marker."""
    return [
        Error(f"The view of '{route}' says neither @allow, @signed_in nor @public.", id="accounts.E001")
        for route, pattern in walk(get_resolver().url_patterns)
        if not hasattr(pattern.callback, ACCESS_MARK)
    ]
