"""The demo workbooks agree with their sources, name nobody real, and are what the script writes."""

import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from personnummer import personnummer

from exchange.demo.files import BOOKS, write_workbook
from exchange.demo.staff import DOMAIN
from exchange.workbook.checking import check_book
from exchange.workbook.columns import SHEETS
from exchange.workbook.faults import Findings
from exchange.workbook.opening import opened
from exchange.workbook.reading import read_book
from tests.exchange.demo_sheets import DAYS, PAST, Sheets, cells_of, covers, past, present

# Skatteverket's list of test numbers lacks these birth dates; see docs/demo.md.
NOT_LISTED = (
    "19800101 19891220 19900101 19900102 19900104 19900105 19900106 19900108 19900109 19900113 20001218 "
    "20010303 20011104 20021016 20021227 20050509 20070911 20071228 20101211 20111230"
)
PLACEMENTS = {"arbetspraktik", "arbetsträning", "språkpraktik"}
WORK = {"anställning", "eget företag"}


@pytest.fixture(scope="module", params=[*PAST, *(str(day) for day in DAYS)])
def sheets(request: pytest.FixtureRequest) -> Sheets:
    """Each past workbook, and the present project as loaded on some awkward days."""
    name: str = request.param
    return past(name) if name in PAST else present(dt.date.fromisoformat(name))


@pytest.fixture(scope="module")
def all_past() -> list[Sheets]:
    return [past(name) for name in PAST]


class TestCommittedWorkbooks:
    def test_are_cell_by_cell_what_the_script_writes(self, tmp_path: Path) -> None:
        written = []
        for make in BOOKS:
            book = make()
            written.append(book.file_name)
            write_workbook(book, path := tmp_path / f"{book.file_name}.xlsx")
            assert cells_of(path) == past(book.file_name).cells
        assert sorted(written) == sorted(PAST)

    def test_have_every_sheet_and_column_of_the_format_and_no_other(self, sheets: Sheets) -> None:
        assert list(sheets.cells) == [sheet.name for sheet in SHEETS]
        for sheet in SHEETS:
            headers = [column.header for column in sheet.columns.values()]
            if sheet.upright:
                assert [row["Fält"] for row in sheets.rows(sheet.name)] == headers
            else:
                assert list(sheets.cells[sheet.name][0]) == headers

    @pytest.mark.parametrize("name", PAST)
    def test_have_no_faults_for_the_importer(self, name: str) -> None:
        findings = Findings()
        with (
            (Path("exchange/demo/workbooks") / f"{name}.xlsx").open("rb") as file,
            opened(file) as source,
        ):
            check_book(read_book(source, findings), findings)
        assert list(findings.lines()) == []


class TestPeople:
    def test_have_numbers_from_the_published_list_only(self, sheets: Sheets) -> None:
        numbered = [row for row in sheets.rows("Deltagare") if row["Personnummer"]]
        for row in numbered:
            number = row["Personnummer"]
            born = dt.date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:8]}")
            assert dt.date(1976, 1, 2) <= born <= dt.date(2013, 12, 31)
            assert number[:8] not in NOT_LISTED
            assert number[8:11] == {"kvinna": "238", "man": "239"}[row["Kön"]]
            assert personnummer.valid(number)
            assert row["Födelsedatum"] == born

    def test_share_no_number_with_anyone_in_any_demo_project(self, all_past: list[Sheets]) -> None:
        owners: dict[str, tuple[int, str]] = {}
        for place, book in enumerate([*all_past, *(present(day) for day in DAYS[:1])]):
            for row in book.rows("Deltagare"):
                if row["Personnummer"]:
                    owner = (place, row["Deltagar-id"])
                    assert owners.setdefault(row["Personnummer"], owner) == owner
        assert len(owners) > 150

    def test_carry_no_number_outside_its_column(self, sheets: Sheets) -> None:
        column = sheets.cells["Deltagare"][0].index("Personnummer")
        for name, rows in sheets.cells.items():
            for row in rows[1:]:
                rest = [value for at, value in enumerate(row) if name != "Deltagare" or at != column]
                assert not any(re.search(r"(19|20)\d{6}-?\d{4}", str(value)) for value in rest)

    def test_are_the_same_person_in_each_of_their_rows(self, sheets: Sheets) -> None:
        for rows in sheets.of_each("Deltagare").values():
            facts = ("Personnummer", "Förnamn", "Efternamn", "Födelsedatum", "Kön")
            assert len({tuple(row[fact] for fact in facts) for row in rows}) == 1

    def test_have_coaches_with_reserved_addresses(self, sheets: Sheets) -> None:
        coaches = {row["Coach"] for row in sheets.rows("Deltagare") if row["Coach"]}
        assert coaches
        assert all(coach.endswith(f"@{DOMAIN}") for coach in coaches)

    def test_show_what_real_registers_hold(self, all_past: list[Sheets]) -> None:
        rows = [row for book in all_past for row in book.enrolments]
        assert {row["Kön"] for row in rows} == {"kvinna", "man", "icke-binär", "okänt"}
        assert any(row["Födelsedatum"] is None for row in rows)
        assert any(row["Personnummer"] is None and row["Födelsedatum"] for row in rows)
        assert 3 <= sum(row["Skyddade personuppgifter"] == "ja" for row in rows) <= 15
        assert any(
            max(Counter(row["Deltagar-id"] for row in book.enrolments).values()) > 1 for book in all_past
        )


class TestCompanies:
    def test_have_well_formed_numbers_in_a_group_that_is_given_to_nobody(self, sheets: Sheets) -> None:
        for row in sheets.rows("Företag"):
            digits = row["Organisationsnummer"].replace("-", "")
            assert re.fullmatch(r"4\d[2-9]\d{7}", digits)
            assert _luhn_total(digits) % 10 == 0

    def test_are_told_apart_over_all_demo_projects(self, all_past: list[Sheets]) -> None:
        books = [*all_past, present(DAYS[0])]
        numbers = [row["Organisationsnummer"] for book in books for row in book.rows("Företag")]
        assert len(numbers) == len(set(numbers))


def _luhn_total(digits: str) -> int:
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled)


class TestDates:
    def test_end_after_they_begin(self, sheets: Sheets) -> None:
        for sheet, first, last in (
            ("Deltagare", "Startdatum", "Slutdatum"),
            ("Deltagare", "Anvisad datum", "Startdatum"),
            ("Försörjning", "Från", "Till"),
            ("Insatser", "Från", "Till"),
            ("Rekryteringsbehov", "Datum", "Till"),
        ):
            for row in sheets.rows(sheet):
                assert row[first] is None or row[last] is None or row[first] <= row[last], row

    def test_of_enrolments_lie_in_the_project_and_apart(self, sheets: Sheets) -> None:
        frame = sheets.frame
        for rows in sheets.of_each("Deltagare").values():
            real = sorted(
                (row for row in rows if row["Avslutsorsak"] != "felregistrerad"),
                key=lambda row: row["Startdatum"],
            )
            for row in real:
                assert (
                    frame["Start"]
                    <= row["Startdatum"]
                    <= (row["Slutdatum"] or row["Startdatum"])
                    <= frame["Slut"]
                )
            for earlier, later in pairwise(real):
                assert earlier["Slutdatum"] is not None
                assert earlier["Slutdatum"] < later["Startdatum"]

    @pytest.mark.parametrize("sheet", ["Jobbredo", "Närvaro"])
    def test_of_work_with_people_lie_in_an_enrolment_of_theirs(self, sheets: Sheets, sheet: str) -> None:
        stays = sheets.of_each("Deltagare")
        for row in sheets.rows(sheet):
            assert any(
                stay["Startdatum"] <= row["Datum"] <= (stay["Slutdatum"] or dt.date.max)
                for stay in stays[row["Deltagar-id"]]
                if stay["Avslutsorsak"] != "felregistrerad"
            ), row

    def test_of_history_lie_before_the_start_and_of_measures_after(self, sheets: Sheets) -> None:
        people = sheets.people
        for row in sheets.rows("Insatser"):
            start = people[row["Deltagar-id"]]["Startdatum"]
            if row["Före start"] == "ja":
                assert row["Till"] < start
            else:
                assert row["Från"] >= start

    def test_of_exits_come_with_a_cause_but_for_a_few(self, sheets: Sheets) -> None:
        left = [row for row in sheets.enrolments if row["Slutdatum"]]
        assert sum(row["Avslutsorsak"] is None for row in left) <= 4
        assert all(row["Avslutsorsak"] is None for row in sheets.enrolments if not row["Slutdatum"])


class TestSin:
    """seeds/sin-projektet.txt, Faktaruta: the women's outcome, and nothing but 58 − 24 of the men."""

    sheets = past("sin-projektet")
    as_of = sheets.frame["Slut"]

    def states(self, gender: str) -> Counter[str]:
        episodes = self.sheets.of_each("Insatser")
        return Counter(
            self.state(row, episodes[who]) for who, row in self.sheets.people.items() if row["Kön"] == gender
        )

    def state(self, person: dict[str, Any], episodes: list[dict[str, Any]]) -> str:
        """In work → in studies → in placement → discontinued → other, the first that holds."""
        now = [row for row in episodes if covers(row, self.as_of) and row["Före start"] != "ja"]
        if any(row["Typ"] in WORK and (row["Timmar per vecka"] or 0) >= 17 for row in now):
            return "i arbete"
        if any(row["Typ"] == "studier" for row in now):
            return "i studier"
        if any(row["Typ"] in PLACEMENTS for row in now):
            return "i praktik"
        return "avbrutit" if person["Slutdatum"] and person["Slutdatum"] <= self.as_of else "annat"

    def test_women_come_out_as_24_of_9_7_4_and_4(self) -> None:
        assert self.states("kvinna") == {"i arbete": 9, "i studier": 7, "avbrutit": 4, "i praktik": 4}

    def test_holds_58_people_each_enrolled_once(self) -> None:
        assert len(self.sheets.rows("Deltagare")) == 58

    def test_men_are_the_34_left_and_marked_as_inferred(self) -> None:
        men = [row for row in self.sheets.people.values() if row["Kön"] == "man"]
        assert len(men) == 58 - 24
        assert all(row["Efternamn"] == "(härledd)" and "HÄRLEDD" in row["Deltagar-id"] for row in men)

    def test_men_have_a_start_and_no_outcome_at_all(self) -> None:
        men = {who for who, row in self.sheets.people.items() if row["Kön"] == "man"}
        for sheet in ("Försörjning", "Insatser", "Jobbredo", "Närvaro", "CV", "Uppföljning", "Enkät"):
            assert men.isdisjoint(self.sheets.of_each(sheet))
        for who in men:
            row = self.sheets.people[who]
            assert (
                row["Slutdatum"] is row["Födelsedatum"] is row["Personnummer"] is row["Avslutsorsak"] is None
            )

    def test_leaves_planned_figures_bands_and_survey_empty(self) -> None:
        assert self.sheets.rows("Mål") == self.sheets.rows("Enkät") == []
        assert self.sheets.frame["Åldersband"] is None

    def test_job_club_had_eight_people_six_times_in_june(self) -> None:
        club = [row for row in self.sheets.rows("Närvaro") if row["Typ"] == "jobbklubb"]
        days = {row["Datum"] for row in club}
        assert len(days) == 6
        assert all(day.month == 6 for day in days)
        assert Counter(row["Datum"] for row in club) == dict.fromkeys(days, 8)

    def test_counts_work_from_17_hours_and_has_the_five_steps(self) -> None:
        assert self.sheets.frame["Minsta timmar i arbete"] == 17
        assert len(self.sheets.frame["Trappsteg"].split(", ")) == 5


class TestNavigator:
    """seeds/navigator.txt: 135 = 50 + 60 + 25, half women; 70 %, 28 %, 60 contacts."""

    sheets = past("navigator")
    groups = {"Utrikes födda": 50, "Ungdomar 16–24 år": 60, "Personer 25–64 år": 25}

    def test_plan_is_135_of_50_60_and_25_half_of_them_women(self) -> None:
        goals = {
            (row["Indikator"], row["Kön"], row["Grupp"]): row["Målvärde"] for row in self.sheets.rows("Mål")
        }
        planned: dict[tuple[str, str | None, str | None], float] = {
            ("K1", None, None): 135,
            ("K1", "kvinna", None): 67.5,
            ("K1", "man", None): 67.5,
            **{("K1", None, group): count for group, count in self.groups.items()},
            ("K2", None, None): 70,
            ("K3", None, None): 28,
            ("K4", None, None): 60,
        }
        assert goals == planned

    def test_invented_starts_fill_the_plan(self) -> None:
        people = self.sheets.people.values()
        assert Counter(row["Målgrupp"] for row in people) == self.groups
        assert Counter(row["Kön"] for row in people) == {"kvinna": 68, "man": 67}

    def test_groups_hold_who_they_are_for(self) -> None:
        for row in self.sheets.people.values():
            age = _age(row["Födelsedatum"], row["Startdatum"])
            if row["Målgrupp"] == "Ungdomar 16–24 år":
                assert 16 <= age <= 24
            elif row["Målgrupp"] == "Personer 25–64 år":
                assert 25 <= age <= 64
            else:
                assert row["Födelseland"] != "SE"


def _age(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class TestLeanLink:
    """seeds/leanlink.txt: 40 starts in the summer of 2018, 15 + 25, evenly divided."""

    sheets = past("leanlink")
    afi, team = "AFI, Avdelningen för försörjningsinsatser", "Etableringsteamet"

    def test_starts_are_15_and_25_evenly_divided(self) -> None:
        starts = Counter((row["Anvisad av"], row["Kön"]) for row in self.sheets.people.values())
        assert starts == {
            (self.afi, "kvinna"): 7,
            (self.afi, "man"): 8,
            (self.team, "kvinna"): 13,
            (self.team, "man"): 12,
        }
        assert all(
            dt.date(2018, 6, 1) <= row["Startdatum"] <= dt.date(2018, 8, 31) for row in self.sheets.enrolments
        )

    def test_plan_is_half_of_each_gender(self) -> None:
        goals = {(row["Grupp"], row["Kön"]): row["Målvärde"] for row in self.sheets.rows("Mål")}
        assert goals == {
            (self.afi, None): 15,
            (self.afi, "kvinna"): 7.5,
            (self.afi, "man"): 7.5,
            (self.team, None): 25,
            (self.team, "kvinna"): 12.5,
            (self.team, "man"): 12.5,
        }

    def test_extratjanst_pays_for_the_25_and_social_assistance_for_the_15(self) -> None:
        support = self.sheets.of_each("Försörjning")
        for who, row in self.sheets.people.items():
            first = {period["Källa"] for period in support[who] if covers(period, row["Startdatum"])}
            assert first == {"försörjningsstöd" if row["Anvisad av"] == self.afi else "extratjänst"}


class TestFrames:
    @pytest.mark.parametrize(
        ("name", "start", "end", "grant", "budget"),
        [
            ("linkopingsmodellen", dt.date(2008, 8, 1), dt.date(2011, 7, 31), 5_738_370, 14_345_926),
            ("navigator", dt.date(2008, 5, 1), dt.date(2011, 4, 30), 4_826_582, 12_940_533),
            ("vagen-tillbaka", dt.date(2012, 1, 9), dt.date(2014, 6, 30), 8_715_117, 21_138_772),
            ("leanlink", dt.date(2018, 6, 1), dt.date(2018, 12, 31), None, 530_000),
            ("sin-projektet", dt.date(2007, 4, 1), dt.date(2008, 5, 31), None, None),
        ],
    )
    def test_are_the_sources(
        self, name: str, start: dt.date, end: dt.date, grant: int | None, budget: int | None
    ) -> None:
        frame = past(name).frame
        assert (frame["Start"], frame["Slut"]) == (start, end)
        assert (frame["Beviljat ESF-stöd"], frame["Total projektbudget"]) == (grant, budget)

    def test_linkoping_aims_at_60_per_cent_and_240_times_7000_kronor(self) -> None:
        sheets = past("linkopingsmodellen")
        assert {row["Indikator"]: row["Målvärde"] for row in sheets.rows("Mål")} == {
            "L1": 60,
            "L14": 240 * 7000,
        }
        assert sheets.frame["Försörjningsstöd per månad"] == 7000

    def test_vagen_tillbaka_aims_at_150_and_starts_almost_as_many(self) -> None:
        sheets = past("vagen-tillbaka")
        assert [(row["Indikator"], row["Målvärde"]) for row in sheets.rows("Mål")] == [("V1", 150)]
        assert 140 <= len(sheets.people) <= 150
