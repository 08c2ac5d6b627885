"""From rows to facts: what is loaded, what is left out, and with how many queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants.codes import EpisodeKind, ExitCause, SupportSource
from projects.models import Project
from reporting.facts import (
    AssessmentFacts,
    ContactFacts,
    EnrolmentFacts,
    EpisodeFacts,
    GoalFacts,
    NeedFacts,
    ParticipantFacts,
    SupportFacts,
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
        assert load_facts(project).participants == (
            ParticipantFacts(kept.person_id, "woman", factories.BIRTH_DATE, (EnrolmentFacts(BACK),)),
        )

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
        here = factories.enrolment(project=project, person=elsewhere.person)
        facts = load_facts(project)
        assert [person.key for person in facts.participants] == [here.person_id]
        assert (facts.participants[0].episodes, facts.contacts, facts.goals) == ((), (), ())

    @pytest.mark.parametrize("size", [0, 1, 10])
    def test_takes_nine_queries_whatever_the_projects_size(self, project: Project, size: int) -> None:
        for _number in range(size):
            enrolment = factories.enrolment(project=project)
            factories.episode(enrolment=enrolment)
            factories.support(enrolment=enrolment)
            factories.assessment(enrolment=enrolment)
            factories.contact(project=project)
        with CaptureQueriesContext(connection) as queries:
            facts = load_facts(project)
        assert len(facts.participants) == size
        assert len(queries) == 9
