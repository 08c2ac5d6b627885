"""What joins two things that belong to an organisation or a project can't join two different ones.

The models are walked: where two relations of a row lead to the same kind of thing, a person and a project
to an organisation, say, the database must hold both to the same one. A new model without that fails by
name. Then each seal is broken on purpose, from either end.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext

from accounts.audit import audited
from coaching.models import (
    Checklist,
    Criterion,
    PlanGoal,
    ReadinessAssessment,
    Series,
    Session,
    SupportedProcess,
)
from employers.models import Company, Ring
from participants.actions.saving import save_recorded
from participants.models import EligibilityCondition, Enrolment, FollowUp, Person, Referral
from projects.models import Organisation, Phase, Project, TargetGroup
from reporting.models import Report, ReportBundle, StandingOrder
from tests import factories as f
from tests.architecture.sealing import Seal, Seals, leads_to, model_of, our_models, relations

pytestmark = pytest.mark.django_db

# "app.Model.one and another → Anchor": why nothing has to hold them together.
OPEN: dict[str, str] = {
    "participants.Referral.target_group and enrolment → TargetGroup": "one may be taken in for another group",
    "reporting.Report.bundle and revises → ReportBundle": "a revision is ordered by itself, or with others",
    "reporting.Report.standing_order and revises → StandingOrder": "a revision is ordered by itself",
}


def a_process() -> SupportedProcess:
    return f.supported_process(enrolment=f.enrolment())


# A seal's child is made whole by its factory; each parent again, in another project of another organisation.
CHILDREN: dict[str, Callable[[], models.Model]] = {
    "projects_targetgroup": lambda: f.target_group(
        project=(project := f.project()), parent=f.target_group(project=project)
    ),
    "employers_ring": lambda: f.ring(project=f.project()),
    "employers_ringmembership": lambda: f.ring_membership(
        ring=f.ring(project=(project := f.project())), company=f.company(organisation=project.organisation)
    ),
    "employers_companycontact": lambda: f.contact(project=f.project()),
    "employers_recruitmentneed": lambda: f.need(project=f.project()),
    "employers_supervisor": lambda: f.supervisor(project=f.project()),
    "reporting_report": lambda: f.report(
        project=(project := f.project()),
        ordered_by=(lead := f.lead(project=project)),
        revises=f.report(project=project, ordered_by=lead),
        bundle=f.report_bundle(organisation=project.organisation, ordered_by=lead),
        standing_order=f.standing_order(project=project, ordered_by=lead),
    ),
    "participants_enrolment": lambda: f.enrolment(
        project=(project := f.project()), target_group=f.target_group(project=project)
    ),
    "participants_personalnumber": lambda: f.personal_number(person=f.person()),
    "participants_participantnumber": lambda: f.participant_number(
        project=(project := f.project()), person=f.person(organisation=project.organisation)
    ),
    "participants_episode": lambda: f.episode(
        enrolment=(stay := f.enrolment()), company=f.company(organisation=stay.project.organisation)
    ),
    "participants_followupattempt": lambda: f.follow_up_attempt(
        enrolment=(stay := f.enrolment()), follow_up=f.follow_up(enrolment=stay)
    ),
    "participants_referral": lambda: f.referral(
        project=(stay := f.enrolment()).project,
        target_group=f.target_group(project=stay.project),
        enrolment=stay,
        decided_on=stay.start,
    ),
    "participants_referrednumber": lambda: f.referral(project=f.project(), number="199005202388").number,
    "participants_profileshare": lambda: f.profile_share(enrolment=f.enrolment()),
    # Without criteria: results are held to their assessment's checklist themselves.
    "coaching_readinessassessment": lambda: f.assessment(
        enrolment=(stay := f.enrolment()), checklist=f.checklist(project=stay.project, version=2, codes=())
    ),
    "coaching_criterionresult": lambda: f.assessment(enrolment=f.enrolment()).results.all()[0],
    "participants_eligibilityanswer": lambda: f.condition_answer(enrolment=f.enrolment()),
    "coaching_phasemove": lambda: f.phase_move(
        enrolment=(stay := f.enrolment()), phase=f.phase(project=stay.project)
    ),
    "coaching_attendance": lambda: f.attendance(enrolment=f.enrolment()),
    "coaching_absence": lambda: f.absence(enrolment=f.enrolment()),
    "coaching_attendancechange": lambda: f.attendance_change(
        enrolment=(stay := f.enrolment()), changed_by=f.coach(project=stay.project)
    ),
    "coaching_expected": lambda: f.expected(enrolment=f.enrolment()),
    "coaching_seriesexpected": lambda: f.series_expected(enrolment=f.enrolment()),
    "coaching_session": lambda: f.session(project=(project := f.project()), series=f.series(project=project)),
    "coaching_supportedprocess": lambda: f.supported_process(enrolment=f.enrolment()),
    "coaching_maytell": lambda: f.may_tell(
        process=(process := a_process()),
        company=f.company(organisation=process.enrolment.project.organisation),
    ),
    "coaching_jobanalysis": lambda: f.job_analysis(
        process=(process := a_process()),
        company=f.company(organisation=process.enrolment.project.organisation),
    ),
    "coaching_introductionagreement": lambda: f.introduction(
        process=(process := a_process()),
        company=f.company(organisation=process.enrolment.project.organisation),
    ),
    "coaching_plangoal": lambda: f.plan_goal(
        enrolment=(stay := f.enrolment()), parent=f.plan_goal(enrolment=stay)
    ),
}


def another_checklist() -> Checklist:
    return f.checklist(project=f.project(with_checklist=False), version=7, codes=("A9",))


ELSEWHERE: dict[type[models.Model], Callable[[], models.Model]] = {
    Organisation: f.organisation,
    Project: f.project,
    TargetGroup: lambda: f.target_group(project=f.project()),
    Phase: lambda: f.phase(project=f.project()),
    EligibilityCondition: lambda: f.condition(project=f.project()),
    Company: lambda: f.company(organisation=f.organisation()),
    Ring: lambda: f.ring(project=f.project()),
    Person: f.person,
    Enrolment: f.enrolment,
    FollowUp: lambda: f.follow_up(enrolment=f.enrolment()),
    Referral: lambda: f.referral(project=f.project()),
    Series: lambda: f.series(project=f.project()),
    Session: lambda: f.session(project=f.project()),
    Checklist: another_checklist,
    SupportedProcess: a_process,
    PlanGoal: lambda: f.plan_goal(enrolment=f.enrolment()),
    Criterion: lambda: another_checklist().criteria.all()[0],
    ReadinessAssessment: lambda: f.assessment(enrolment=f.enrolment()),
    ReportBundle: lambda: f.report_bundle(
        organisation=(project := f.project()).organisation, ordered_by=f.lead(project=project)
    ),
    StandingOrder: lambda: f.standing_order(
        project=(project := f.project()), ordered_by=f.lead(project=project)
    ),
    Report: lambda: f.report(project=(project := f.project()), ordered_by=f.lead(project=project)),
}
# Named, so that each is a test of its own; the first test says when the database holds others.
NAMES = [
    "absence_enrolment_same_project",
    "absence_session_same_project",
    "attendance_enrolment_same_project",
    "attendance_session_same_project",
    "attendancechange_enrolment_same_project",
    "attendancechange_session_same_project",
    "companycontact_company_same_organisation",
    "companycontact_project_same_organisation",
    "criterionresult_assessment_same_checklist",
    "criterionresult_criterion_same_checklist",
    "eligibilityanswer_condition_same_project",
    "eligibilityanswer_enrolment_same_project",
    "enrolment_person_same_organisation",
    "enrolment_project_same_organisation",
    "enrolment_target_group_same_project",
    "episode_company_same_organisation",
    "episode_enrolment_same_organisation",
    "expected_enrolment_same_project",
    "expected_session_same_project",
    "followupattempt_follow_up_same_enrolment",
    "introductionagreement_company_same_organisation",
    "introductionagreement_process_same_organisation",
    "jobanalysis_company_same_organisation",
    "jobanalysis_process_same_organisation",
    "maytell_company_same_organisation",
    "maytell_process_same_organisation",
    "participantnumber_person_same_organisation",
    "participantnumber_project_same_organisation",
    "personalnumber_person_same_organisation",
    "phasemove_enrolment_same_project",
    "phasemove_phase_same_project",
    "plangoal_parent_same_enrolment",
    "profileshare_company_same_organisation",
    "profileshare_enrolment_same_organisation",
    "readinessassessment_checklist_same_project",
    "readinessassessment_enrolment_same_project",
    "recruitmentneed_company_same_organisation",
    "recruitmentneed_project_same_organisation",
    "referral_enrolment_same_project",
    "referral_project_same_organisation",
    "referral_target_group_same_project",
    "referrednumber_referral_same_organisation",
    "report_bundle_same_organisation",
    "report_project_same_organisation",
    "report_revises_same_project",
    "report_standing_order_same_project",
    "ring_project_same_organisation",
    "ringmembership_company_same_organisation",
    "ringmembership_ring_same_organisation",
    "seriesexpected_enrolment_same_project",
    "seriesexpected_series_same_project",
    "session_series_same_project",
    "supervisor_company_same_organisation",
    "supervisor_project_same_organisation",
    "supportedprocess_enrolment_same_organisation",
    "targetgroup_parent_same_project",
]
# These join nothing themselves: they hand their organisation on.
JOINING = [
    name
    for name in NAMES
    if name
    not in {
        "referral_project_same_organisation",
        "ring_project_same_organisation",
        "supportedprocess_enrolment_same_organisation",
    }
]


@pytest.fixture
def seals(db: None) -> Seals:  # noqa: ARG001  opens the database
    return Seals()


@pytest.fixture
def seal(request: pytest.FixtureRequest, seals: Seals) -> Seal:
    return next(seal for seal in seals.all if seal.name == request.param)


def loose_pairs(model: type[models.Model], seals: Seals) -> Iterator[str]:
    """Two relations that could lead to different rows of one kind, since no seal holds them together."""
    for one, other in combinations(relations(model), 2):
        common = leads_to(one.related_model) & leads_to(other.related_model)
        for kind in sorted(common, key=lambda kind: kind.__name__):
            if not any({one.column, other.column} <= held for held in _held(model, kind, seals)):
                yield f"{model._meta.label}.{one.name} and {other.name} → {kind.__name__}"


def _held(model: type[models.Model], kind: type[models.Model], seals: Seals) -> list[set[str]]:
    """The sets of columns that must lead to one and the same row of a kind."""
    groups: list[set[str]] = []
    for seal in seals.of(model):
        if kind in leads_to(seals.anchored_in(model, seal.anchor)):
            joined = {seal.key, seal.anchor}
            apart = [group for group in groups if not group & joined]
            groups = [*apart, joined.union(*(group for group in groups if group & joined))]
    return groups


class TestEveryModel:
    def test_leads_to_one_organisation_and_one_project_only(self, seals: Seals) -> None:
        loose = {pair for model in our_models() for pair in loose_pairs(model, seals)}
        assert loose == OPEN.keys()

    def test_is_found_where_a_seal_is_missing(self, seals: Seals) -> None:
        seals.all[:] = [seal for seal in seals.all if seal.name != "phasemove_phase_same_project"]
        assert set(loose_pairs(model_of("coaching_phasemove"), seals)) == {
            "coaching.PhaseMove.enrolment and phase → Organisation",
            "coaching.PhaseMove.enrolment and phase → Project",
        }

    def test_has_its_seals_tested(self, seals: Seals) -> None:
        assert [seal.name for seal in seals.all] == NAMES

    def test_is_never_without_the_column_that_its_ends_agree_on(self, seals: Seals) -> None:
        assert all(seal.always for seal in seals.all)


def broken_by(error: IntegrityError) -> str | None:
    cause = error.__cause__
    assert isinstance(cause, psycopg.Error)
    return cause.diag.constraint_name


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def move(row: models.Model, relation: "models.ForeignKey[Any, Any]") -> None:
    """Lead a row elsewhere, past every action and check."""
    there = ELSEWHERE[relation.related_model]()
    type(row)._base_manager.filter(pk=row.pk).update(**{relation.name: there})


def copied(row: models.Model, **changes: Any) -> models.Model:
    values = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not (field.primary_key or field.generated or field.name in ("public_id", "code_hash"))
    }
    return type(row)(**(values | changes))


def end_of(seal: Seal) -> tuple[models.Model, "models.ForeignKey[Any, Any]"]:
    """A good row, and its relation that the seal is about."""
    row = CHILDREN[seal.child]()
    return row, next(field for field in relations(type(row)) if field.column == seal.key)


@pytest.mark.parametrize("seal", NAMES, indirect=True)
class TestASeal:
    def test_lets_be_what_belongs_together(self, seal: Seal) -> None:
        row, _relation = end_of(seal)
        run(f'SET CONSTRAINTS "{seal.name}" IMMEDIATE')
        row.save()
        row.delete()

    def test_refuses_by_itself_that_an_end_is_moved_away(self, seal: Seal, seals: Seals) -> None:
        row, relation = end_of(seal)
        end = getattr(row, relation.name)
        run("SET CONSTRAINTS ALL DEFERRED")
        move(end, seals.carrier(type(end), seal.parent_anchor))
        with pytest.raises(IntegrityError) as caught:
            run(f'SET CONSTRAINTS "{seal.name}" IMMEDIATE')
        assert broken_by(caught.value) == seal.name

    def test_refuses_it_at_once(self, seal: Seal, seals: Seals) -> None:
        row, relation = end_of(seal)
        end = getattr(row, relation.name)
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            move(end, seals.carrier(type(end), seal.parent_anchor))
        assert broken_by(caught.value) in NAMES


@pytest.mark.parametrize("seal", JOINING, indirect=True)
class TestARowThatJoinsTwo:
    def test_is_not_led_elsewhere(self, seal: Seal, seals: Seals) -> None:
        row, relation = end_of(seal)
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            move(row, relation)
        broken = broken_by(caught.value)
        # Where the end fills the column, it is the other end that no longer fits.
        assert broken in NAMES if seals.carries(seal) else broken == seal.name

    def test_is_not_added(self, seal: Seal) -> None:
        row, relation = end_of(seal)
        row.delete()
        joins_two = copied(row, **{relation.name: ELSEWHERE[relation.related_model]()})
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            type(row)._base_manager.bulk_create([joins_two])
        assert broken_by(caught.value) in NAMES


class TestTheHiddenColumn:
    def test_cannot_be_written_by_hand(self) -> None:
        stay, other = f.enrolment(), f.organisation()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE participants_enrolment SET of_organisation = %s", [other.pk])
            cursor.execute("SELECT id, of_organisation FROM participants_enrolment")
            assert cursor.fetchall() == [(stay.pk, stay.project.organisation_id)]

    def test_follows_within_the_organisation(self) -> None:
        stay = f.enrolment()
        stay.project = f.project(organisation=stay.person.organisation)
        stay.save()


class TestThePerson:
    def test_is_told_why_in_words(self) -> None:
        project = f.project()
        strayed = Enrolment(project=project, person=f.person(), start=f.START)
        with pytest.raises(ValidationError) as caught, audited():
            save_recorded(strayed, by=f.coach(project=project), about=strayed)
        said = gettext("This belongs to another organisation or project. Choose one that belongs here.")
        assert caught.value.messages == [said]
        assert not Enrolment.objects.exists()
