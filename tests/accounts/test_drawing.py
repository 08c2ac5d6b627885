"""What is drawn and looked up once for many rows: the same as if each row did it."""

import uuid

import pytest
from django.template import engines
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import override

from accounts.addresses import address
from accounts.templatetags.drawn import drawn

INCLUDED = '{% include "components/clock.html" with state="late" days=days months=4 only %}'
DRAWN = '{% load drawn %}{% drawn "clock" state="late" days=days months=4 %}'


def rendered(template: str, **context: object) -> str:
    return str(engines["django"].from_string(template).render(context))


class TestDrawn:
    @pytest.mark.parametrize("language", ["sv", "en"])
    @pytest.mark.parametrize("days", [1, 21, True])
    def test_is_what_is_included(self, language: str, days: int) -> None:
        with override(language):
            for _again in range(2):
                assert rendered(DRAWN, days=days) == rendered(INCLUDED, days=days)

    def test_tells_a_text_from_markup_that_reads_the_same(self) -> None:
        text = "<b>Snart</b>"
        markup = mark_safe(text)  # noqa: S308  the very question
        shown = [drawn("status", state="late", label=label) for label in (text, markup, text, markup)]
        assert ["<b>" in one for one in shown] == [False, True, False, True]


class TestAddress:
    @pytest.mark.parametrize(
        ("route", "args"),
        [
            ("today:today", ()),
            ("coaching:participant", (uuid.uuid4(),)),
            ("today:put_off", (uuid.uuid4(), "clock")),
            ("participants:log_episode", (uuid.uuid4(), "praktik")),
        ],
    )
    def test_is_what_django_looks_up(self, route: str, args: tuple[object, ...]) -> None:
        for _again in range(2):
            assert address(route, *args) == reverse(route, args=args)

    def test_is_each_rows_own(self) -> None:
        first, second = uuid.uuid4(), uuid.uuid4()
        assert str(first) in address("coaching:participant", first)
        assert str(second) in address("coaching:participant", second)
