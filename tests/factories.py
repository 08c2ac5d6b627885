"""Valid rows with sensible defaults, for tests: say what matters, leave out the rest.

Every function takes keywords only, checks the row as a form would and saves it; what the database
itself refuses (doubles, constraints, rows that aren't there) is left to the database.
Dates are civil dates. Rows that a fact hangs on are made when they aren't given.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from uuid import uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import models
from django.utils import timezone

from accounts.access import Office, Role
from accounts.link_codes import hash_of_code, new_code
from accounts.models import Invitation, User
from accounts.sign_in.code_app import new_secret, set_up_code_app
from coaching.models import (
    Absence,
    ApplicantAnalysis,
    Area,
    Assessor,
    Attendance,
    AttendanceChange,
    Checklist,
    Criterion,
    CriterionResult,
    CriterionState,
    Expected,
    IntroductionAgreement,
    ItemKind,
    JobAnalysis,
    MayTell,
    Note,
    NoteDraft,
    NoteVersion,
    PhaseMove,
    PlanAction,
    PlanAgreement,
    PlanGoal,
    PlannedSupport,
    Postponement,
    PutOff,
    ReadinessAssessment,
    SavedFilter,
    Series,
    SeriesExpected,
    Session,
    SessionKind,
    SupportedMove,
    SupportedProcess,
    SupportedStep,
)
from coaching.plan import snapshot
from employers.models import (
    Company,
    CompanyContact,
    CompanySeat,
    ContactKind,
    RecruitmentNeed,
    Ring,
    RingMembership,
    Supervisor,
)
from participants.codes import (
    EpisodeKind,
    FollowUpKind,
    FollowUpOutcome,
    Gender,
    SupportSource,
    SurveyAnswerCode,
    SurveyQuestion,
)
from participants.models import (
    AttemptResult,
    CoachAssignment,
    CvEntry,
    EligibilityAnswer,
    EligibilityCondition,
    EmergencyAccess,
    Enrolment,
    Episode,
    FollowUp,
    FollowUpAttempt,
    FormerMapping,
    MappingEntry,
    ParticipantNumber,
    Person,
    PersonalLink,
    PersonalNumber,
    ProfileShare,
    Referral,
    ReferredNumber,
    SensitiveBackground,
    SupportPeriod,
    SurveyAnswer,
)
from participants.personal_numbers import parse_personal_number
from projects.models import (
    Goal,
    Membership,
    Occupation,
    OccupationList,
    Organisation,
    OrganisationRole,
    Phase,
    Project,
    ProjectDefinitions,
    TargetGroup,
)
from reporting.models import AcceptedGap, BundlePeriod, Report, ReportBundle, StandingOrder

PASSWORD = "ett-ordentligt-lösenord"
PROJECT_START, PROJECT_END = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
START = dt.date(2025, 1, 15)
BIRTH_DATE = dt.date(1990, 5, 20)
CRITERIA = ("A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3", "D1", "D2")
ALL_MET: Mapping[str, str] = dict.fromkeys(CRITERIA, CriterionState.MET)

_numbers = count(1)


def _checked[Row: models.Model](row: Row) -> Row:
    """Clean the row without a question to the database."""
    elsewhere = {field.name for field in row._meta.fields if field.is_relation}
    row.full_clean(exclude=elsewhere, validate_unique=False, validate_constraints=False)
    return row


def _saved[Row: models.Model](row: Row) -> Row:
    _checked(row).save()
    return row


def user(
    *, email: str | None = None, name: str = "Anna Ek", password: str | None = None, **fields: Any
) -> User:
    """Someone who can sign in, with a password only where one is given."""
    return User.objects.create_user(
        email or f"anna.{next(_numbers)}@exempel.se", password, name=name, **fields
    )


_user = user


def code_app(*, user: User) -> str:
    """A new app for codes of the user's, in place of the one before; its secret, for `code_now`."""
    secret = new_secret()
    set_up_code_app(user=user, secret=secret)
    return secret


def recovery_codes(*, user: User) -> list[str]:
    """New recovery codes of the user's."""
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def organisation(*, name: str | None = None) -> Organisation:
    return _saved(Organisation(name=name or f"Kommun {next(_numbers)}"))


# A parameter that is named as its factory hides it; these names don't.
_organisation = organisation


def project(
    *,
    organisation: Organisation | None = None,
    name: str | None = None,
    with_checklist: bool = True,
    **fields: Any,
) -> Project:
    """A project of 2024–2027 that reports L, with the standard checklist."""
    owner = organisation or _organisation()
    frame = {"start": PROJECT_START, "end": PROJECT_END, "indicator_sets": ["L"], **fields}
    made = _saved(Project(organisation=owner, name=name or f"Projekt {next(_numbers)}", **frame))
    if with_checklist:
        checklist(project=made)
    return made


_project = project


def membership(
    *,
    project: Project,
    user: User | None = None,
    role: str = Role.COACH,
    start: dt.date = dt.date(2000, 1, 1),
    end: dt.date | None = None,
) -> Membership:
    """A role in a project, in force from long ago: access is judged at today's date."""
    return _saved(Membership(project=project, user=user or _user(), role=role, start=start, end=end))


def coach(*, project: Project, **fields: Any) -> User:
    """A user who is a coach in the project."""
    return membership(project=project, user=user(**{"name": "Karin Coach", **fields}), role=Role.COACH).user


def lead(*, project: Project, **fields: Any) -> User:
    """A user who leads the project."""
    return membership(project=project, user=user(**{"name": "Lars Ledare", **fields}), role=Role.LEAD).user


def office(
    *,
    organisation: Organisation,
    user: User | None = None,
    role: str = Office.OFFICER,
    start: dt.date = dt.date(2000, 1, 1),
    end: dt.date | None = None,
) -> OrganisationRole:
    """An office in an organisation, in force from long ago."""
    holder = user or _user(name="Dag Ombud")
    return _saved(OrganisationRole(organisation=organisation, user=holder, role=role, start=start, end=end))


def officer(*, organisation: Organisation, **fields: Any) -> User:
    """The data protection officer of the organisation."""
    return office(organisation=organisation, user=user(**{"name": "Dag Ombud", **fields})).user


def administrator(*, organisation: Organisation, **fields: Any) -> User:
    """The administrator of the organisation."""
    held = office(
        organisation=organisation,
        user=user(**{"name": "Siv Förvaltare", **fields}),
        role=Office.ADMINISTRATOR,
    )
    return held.user


def referrer(*, project: Project, **fields: Any) -> User:
    """A user who refers people to the project."""
    held = membership(project=project, user=user(**{"name": "Rut Remiss", **fields}), role=Role.REFERRER)
    return held.user


def employer_contact(*, company: Company, **fields: Any) -> User:
    """A user who speaks for the company."""
    return company_seat(company=company, user=user(**{"name": "Elin Arbetsgivare", **fields})).user


def company_seat(
    *,
    company: Company,
    user: User | None = None,
    start: dt.date = dt.date(2000, 1, 1),
    end: dt.date | None = None,
) -> CompanySeat:
    """A seat in force from long ago: access is judged at today's date."""
    return _saved(CompanySeat(company=company, user=user or _user(), start=start, end=end))


def invitation(*, user: User | None = None, code: str = "", **fields: Any) -> Invitation:
    """An invitation that is open for a week; the code is known where it is given."""
    now = timezone.now()
    moments = {"made_at": now, "expires_at": now + dt.timedelta(days=7), **fields}
    return _saved(Invitation(user=user or _user(), code_hash=hash_of_code(code or new_code()), **moments))


def profile_share(
    *, enrolment: Enrolment, company: Company | None = None, shared_by: User | None = None, **fields: Any
) -> ProfileShare:
    """A profile that a company sees, from long ago and for long."""
    facts = {
        "shown_name": "Maja",
        "presentation": "Van vid kök och servering.",
        "start": dt.date(2000, 1, 1),
        "end": dt.date(2100, 1, 1),
        **fields,
    }
    return _saved(
        ProfileShare(
            enrolment=enrolment,
            company=company or _company(organisation=enrolment.project.organisation),
            shared_by=shared_by or _user(),
            **facts,
        )
    )


def personal_link(
    *, enrolment: Enrolment, code: str = "", made_by: User | None = None, **fields: Any
) -> PersonalLink:
    """A participant's link that is open for a month; the code is known where it is given."""
    now = timezone.now()
    return _saved(
        PersonalLink(
            enrolment=enrolment,
            code_hash=hash_of_code(code or new_code()),
            made_by=made_by or _user(),
            **{"made_at": now, "expires_at": now + dt.timedelta(days=30), **fields},
        )
    )


def emergency_access(*, enrolment: Enrolment, user: User | None = None, **fields: Any) -> EmergencyAccess:
    """An emergency access that lasts for an hour from now."""
    now = timezone.now()
    facts = {
        "reason": "Ringer efter hjälp.",
        "granted_at": now,
        "expires_at": now + dt.timedelta(hours=1),
        **fields,
    }
    return _saved(EmergencyAccess(enrolment=enrolment, user=user or _user(), **facts))


def target_group(*, project: Project, name: str | None = None, **fields: Any) -> TargetGroup:
    return _saved(TargetGroup(project=project, name=name or f"Målgrupp {next(_numbers)}", **fields))


def phase(*, project: Project, position: int = 1, name: str | None = None, **fields: Any) -> Phase:
    return _saved(Phase(project=project, position=position, name=name or f"Steg {position}", **fields))


def goal(*, project: Project, indicator: str = "L1", value: Any = 60, **fields: Any) -> Goal:
    return _saved(Goal(project=project, indicator=indicator, value=value, **fields))


def person(*, organisation: Organisation | None = None, **fields: Any) -> Person:
    """A woman of 34 on the default start day, with no personal number."""
    number = next(_numbers)
    facts = {
        "first_name": "Eva",
        "last_name": f"Provsson {number}",
        "birth_date": BIRTH_DATE,
        "gender": Gender.WOMAN,
        **fields,
    }
    return _saved(Person(organisation=organisation or _organisation(), **facts))


_person = person


def personal_number(*, person: Person, number: str = "199005202388") -> PersonalNumber:
    """A number from Skatteverket's published list of test numbers; never make up another."""
    kind = parse_personal_number(number).kind
    return _saved(PersonalNumber.sealing(person=person, digits=number, kind=kind))


def participant_number(*, project: Project, person: Person, number: str | None = None) -> ParticipantNumber:
    return _saved(ParticipantNumber(project=project, person=person, number=number or f"D{next(_numbers)}"))


_PERSON_FIELDS = frozenset({"first_name", "last_name", "birth_date", "gender", "protected_identity"})


def enrolment(
    *,
    project: Project | None = None,
    person: Person | None = None,
    start: dt.date = START,
    end: dt.date | None = None,
    coach: User | None = None,
    **fields: Any,
) -> Enrolment:
    """A person's time in a project. Facts of the person (gender, birth_date, …) may be given as well."""
    place = project or _project()
    of_person = {name: fields.pop(name) for name in _PERSON_FIELDS & fields.keys()}
    if person is not None and of_person:
        raise TypeError(f"The person is given, so {', '.join(sorted(of_person))} can't be.")
    who = person or _person(organisation=place.organisation, **of_person)
    made = _saved(Enrolment(project=place, person=who, start=start, end=end, **fields))
    if coach is not None:
        coach_assignment(enrolment=made, coach=coach)
    return made


def background(*, enrolment: Enrolment, **fields: Any) -> SensitiveBackground:
    return _saved(SensitiveBackground(enrolment=enrolment, **fields))


def coach_assignment(
    *,
    enrolment: Enrolment,
    coach: User,
    start: dt.date | None = None,
    end: dt.date | None = None,
    reads_until: dt.date | None = None,
) -> CoachAssignment:
    since = start or enrolment.start
    return _saved(
        CoachAssignment(enrolment=enrolment, coach=coach, start=since, end=end, reads_until=reads_until)
    )


def referral(*, project: Project, number: str = "", **fields: Any) -> Referral:
    """A waiting referral by letter; `number` is a personal number that came along."""
    facts = {
        "referred_by": "Socialtjänsten",
        "received_on": timezone.localdate(),
        "last_name": "Anvisad",
        **fields,
    }
    by = facts.pop("registered_by", None) or _user()
    made = _saved(Referral(project=project, registered_by=by, **facts))
    if number:
        kind = parse_personal_number(number).kind
        _saved(ReferredNumber.sealing(referral=made, digits=number, kind=kind))
    return made


def saved_filter(
    *, user: User, name: str | None = None, query: str = "sort=start", **fields: Any
) -> SavedFilter:
    """Filters of the caseload that a user has given a name."""
    return _saved(SavedFilter(user=user, name=name or f"Filter {next(_numbers)}", query=query, **fields))


def episode(
    *,
    enrolment: Enrolment,
    kind: str = EpisodeKind.EMPLOYMENT,
    start: dt.date | None = None,
    end: dt.date | None = None,
    **fields: Any,
) -> Episode:
    """Something the person did from a month into the enrolment, going on."""
    begun = start or enrolment.start + dt.timedelta(days=30)
    return _saved(Episode(enrolment=enrolment, kind=kind, start=begun, end=end, **fields))


def support(
    *,
    enrolment: Enrolment,
    source: str = SupportSource.WAGE,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> SupportPeriod:
    """What the person lived on from a month into the enrolment, going on."""
    begun = start or enrolment.start + dt.timedelta(days=30)
    return _saved(SupportPeriod(enrolment=enrolment, source=source, start=begun, end=end))


def cv_entry(*, enrolment: Enrolment, text: str = "Truckkort A och B", **fields: Any) -> CvEntry:
    """An entry of the CV that nobody has confirmed."""
    return _saved(CvEntry(enrolment=enrolment, text=text, **fields))


def follow_up(
    *,
    enrolment: Enrolment,
    kind: str = FollowUpKind.DAYS_90,
    done_on: dt.date | None = None,
    outcome: str = FollowUpOutcome.WORK,
) -> FollowUp:
    """A follow-up 90 days after the exit, or after the start where there is none yet."""
    day = done_on or (enrolment.end or enrolment.start) + dt.timedelta(days=90)
    return _saved(FollowUp(enrolment=enrolment, kind=kind, done_on=day, outcome=outcome))


def follow_up_attempt(
    *,
    enrolment: Enrolment,
    kind: str = FollowUpKind.DAYS_90,
    tried_on: dt.date | None = None,
    result: str = AttemptResult.NOT_REACHED,
    by: User | None = None,
    **fields: Any,
) -> FollowUpAttempt:
    """A phone call to the participant, whom it didn't reach, 90 days after the exit or else the start."""
    day = tried_on or (enrolment.end or enrolment.start) + dt.timedelta(days=90)
    facts = {"kind": kind, "tried_on": day, "result": result, "by": by or _user(), **fields}
    return _saved(FollowUpAttempt(enrolment=enrolment, **facts))


def mapping_entry(
    *, enrolment: Enrolment, section: str = "experience", changed_by: User | None = None, **fields: Any
) -> MappingEntry:
    """A section of the mapping that was begun today."""
    facts = {"text": "Tio år i kök.", "changed_at": timezone.now(), **fields}
    return _saved(
        MappingEntry(enrolment=enrolment, section=section, changed_by=changed_by or _user(), **facts)
    )


def former_mapping(*, entry: MappingEntry, text: str = "Fem år i kök.", **fields: Any) -> FormerMapping:
    """What the section said before."""
    facts = {"state": "begun", "changed_by": entry.changed_by, "changed_at": entry.changed_at, **fields}
    return _saved(FormerMapping(entry=entry, text=text, **facts))


def condition(*, project: Project, label: str | None = None, **fields: Any) -> EligibilityCondition:
    """A condition for everybody from the project's first day."""
    facts = {"since": project.start, **fields}
    return _saved(EligibilityCondition(project=project, label=label or f"Villkor {next(_numbers)}", **facts))


_condition = condition


def condition_answer(
    *,
    enrolment: Enrolment,
    condition: EligibilityCondition | None = None,
    answered_on: dt.date | None = None,
    answer: str = "yes",
    **fields: Any,
) -> EligibilityAnswer:
    """What somebody found about a condition on the first day of the stay."""
    return _saved(
        EligibilityAnswer(
            enrolment=enrolment,
            condition=condition or _condition(project=enrolment.project),
            answered_on=answered_on or enrolment.start,
            answer=answer,
            answered_by=fields.pop("answered_by", None) or _user(),
            **fields,
        )
    )


def survey_answer(
    *,
    enrolment: Enrolment,
    question: str = SurveyQuestion.CHANCE,
    answer: str = SurveyAnswerCode.YES,
    answered_on: dt.date | None = None,
) -> SurveyAnswer:
    day = answered_on or enrolment.end or enrolment.start
    return _saved(SurveyAnswer(enrolment=enrolment, question=question, answer=answer, answered_on=day))


def checklist(*, project: Project, version: int = 1, codes: Sequence[str] = CRITERIA) -> Checklist:
    """A jobbredo checklist; the codes' letters are the four areas."""
    made = _saved(Checklist(project=project, version=version, name="Jobbredo"))
    criteria = (
        Criterion(checklist=made, code=code, area=Area(code[0]), label=f"Kriterium {code}", position=position)
        for position, code in enumerate(codes, start=1)
    )
    Criterion.objects.bulk_create(_checked(criterion) for criterion in criteria)
    return made


def assessment(
    *,
    enrolment: Enrolment,
    assessed_on: dt.date | None = None,
    states: Mapping[str, str] = ALL_MET,
    assessor: str = Assessor.COACH,
    assessed_by: User | None = None,
    checklist: Checklist | None = None,
    observation: str = "",
) -> ReadinessAssessment:
    """An assessment against the project's latest checklist; criteria left out are not assessed."""
    against = checklist or enrolment.project.checklists.latest("version")
    made = _saved(
        ReadinessAssessment(
            enrolment=enrolment,
            checklist=against,
            assessed_on=assessed_on or enrolment.start,
            assessor=assessor,
            assessed_by=assessed_by,
            observation=observation,
        )
    )
    results = (
        CriterionResult(
            assessment=made,
            criterion=criterion,
            state=states.get(criterion.code, CriterionState.NOT_ASSESSED),
        )
        for criterion in against.criteria.all()
    )
    CriterionResult.objects.bulk_create(_checked(result) for result in results)
    return made


def plan_goal(*, enrolment: Enrolment, text: str = "Ett jobb i ett kök", **fields: Any) -> PlanGoal:
    """A goal of the stay's plan."""
    return _saved(PlanGoal(enrolment=enrolment, text=text, **fields))


def plan_action(*, goal: PlanGoal, due_on: dt.date | None = None, **fields: Any) -> PlanAction:
    """What the participant is to do by two months after the start."""
    day = due_on or goal.enrolment.start + dt.timedelta(days=60)
    return _saved(PlanAction(goal=goal, due_on=day, **{"text": "Skriva klart CV:t", **fields}))


def plan_agreement(*, enrolment: Enrolment, agreed_by: User | None = None, **fields: Any) -> PlanAgreement:
    """The plan as it stands, agreed on the first day."""
    chosen = {"agreed_on": enrolment.start, "content": snapshot(enrolment.plan_goals.whole()), **fields}
    by = agreed_by or coach(project=enrolment.project)
    return _saved(PlanAgreement(enrolment=enrolment, agreed_by=by, **chosen))


def session(*, project: Project, held_on: dt.date = START, **fields: Any) -> Session:
    facts = {"kind": SessionKind.JOB_CLUB, "title": f"Träff {next(_numbers)}", **fields}
    return _saved(Session(project=project, held_on=held_on, **facts))


_session = session


def attendance(*, enrolment: Enrolment, session: Session | None = None, minutes: int = 90) -> Attendance:
    held = session or _session(project=enrolment.project, held_on=enrolment.start)
    return _saved(Attendance(session=held, enrolment=enrolment, minutes=minutes))


def postponement(*, enrolment: Enrolment, by: User | None = None, **fields: Any) -> Postponement:
    """What is missing about the person is left as it is, for long."""
    facts = {
        "kind": ItemKind.MISSING,
        "key": "entry_status hours_wanted support",
        "way": PutOff.AS_IS,
        "until": dt.date(2100, 1, 1),
        "reason": "Vill inte säga.",
        **fields,
    }
    return _saved(Postponement(enrolment=enrolment, by=by or _user(), **facts))


def absence(*, enrolment: Enrolment, session: Session | None = None, reason: str = "ill") -> Absence:
    held = session or _session(project=enrolment.project, held_on=enrolment.start)
    return _saved(Absence(session=held, enrolment=enrolment, reason=reason))


def attendance_change(*, enrolment: Enrolment, changed_by: User, minutes: int = 90) -> AttendanceChange:
    held = _session(project=enrolment.project, held_on=enrolment.start)
    return _saved(
        AttendanceChange(
            session=held,
            enrolment=enrolment,
            changed_by=changed_by,
            changed_at=timezone.now(),
            new_minutes=minutes,
        )
    )


def expected(*, enrolment: Enrolment, session: Session | None = None) -> Expected:
    held = session or _session(project=enrolment.project, held_on=enrolment.start)
    return _saved(Expected(session=held, enrolment=enrolment))


def series(*, project: Project, **fields: Any) -> Series:
    facts = {
        "kind": SessionKind.JOB_CLUB,
        "title": f"Serie {next(_numbers)}",
        "weekdays": [1],
        "starts_on": START,
        "ends_on": START + dt.timedelta(weeks=4),
        **fields,
    }
    return _saved(Series(project=project, **facts))


_series = series


def series_expected(*, enrolment: Enrolment, series: Series | None = None) -> SeriesExpected:
    planned = series or _series(project=enrolment.project)
    return _saved(SeriesExpected(series=planned, enrolment=enrolment))


def note(*, enrolment: Enrolment, author: User | None = None, **fields: Any) -> Note:
    facts = {"day": enrolment.start, "kind": "talk", "text": "Vi talade om vad som lockar.", **fields}
    return _saved(Note(enrolment=enrolment, author=author or user(), **facts))


def note_version(*, note: Note, **fields: Any) -> NoteVersion:
    before = {"day": note.day, "kind": "other", "text": "Förut stod något annat."}
    return _saved(NoteVersion(note=note, replaced_at=timezone.now(), **{**before, **fields}))


def note_draft(*, enrolment: Enrolment, author: User | None = None, **fields: Any) -> NoteDraft:
    facts = {"version": 1, "text": "Halvvägs", "saved_at": timezone.now(), **fields}
    facts = {"day": enrolment.start, **facts}
    return _saved(NoteDraft(enrolment=enrolment, author=author or user(), key=uuid4(), **facts))


def phase_move(*, enrolment: Enrolment, phase: Phase, moved_on: dt.date | None = None) -> PhaseMove:
    return _saved(PhaseMove(enrolment=enrolment, phase=phase, moved_on=moved_on or enrolment.start))


def company(*, organisation: Organisation, name: str | None = None, **fields: Any) -> Company:
    number = next(_numbers)
    facts = {"organisation_number": f"{5_560_000_000 + number}", **fields}
    return _saved(Company(organisation=organisation, name=name or f"Företaget {number} AB", **facts))


_company = company


_company = company


def contact(
    *, project: Project, company: Company | None = None, contacted_on: dt.date = START, **fields: Any
) -> CompanyContact:
    """A visit to a company."""
    other = company or _company(organisation=project.organisation)
    facts = {"kind": ContactKind.VISIT, **fields}
    return _saved(CompanyContact(project=project, company=other, contacted_on=contacted_on, **facts))


def need(
    *, project: Project, company: Company | None = None, registered_on: dt.date = START, **fields: Any
) -> RecruitmentNeed:
    other = company or _company(organisation=project.organisation)
    return _saved(RecruitmentNeed(project=project, company=other, registered_on=registered_on, **fields))


def ring(*, project: Project, name: str | None = None) -> Ring:
    return _saved(Ring(project=project, name=name or f"Ring {next(_numbers)}"))


def ring_membership(*, ring: Ring, company: Company, **fields: Any) -> RingMembership:
    return _saved(RingMembership(ring=ring, company=company, **fields))


def supervisor(*, project: Project, company: Company | None = None, **fields: Any) -> Supervisor:
    """Somebody at a company who hasn't been trained."""
    other = company or _company(organisation=project.organisation)
    facts = {"name": f"Håkan Handledare {next(_numbers)}", **fields}
    return _saved(Supervisor(project=project, company=other, **facts))


def definitions(*, project: Project, version: int = 1) -> ProjectDefinitions:
    """A version of what the project has set for itself, as it stands."""
    made = project.as_version()
    made.version = version
    return _saved(made)


def occupation_list(
    *, women: Mapping[str, Any], version: str | None = None, valid_from: dt.date = PROJECT_START
) -> OccupationList:
    """A list of occupations with the share of women in each, per cent."""
    facts = {"version": version or f"Lista {next(_numbers)}", "source": "Påhittad"}
    made = _saved(OccupationList(valid_from=valid_from, **facts))
    for code, share in women.items():
        _saved(Occupation(list=made, code=code, women_share=share))
    return made


def report_bundle(*, organisation: Organisation, ordered_by: User, **fields: Any) -> ReportBundle:
    """An order for all projects over their whole periods, without reports: those are made with `bundle`."""
    facts = {"period": BundlePeriod.WHOLE, "ordered_at": timezone.now(), **fields}
    return _saved(ReportBundle(organisation=organisation, ordered_by=ordered_by, **facts))


def standing_order(*, project: Project, ordered_by: User, **fields: Any) -> StandingOrder:
    """L of every month of the project."""
    facts = {"indicator_set": "L", "since": project.start, **fields}
    return _saved(StandingOrder(project=project, ordered_by=ordered_by, **facts))


def accepted_gap(*, enrolment: Enrolment, accepted_by: User | None = None, **fields: Any) -> AcceptedGap:
    """That the missing birth date is left as it is, for long."""
    facts = {
        "check_code": "birth_date",
        "reason": "Vill inte säga.",
        "until": dt.date(2100, 1, 1),
        "accepted_at": timezone.now(),
        **fields,
    }
    return _saved(AcceptedGap(enrolment=enrolment, accepted_by=accepted_by or _user(), **facts))


def report(*, project: Project, ordered_by: User, **fields: Any) -> Report:
    """An order for L over the project's first year, waiting for a worker."""
    facts = {
        "indicator_set": "L",
        "period_start": project.start,
        "period_end": project.start.replace(month=12, day=31),
        "as_of": project.start.replace(month=12, day=31),
        "ordered_at": timezone.now(),
        **fields,
    }
    return _saved(Report(project=project, ordered_by=ordered_by, **facts))


def supported_process(
    *, enrolment: Enrolment, step: int = SupportedStep.APPLICANT_ANALYSIS, moved_on: dt.date | None = None
) -> SupportedProcess:
    """Supported employment in a step since the enrolment's first day."""
    made = _saved(SupportedProcess(enrolment=enrolment))
    supported_move(process=made, step=step, moved_on=moved_on or enrolment.start)
    return made


def supported_move(
    *, process: SupportedProcess, step: int, moved_on: dt.date, **fields: Any
) -> SupportedMove:
    facts = {"reason": "Klar med steget.", **fields}
    return _saved(SupportedMove(process=process, step=step, moved_on=moved_on, **facts))


def applicant_analysis(*, process: SupportedProcess, **fields: Any) -> ApplicantAnalysis:
    """Someone who seeks kitchen work and avoids lifting."""
    facts = {"tasks_sought": "Arbete i kök", "tasks_avoided": "Tunga lyft", **fields}
    return _saved(ApplicantAnalysis(process=process, **facts))


def may_tell(*, process: SupportedProcess, what: str = "Behöver korta pass", **fields: Any) -> MayTell:
    """Something that every employer may be told from the first day on."""
    facts = {"agreed_on": process.enrolment.start, **fields}
    return _saved(MayTell(process=process, what=what, **facts))


def job_analysis(*, process: SupportedProcess, **fields: Any) -> JobAnalysis:
    """An analysis of a workplace that isn't among the companies."""
    facts = {"workplace": "Köket på Norrgården", "visited_on": process.enrolment.start, **fields}
    return _saved(JobAnalysis(process=process, **facts))


def introduction(*, process: SupportedProcess, **fields: Any) -> IntroductionAgreement:
    """An agreement that isn't signed yet."""
    facts = {"workplace": "Köket på Norrgården", "supervisor": "Sara Handledare", **fields}
    return _saved(IntroductionAgreement(process=process, **facts))


def planned_support(
    *, process: SupportedProcess, start: dt.date | None = None, hours_per_week: Any = 8
) -> PlannedSupport:
    begun = start or process.enrolment.start
    return _saved(PlannedSupport(process=process, start=begun, hours_per_week=hours_per_week))
