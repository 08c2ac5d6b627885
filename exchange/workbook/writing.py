"""Writing what a workbook adds onto the models, through the actions of each app.

Everything has been checked. The caller holds the transaction.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from accounts.access import Role
from accounts.actions import create_account
from accounts.audit import Subject, record
from accounts.models import User, Verb
from coaching.actions.checklists import create_standard_checklist
from coaching.actions.many import record_phase_moves
from coaching.models import PhaseMove
from employers.actions import (
    add_companies,
    complete_companies,
    record_contacts,
    record_needs,
    record_supervisors,
    seat_companies,
)
from employers.models import Company, CompanyContact, RecruitmentNeed, Supervisor
from exchange.workbook.checking import OF_PARTICIPANTS
from exchange.workbook.columns import (
    COMPANIES,
    CONTACTS,
    GOALS,
    NEEDS,
    PARTICIPANTS,
    SUPERVISORS,
    TARGET_GROUPS,
    ParticipantRow,
    ProjectRow,
)
from exchange.workbook.comparing import COMPANY_FACTS, Plan
from exchange.workbook.dated import write_afterwards, write_desk, write_support_and_episodes
from exchange.workbook.persons import Stays, ToldPerson, stay_of
from participants.actions.many import (
    add_persons,
    complete_persons,
    enrol_many,
)
from participants.codes import Answer, Gender
from participants.models import (
    CoachAssignment,
    Enrolment,
    ParticipantNumber,
    Person,
    SensitiveBackground,
)
from projects.actions import ProjectFacts, add_goals, add_member, add_target_groups, create_project
from projects.models import Goal, Project, TargetGroup

# Person and enrolment as the workbook names them.
type StayKey = tuple[str, dt.date, bool]


def write_plan(plan: Plan, *, by: User | None) -> Project:
    """Write all that is new. The project, made where it wasn't there."""
    return _Writing(plan, by).run()


class _Writing:
    def __init__(self, plan: Plan, by: User | None) -> None:
        self._plan = plan
        self._by = by
        self._project = plan.project or _new_project(plan.frame, by=by)
        self._persons: dict[str, Person] = {}
        self._companies: dict[str, Company] = dict(plan.companies)
        self._stays = {who: Stays(stays) for who, stays in plan.stays.items()}
        self._enrolments: dict[StayKey, Enrolment] = {}

    def run(self) -> Project:
        self._write_frame()
        self._write_companies()
        self._write_contacts_and_needs()
        self._write_persons()
        self._write_enrolments()
        write_support_and_episodes(self._plan, self._on, self._companies)
        write_desk(self._plan, self._on, self._project)
        write_afterwards(self._plan, self._on)
        self._record_persons()
        return self._project

    def _record_persons(self) -> None:
        """Say in the audit log on whom the workbook has brought how many rows."""
        plan = self._plan
        about_persons = (PARTICIPANTS, *OF_PARTICIPANTS)
        written = Counter(row.participant for sheet in about_persons for row in plan.rows(sheet))
        for who, rows in written.items():
            subject = Subject(
                organisation_id=self._project.organisation_id,
                project_id=self._project.pk,
                person_id=self._persons[who].pk,
            )
            record(verb=Verb.IMPORTED, row=self._persons[who], by=self._by, subject=subject, rows=rows)

    def _write_frame(self) -> None:
        project, plan = self._project, self._plan
        if not project.checklists.exists():
            create_standard_checklist(project=project, name=plan.frame.checklist)
        add_target_groups(
            project=project, groups=[(row.name, row.target, row.parent) for row in plan.rows(TARGET_GROUPS)]
        )
        add_goals(
            goals=[
                Goal(
                    project=project,
                    indicator=row.indicator,
                    value=row.value,
                    gender=row.gender,
                    age_band=row.age_band,
                    group=row.group,
                )
                for row in plan.rows(GOALS)
            ]
        )

    def _write_companies(self) -> None:
        project, plan = self._project, self._plan
        companies = [
            Company(
                organisation_id=project.organisation_id,
                organisation_number=row.organisation_number,
                **{name: getattr(row, name) for name in COMPANY_FACTS},
            )
            for row in plan.rows(COMPANIES)
        ]
        add_companies(companies=companies)
        self._companies |= {company.organisation_number: company for company in companies}
        for row in plan.book.rows(COMPANIES):
            if row.organisation_number in plan.told_more:
                facts = {name: getattr(row, name) for name in COMPANY_FACTS}
                _fill(plan.companies[row.organisation_number], facts)
        complete_companies(companies=[plan.companies[number] for number in sorted(plan.told_more)])
        seats = [(ring, self._companies[number]) for ring, number in plan.new_seats]
        seat_companies(project=project, seats=seats)

    def _write_contacts_and_needs(self) -> None:
        record_contacts(
            contacts=[
                CompanyContact(
                    project=self._project,
                    company=self._companies[row.organisation_number],
                    contacted_on=row.contacted_on,
                    kind=row.kind,
                    comment=row.comment,
                )
                for row in self._plan.rows(CONTACTS)
            ]
        )
        record_needs(
            needs=[
                RecruitmentNeed(
                    project=self._project,
                    company=self._companies[row.organisation_number],
                    registered_on=row.registered_on,
                    occupation=row.occupation,
                    positions=row.positions,
                    closed_on=row.closed_on,
                    requirements=row.requirements,
                )
                for row in self._plan.rows(NEEDS)
            ]
        )
        record_supervisors(
            supervisors=[
                Supervisor(
                    project=self._project,
                    company=self._companies[row.organisation_number],
                    name=row.name,
                    trained_on=row.trained_on,
                )
                for row in self._plan.rows(SUPERVISORS)
            ]
        )

    def _write_persons(self) -> None:
        plan = self._plan
        new = {who: told for who, told in plan.told.items() if who not in plan.known}
        self._persons = plan.known | {who: self._new_person(told) for who, told in new.items()}
        arriving = [who for who in plan.told if who not in plan.in_project]
        add_persons(
            persons=[self._persons[who] for who in new],
            personal_numbers=[
                (self._persons[who], told.number, told.number_kind)
                for who, told in new.items()
                if told.number
            ],
            participant_numbers=[
                ParticipantNumber(project=self._project, person=self._persons[who], number=who)
                for who in arriving
            ],
        )
        completed = [who for who in arriving if who in plan.known and self._complete(who)]
        complete_persons(persons=[plan.known[who] for who in completed])

    def _new_person(self, told: ToldPerson) -> Person:
        return Person(
            organisation_id=self._project.organisation_id,
            first_name=told.first_name,
            last_name=told.last_name,
            birth_date=told.birth_date,
            gender=told.gender or Gender.UNKNOWN,
            protected_identity=told.protected_identity,
        )

    def _complete(self, who: str) -> bool:
        """Fill in what is not recorded of a person from another project. Protection is never lifted."""
        told, person = self._plan.told[who], self._plan.known[who]
        facts: dict[str, object] = {
            "first_name": told.first_name,
            "last_name": told.last_name,
            "birth_date": told.birth_date,
        }
        changed = _fill(person, facts)
        if person.gender == Gender.UNKNOWN and told.gender not in ("", Gender.UNKNOWN):
            person.gender, changed = told.gender, True
        if told.protected_identity and not person.protected_identity:
            person.protected_identity, changed = True, True
        return changed

    def _write_enrolments(self) -> None:
        rows = self._plan.rows(PARTICIPANTS)
        groups = {group.name: group for group in self._project.target_groups.all()}
        phases = {phase.name: phase for phase in self._project.phases.all()}
        coaches = self._coaches({row.coach for row in rows if row.coach})
        made = [(row, self._new_enrolment(row, groups.get(row.target_group))) for row in rows]
        enrol_many(
            enrolments=[enrolment for _, enrolment in made],
            backgrounds=[_background(row, enrolment) for row, enrolment in made],
            assignments=[
                CoachAssignment(enrolment=enrolment, coach=coaches[row.coach], start=row.start, end=row.end)
                for row, enrolment in made
                if row.coach
            ],
        )
        record_phase_moves(
            moves=[
                PhaseMove(enrolment=enrolment, phase=phases[row.phase], moved_on=row.start)
                for row, enrolment in made
                if row.phase
            ]
        )
        self._enrolments = {(row.participant, *stay_of(row).key): enrolment for row, enrolment in made}
        self._add_stored_enrolments()

    def _new_enrolment(self, row: ParticipantRow, group: TargetGroup | None) -> Enrolment:
        return Enrolment(
            person=self._persons[row.participant],
            project=self._project,
            target_group=group,
            referred_by=row.referred_by,
            referred_on=row.referred_on,
            start=row.start,
            end=row.end,
            exit_cause="" if row.by_mistake else row.exit_cause,
            exit_destination=row.exit_destination,
            registered_by_mistake=row.by_mistake,
            entry_status=row.entry_status,
            unemployed_since=row.unemployed_since,
            education_level=row.education_level,
            hours_wanted=row.hours_wanted,
            languages=row.languages,
        )

    def _add_stored_enrolments(self) -> None:
        ids = {self._persons[who].pk: who for who in self._plan.in_project}
        for enrolment in Enrolment.objects.filter(project=self._project, person__in=ids):
            key = ids[enrolment.person_id], enrolment.start, enrolment.registered_by_mistake
            self._enrolments.setdefault(key, enrolment)

    def _coaches(self, emails: Iterable[str]) -> dict[str, User]:
        """The accounts of coaches, made where there is none, each a coach in the project."""
        coaches = {user.email: user for user in User.objects.filter(email__in=emails)}
        members = set(
            self._project.memberships.filter(role=Role.COACH, end=None).values_list("user__email", flat=True)
        )
        for email in sorted(emails):
            if email not in coaches:
                name = email.partition("@")[0].replace(".", " ").title()
                coaches[email] = create_account(by=self._by, email=email, name=name)
            if email not in members:
                add_member(
                    project=self._project,
                    user=coaches[email],
                    role=Role.COACH,
                    start=self._project.start,
                    by=self._by,
                )
        return coaches

    def _on(self, who: str, day: dt.date) -> Enrolment:
        """The enrolment that a fact of a day belongs to."""
        return self._enrolments[who, *self._stays[who].on(day).key]


def _new_project(frame: ProjectRow, *, by: User | None) -> Project:
    facts: ProjectFacts = {
        "diary_number": frame.diary_number,
        "programme_area": frame.programme_area,
        "region": frame.region,
        "start": frame.start,
        "end": frame.end,
        "esf_grant": frame.esf_grant,
        "total_budget": frame.total_budget,
        "indicator_sets": list(frame.indicator_sets),
        "age_bands": list(frame.age_bands),
        "work_min_hours": frame.work_min_hours,
    }
    if frame.social_assistance_monthly is not None:
        facts["social_assistance_monthly"] = frame.social_assistance_monthly
    return create_project(owner=frame.owner, name=frame.name, phases=frame.phases, by=by, **facts)


def _background(row: ParticipantRow, enrolment: Enrolment) -> SensitiveBackground:
    """What was told of origin and disability; an empty cell was not asked."""
    return SensitiveBackground(
        enrolment=enrolment,
        birth_country=row.birth_country or Answer.NOT_ASKED,
        parents_born_abroad=row.parents_born_abroad or Answer.NOT_ASKED,
        citizenship=row.citizenship or Answer.NOT_ASKED,
        reduced_work_capacity=row.reduced_work_capacity or Answer.NOT_ASKED,
    )


def _fill(known: Company | Person, facts: dict[str, object]) -> bool:
    """Fill in what is not recorded yet. Whether anything was."""
    changed = False
    for name, value in facts.items():
        if value not in (None, "") and getattr(known, name) in (None, ""):
            setattr(known, name, value)
            changed = True
    return changed
