"""What must hold between cells, rows and sheets."""

import datetime as dt
from typing import Any

import pytest

from exchange.workbook.columns import ATTENDANCE
from reporting.catalogue import CATALOGUE, IndicatorSet
from tests.exchange.inspecting import faults_of, inspect, notices_of, only_fault
from tests.exchange.workbooks import COMPANY, MANS_NUMBER, WOMANS_NUMBER, good

day = dt.date


def test_a_project_that_ends_before_it_starts() -> None:
    draft = good()
    draft.set_field("Slut", day(2008, 7, 31))
    fault = only_fault(draft)
    assert (fault.sheet, fault.column, fault.value) == ("Projekt", "Slut", "2008-07-31")


@pytest.mark.parametrize(
    ("sheet", "row", "first", "last"),
    [
        ("Deltagare", 4, "Startdatum", "Slutdatum"),
        ("Försörjning", 2, "Från", "Till"),
        ("Insatser", 2, "Från", "Till"),
        ("Rekryteringsbehov", 2, "Datum", "Till"),
    ],
)
def test_an_end_before_its_start(sheet: str, row: int, first: str, last: str) -> None:
    draft = good()
    draft.set(sheet, row, first, day(2009, 1, 2))
    draft.set(sheet, row, last, day(2009, 1, 2))
    assert faults_of(draft) == []
    draft.set(sheet, row, last, day(2009, 1, 1))
    fault = only_fault(draft)
    assert (fault.sheet, fault.row, fault.column, fault.value) == (sheet, row, last, "2009-01-01")
    assert f"before {first}" in fault.problem


@pytest.mark.parametrize(
    ("sheet", "row", "changed"),
    [
        ("Mål", 2, {"Målvärde": 70}),
        ("Målgrupper", 2, {"Mål": 7}),
        ("Deltagare", 5, {"Språk": "arabiska"}),
        ("Försörjning", 3, {}),
        ("Insatser", 3, {}),
        ("Jobbredo", 2, {"A2": "uppfyllt"}),
        ("Närvaro", 2, {"Timmar": 2}),
        ("Närvaro", 2, {"Typ": "JOBBKLUBB"}),
        ("Företag", 2, {}),
    ],
)
def test_the_same_row_twice(sheet: str, row: int, changed: dict[str, Any]) -> None:
    draft = good()
    draft.sheets[sheet].append(list(draft.sheets[sheet][row - 1]))
    last = len(draft.sheets[sheet])
    for header, value in changed.items():
        draft.set(sheet, last, header, value)
    fault = only_fault(draft)
    assert (fault.sheet, fault.row) == (sheet, last)
    assert f"as row {row}" in fault.problem


def test_two_jobs_begun_on_one_day_are_two_jobs() -> None:
    draft = good()
    draft.add("Insatser", Deltagar_id="D1", Typ="anställning", Från=day(2009, 10, 1), Arbetsplats="Almen")
    assert faults_of(draft) == []


@pytest.mark.parametrize(
    "sheet", ["Försörjning", "Insatser", "Jobbredo", "Närvaro", "CV", "Uppföljning", "Enkät"]
)
def test_an_unknown_participant(sheet: str) -> None:
    draft = good()
    draft.set(sheet, 2, "Deltagar-id", "D99")
    fault = only_fault(draft)
    assert (fault.sheet, fault.row, fault.column, fault.value) == (sheet, 2, "Deltagar-id", "D99")


def test_a_participant_whose_row_has_a_fault_is_known_all_the_same() -> None:
    draft = good()
    draft.set("Deltagare", 4, "Startdatum", "2008-13-01")
    assert only_fault(draft).column == "Startdatum"


@pytest.mark.parametrize("sheet", ["Insatser", "Företagskontakter", "Rekryteringsbehov", "Handledare"])
def test_an_unknown_company(sheet: str) -> None:
    draft = good()
    draft.set(sheet, 2, "Organisationsnummer", "556000-9999")
    fault = only_fault(draft)
    assert (fault.sheet, fault.row, fault.column, fault.value) == (
        sheet,
        2,
        "Organisationsnummer",
        "5560009999",
    )


def test_an_unknown_target_group() -> None:
    draft = good()
    draft.set("Deltagare", 2, "Målgrupp", "Gamla")
    fault = only_fault(draft)
    assert (fault.row, fault.column, fault.value) == (2, "Målgrupp", "Gamla")


def test_an_unknown_step() -> None:
    draft = good()
    draft.set("Deltagare", 2, "Trappsteg", "Toppen")
    fault = only_fault(draft)
    assert (fault.row, fault.column, fault.value) == (2, "Trappsteg", "Toppen")


def test_a_target_group_under_an_unknown_one() -> None:
    draft = good()
    draft.set("Målgrupper", 3, "Överordnad", "Alla")
    assert only_fault(draft).value == "Alla"


def test_target_groups_in_a_circle() -> None:
    draft = good()
    draft.set("Målgrupper", 2, "Överordnad", "Unga utan gymnasium")
    draft.add("Målgrupper", Namn="Under en cirkel", Överordnad="Unga")
    assert [(fault.row, fault.column) for fault in faults_of(draft)] == [(2, "Överordnad"), (3, "Överordnad")]


@pytest.mark.parametrize("header", ["Avslutsorsak", "Avslutad till"])
def test_an_exit_without_its_day(header: str) -> None:
    draft = good()
    draft.set("Deltagare", 4, header, "arbete")
    fault = only_fault(draft)
    assert (fault.row, fault.column, fault.value) == (4, header, "arbete")


# Persons


@pytest.mark.parametrize(
    ("header", "value", "shown"),
    [
        ("Personnummer", MANS_NUMBER, ""),
        ("Förnamn", "Rakel", ""),
        ("Efternamn", "Gren", ""),
        ("Födelsedatum", day(1990, 5, 21), "1990-05-21"),
        ("Kön", "man", "man"),
    ],
)
def test_the_same_person_with_different_facts(header: str, value: object, shown: str) -> None:
    draft = good()
    draft.set("Deltagare", 3, header, value)
    fault = next(fault for fault in faults_of(draft) if "Row 2" in fault.problem)
    assert (fault.row, fault.column, fault.value) == (3, header, shown)


def test_the_same_person_with_the_same_facts() -> None:
    draft = good()
    for header in ("Personnummer", "Förnamn", "Efternamn", "Födelsedatum", "Kön"):
        draft.set("Deltagare", 3, header, draft.sheets["Deltagare"][1][draft.column("Deltagare", header)])
    assert faults_of(draft) == []


def test_one_personal_number_under_two_ids() -> None:
    draft = good()
    draft.set("Deltagare", 5, "Personnummer", WOMANS_NUMBER)
    fault = only_fault(draft)
    assert (fault.row, fault.column, fault.value) == (5, "Personnummer", "")


def test_a_personal_number_that_contradicts_the_birth_date() -> None:
    draft = good()
    draft.set("Deltagare", 4, "Födelsedatum", day(1985, 3, 15))
    fault = only_fault(draft)
    assert (fault.row, fault.column, fault.value) == (4, "Personnummer", "")
    assert "different days" in fault.problem


@pytest.mark.parametrize("number", [None, MANS_NUMBER])
def test_someone_who_starts_before_being_born(number: str | None) -> None:
    draft = good()
    draft.set("Deltagare", 4, "Personnummer", number)
    draft.set("Deltagare", 4, "Födelsedatum", None if number else day(1985, 3, 14))
    draft.set("Deltagare", 4, "Startdatum", day(1985, 3, 13))
    draft.set("Närvaro", 3, "Datum", day(1985, 3, 13))
    fault = only_fault(draft)
    assert (fault.row, fault.column) == (4, "Födelsedatum")


# Enrolments


def test_two_open_enrolments() -> None:
    draft = good()
    draft.set("Deltagare", 2, "Slutdatum", None)
    draft.set("Deltagare", 2, "Avslutsorsak", None)
    draft.set("Deltagare", 2, "Avslutad till", None)
    fault = only_fault(draft)
    assert (fault.row, fault.column, fault.value) == (3, "Startdatum", "2009-09-01")
    assert "no end either" in fault.problem


@pytest.mark.parametrize(("start", "good_start"), [(day(2009, 3, 31), False), (day(2009, 4, 1), True)])
def test_overlapping_enrolments(start: dt.date, good_start: bool) -> None:  # noqa: FBT001  a case's outcome
    draft = good()
    draft.set("Deltagare", 3, "Startdatum", start)
    if good_start:
        assert faults_of(draft) == []
    else:
        fault = only_fault(draft)
        assert (fault.row, fault.column) == (3, "Startdatum")
        assert "Row 2 has the same person enrolled" in fault.problem


def test_an_enrolment_inside_a_longer_one_is_seen_past_another() -> None:
    draft = good()
    draft.add("Deltagare", Deltagar_id="D7", Startdatum=day(2008, 9, 1), Slutdatum=day(2009, 12, 31))
    draft.add("Deltagare", Deltagar_id="D7", Startdatum=day(2008, 10, 1), Slutdatum=day(2008, 10, 31))
    draft.add("Deltagare", Deltagar_id="D7", Startdatum=day(2008, 12, 1), Slutdatum=day(2008, 12, 31))
    assert [fault.row for fault in faults_of(draft)] == [7, 8]


def test_one_registered_by_mistake_overlaps_nothing() -> None:
    draft = good()
    draft.add("Deltagare", Deltagar_id="D2", Startdatum=day(2008, 10, 1), Avslutsorsak="felregistrerad")
    assert faults_of(draft) == []


# Facts


@pytest.mark.parametrize("word", ["lönebidrag", "extratjänst"])
def test_a_subsidy_of_something_else_than_an_employment(word: str) -> None:
    draft = good()
    draft.set("Insatser", 2, "Stöd", word)
    fault = only_fault(draft)
    assert (fault.row, fault.column, fault.value) == (2, "Stöd", word)


def test_no_subsidy_of_a_placement_is_nothing() -> None:
    draft = good()
    draft.set("Insatser", 2, "Stöd", "utan")
    assert faults_of(draft) == []


@pytest.mark.parametrize(("hours", "minutes"), [(1, 60), (None, None)])
def test_hours_and_minutes_are_one_of_the_two(hours: float | None, minutes: int | None) -> None:
    draft = good()
    draft.set("Närvaro", 2, "Timmar", hours)
    draft.set("Närvaro", 2, "Minuter", minutes)
    assert "one of Timmar and Minuter" in only_fault(draft).problem


@pytest.mark.parametrize(("hours", "minutes"), [(7.35, 441), (0.3, 18), (0.1 + 0.2, 18), (1 / 60 * 60, 60)])
def test_hours_are_exact_to_the_minute(hours: float, minutes: int) -> None:
    draft = good()
    draft.set("Närvaro", 2, "Timmar", hours)
    assert inspect(draft)[0].rows(ATTENDANCE)[0].minutes == minutes
    assert faults_of(draft) == []


def test_hours_that_are_no_whole_minutes() -> None:
    draft = good()
    draft.set("Närvaro", 2, "Timmar", 1 / 7)
    fault = only_fault(draft)
    assert (fault.row, fault.column) == (2, "Timmar")
    assert "Write Minuter" in fault.problem


@pytest.mark.parametrize("header", ["Timmar", "Minuter"])
def test_attendance_of_no_time(header: str) -> None:
    draft = good()
    draft.set("Närvaro", 2, "Timmar", None)
    draft.set("Närvaro", 2, header, 0)
    assert "at least one minute" in only_fault(draft).problem


def test_a_day_of_more_than_24_hours() -> None:
    draft = good()
    draft.add("Närvaro", Deltagar_id="D1", Datum=day(2008, 9, 5), Timmar=22.75, Aktivitet="Läger")
    assert faults_of(draft) == []
    draft.add("Närvaro", Deltagar_id="D1", Datum=day(2008, 9, 5), Minuter=1, Aktivitet="Efter lägret")
    fault = only_fault(draft)
    assert (fault.row, fault.column) == (5, "Minuter")


def test_a_kind_of_activity_that_the_format_does_not_know_is_told() -> None:
    draft = good()
    draft.set("Närvaro", 2, "Typ", "yoga")
    book, _ = inspect(draft)
    assert book.rows(ATTENDANCE)[0].session == (day(2008, 9, 5), "other", "Start (yoga)")
    assert ["yoga" in notice for notice in notices_of(draft)] == [True]


def test_a_company_with_different_facts() -> None:
    draft = good()
    draft.add(
        "Företag", Organisationsnummer=COMPANY, Namn="Verkstan AB", Kommun="0580", SNI="25620", Ring="Ring 2"
    )
    faults = faults_of(draft)
    assert {fault.row for fault in faults} == {4}
    assert [fault.column for fault in faults] == ["Namn", "Antal anställda", "Andel kvinnor"]


def test_a_company_in_two_rings() -> None:
    draft = good()
    draft.sheets["Företag"].append(list(draft.sheets["Företag"][1]))
    draft.set("Företag", 4, "Ring", "Ring 2")
    assert faults_of(draft) == []


def test_protected_identity_without_a_coach_is_told() -> None:
    draft = good()
    draft.set("Deltagare", 4, "Skyddade personuppgifter", "ja")
    assert ["D2" in notice for notice in notices_of(draft)] == [True]
    draft.set("Deltagare", 4, "Coach", "karin@exempel.se")
    assert notices_of(draft) == []


@pytest.mark.parametrize("code", ["Z9", "L", "LL1", "CO1", "E07", "E14", "E21T"])
def test_a_goal_for_an_indicator_that_there_is_not(code: str) -> None:
    draft = good()
    draft.add("Mål", Indikator=code, Målvärde=5)
    assert [fault.column for fault in faults_of(draft)] == ["Indikator"]


def test_a_goal_for_an_age_band_that_the_project_has_not() -> None:
    draft = good()
    draft.set_field("Åldersband", "16-24, 25-54")
    draft.add("Mål", Indikator="L5", Målvärde=5, Ålder="16-24")
    assert faults_of(draft) == []
    draft.add("Mål", Indikator="L7", Målvärde=5, Ålder="55-64")
    assert [(fault.column, fault.value) for fault in faults_of(draft)] == [("Ålder", "55-64")]


def test_the_bands_of_the_regulations_are_no_matter_of_the_project() -> None:
    draft = good()
    draft.set_field("Åldersband", "16-24, 25-54")
    draft.add("Mål", Indikator="EECO02", Målvärde=5, Ålder="<18")
    draft.add("Mål", Indikator="CO01", Målvärde=5, Ålder="55+")
    assert faults_of(draft) == []


@pytest.mark.parametrize("indicator_set", CATALOGUE.values(), ids=CATALOGUE)
def test_every_indicator_can_have_a_goal(indicator_set: IndicatorSet) -> None:
    draft = good()
    for indicator in indicator_set.indicators:
        draft.add("Mål", Indikator=indicator.code, Målvärde=5, Kön="man")
    assert faults_of(draft) == []


def test_a_start_outside_the_project_is_told() -> None:
    draft = good()
    draft.set("Deltagare", 2, "Startdatum", dt.date(1999, 1, 1))
    assert any("1999" not in notice and "2" in notice for notice in notices_of(draft))


def test_an_assessment_before_the_start_is_told() -> None:
    draft = good()
    before = len(notices_of(draft))
    draft.set("Jobbredo", 2, "Datum", dt.date(1999, 1, 1))
    assert len(notices_of(draft)) == before + 1


@pytest.mark.parametrize(
    ("sheet", "told"), [("Närvaro", {"Minuter": 5}), ("Jobbredo", {"Bedömd_av": "coach", "A1": "uppfyllt"})]
)
def test_a_day_after_the_exit_is_told(sheet: str, told: dict[str, Any]) -> None:
    draft = good()
    draft.set("Deltagare", 4, "Slutdatum", day(2008, 10, 7))
    row = draft.add(sheet, Deltagar_id="D2", Datum=day(2008, 10, 7), **told)
    assert not any("after the exit" in notice for notice in notices_of(draft))
    draft.set(sheet, row, "Datum", day(2008, 10, 8))
    assert any(f"row {row} is dated after the exit, 2008-10-07" in notice for notice in notices_of(draft))
    assert faults_of(draft) == []


def test_a_plan_whose_parts_are_not_its_whole() -> None:
    draft = good()
    draft.add("Mål", Indikator="S1", Målvärde=58)
    draft.add("Mål", Indikator="S1", Målvärde=24, Kön="kvinna")
    assert faults_of(draft) == []
    draft.add("Mål", Indikator="S1", Målvärde=30, Kön="man")
    (fault,) = faults_of(draft)
    assert (fault.column, str(fault.value)) == ("Målvärde", "58")
    assert "54" in fault.problem
    assert "58" in fault.problem
