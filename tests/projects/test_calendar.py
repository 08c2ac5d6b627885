"""Months, ages and bands at their edges."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from projects.calendar import add_months, band_label, completed_years, labelled_bands


class TestAddingMonths:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (date(2009, 1, 15), 4, date(2009, 5, 15)),
            (date(2009, 1, 31), 1, date(2009, 2, 28)),
            (date(2008, 1, 31), 1, date(2008, 2, 29)),
            (date(2009, 10, 31), 4, date(2010, 2, 28)),
            (date(2009, 12, 31), 4, date(2010, 4, 30)),
            (date(2009, 5, 31), 1, date(2009, 6, 30)),
            (date(2009, 9, 1), 4, date(2010, 1, 1)),
            (date(2009, 8, 31), 4, date(2009, 12, 31)),
            (date(2008, 2, 29), 12, date(2009, 2, 28)),
            (date(2008, 2, 29), 48, date(2012, 2, 29)),
            (date(2008, 8, 31), 18, date(2010, 2, 28)),
            (date(2010, 8, 29), 18, date(2012, 2, 29)),
            (date(2009, 12, 1), 0, date(2009, 12, 1)),
        ],
    )
    def test_keeps_the_day_or_clamps_it_to_the_months_last(
        self, day: date, months: int, expected: date
    ) -> None:
        assert add_months(day, months) == expected

    def test_gives_the_same_day_for_neighbours_that_are_clamped(self) -> None:
        ends = {add_months(date(2009, 10, day), 4) for day in (28, 29, 30, 31)}
        assert ends == {date(2010, 2, 28)}


class TestAge:
    @pytest.mark.parametrize(
        ("birth", "on", "years"),
        [
            (date(1984, 5, 10), date(2009, 5, 9), 24),
            (date(1984, 5, 10), date(2009, 5, 10), 25),
            (date(1984, 5, 10), date(2009, 5, 11), 25),
            (date(1984, 12, 31), date(2009, 1, 1), 24),
            (date(2009, 5, 10), date(2009, 5, 10), 0),
        ],
    )
    def test_changes_on_the_birthday(self, birth: date, on: date, years: int) -> None:
        assert completed_years(birth, on) == years

    @pytest.mark.parametrize(
        ("on", "years"),
        [
            (date(2009, 2, 28), 24),
            (date(2009, 3, 1), 25),
            (date(2012, 2, 28), 27),
            (date(2012, 2, 29), 28),
        ],
    )
    def test_of_those_born_on_29_february_changes_on_1_march_in_other_years(
        self, on: date, years: int
    ) -> None:
        assert completed_years(date(1984, 2, 29), on) == years


class TestBands:
    bands = labelled_bands(["25-54", "16-24"])

    @pytest.mark.parametrize(
        ("age", "label"),
        [
            (15, "outside"),
            (16, "16-24"),
            (24, "16-24"),
            (25, "25-54"),
            (54, "25-54"),
            (55, "outside"),
            (-1, "outside"),
            (None, "unknown"),
        ],
    )
    def test_hold_both_their_ends(self, age: int | None, label: str) -> None:
        assert band_label(age, self.bands) == label

    def test_come_in_age_order_labelled_as_the_project_writes_them(self) -> None:
        assert [label for label, _band in labelled_bands(["25–54", "16 - 24"])] == ["16 - 24", "25–54"]

    def test_that_cannot_be_read_are_refused(self) -> None:
        with pytest.raises(ValidationError):
            labelled_bands(["young"])
