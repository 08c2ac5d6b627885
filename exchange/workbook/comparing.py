"""What a workbook adds to what the database already holds.

What is stored stays as it is: a row that says the same adds nothing, one that says something
else is a fault. An empty cell says nothing, so it never contradicts.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from employers.models import Company, RingMembership
from exchange.workbook import stored
from exchange.workbook.columns import (
    COMPANIES,
    PARTICIPANTS,
    PROJECT,
    CompanyRow,
    ParticipantRow,
    ProjectRow,
    Row,
    Sheet,
)
from exchange.workbook.faults import Findings
from exchange.workbook.pairing import COMPARISONS, EMPTY, Held, differs, new_rows
from exchange.workbook.persons import Stay, ToldPerson, by_person, overlapping, person_of, stay_of
from exchange.workbook.reading import Book
from participants.codes import Gender
from participants.models import Enrolment, Person, PersonalNumber
from participants.querysets import index_of
from projects.models import Organisation, Project
from projects.sorting import swedish_sort_key

BATCH: Final = 5000
PROJECT_FACTS: Final = (
    "diary_number",
    "programme_area",
    "region",
    "start",
    "end",
    "esf_grant",
    "total_budget",
    "indicator_sets",
    "age_bands",
    "work_min_hours",
    "social_assistance_monthly",
)
COMPANY_FACTS: Final = ("name", "municipality_code", "industry_code", "employees", "women_share")


@dataclass(slots=True)
class Plan:
    """What importing a workbook will add: the rows that are new, and whom and what they hang on."""

    book: Book
    frame: ProjectRow
    project: Project | None
    new: dict[str, list[Any]] = field(default_factory=dict)
    # Deltagar-id → who it is, as told; and who of them is known already.
    told: dict[str, ToldPerson] = field(default_factory=dict)
    known: dict[str, Person] = field(default_factory=dict)
    in_project: set[str] = field(default_factory=set)
    # Deltagar-id → the enrolments of the person in the project, stored and new.
    stays: dict[str, list[Stay]] = field(default_factory=dict)
    # Organisation number → the company, where it is known already.
    companies: dict[str, Company] = field(default_factory=dict)
    # Known companies of which something is told that was not recorded.
    told_more: set[str] = field(default_factory=set)
    # E-mail addresses of coaches who have no account.
    new_accounts: list[str] = field(default_factory=list)
    # Name of a ring, organisation number.
    new_seats: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Everything in the workbook is stored already."""
        return self.project is not None and not (any(self.new.values()) or self.new_seats or self.told_more)

    def rows[R: Row](self, sheet: Sheet[R]) -> Sequence[R]:
        """The new rows of a sheet."""
        rows: list[R] = self.new.get(sheet.name, [])
        return rows


def compare(book: Book, frame: ProjectRow, findings: Findings) -> Plan:
    """What the workbook adds. What contradicts the stored rows goes to `findings`."""
    project = Project.objects.filter(organisation__name=frame.owner, name=frame.name).first()
    plan = Plan(book, frame, project)
    if project is not None:
        _compare_project(plan, project, findings)
    numbers = stored.numbers_of(project) if project else {}
    _find_persons(plan, numbers, findings)
    _find_companies(plan, findings)
    for comparison in COMPARISONS:
        held = Held(comparison, comparison.stored(project, numbers) if project else ())
        plan.new[comparison.sheet.name] = new_rows(comparison, book, held, findings)
    _place_stays(plan, numbers, findings)
    coaches = {row.coach for row in plan.rows(PARTICIPANTS) if row.coach}
    accounts = User.objects.filter(email__in=coaches).values_list("email", flat=True)
    plan.new_accounts = sorted(coaches.difference(accounts))
    return plan


def _compare_project(plan: Plan, project: Project, findings: Findings) -> None:
    for name in PROJECT_FACTS:
        told, held = getattr(plan.frame, name), getattr(project, name)
        if told not in (*EMPTY, ()) and told != (tuple(held) if isinstance(held, list) else held):
            differs(findings, PROJECT, plan.frame, name)
    phases = tuple(project.phases.values_list("name", flat=True))
    if plan.frame.phases and plan.frame.phases != phases:
        differs(findings, PROJECT, plan.frame, "phases")
    checklists = set(project.checklists.values_list("name", flat=True))
    if plan.frame.checklist and plan.frame.checklist not in checklists:
        differs(findings, PROJECT, plan.frame, "checklist")


def _find_persons(plan: Plan, numbers: stored.Numbers, findings: Findings) -> None:
    """Who is known: by the project's own id, else by personal number in the organisation."""
    rows = by_person(plan.book.rows(PARTICIPANTS))
    plan.told = {who: person_of(of_person) for who, of_person in rows.items()}
    ids = {number: pk for pk, number in numbers.items()}
    persons = Person.objects.in_bulk([ids[who] for who in plan.told if who in ids])
    plan.known = {who: persons[ids[who]] for who in plan.told if who in ids}
    plan.in_project = set(plan.known)
    owners = _owners_of_numbers(plan)
    for who, told in plan.told.items():
        if told.number:
            _match_number(plan, rows[who], owners.get(told.number), numbers, findings)
        if who in plan.known:
            for attribute in _differing(told, plan.known[who], filled=who not in plan.in_project):
                differs(findings, PARTICIPANTS, _teller(rows[who], attribute), attribute)


def _teller(rows: list[ParticipantRow], attribute: str) -> ParticipantRow:
    return next((row for row in rows if getattr(row, attribute)), rows[0])


def _owners_of_numbers(plan: Plan) -> dict[str, Person]:
    """Personal number → the person of the organisation who has it."""
    owners: dict[str, Person] = {}
    organisation = Organisation.objects.filter(name=plan.frame.owner).first()
    if organisation is None:
        return owners
    for some in batched((told.number for told in plan.told.values() if told.number), BATCH):
        numbers = {index_of(number, organisation_id=organisation.pk): number for number in some}
        held = PersonalNumber.objects.filter(organisation=organisation, index__in=numbers)
        owners |= {numbers[one.index]: one.person for one in held.select_related("person")}
    return owners


def _match_number(
    plan: Plan, rows: list[ParticipantRow], owner: Person | None, numbers: stored.Numbers, findings: Findings
) -> None:
    """Know a person by personal number, or note that the number contradicts what is stored."""
    who = rows[0].participant
    person = plan.known.get(who)
    if person is None and owner is None:
        return
    if person is None and owner is not None and owner.pk not in numbers:
        plan.known[who] = owner
    elif person is None or (owner is not None and owner.pk != person.pk):
        findings.add(
            _("The project has this person under another Deltagar-id. Use that id."),
            sheet=PARTICIPANTS.name,
            row=_teller(rows, "personal_number").row,
            column=PARTICIPANTS.header("personal_number"),
        )
    elif owner is None:
        differs(findings, PARTICIPANTS, _teller(rows, "personal_number"), "personal_number")


def _differing(told: ToldPerson, person: Person, *, filled: bool) -> Iterator[str]:
    """What the workbook says of a known person against what is stored.

    `filled`: what is not recorded yet will be filled in, so it contradicts nothing.
    """
    for name in ("first_name", "last_name"):
        said, held = getattr(told, name), getattr(person, name)
        if said and (held or not filled) and swedish_sort_key(said) != swedish_sort_key(held):
            yield name
    if told.birth_date and (person.birth_date or not filled) and told.birth_date != person.birth_date:
        yield "birth_date"
    if told.gender not in ("", person.gender) and not (filled and person.gender == Gender.UNKNOWN):
        yield "gender"
    if told.protected_identity and not person.protected_identity and not filled:
        yield "protected_identity"


def _find_companies(plan: Plan, findings: Findings) -> None:
    """Which companies the organisation knows; what is not recorded of them is filled in."""
    rows: dict[str, CompanyRow] = {}
    for row in plan.book.rows(COMPANIES):
        rows.setdefault(row.organisation_number, row)
    for some in batched(rows, BATCH):
        known = Company.objects.filter(organisation__name=plan.frame.owner, organisation_number__in=some)
        plan.companies |= {company.organisation_number: company for company in known}
    for number, company in plan.companies.items():
        for name in COMPANY_FACTS:
            said, held = getattr(rows[number], name), getattr(company, name)
            if said in EMPTY or said == held:
                continue
            if held in EMPTY:
                plan.told_more.add(number)
            else:
                differs(findings, COMPANIES, rows[number], name)
    plan.new[COMPANIES.name] = [row for number, row in rows.items() if number not in plan.companies]
    seats = {(row.ring, row.organisation_number): None for row in plan.book.rows(COMPANIES) if row.ring}
    taken = RingMembership.objects.filter(ring__project=plan.project, end=None)
    held_seats = (
        set(taken.values_list("ring__name", "company__organisation_number")) if plan.project else set()
    )
    plan.new_seats = [seat for seat in seats if seat not in held_seats]


def _place_stays(plan: Plan, numbers: stored.Numbers, findings: Findings) -> None:
    """Put stored and new enrolments beside each other; none may overlap another."""
    stays: dict[str, dict[tuple[dt.date, bool], Stay]] = defaultdict(dict)
    if plan.project is not None:
        rows = Enrolment.objects.filter(project=plan.project)
        for person, start, end, by_mistake in rows.values_list(
            "person", "start", "end", "registered_by_mistake"
        ):
            if person in numbers:
                held = Stay(start, end, by_mistake)
                stays[numbers[person]][held.key] = held
    new = {(row.participant, stay_of(row)): row for row in plan.rows(PARTICIPANTS)}
    for who, stay in new:
        stays[who][stay.key] = stay
    plan.stays = {who: list(of_person.values()) for who, of_person in stays.items()}
    for who in (who for who in plan.told if who in plan.in_project):
        for pair in overlapping(plan.stays.get(who, [])):
            # Two rows of the workbook that overlap have been noted already.
            if len(added := [new[who, stay] for stay in pair if (who, stay) in new]) == 1:
                findings.add(
                    _("The person has a stored enrolment at that time. Check the dates of both."),
                    sheet=PARTICIPANTS.name,
                    row=added[0].row,
                    column=PARTICIPANTS.header("start"),
                    value=PARTICIPANTS.written(added[0], "start"),
                )
