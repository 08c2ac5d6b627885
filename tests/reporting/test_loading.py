"""From rows to facts: what is loaded, what is left out, and with how many queries."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from employers.models import Company
from participants.codes import EpisodeKind, ExitCause, SupportSource
from projects.models import Project
from reporting.facts import (
    AnswerFacts,
    AssessmentFacts,
    AttendanceFacts,
    BackgroundFacts,
    CompanyFacts,
    ContactFacts,
    CvFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    GoalFacts,
    MoveFacts,
    NeedFacts,
    OccupationFacts,
    ParticipantFacts,
    SupervisorFacts,
    SupportFacts,
    TargetGroupFacts,
)
from reporting.loading import load_facts
from tests import factories

FIRST, LEFT, BACK = date(2025, 1, 15), date(2025, 3, 1), date(2025, 9, 1)


class TestLoading:
    def test_gathers_a_persons_enrolments_with_all_their_facts(self, project: Project) -> None:
        first = factories.enrolment(
            project=project, start=FIRST, end=LEFT, exit_cause=ExitCause.MOVED, hours_wanted=Decimal(30)
        )
        second = factories.enrolment(project=project, person=first.person, start=BACK)
        factories.episode(
            enrolment=first,
            kind=EpisodeKind.WORK_PLACEMENT,
            start=FIRST,
            end=LEFT,
            hours_per_week=Decimal("37.5"),
            before_start=True,
        )
        factories.support(enrolment=second, source=SupportSource.STUDY_FINANCE, start=BACK)
        assert load_facts(project).participants == (
            ParticipantFacts(
                key=first.person_id,
                gender="woman",
                birth_date=factories.BIRTH_DATE,
                enrolments=(
                    EnrolmentFacts(FIRST, LEFT, "moved", "", Decimal(30)),
                    EnrolmentFacts(BACK, None, "", "", None),
                ),
                episodes=(EpisodeFacts("work_placement", FIRST, LEFT, Decimal("37.5"), before_start=True),),
                support=(SupportFacts("study_finance", BACK, None),),
            ),
        )

    def test_leaves_out_what_was_registered_by_mistake_and_all_that_hangs_on_it(
        self, project: Project
    ) -> None:
        kept = factories.enrolment(project=project, start=BACK)
        mistake = factories.enrolment(
            project=project, person=kept.person, start=FIRST, end=LEFT, registered_by_mistake=True
        )
        for wrong in (mistake, factories.enrolment(project=project, registered_by_mistake=True)):
            factories.episode(enrolment=wrong)
            factories.support(enrolment=wrong)
            factories.assessment(enrolment=wrong)
            factories.attendance(enrolment=wrong)
            factories.cv_entry(enrolment=wrong)
            factories.follow_up(enrolment=wrong)
            factories.survey_answer(enrolment=wrong)
            factories.episode(enrolment=wrong, company=factories.company(organisation=project.organisation))
            step = project.phases.first() or factories.phase(project=project)
            factories.phase_move(enrolment=wrong, phase=step)
        facts = load_facts(project)
        assert facts.participants == (
            ParticipantFacts(kept.person_id, "woman", factories.BIRTH_DATE, (EnrolmentFacts(BACK),)),
        )
        assert facts.companies == ()

    def test_takes_the_coachs_assessments_with_every_criterion_of_their_checklist(
        self, project: Project
    ) -> None:
        enrolment = factories.enrolment(project=project)
        factories.assessment(enrolment=enrolment, assessed_on=date(2025, 2, 1), states={"A1": "partly"})
        factories.assessment(enrolment=enrolment, assessed_on=date(2025, 2, 1), assessor="participant")
        newer = factories.checklist(project=project, version=2, codes=["D9", "A1"])
        bare = factories.assessment(enrolment=enrolment, assessed_on=date(2025, 3, 1), checklist=newer)
        bare.results.all().delete()
        facts = load_facts(project)
        assert facts.participants[0].assessments == (
            AssessmentFacts(
                date(2025, 2, 1),
                (("A1", "partly"), *((code, "not_assessed") for code in factories.CRITERIA[1:])),
            ),
            AssessmentFacts(date(2025, 3, 1), (("D9", "not_assessed"), ("A1", "not_assessed"))),
        )
        # The newest checklist's criteria first, then those that only the older one has.
        assert [criterion.code for criterion in facts.criteria] == ["D9", "A1", *factories.CRITERIA[1:]]

    @pytest.mark.django_db
    def test_takes_the_projects_frame_goals_contacts_and_needs(self) -> None:
        project = factories.project(age_bands=["18-29"], work_min_hours=Decimal(17), with_checklist=False)
        factories.goal(project=project, indicator="L5", value=30, gender="man", age_band="18-29")
        contact = factories.contact(project=project, contacted_on=FIRST)
        need = factories.need(project=project, registered_on=FIRST, closed_on=LEFT)
        facts = load_facts(project)
        assert (facts.name, facts.start, facts.end) == (project.name, project.start, project.end)
        assert (facts.age_bands, facts.work_min_hours) == (("18-29",), Decimal(17))
        assert facts.social_assistance_monthly == 7000
        assert facts.goals == (GoalFacts("L5", Decimal(30), "man", "18-29"),)
        assert facts.contacts == (ContactFacts(contact.company_id, FIRST),)
        assert facts.needs == (NeedFacts(need.company_id, FIRST, LEFT),)
        assert (facts.criteria, facts.participants) == ((), ())

    def test_takes_nothing_of_other_projects(self, project: Project) -> None:
        other = factories.project(organisation=project.organisation)
        elsewhere = factories.enrolment(project=other)
        factories.episode(enrolment=elsewhere)
        factories.contact(project=other)
        factories.goal(project=other)
        factories.need(project=other)
        factories.supervisor(project=other)
        factories.target_group(project=other)
        factories.cv_entry(enrolment=elsewhere)
        factories.follow_up(enrolment=elsewhere)
        factories.survey_answer(enrolment=elsewhere)
        factories.attendance(enrolment=elsewhere)
        factories.phase_move(enrolment=elsewhere, phase=factories.phase(project=other))
        here = factories.enrolment(project=project, person=elsewhere.person)
        facts = load_facts(project)
        assert facts.participants == (
            ParticipantFacts(here.person_id, "woman", factories.BIRTH_DATE, (EnrolmentFacts(here.start),)),
        )
        assert (facts.contacts, facts.needs, facts.goals, facts.companies) == ((), (), (), ())
        assert (facts.supervisors, facts.target_groups, facts.phases) == ((), (), ())

    def test_takes_what_was_told_at_each_start(self, project: Project) -> None:
        group = factories.target_group(project=project, name="Unga", target=25)
        first = factories.enrolment(
            project=project,
            start=FIRST,
            end=LEFT,
            exit_destination="studies",
            target_group=group,
            referred_by="Socialtjänsten",
            entry_status="unemployed",
            unemployed_since=date(2024, 6, 1),
            education_level="3",
        )
        factories.background(
            enrolment=first,
            birth_country="SO",
            parents_born_abroad="yes",
            citizenship="SE",
            reduced_work_capacity="declined",
        )
        factories.enrolment(project=project, person=first.person, start=BACK)
        assert load_facts(project).participants[0].enrolments == (
            EnrolmentFacts(
                FIRST,
                LEFT,
                "",
                "studies",
                None,
                "Unga",
                "Socialtjänsten",
                "unemployed",
                date(2024, 6, 1),
                "3",
                BackgroundFacts("SO", "yes", "SE", "declined"),
            ),
            EnrolmentFacts(BACK),
        )

    def test_takes_what_was_recorded_in_the_order_of_recording(self, project: Project) -> None:
        stay = factories.enrolment(project=project, start=FIRST)
        later, earlier = (
            factories.session(project=project, held_on=day, kind=kind)
            for day, kind in ((BACK, "seminar"), (FIRST, "talk"))
        )
        factories.attendance(enrolment=stay, session=later, minutes=61)
        factories.attendance(enrolment=stay, session=earlier, minutes=1)
        factories.cv_entry(enrolment=stay, kind="skill", confirmed_on=BACK)
        factories.cv_entry(enrolment=stay)
        factories.follow_up(enrolment=stay, kind="months_6", done_on=BACK, outcome="not_reached")
        factories.follow_up(enrolment=stay, done_on=FIRST)
        factories.survey_answer(enrolment=stay, answered_on=BACK)
        factories.survey_answer(enrolment=stay, question="developed", answer="4", answered_on=FIRST)
        person = load_facts(project).participants[0]
        assert person.attendance == (
            AttendanceFacts(BACK, 61, later.pk, "seminar"),
            AttendanceFacts(FIRST, 1, earlier.pk, "talk"),
        )
        assert person.cv == (CvFacts("skill", BACK), CvFacts(""))
        assert person.follow_ups == (
            FollowUpFacts("months_6", BACK, "not_reached"),
            FollowUpFacts("days_90", FIRST, "work"),
        )
        assert person.answers == (AnswerFacts("chance", BACK, "yes"), AnswerFacts("developed", FIRST, "4"))

    def test_numbers_the_steps_of_the_staircase_from_the_lowest(self, project: Project) -> None:
        stay = factories.enrolment(project=project)
        high, low = (
            factories.phase(project=project, position=position, name=name)
            for position, name in ((7, "Jobb"), (3, "Start"))
        )
        factories.phase_move(enrolment=stay, phase=high, moved_on=BACK)
        factories.phase_move(enrolment=stay, phase=low, moved_on=FIRST)
        facts = load_facts(project)
        assert facts.phases == ("Start", "Jobb")
        assert facts.participants[0].moves == (MoveFacts(BACK, 2), MoveFacts(FIRST, 1))

    def test_takes_every_company_that_the_project_has_to_do_with(self, project: Project) -> None:
        stay = factories.enrolment(project=project)

        def company(**fields: Any) -> Company:
            return factories.company(organisation=project.organisation, **fields)

        contacted, needing = company(industry_code="47112"), company(employees=249)
        sitting, supervising = company(organisation_number="2120001234"), company()
        employing = company(organisation_number="5520001234")
        factories.contact(project=project, company=contacted)
        factories.contact(project=project, company=contacted)
        factories.need(project=project, company=needing)
        factories.ring_membership(ring=factories.ring(project=project), company=sitting)
        trained = factories.supervisor(project=project, company=supervising, trained_on=FIRST)
        other = factories.supervisor(project=project, company=supervising)
        factories.episode(enrolment=stay, company=employing, occupation="7111")
        company()
        facts = load_facts(project)
        assert facts.companies == (
            CompanyFacts(contacted.pk, "47112"),
            CompanyFacts(needing.pk, employees=249),
            CompanyFacts(sitting.pk, public=True),
            CompanyFacts(supervising.pk),
            CompanyFacts(employing.pk),
        )
        assert facts.supervisors == (
            SupervisorFacts(trained.pk, supervising.pk, FIRST),
            SupervisorFacts(other.pk, supervising.pk),
        )
        (episode,) = facts.participants[0].episodes
        assert (episode.company, episode.occupation) == (employing.pk, "7111")

    def test_takes_the_target_groups_with_the_group_above(self, project: Project) -> None:
        above = factories.target_group(project=project, name="Unga", target=60, position=2)
        factories.target_group(project=project, name="Unga kvinnor", parent=above, position=1)
        assert load_facts(project).target_groups == (
            TargetGroupFacts("Unga kvinnor", None, "Unga"),
            TargetGroupFacts("Unga", 60),
        )

    def test_takes_the_list_of_occupations_that_applies(self, project: Project) -> None:
        assert load_facts(project).occupations is None
        factories.occupation_list(women={"7111": "1.2"}, version="2023")
        assert load_facts(project).occupations == OccupationFacts("2023", (("7111", Decimal("1.2")),))

    @pytest.mark.parametrize("size", [0, 1, 10])
    def test_takes_eighteen_queries_whatever_the_projects_size(self, project: Project, size: int) -> None:
        for number in range(size):
            enrolment = factories.enrolment(project=project)
            factories.background(enrolment=enrolment)
            factories.episode(enrolment=enrolment, company=factories.contact(project=project).company)
            factories.support(enrolment=enrolment)
            factories.assessment(enrolment=enrolment)
            factories.attendance(enrolment=enrolment)
            factories.cv_entry(enrolment=enrolment)
            factories.follow_up(enrolment=enrolment)
            factories.survey_answer(enrolment=enrolment)
            phase = factories.phase(project=project, position=number)
            factories.phase_move(enrolment=enrolment, phase=phase)
            factories.need(project=project)
            factories.supervisor(project=project)
            factories.target_group(project=project)
            factories.occupation_list(women={"1": 40})
        with CaptureQueriesContext(connection) as queries:
            facts = load_facts(project)
        assert len(facts.participants) == size
        assert len(queries) == 18
