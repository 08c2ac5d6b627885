"""Writes a generated project to the database, a few statements for all of it."""

from collections.abc import Mapping, Sequence
from itertools import count

from coaching.models import Checklist, Criterion, CriterionResult, ReadinessAssessment
from employers.models import Company, CompanyContact, RecruitmentNeed
from participants.models import Enrolment, Episode, Person, SupportPeriod
from projects.models import Goal, Organisation, Project
from tests.reporting.generated import CODES, AssessmentOf, EnrolmentOf, ProjectOf

_numbers = count(1)


type Checklists = Mapping[int, Sequence[str]]


def write(described: ProjectOf, checklists: Checklists = CODES) -> Project:
    """The project with all its rows. `checklists` has the criteria's codes by version."""
    number = next(_numbers)
    organisation = Organisation.objects.create(name=f"Påhittad kommun {number}")
    project = Project.objects.create(
        organisation=organisation,
        name=f"Påhittat projekt {number}",
        start=described.period[0],
        end=described.period[1],
        indicator_sets=["L"],
        age_bands=list(described.bands),
    )
    Goal.objects.bulk_create(
        Goal(
            project=project,
            indicator=goal.indicator,
            value=goal.value,
            gender=goal.gender,
            age_band=goal.age_band,
            group=goal.group,
        )
        for goal in described.goals
    )
    _write_employers(project, described)
    _write_people(project, described, checklists)
    return project


def _write_employers(project: Project, described: ProjectOf) -> None:
    companies = Company.objects.bulk_create(
        Company(
            organisation=project.organisation, organisation_number=f"{5_560_000_000 + n}", name=f"Företag {n}"
        )
        for n in range(3)
    )
    CompanyContact.objects.bulk_create(
        CompanyContact(project=project, company=companies[n], contacted_on=day)
        for n, day in described.contacts
    )
    RecruitmentNeed.objects.bulk_create(
        RecruitmentNeed(project=project, company=companies[n], registered_on=day, closed_on=closed)
        for n, day, closed in described.needs
    )


def _write_people(project: Project, described: ProjectOf, checklists: Checklists) -> None:
    persons = Person.objects.bulk_create(
        Person(organisation=project.organisation, gender=person.gender, birth_date=person.birth_date)
        for person in described.people
    )
    pairs = [
        (enrolment, person)
        for person, of in zip(persons, described.people, strict=True)
        for enrolment in of.enrolments
    ]
    rows = Enrolment.objects.bulk_create(
        Enrolment(
            project=project,
            person=person,
            start=of.start,
            end=of.end,
            exit_cause=of.cause,
            registered_by_mistake=of.mistake,
            hours_wanted=of.hours_wanted,
        )
        for of, person in pairs
    )
    written = [(row, of) for row, (of, _person) in zip(rows, pairs, strict=True)]
    Episode.objects.bulk_create(
        Episode(
            enrolment=row,
            kind=one.kind,
            start=one.start,
            end=one.end,
            hours_per_week=one.hours,
            before_start=one.before_start,
        )
        for row, of in written
        for one in of.episodes
    )
    SupportPeriod.objects.bulk_create(
        SupportPeriod(enrolment=row, source=one.source, start=one.start, end=one.end)
        for row, of in written
        for one in of.support
    )
    _write_assessments(project, written, checklists)


def _write_assessments(
    project: Project, written: list[tuple[Enrolment, EnrolmentOf]], codes: Checklists
) -> None:
    checklists = Checklist.objects.bulk_create(
        Checklist(project=project, version=version, name="Jobbredo") for version in codes
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(checklist=checklist, code=code, area=code[0], label=code, position=position)
        for checklist in checklists
        for position, code in enumerate(codes[checklist.version])
    )
    described: list[tuple[Enrolment, AssessmentOf]] = [
        (row, one) for row, of in written for one in of.assessments
    ]
    assessments = ReadinessAssessment.objects.bulk_create(
        ReadinessAssessment(
            enrolment=row, checklist=checklists[one.version - 1], assessed_on=one.on, assessor=one.assessor
        )
        for row, one in described
    )
    CriterionResult.objects.bulk_create(
        CriterionResult(assessment=assessment, criterion=criterion, state=state)
        for assessment, (_row, one) in zip(assessments, described, strict=True)
        for criterion in criteria
        if criterion.checklist_id == assessment.checklist_id
        and (state := one.states[criterion.position]) is not None
    )
