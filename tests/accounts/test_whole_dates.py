"""Dates in a text that don't break over two lines."""

from django.utils.safestring import mark_safe

from accounts.templatetags.whole_dates import whole_dates


class TestWholeDates:
    def test_keep_each_date_together(self) -> None:
        told = '<span class="nowrap">2026-11-22</span>, then <span class="nowrap">2026-12-01</span>.'
        assert whole_dates("2026-11-22, then 2026-12-01.") == told

    def test_leave_what_is_no_date(self) -> None:
        assert whole_dates("FF-001, 19781111-2389, 12026-11-22") == "FF-001, 19781111-2389, 12026-11-22"

    def test_escape_the_text(self) -> None:
        assert whole_dates('<b title="x">') == "&lt;b title=&quot;x&quot;&gt;"

    def test_escape_once(self) -> None:
        assert whole_dates(mark_safe("a &amp; b")) == "a &amp; b"

    def test_leave_what_is_markup(self) -> None:
        link = mark_safe('<a href="/2026-11-22/">2026-11-22</a>')
        assert whole_dates(link) == link
