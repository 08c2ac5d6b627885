"""Keeps dates in one piece: browsers break a line after a hyphen, and half a date is none."""

import re
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b", re.ASCII)


@register.filter
def whole_dates(text: object) -> SafeString:
    """A text, escaped, whose dates (2026-11-22) don't break over two lines; markup stays as it is."""
    said = str(text)
    if not isinstance(said, SafeString):
        said = escape(said)
    elif "<" in said:
        return said
    dates_kept = _DATE.sub(r'<span class="nowrap">\g<0></span>', said)
    return mark_safe(dates_kept)  # noqa: S308  the text is escaped
