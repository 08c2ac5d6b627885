"""Draws a component where the same few stand again and again, on row after row of a long list."""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
_KEPT = 4096


@register.simple_tag
def drawn(component: str, **parameters: Hashable) -> SafeString:
    """As `include "components/….html" with … only`, but drawn once for the same parameters and language.

    For components that show what they are given and nothing else: no request, no token, no name of a person.
    """
    return _drawn(
        component, get_language(), tuple((name, type(value), value) for name, value in parameters.items())
    )


@lru_cache(maxsize=_KEPT)
def _drawn(
    component: str, _language: str | None, parameters: tuple[tuple[str, type, Hashable], ...]
) -> SafeString:
    # The type belongs to the key: 1 equals True, and a text equals the same text marked as safe.
    return render_to_string(
        f"components/{component}.html", {name: value for name, _type, value in parameters}
    )
