"""What a workbook becomes where its project, persons or companies are there already."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEvent
from coaching.models import Session
from employers.models import Company, CompanyContact, RingMembership
from participants.models import Enrolment, Person, PersonalNumber, SupportPeriod
from projects.models import Organisation, Project
from tests import factories
from tests.exchange.importing import everything, refused, taken_in
from tests.exchange.workbooks import COMPANY, MANS_NUMBER, WOMANS_NUMBER, good

pytestmark = pytest.mark.django_db
day = dt.date


def test_importing_again_changes_nothing() -> None:
    taken_in(good())
    before = everything()
    summary = taken_in(good())
    assert everything() == before
    assert (summary.nothing_new, summary.added, summary.is_new) == (True, 0, False)


def test_importing_again_in_another_order_changes_nothing() -> None:
    taken_in(good())
    before = everything()
    draft = good()
    for name, rows in draft.sheets.items():
        if name != "Målgrupper":
            rows[1:] = reversed(rows[1:])
    assert taken_in(draft).nothing_new
    assert everything() == before


def test_empty_cells_contradict_nothing_that_is_stored() -> None:
    taken_in(good())
    before = everything()
    draft = good()
    for header in (
        "Slutdatum",
        "Avslutsorsak",
        "Avslutad till",
        "Språk",
        "Coach",
        "Födelseland",
        "Efternamn",
    ):
        draft.set("Deltagare", 2, header, None)
    draft.set("Deltagare", 2, "Startdatum", day(2008, 9, 1))
    del draft.sheets["Deltagare"][2]
    draft.set("Försörjning", 2, "Till", None)
    draft.set_field("Trappsteg", None)
    draft.set("Deltagare", 2, "Trappsteg", None)
    assert taken_in(draft).nothing_new
    assert everything() == before


def test_new_rows_are_added_to_what_is_stored() -> None:
    taken_in(good())
    draft = good()
    draft.add("Deltagare", Deltagar_id="D4", Startdatum=day(2009, 1, 1), Målgrupp="Äldre")
    draft.add("Målgrupper", Namn="Äldre", Överordnad="Unga")
    draft.add("Deltagare", Deltagar_id="D3", Startdatum=day(2009, 2, 1))
    draft.add("Försörjning", Deltagar_id="D1", Källa="lön", Från=day(2010, 2, 1))
    draft.add(
        "Närvaro", Deltagar_id="D4", Datum=day(2008, 9, 5), Minuter=30, Aktivitet="Start", Typ="jobbklubb"
    )
    summary = taken_in(draft)
    assert {count.sheet: count.added for count in summary.sheets if count.added} == {
        "Målgrupper": 1,
        "Deltagare": 2,
        "Försörjning": 1,
        "Närvaro": 1,
    }
    assert Enrolment.objects.filter(person__participant_numbers__number="D3").count() == 2
    assert SupportPeriod.objects.get(start=day(2010, 2, 1)).enrolment.start == day(2009, 9, 1)
    assert Session.objects.get(title="Start").attendance.count() == 2
    assert taken_in(draft).nothing_new


def test_a_new_seat_in_a_ring_is_added() -> None:
    taken_in(good())
    draft = good()
    draft.set("Företag", 3, "Ring", "Ring 1")
    assert not taken_in(draft).nothing_new
    assert RingMembership.objects.count() == 2
    assert taken_in(draft).nothing_new


def test_two_equal_contacts_are_two_contacts() -> None:
    draft = good()
    draft.sheets["Företagskontakter"].append(list(draft.sheets["Företagskontakter"][1]))
    taken_in(draft)
    assert CompanyContact.objects.count() == 2
    assert taken_in(draft).nothing_new


DIFFERENCES: list[tuple[str, int, str, Any, str]] = [
    ("Deltagare", 2, "Slutdatum", day(2009, 4, 30), "2009-04-30"),
    ("Deltagare", 2, "Avslutsorsak", "arbete", "arbete"),
    ("Deltagare", 2, "Kön", "man", "man"),
    ("Deltagare", 2, "Förnamn", "Asta", ""),
    ("Deltagare", 2, "Födelseland", "ER", ""),
    ("Deltagare", 2, "Nedsatt arbetsförmåga", "ja", ""),
    ("Deltagare", 2, "Coach", "lisa@exempel.se", "lisa@exempel.se"),
    ("Deltagare", 2, "Trappsteg", "Mål", "Mål"),
    ("Deltagare", 4, "Skyddade personuppgifter", "ja", "ja"),
    ("Deltagare", 4, "Efternamn", "Ek", ""),
    ("Försörjning", 3, "Till", day(2009, 12, 31), "2009-12-31"),
    ("Insatser", 3, "Timmar per vecka", 40, "40"),
    ("Insatser", 3, "Stöd", "utan", "utan"),
    ("Jobbredo", 2, "A2", "uppfyllt", "uppfyllt"),
    ("Närvaro", 2, "Timmar", 2, "2"),
    ("Mål", 2, "Målvärde", 70, "70"),
    ("Målgrupper", 2, "Mål", 51, "51"),
    ("Företag", 2, "Namn", "Verkstan AB", "Verkstan AB"),
    ("Företagskontakter", 2, "Kommentar", "Bra möte", "Bra möte"),
    ("Rekryteringsbehov", 2, "Antal", 3, "3"),
]


@pytest.mark.parametrize(("sheet", "row", "header", "value", "shown"), DIFFERENCES)
def test_a_row_that_says_something_else_than_what_is_stored_is_a_fault(
    sheet: str, row: int, header: str, value: Any, shown: str
) -> None:
    taken_in(good())
    draft = good()
    draft.set(sheet, row, header, value)
    (fault,) = refused(draft)
    assert (fault.sheet, fault.row, fault.column, fault.value) == (sheet, row, header, shown)
    assert "not what is stored" in fault.problem


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Slut", day(2011, 12, 31)),
        ("Region", "Östra Mellansverige"),
        ("Åldersband", "16-24"),
        ("Minsta timmar i arbete", 20),
        ("Checklista", "En annan"),
        ("Trappsteg", "Start, Mitten, Mål, Efter"),
    ],
)
def test_a_project_that_is_something_else_than_what_is_stored_is_a_fault(label: str, value: Any) -> None:
    taken_in(good())
    draft = good()
    draft.set_field(label, value)
    (fault,) = refused(draft)
    assert (fault.sheet, fault.column) == ("Projekt", label)


def test_an_enrolment_that_overlaps_a_stored_one_is_a_fault() -> None:
    taken_in(good())
    draft = good()
    del draft.sheets["Deltagare"][1]
    draft.add("Deltagare", Deltagar_id="D1", Startdatum=day(2009, 1, 1), Slutdatum=day(2009, 2, 1))
    (fault,) = refused(draft)
    assert (fault.row, fault.column, fault.value) == (5, "Startdatum", "2009-01-01")


def test_another_personal_number_than_the_stored_one_is_a_fault() -> None:
    taken_in(good())
    draft = good()
    draft.set("Deltagare", 2, "Personnummer", "19900521-2387")
    draft.set("Deltagare", 2, "Födelsedatum", day(1990, 5, 21))
    faults = refused(draft)
    assert {(fault.row, fault.column) for fault in faults} == {(2, "Personnummer"), (2, "Födelsedatum")}
    assert "19900521" not in " ".join(fault.value for fault in faults)


def test_a_stored_person_under_another_id_is_a_fault() -> None:
    taken_in(good())
    draft = good()
    draft.set("Deltagare", 4, "Personnummer", None)
    draft.add("Deltagare", Deltagar_id="D9", Personnummer=MANS_NUMBER, Startdatum=day(2009, 1, 1))
    (fault,) = refused(draft)
    assert (fault.row, fault.column, fault.value) == (6, "Personnummer", "")
    assert "another Deltagar-id" in fault.problem


# Persons and companies that the organisation knows from elsewhere


def test_a_person_of_another_project_is_the_same_person() -> None:
    organisation = factories.organisation(name="Provköpings kommun")
    person = factories.person(
        organisation=organisation, first_name="Åsa", last_name="Örn", birth_date=None, gender="unknown"
    )
    factories.personal_number(person=person)
    taken_in(good())
    person.refresh_from_db()
    assert person.personal_numbers.get().digits == "199005202388"
    assert Person.objects.filter(last_name="Örn").get() == person
    assert (person.birth_date, person.gender) == (day(1990, 5, 20), "woman")
    assert person.participant_numbers.get().number == "D1"
    assert taken_in(good()).nothing_new


def test_protection_of_a_person_of_another_project_is_never_lifted() -> None:
    organisation = factories.organisation(name="Provköpings kommun")
    facts = {"first_name": "Åsa", "last_name": "Örn", "birth_date": day(1990, 5, 20)}
    person = factories.person(organisation=organisation, protected_identity=True, **facts)
    factories.personal_number(person=person)
    taken_in(good())
    person.refresh_from_db()
    assert person.protected_identity


def test_a_person_of_another_project_with_other_facts_is_a_fault() -> None:
    person = factories.person(organisation=factories.organisation(name="Provköpings kommun"), last_name="Ek")
    factories.personal_number(person=person)
    assert [(fault.column, fault.value) for fault in refused(good())] == [("Förnamn", ""), ("Efternamn", "")]


def test_a_person_of_another_organisation_is_somebody_else() -> None:
    other = factories.person(last_name="Ek")
    factories.personal_number(person=other)
    taken_in(good())
    numbers = [number for number in PersonalNumber.objects.all() if number.digits == "199005202388"]
    assert len({number.person_id for number in numbers}) == 2
    assert len({number.index for number in numbers}) == 2


def test_a_company_of_another_project_is_the_same_company() -> None:
    organisation = factories.organisation(name="Provköpings kommun")
    company = factories.company(
        organisation=organisation, organisation_number="5560001111", name="Verkstaden AB", employees=12
    )
    taken_in(good())
    company.refresh_from_db()
    assert (company.municipality_code, company.industry_code) == ("0580", "25620")
    assert Company.objects.filter(organisation_number="5560001111").count() == 1
    assert taken_in(good()).nothing_new


def test_a_company_of_another_organisation_is_another_company() -> None:
    factories.company(
        organisation=factories.organisation(), organisation_number="5560001111", name="Annat AB"
    )
    taken_in(good())
    assert Company.objects.filter(organisation_number="5560001111").count() == 2


def test_a_project_of_the_same_name_elsewhere_is_another_project() -> None:
    factories.project(name="Provprojektet")
    assert taken_in(good()).is_new
    assert Project.objects.filter(name="Provprojektet").count() == 2
    assert Organisation.objects.count() == 2


# In words


def test_the_summary_says_what_happened() -> None:
    lines = list(taken_in(good()).lines())
    assert lines[0] == "Provprojektet: the project was created and the workbook imported."
    assert "Deltagare: 4 rows, 4 of them new" in lines
    assert "Enkät: 2 rows, 2 of them new" in lines
    assert "New account: karin@exempel.se, coach. It can't sign in until it gets a password." in lines
    assert next(iter(taken_in(good()).lines())).startswith(
        "Provprojektet: everything in the workbook was there"
    )
    draft = good()
    draft.add("Företagskontakter", Organisationsnummer=COMPANY, Datum=day(2008, 9, 3))
    assert next(iter(taken_in(draft).lines())) == "Provprojektet: the workbook was imported."
    assert next(iter(taken_in(draft, check_only=True).lines())).startswith(
        "Provprojektet: the workbook is good."
    )


def test_the_audit_log_names_nobody() -> None:
    taken_in(good())
    told = str(list(AuditEvent.objects.values()))
    assert AuditEvent.objects.filter(action="project.imported").exists()
    assert not any(word in told for word in ("Örn", "Åsa", WOMANS_NUMBER[:8], "karin@"))
