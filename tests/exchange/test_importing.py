"""What a workbook becomes in the database, and that it becomes all of it or nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from coaching.actions.checklists import STANDARD_NAME
from coaching.models import PhaseMove, ReadinessAssessment, Session
from employers.models import Company
from participants.models import (
    CoachAssignment,
    CvEntry,
    Enrolment,
    Episode,
    FollowUp,
    Person,
    SupportPeriod,
    SurveyAnswer,
)
from projects.models import Goal, Project, TargetGroup
from tests import factories
from tests.exchange.importing import everything, refused, taken_in
from tests.exchange.workbooks import good

pytestmark = pytest.mark.django_db
day = dt.date


def test_the_project_gets_its_frame() -> None:
    summary = taken_in(good())
    project = Project.objects.get()
    assert summary.is_new
    assert (project.name, project.organisation.name) == ("Provprojektet", "Provköpings kommun")
    assert (project.start, project.end, project.diary_number) == (day(2008, 8, 1), day(2011, 7, 31), "2008-1")
    assert (project.esf_grant, project.total_budget) == (4_000_000, None)
    assert (project.indicator_sets, project.age_bands) == (["L", "E07"], ["16-24", "25-54"])
    assert (project.work_min_hours, project.social_assistance_monthly) == (Decimal(17), 7000)
    assert [(phase.position, phase.name) for phase in project.phases.all()] == [
        (1, "Start"),
        (2, "Mitten"),
        (3, "Mål"),
    ]
    checklist = project.checklists.get()
    assert (checklist.version, checklist.name, checklist.criteria.count()) == (1, STANDARD_NAME, 11)


def test_an_organisation_that_is_there_gets_the_project() -> None:
    organisation = factories.organisation(name="Provköpings kommun")
    taken_in(good())
    assert Project.objects.get().organisation == organisation


def test_a_checklist_may_have_a_name_of_its_own() -> None:
    draft = good()
    draft.set_field("Checklista", "Redo för jobb")
    taken_in(draft)
    assert Project.objects.get().checklists.get().name == "Redo för jobb"


def test_social_assistance_is_the_usual_amount_where_it_is_not_told() -> None:
    draft = good()
    draft.set_field("Försörjningsstöd per månad", None)
    taken_in(draft)
    assert Project.objects.get().social_assistance_monthly == 7000


def test_goals_and_target_groups_are_written() -> None:
    taken_in(good())
    assert set(Goal.objects.values_list("indicator", "value", "gender", "age_band")) == {
        ("L1", Decimal(60), "", ""),
        ("L5", Decimal(30), "woman", "16-24"),
    }
    assert list(TargetGroup.objects.values_list("name", "target", "parent__name")) == [
        ("Unga", 50, None),
        ("Unga utan gymnasium", 20, "Unga"),
    ]


def test_a_person_is_written_once_with_numbers() -> None:
    taken_in(good())
    person = Person.objects.get(participant_numbers__number="D1")
    assert (person.first_name, person.last_name, person.birth_date) == ("Åsa", "Örn", day(1990, 5, 20))
    assert (person.gender, person.protected_identity) == ("woman", False)
    assert person.personal_numbers.get().digits == "199005202388"
    assert person.enrolments.count() == 2


def test_the_birth_date_follows_from_the_personal_number_where_it_is_not_told() -> None:
    taken_in(good())
    assert Person.objects.get(participant_numbers__number="D2").birth_date == day(1985, 3, 14)


def test_who_is_not_told_of_is_not_recorded() -> None:
    taken_in(good())
    person = Person.objects.get(participant_numbers__number="D3")
    assert (person.name, person.birth_date, person.gender) == ("", None, "unknown")


def test_protection_is_kept_as_soon_as_one_row_says_so() -> None:
    draft = good()
    draft.set("Deltagare", 3, "Skyddade personuppgifter", "ja")
    taken_in(draft)
    assert Person.objects.get(participant_numbers__number="D1").protected_identity


def test_an_enrolment_is_written_with_its_background() -> None:
    taken_in(good())
    enrolment = Enrolment.objects.get(start=day(2008, 9, 1))
    assert enrolment.target_group is not None
    assert enrolment.target_group.name == "Unga utan gymnasium"
    assert (enrolment.referred_by, enrolment.referred_on) == ("Socialtjänsten", day(2008, 8, 20))
    assert (enrolment.end, enrolment.exit_cause, enrolment.exit_destination) == (
        day(2009, 3, 31),
        "moved",
        "job_seeking",
    )
    assert (enrolment.education_level, enrolment.entry_status) == ("2", "unemployed")
    assert (enrolment.unemployed_since, enrolment.hours_wanted) == (day(2008, 1, 1), Decimal("37.5"))
    assert (enrolment.languages, enrolment.registered_by_mistake) == ("somaliska, svenska", False)
    background = enrolment.sensitive_background
    assert (background.birth_country, background.citizenship) == ("SO", "SE")
    assert (background.parents_born_abroad, background.reduced_work_capacity) == ("yes", "declined")
    move = PhaseMove.objects.get()
    assert (move.enrolment, move.phase.name, move.moved_on) == (enrolment, "Start", day(2008, 9, 1))


def test_what_was_not_told_of_the_background_was_not_asked() -> None:
    taken_in(good())
    background = Enrolment.objects.get(start=day(2009, 9, 1)).sensitive_background
    assert {background.birth_country, background.citizenship, background.parents_born_abroad} == {"not_asked"}


def test_one_registered_by_mistake_needs_no_end() -> None:
    taken_in(good())
    enrolment = Enrolment.objects.get(person__participant_numbers__number="D3")
    assert (enrolment.registered_by_mistake, enrolment.end, enrolment.exit_cause) == (True, None, "")


def test_an_unknown_coach_gets_an_account_that_cannot_sign_in() -> None:
    summary = taken_in(good())
    user = User.objects.get()
    assert summary.new_accounts == ["karin@exempel.se"]
    assert (user.email, user.has_usable_password(), user.is_superuser) == ("karin@exempel.se", False, False)
    membership = user.memberships.get()
    assert (membership.role, membership.start, membership.end) == ("coach", day(2008, 8, 1), None)
    assert list(CoachAssignment.objects.order_by("start").values_list("coach", "start", "end")) == [
        (user.pk, day(2008, 9, 1), day(2009, 3, 31)),
        (user.pk, day(2009, 9, 1), None),
    ]


def test_a_coach_with_an_account_keeps_it() -> None:
    user = factories.user(email="karin@exempel.se", name="Karin", password=factories.PASSWORD)
    draft = good()
    draft.set("Deltagare", 2, "Coach", "Karin@Exempel.SE")
    summary = taken_in(draft)
    user.refresh_from_db()
    assert summary.new_accounts == []
    assert (user.name, user.has_usable_password()) == ("Karin", True)
    assert user.memberships.get().role == "coach"


def test_support_and_episodes_are_written() -> None:
    taken_in(good())
    assert set(SupportPeriod.objects.values_list("source", "start", "end")) == {
        ("social_assistance", day(2008, 1, 1), day(2009, 1, 31)),
        ("wage", day(2009, 2, 1), None),
    }
    placement = Episode.objects.get(kind="work_placement")
    assert placement.company is not None
    assert (placement.company.organisation_number, placement.end) == ("5560001111", day(2009, 1, 31))
    job = Episode.objects.get(kind="employment")
    assert (job.hours_per_week, job.subsidy, job.occupation) == (Decimal(20), "new_start_job", "5321")
    assert (job.workplace, job.title, job.before_start) == ("Solgården", "Vårdbiträde", False)


def test_no_subsidy_is_told_of_employments_only() -> None:
    draft = good()
    draft.set("Insatser", 2, "Stöd", "utan")
    draft.set("Insatser", 3, "Stöd", "utan")
    taken_in(draft)
    assert dict(Episode.objects.values_list("kind", "subsidy")) == {
        "work_placement": "",
        "employment": "none",
    }


@pytest.mark.parametrize(
    ("on", "start"),
    [
        (day(2008, 8, 1), day(2008, 9, 1)),
        (day(2008, 9, 1), day(2008, 9, 1)),
        (day(2009, 8, 31), day(2008, 9, 1)),
        (day(2009, 9, 1), day(2009, 9, 1)),
        (day(2011, 1, 1), day(2009, 9, 1)),
    ],
)
def test_a_fact_belongs_to_the_latest_enrolment_begun_by_its_day(on: dt.date, start: dt.date) -> None:
    draft = good()
    draft.add("Försörjning", Deltagar_id="D1", Källa="a-kassa", Från=on)
    taken_in(draft)
    assert SupportPeriod.objects.get(source="unemployment_benefit").enrolment.start == start


def test_a_fact_belongs_to_one_registered_by_mistake_only_where_there_is_no_other() -> None:
    draft = good()
    draft.add("Deltagare", Deltagar_id="D2", Startdatum=day(2009, 1, 1), Avslutsorsak="felregistrerad")
    draft.add("Försörjning", Deltagar_id="D2", Källa="a-kassa", Från=day(2009, 2, 1))
    draft.add("Försörjning", Deltagar_id="D3", Källa="sjukpenning", Från=day(2009, 2, 1))
    taken_in(draft)
    assert not SupportPeriod.objects.get(source="unemployment_benefit").enrolment.registered_by_mistake
    assert SupportPeriod.objects.get(source="sickness_benefit").enrolment.registered_by_mistake


def test_assessments_have_a_state_for_every_criterion() -> None:
    taken_in(good())
    assessment = ReadinessAssessment.objects.get()
    assert (assessment.assessed_on, assessment.assessor) == (day(2008, 10, 1), "coach")
    states = dict(assessment.results.values_list("criterion__code", "state"))
    assert (states.pop("A1"), states.pop("D2")) == ("met", "partly")
    assert len(states) == 9
    assert set(states.values()) == {"not_assessed"}


def test_attendance_of_a_session_is_written_together() -> None:
    draft = good()
    draft.add(
        "Närvaro", Deltagar_id="D2", Datum=day(2008, 9, 5), Minuter=30, Aktivitet="Start", Typ="Jobbklubb"
    )
    taken_in(draft)
    session = Session.objects.get(held_on=day(2008, 9, 5))
    assert (session.title, session.kind) == ("Start", "job_club")
    assert set(session.attendance.values_list("minutes", flat=True)) == {75, 30}
    assert Session.objects.get(held_on=day(2008, 10, 5)).kind == "other"


def test_what_comes_afterwards_is_written_on_the_enrolment_of_its_day() -> None:
    draft = good()
    draft.add("CV", Deltagar_id="D1", Typ="språk", Text="Arabiska")  # confirmed by nobody: the latest
    draft.add("Uppföljning", Deltagar_id="D1", Typ="90 dagar", Datum=day(2010, 1, 8), Utfall="ej nådd")
    draft.add("Enkät", Deltagar_id="D2", Datum=day(2009, 1, 1), Fråga="chans", Svar="Vet ej")
    taken_in(draft)
    first, again = day(2008, 9, 1), day(2009, 9, 1)
    assert list(CvEntry.objects.values_list("enrolment__start", "kind", "text", "confirmed_on")) == [
        (first, "skill", "Truckkort", day(2009, 1, 31)),
        (again, "language", "Arabiska", None),
    ]
    assert list(FollowUp.objects.values_list("enrolment__start", "kind", "done_on", "outcome")) == [
        (first, "days_90", day(2009, 6, 29), "work"),
        (again, "days_90", day(2010, 1, 8), "not_reached"),
    ]
    answers = SurveyAnswer.objects.order_by("pk")
    assert list(answers.values_list("enrolment__start", "question", "answered_on", "answer")) == [
        (first, "chance", day(2009, 3, 31), "yes"),
        (first, "developed", day(2009, 3, 31), "4"),
        (day(2008, 10, 1), "chance", day(2009, 1, 1), "do_not_know"),
    ]
    assert taken_in(draft).nothing_new


def test_companies_are_written_with_rings_contacts_and_needs() -> None:
    draft = good()
    draft.sheets["Företag"].append(list(draft.sheets["Företag"][1]))
    draft.set("Företag", 4, "Ring", "Ring 2")
    taken_in(draft)
    company = Company.objects.get(organisation_number="5560001111")
    assert (company.name, company.municipality_code, company.industry_code) == (
        "Verkstaden AB",
        "0580",
        "25620",
    )
    assert (company.employees, company.women_share) == (12, Decimal(25))
    assert set(company.ring_memberships.values_list("ring__name", flat=True)) == {"Ring 1", "Ring 2"}
    assert list(company.contacts.values_list("contacted_on", "kind")) == [(day(2008, 9, 2), "visit")]
    assert list(company.needs.values_list("registered_on", "occupation", "positions", "closed_on")) == [
        (day(2008, 9, 2), "7212", 2, None)
    ]
    assert list(company.supervisors.values_list("name", "trained_on")) == [("Bo Prov", day(2008, 9, 9))]


def test_rows_are_counted_by_sheet() -> None:
    counts = {count.sheet: count for count in taken_in(good()).sheets}
    assert (counts["Enkät"].rows, counts["Enkät"].added) == (2, 2)
    assert (counts["Deltagare"].rows, counts["Deltagare"].added) == (4, 4)


def test_checking_writes_nothing() -> None:
    before = everything()
    summary = taken_in(good(), check_only=True)
    assert everything() == before
    assert summary.added == sum(count.added for count in summary.sheets) > 0


def test_nothing_is_written_when_anything_is_wrong() -> None:
    draft = good()
    draft.set("Handledare", 2, "Utbildad datum", "i våras")
    assert [fault.sheet for fault in refused(draft)] == ["Handledare"]


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    def queries(participants: int) -> int:
        draft = good()
        draft.set_field("Namn", f"Projekt med {participants}")
        for number in range(participants):
            who = f"P{number}"
            draft.add("Deltagare", Deltagar_id=who, Startdatum=day(2009, 1, 1), Coach="karin@exempel.se")
            draft.add("Försörjning", Deltagar_id=who, Källa="lön", Från=day(2009, 2, 1))
            draft.add("Närvaro", Deltagar_id=who, Datum=day(2009, 1, 2), Minuter=60)
            draft.add("Jobbredo", Deltagar_id=who, Datum=day(2009, 1, 2), Bedömd_av="coach", A1="uppfyllt")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            taken_in(draft)
        return len(captured)

    queries(1)  # the company and the account are new the first time
    assert queries(5) == queries(80)
