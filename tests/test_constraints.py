"""What must always hold, holds in the database; and a form says so before that, in words for people.

Each constraint has a row here that breaks it. A constraint without one fails by name.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import User
from coaching.models import CriterionResult, PlanGoal
from projects.models import Occupation
from reporting.models import KeptFigures, KeptPart, SweepMark, Unrest
from tests import factories as f

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
YESTERDAY = f.START - DAY
NOW = timezone.now()


def constraints() -> Iterator[tuple[type[models.Model], models.BaseConstraint]]:
    """Every constraint that our own models declare."""
    ours = {folder.name for folder in settings.BASE_DIR.iterdir() if (folder / "apps.py").exists()}
    for model in apps.get_models():
        if model._meta.app_label in ours:
            for constraint in model._meta.constraints:
                yield model, constraint


def again[Row: models.Model](row: Row, **changes: Any) -> Row:
    """The row once more, not saved, with some fields changed."""
    values = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name == "public_id")
    }
    return type(row)(**(values | changes))


def changed[Row: models.Model](row: Row, **changes: Any) -> Row:
    """The saved row itself, with some fields changed and not saved."""
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def second_number_for_one_person() -> models.Model:
    first = f.enrolment()
    return again(f.participant_number(project=first.project, person=first.person), number="en annan")


def own_step() -> models.Model:
    goal = plan_goal()
    return changed(goal, parent=goal)


def plan_goal() -> PlanGoal:
    return f.plan_goal(enrolment=f.enrolment())


def own_parent() -> models.Model:
    group = f.target_group(project=f.project())
    return changed(group, parent=group)


def report(**changes: Any) -> models.Model:
    project = f.project()
    first = f.report(project=project, ordered_by=f.lead(project=project), finished_at=NOW)
    return again(first, **{"finished_at": None, **changes})


def order_for_every_month(**changes: Any) -> models.Model:
    project = f.project()
    return again(f.standing_order(project=project, ordered_by=f.lead(project=project)), **changes)


def second_report_of_a_month() -> models.Model:
    project = f.project()
    lead = f.lead(project=project)
    order = f.standing_order(project=project, ordered_by=lead)
    return again(f.report(project=project, ordered_by=lead, standing_order=order))


def bundle(**changes: Any) -> models.Model:
    project = f.project()
    made = f.report_bundle(organisation=project.organisation, ordered_by=f.lead(project=project))
    return again(made, **changes)


def company(**changes: Any) -> models.Model:
    return again(f.company(organisation=f.organisation()), **changes)


def ring_membership(**changes: Any) -> models.Model:
    project = f.project()
    member = f.company(organisation=project.organisation)
    return again(f.ring_membership(ring=f.ring(project=project), company=member, start=f.START), **changes)


def coach_assignment(**changes: Any) -> models.Model:
    enrolment = f.enrolment()
    coach = f.coach(project=enrolment.project)
    return again(f.coach_assignment(enrolment=enrolment, coach=coach), **changes)


def phase_move() -> models.Model:
    enrolment = f.enrolment()
    return again(f.phase_move(enrolment=enrolment, phase=f.phase(project=enrolment.project)))


def follow_up_attempt(**changes: Any) -> models.Model:
    return changed(f.follow_up_attempt(enrolment=f.enrolment()), **changes)


def membership(**changes: Any) -> models.Model:
    return again(f.membership(project=f.project()), **changes)


def office(**changes: Any) -> models.Model:
    return again(f.office(organisation=f.organisation()), **changes)


def company_seat(**changes: Any) -> models.Model:
    return again(f.company_seat(company=f.company(organisation=f.organisation())), **changes)


def profile_share(**changes: Any) -> models.Model:
    return again(f.profile_share(enrolment=f.enrolment()), **changes)


def emergency_access(**changes: Any) -> models.Model:
    return changed(f.emergency_access(enrolment=f.enrolment()), **changes)


def supported(**changes: Any) -> models.Model:
    return changed(f.supported_process(enrolment=f.enrolment()), **changes)


def supported_move(**changes: Any) -> models.Model:
    return again(f.supported_process(enrolment=f.enrolment()).moves.get(), **changes)


def may_tell(**changes: Any) -> models.Model:
    return changed(f.may_tell(process=f.supported_process(enrolment=f.enrolment())), **changes)


def introduction(**changes: Any) -> models.Model:
    return changed(f.introduction(process=f.supported_process(enrolment=f.enrolment())), **changes)


def planned_support(**changes: Any) -> models.Model:
    return again(f.planned_support(process=f.supported_process(enrolment=f.enrolment())), **changes)


def occupation() -> Occupation:
    return f.occupation_list(women={"1": 40}).occupations.all()[0]


def result() -> CriterionResult:
    return f.assessment(enrolment=f.enrolment()).results.all()[0]


BREAKS: dict[str, Callable[[], models.Model]] = {
    "user_email_lower_case": lambda: User(email="Anna@exempel.se", name="Anna", password="!"),
    "project_name_once": lambda: again(f.project()),
    "project_end_after_start": lambda: again(f.project(), name="Ett annat", end=f.PROJECT_START - DAY),
    "membership_end_after_start": lambda: membership(end=dt.date(1999, 12, 31)),
    "membership_open_once": membership,
    "organisationrole_end_after_start": lambda: office(end=dt.date(1999, 12, 31)),
    "office_open_once": office,
    "invitation_open_once": lambda: again(f.invitation(), code_hash="b" * 64),
    "invitation_used_or_withdrawn": lambda: changed(f.invitation(), used_at=NOW, withdrawn_at=NOW),
    "invitation_used_in_time": lambda: changed(f.invitation(), used_at=NOW + 30 * DAY),
    "companyseat_end_after_start": lambda: company_seat(end=dt.date(1999, 12, 31)),
    "company_seat_open_once": company_seat,
    "target_group_name_once": lambda: again(f.target_group(project=f.project())),
    "target_group_not_own_parent": own_parent,
    "phase_position_once": lambda: again(f.phase(project=f.project()), name="Ett annat"),
    "phase_name_once": lambda: again(f.phase(project=f.project()), position=2),
    "phase_limits_in_order": lambda: changed(f.phase(project=f.project()), weeks_at_least=5, weeks_at_most=4),
    "mapping_section_once": lambda: again(f.mapping_entry(enrolment=f.enrolment())),
    "condition_once": lambda: again(f.condition(project=f.project())),
    "condition_until_after_since": lambda: changed(
        f.condition(project=f.project()), until=f.PROJECT_START - DAY
    ),
    "condition_answered_once_a_day": lambda: again(f.condition_answer(enrolment=f.enrolment())),
    "goal_once": lambda: again(f.goal(project=f.project())),
    "goal_not_negative": lambda: again(f.goal(project=f.project()), indicator="L2", value=-1),
    "company_number_once": company,
    "company_women_share_per_cent": lambda: company(organisation_number="5569999999", women_share="100.1"),
    "ring_name_once": lambda: again(f.ring(project=f.project())),
    "ring_membership_open_once": ring_membership,
    "ring_membership_end_after_start": lambda: ring_membership(end=YESTERDAY),
    "need_closed_after_registered": lambda: again(f.need(project=f.project()), closed_on=YESTERDAY),
    "personal_number_once": lambda: again(f.personal_number(person=f.person()), row_id=uuid.uuid4()),
    "participant_number_once": lambda: again(
        (first := f.participant_number(project=(home := f.enrolment()).project, person=home.person)),
        person=f.person(organisation=first.person.organisation),
    ),
    "participant_number_one_each": second_number_for_one_person,
    "enrolment_end_after_start": lambda: again(f.enrolment(), person=f.person(), end=YESTERDAY),
    "enrolment_exit_facts_need_end": lambda: again(f.enrolment(), person=f.person(), exit_cause="moved"),
    "enrolment_hours_wanted_in_week": lambda: again(f.enrolment(), person=f.person(), hours_wanted=169),
    "enrolment_open_once": lambda: again(f.enrolment()),
    "enrolments_do_not_overlap": lambda: again(f.enrolment(end=f.START), start=f.START, end=None),
    "coach_assignment_end_after_start": lambda: coach_assignment(end=YESTERDAY),
    "coach_assignment_open_once": coach_assignment,
    "episode_end_after_start": lambda: again(f.episode(enrolment=f.enrolment()), end=YESTERDAY),
    "episode_hours_in_week": lambda: again(f.episode(enrolment=f.enrolment()), hours_per_week="168.01"),
    "episode_subsidy_of_employment": lambda: again(
        f.episode(enrolment=f.enrolment()), kind="studies", subsidy="wage_subsidy"
    ),
    "profile_share_end_after_start": lambda: profile_share(start=f.START, end=YESTERDAY),
    "profile_shares_do_not_overlap": lambda: profile_share(start=f.START),
    "personal_link_open_once": lambda: again(f.personal_link(enrolment=f.enrolment()), code_hash="b" * 64),
    "coach_assignment_reads_after_end": lambda: changed(
        f.coach_assignment(enrolment=f.enrolment(), coach=f.user()), reads_until=f.START
    ),
    "referral_is_from_somebody": lambda: changed(f.referral(project=f.project()), referred_by=""),
    "referral_protected_names_coach": lambda: changed(
        f.referral(project=f.project()), protected_identity=True
    ),
    "referral_decided_once": lambda: changed(f.referral(project=f.project()), decided_on=f.START),
    "saved_filter_once": lambda: again(f.saved_filter(user=f.user())),
    "saved_filter_one_default": lambda: again(
        f.saved_filter(user=f.user(), is_default=True), name="Ett annat"
    ),
    "emergency_access_expires_later": lambda: emergency_access(expires_at=NOW - DAY),
    "emergency_access_has_reason": lambda: emergency_access(reason=""),
    "emergency_access_reviewed_by_someone": lambda: emergency_access(reviewed_at=NOW),
    "cv_entry_level_of_language": lambda: again(
        f.cv_entry(enrolment=f.enrolment(), kind="skill"), level="native"
    ),
    "note_draft_one_each": lambda: again(f.note_draft(enrolment=f.enrolment())),
    "plan_goal_not_its_own_step": own_step,
    "plan_action_owner_named": lambda: again(f.plan_action(goal=plan_goal()), owner="other"),
    "plan_action_settled_on_a_day": lambda: again(f.plan_action(goal=plan_goal()), state="done"),
    "plan_action_dropped_for_a_reason": lambda: again(
        f.plan_action(goal=plan_goal()), state="dropped", settled_on=f.START
    ),
    "plan_agreed_once_a_day": lambda: again(f.plan_agreement(enrolment=plan_goal().enrolment)),
    "follow_up_once": lambda: again(f.follow_up(enrolment=f.enrolment())),
    "survey_answer_once": lambda: again(f.survey_answer(enrolment=f.enrolment())),
    "survey_answer_fits_question": lambda: again(f.survey_answer(enrolment=f.enrolment()), answer="3"),
    "supervisor_once": lambda: again(f.supervisor(project=f.project())),
    "plan_version_once": lambda: again(f.plan(project=f.project())),
    "definitions_version_once": lambda: again(f.definitions(project=f.project())),
    "occupation_once": lambda: again(occupation()),
    "occupation_women_share_per_cent": lambda: again(occupation(), code="2", women_share="100.1"),
    "support_end_after_start": lambda: again(f.support(enrolment=f.enrolment()), end=YESTERDAY),
    "checklist_version_once": lambda: again(f.project().checklists.all()[0]),
    "criterion_code_once": lambda: again(f.project().checklists.all()[0].criteria.all()[0]),
    "assessment_one_a_day": lambda: again(f.assessment(enrolment=f.enrolment())),
    "result_once": lambda: again(result()),
    "session_once": lambda: again(f.session(project=f.project())),
    "attendance_once": lambda: again(f.attendance(enrolment=f.enrolment())),
    "attendance_late_within_a_day": lambda: changed(f.attendance(enrolment=f.enrolment()), minutes_late=1441),
    "absence_once": lambda: again(f.absence(enrolment=f.enrolment())),
    "expected_once": lambda: again(f.expected(enrolment=f.enrolment())),
    "series_expected_once": lambda: again(f.series_expected(enrolment=f.enrolment())),
    "series_ends_after_it_starts": lambda: changed(f.series(project=f.project()), ends_on=YESTERDAY),
    "series_ends_after_it_begins": lambda: changed(
        f.series(project=f.project()), begins=dt.time(9), ends=dt.time(8)
    ),
    "series_has_a_weekday": lambda: changed(f.series(project=f.project()), weekdays=[]),
    "session_ends_after_it_begins": lambda: changed(f.session(project=f.project()), ends=dt.time(8)),
    "attendance_within_a_day": lambda: changed(f.attendance(enrolment=f.enrolment()), minutes=1441),
    "phase_move_one_a_day": phase_move,
    "supported_process_open_once": lambda: again(f.supported_process(enrolment=f.enrolment())),
    "supported_process_closed_with_both": lambda: supported(closed_on=f.START),
    "supported_process_ends_one_way": lambda: supported(
        employee_talk_on=f.START,
        employee_view="Trivs.",
        employer_talk_on=f.START,
        employer_view="Nöjda.",
        closed_on=f.START,
        broken_off_on=f.START,
        broken_off_reason="Flyttade.",
    ),
    "supported_process_broken_off_for_a_reason": lambda: supported(broken_off_on=f.START),
    "supported_move_one_a_day": supported_move,
    "supported_move_to_a_step": lambda: supported_move(step=6, moved_on=YESTERDAY),
    "may_tell_until_after_agreed": lambda: may_tell(until=YESTERDAY),
    "may_tell_withdrawn_after_agreed": lambda: may_tell(withdrawn_on=YESTERDAY),
    "job_analysis_of_a_workplace": lambda: changed(
        f.job_analysis(process=f.supported_process(enrolment=f.enrolment())), workplace=""
    ),
    "introduction_at_a_workplace": lambda: introduction(workplace=""),
    "introduction_end_after_start": lambda: introduction(start=f.START, end=YESTERDAY),
    "introduction_hours_in_week": lambda: introduction(hours_per_week=169),
    "planned_support_once_a_day": planned_support,
    "planned_support_hours_in_week": lambda: planned_support(start=YESTERDAY, hours_per_week=169),
    "postponement_once": lambda: again(f.postponement(enrolment=f.enrolment())),
    "attempt_outcome_when_reached": lambda: follow_up_attempt(result="reached"),
    "attempt_call_back_day": lambda: follow_up_attempt(result="call_back"),
    "report_period_in_order": lambda: report(period_start=f.START, period_end=YESTERDAY),
    "report_revision_once": lambda: report(finished_at=NOW),
    "report_cancelled_by_somebody": lambda: report(cancelled_at=NOW),
    "report_once_a_month": second_report_of_a_month,
    "standing_order_once": order_for_every_month,
    "standing_order_ends_with_cause": lambda: order_for_every_month(ended_at=NOW),
    "bundle_ends_once": lambda: bundle(gathered_at=NOW, failed_at=NOW),
    "bundle_expires_after_it_is_gathered": lambda: bundle(gathered_at=NOW, expired_at=NOW - DAY),
    "kept_figures_once": lambda: again(kept_figures()),
    "kept_part_once": lambda: again(KeptPart.objects.create(figures=kept_figures(), number=1, people={})),
    "accepted_gap_once": lambda: again(f.accepted_gap(enrolment=f.enrolment())),
    "report_ends_once": lambda: report(finished_at=timezone.now(), failed_at=timezone.now()),
    "sweep_mark_is_one": lambda: SweepMark(id=2, seen_at=timezone.now()),
    "unrest_is_one": lambda: Unrest(id=2, since=NOW, latest=NOW),
}


def kept_figures() -> KeptFigures:
    return KeptFigures.objects.create(
        project=f.project(),
        indicator_set="L",
        period_start=f.START,
        period_end=f.START,
        as_of=f.START,
        cells=[],
        kept_at=NOW,
    )


def write(row: models.Model) -> None:
    """Write past full_clean(), as a program with a fault would."""
    rows = type(row)._default_manager
    if row._state.adding:
        rows.bulk_create([row])
    else:
        rows.bulk_update(
            [row], [field.name for field in row._meta.concrete_fields if not _made_by_database(field)]
        )


def _made_by_database(field: "models.Field[Any, Any]") -> bool:
    return field.primary_key or field.generated


def test_every_constraint_has_a_row_that_breaks_it() -> None:
    assert {constraint.name for _model, constraint in constraints()} == BREAKS.keys()


@pytest.mark.parametrize("name", BREAKS)
def test_bites_in_the_database(name: str) -> None:
    row = BREAKS[name]()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write(row)
    assert isinstance(cause := caught.value.__cause__, psycopg.Error)
    assert cause.diag.constraint_name == name


@pytest.mark.parametrize("name", BREAKS)
def test_says_so_in_a_form(name: str) -> None:
    row = BREAKS[name]()
    rule = next(constraint for _model, constraint in constraints() if constraint.name == name)
    assert rule.violation_error_message != rule.default_violation_error_message
    with pytest.raises(ValidationError):
        row.full_clean()
    # A validator of the field may have spoken first; the rule has its own words all the same.
    with pytest.raises(ValidationError) as caught:
        row.validate_constraints()
    assert rule.get_violation_error_message() in caught.value.messages
