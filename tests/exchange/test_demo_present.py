"""The invented present project has work on the desk whatever day it is loaded."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from exchange.demo.staff import DOMAIN
from projects.calendar import add_months
from tests.exchange.demo_sheets import DAYS, present

PLACEMENTS = {"arbetspraktik", "arbetsträning", "språkpraktik"}


@pytest.mark.parametrize("today", DAYS)
class TestFotfaste:
    def test_has_one_caseload_of_some_thirty(self, today: dt.date) -> None:
        now = Counter(row["Coach"] for row in present(today).enrolments if row["Slutdatum"] is None)
        assert 28 <= now[f"coach@{DOMAIN}"] <= 34
        assert len(now) == 2

    def test_has_clocks_that_run_out_today_soon_and_have_done_so(self, today: dt.date) -> None:
        sheets = present(today)
        rated = sheets.of_each("Jobbredo")
        left = [
            (add_months(row["Startdatum"], 4) - today).days
            for who, row in sheets.people.items()
            if row["Slutdatum"] is None and who in rated and not any(map(_all_met, rated[who]))
        ]
        assert sum(0 <= days <= 10 for days in left) >= 4
        assert sum(days < 0 for days in left) >= 4

    def test_has_placements_that_end_in_the_coming_days(self, today: dt.date) -> None:
        ends = [
            (row["Till"] - today).days for row in present(today).rows("Insatser") if row["Typ"] in PLACEMENTS
        ]
        assert {0, 2, 5, 9, -1, -6} <= set(ends)

    def test_has_exits_due_for_follow_up(self, today: dt.date) -> None:
        ends = [row["Slutdatum"] for row in present(today).enrolments if row["Slutdatum"]]
        assert ends.count(today - dt.timedelta(days=90)) >= 2
        assert ends.count(add_months(today, -6)) >= 2

    def test_knows_nothing_of_the_future_but_agreed_ends(self, today: dt.date) -> None:
        sheets = present(today)
        for sheet, column in (
            ("Deltagare", "Startdatum"),
            ("Deltagare", "Slutdatum"),
            ("Försörjning", "Från"),
            ("Insatser", "Från"),
            ("Jobbredo", "Datum"),
            ("Närvaro", "Datum"),
            ("Uppföljning", "Datum"),
            ("Enkät", "Datum"),
            ("Företagskontakter", "Datum"),
            ("Rekryteringsbehov", "Datum"),
        ):
            assert all(row[column] is None or row[column] <= today for row in sheets.rows(sheet))


def _all_met(row: dict[str, Any]) -> bool:
    return row["Bedömd av"] == "coach" and all(
        row[f"{area}{number}"] == "uppfyllt"
        for area, last in (("A", 3), ("B", 3), ("C", 3), ("D", 2))
        for number in range(1, last + 1)
    )
