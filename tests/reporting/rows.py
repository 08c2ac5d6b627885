"""Writes a generated project to the database, a few statements for all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import count

from coaching.models import (
    Attendance,
    Checklist,
    Criterion,
    CriterionResult,
    PhaseMove,
    ReadinessAssessment,
    Session,
)
from employers.models import Company, CompanyContact, RecruitmentNeed, Ring, RingMembership, Supervisor
from participants.models import (
    CvEntry,
    Enrolment,
    Episode,
    FollowUp,
    Person,
    SensitiveBackground,
    SupportPeriod,
    SurveyAnswer,
)
from projects.models import (
    Goal,
    Occupation,
    OccupationList,
    Organisation,
    Phase,
    Project,
    TargetGroup,
)
from tests.reporting.described import CODES, GROUPS, STEPS, AssessmentOf, EnrolmentOf, ProjectOf

_numbers = count(1)


type Checklists = Mapping[int, Sequence[str]]
type Written = list[tuple[Enrolment, EnrolmentOf]]


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
        work_min_hours=described.work_min_hours,
        social_assistance_monthly=described.social_assistance_monthly,
        extra_service_is_income=described.extra_service_is_income,
        long_term_months_young=described.long_term_months[0],
        long_term_months=described.long_term_months[1],
        participant_min_hours=described.participant_min_hours,
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
    _write_occupations(described, number)
    companies = _write_employers(project, described)
    written = _write_people(project, described)
    _write_done(written, companies)
    _write_recorded(project, written)
    _write_assessments(project, written, checklists)
    return project


def _write_occupations(described: ProjectOf, number: int) -> None:
    """The list applies to the whole installation: the last one written counts."""
    OccupationList.objects.all().delete()
    if described.occupations is not None:
        made = OccupationList.objects.create(
            version=f"Lista {number}", source="Påhittad", valid_from=described.period[0]
        )
        Occupation.objects.bulk_create(
            Occupation(list=made, code=code, women_share=share) for code, share in described.occupations
        )


def _write_employers(project: Project, described: ProjectOf) -> list[Company]:
    companies = Company.objects.bulk_create(
        Company(
            organisation=project.organisation,
            organisation_number=f"{(2_120_000_000 if one.public else 5_560_000_000) + n}",
            name=f"Företag {n}",
            industry_code=one.industry,
            employees=one.employees,
        )
        for n, one in enumerate(described.companies)
    )
    if described.ring:
        ring = Ring.objects.create(project=project, name="Ringen")
        RingMembership.objects.bulk_create(
            RingMembership(ring=ring, company=companies[n]) for n in described.ring
        )
    Supervisor.objects.bulk_create(
        Supervisor(project=project, company=companies[n], name=f"Handledare {place}", trained_on=day)
        for place, (n, day) in enumerate(described.supervisors)
    )
    CompanyContact.objects.bulk_create(
        CompanyContact(project=project, company=companies[n], contacted_on=day)
        for n, day in described.contacts
    )
    RecruitmentNeed.objects.bulk_create(
        RecruitmentNeed(project=project, company=companies[n], registered_on=day, closed_on=closed)
        for n, day, closed in described.needs
    )
    return companies


def _write_groups(project: Project, described: ProjectOf) -> list[TargetGroup]:
    """The last one is a part of the first."""
    groups = TargetGroup.objects.bulk_create(
        TargetGroup(project=project, name=name, target=target, position=position)
        for position, (name, target) in enumerate(zip(GROUPS, described.group_targets, strict=True))
    )
    TargetGroup.objects.filter(pk=groups[-1].pk).update(parent=groups[0])
    return groups


def _write_people(project: Project, described: ProjectOf) -> Written:
    groups = _write_groups(project, described)
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
            exit_destination=of.destination,
            registered_by_mistake=of.mistake,
            hours_wanted=of.hours_wanted,
            target_group=None if of.group is None else groups[of.group],
            referred_by=of.referred_by,
            entry_status=of.entry_status,
            unemployed_since=of.unemployed_since,
            education_level=of.education_level,
        )
        for of, person in pairs
    )
    SensitiveBackground.objects.bulk_create(
        SensitiveBackground(enrolment=row, **asdict(of.background))
        for row, (of, _person) in zip(rows, pairs, strict=True)
        if of.background is not None
    )
    return [(row, of) for row, (of, _person) in zip(rows, pairs, strict=True)]


def _write_done(written: Written, companies: Sequence[Company]) -> None:
    """What people did and lived on."""
    Episode.objects.bulk_create(
        Episode(
            enrolment=row,
            kind=one.kind,
            start=one.start,
            end=one.end,
            hours_per_week=one.hours,
            before_start=one.before_start,
            occupation=one.occupation,
            company=None if one.company is None else companies[one.company],
        )
        for row, of in written
        for one in of.episodes
    )
    SupportPeriod.objects.bulk_create(
        SupportPeriod(enrolment=row, source=one.source, start=one.start, end=one.end)
        for row, of in written
        for one in of.support
    )


def _write_recorded(project: Project, written: Written) -> None:
    """What was recorded of people along the way and after it."""
    held = list(dict.fromkeys((one.on, one.kind) for _row, of in written for one in of.attendance))
    made = Session.objects.bulk_create(Session(project=project, held_on=on, kind=kind) for on, kind in held)
    sessions = dict(zip(held, made, strict=True))
    Attendance.objects.bulk_create(
        Attendance(enrolment=row, session=sessions[one.on, one.kind], minutes=one.minutes)
        for row, of in written
        for one in of.attendance
    )
    phases = Phase.objects.bulk_create(
        Phase(project=project, name=f"Steg {step}", position=step) for step in range(1, STEPS + 1)
    )
    PhaseMove.objects.bulk_create(
        PhaseMove(enrolment=row, phase=phases[one.step - 1], moved_on=one.on)
        for row, of in written
        for one in of.moves
    )
    CvEntry.objects.bulk_create(
        CvEntry(enrolment=row, kind=one.kind, text="Något", confirmed_on=one.confirmed_on)
        for row, of in written
        for one in of.cv
    )
    FollowUp.objects.bulk_create(
        FollowUp(enrolment=row, kind=one.kind, done_on=one.on, outcome=one.outcome)
        for row, of in written
        for one in of.follow_ups
    )
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(enrolment=row, question=one.question, answered_on=one.on, answer=one.answer)
        for row, of in written
        for one in of.answers
    )


def _write_assessments(project: Project, written: Written, codes: Checklists) -> None:
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
