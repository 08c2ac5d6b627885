"""Supported employment: five steps with their forms, back and forth, until the closing talk with both."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, User
from coaching.actions import supported as actions
from coaching.models import (
    ApplicantAnalysis,
    IntroductionAgreement,
    JobAnalysis,
    MayTell,
    PlannedSupport,
    SessionKind,
    SupportedMove,
    SupportedProcess,
)
from participants.models import CoachAssignment, Enrolment, Person
from projects.models import Project
from tests import factories
from tests.posting import errors, fill_in, saved

TODAY = timezone.localdate()
LIST = "/deltagare/supported-employment/"
CLOSED = {
    "employee_talk_on": TODAY - dt.timedelta(days=2),
    "employee_view": "Trivs och klarar sig själv.",
    "employer_talk_on": TODAY - dt.timedelta(days=1),
    "employer_view": "Nöjda, behöver inget mer stöd.",
    "closed_on": TODAY,
}


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=days_ago(100))


@pytest.fixture
def process(enrolment: Enrolment) -> SupportedProcess:
    return factories.supported_process(enrolment=enrolment)


@pytest.fixture
def last_step(process: SupportedProcess) -> SupportedProcess:
    factories.supported_move(process=process, step=5, moved_on=days_ago(30))
    return process


def part(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/supported-employment/"


def of(process: SupportedProcess, place: str = "") -> str:
    return f"{LIST}{process.public_id}/{place}"


def shown(client: Client, enrolment: Enrolment) -> Any:
    return client.get(part(enrolment)).context["supported"]


class TestTheSteps:
    def test_begin_with_the_first(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(coach_client, f"{part(enrolment)}borja/", moved_on=days_ago(3))
        supported = shown(coach_client, enrolment)
        assert (supported.current.number, supported.current.since) == (1, days_ago(3))
        assert [step.days for step in supported.steps] == [3, 0, 0, 0, 0]

    def test_begun_twice_by_one_form_are_one(self, coach: User, enrolment: Enrolment) -> None:
        key = uuid.uuid4()
        for _time in (1, 2):
            actions.begin(by=coach, enrolment=enrolment, key=key, on=TODAY, step=1, moved_on=TODAY, reason="")
        assert SupportedProcess.objects.count() == SupportedMove.objects.count() == 1

    def test_begun_by_two_people_are_refused(
        self, coach_client: Client, enrolment: Enrolment, process: SupportedProcess
    ) -> None:
        assert errors(fill_in(coach_client, f"{part(enrolment)}borja/"))["__all__"]
        assert SupportedProcess.objects.get() == process

    def test_go_on_with_the_next(self, coach_client: Client, process: SupportedProcess) -> None:
        page = coach_client.get(of(process, "flytta/"))
        assert page.context["form"]["step"].value() == 2
        saved(coach_client, of(process, "flytta/"), reason="Vet vad vi söker")
        assert shown(coach_client, process.enrolment).current.number == 2

    def test_go_back_and_keep_what_was(self, coach_client: Client, process: SupportedProcess) -> None:
        factories.supported_move(process=process, step=3, moved_on=days_ago(60))
        saved(
            coach_client, of(process, "flytta/"), step=2, moved_on=days_ago(40), reason="Platsen passade inte"
        )
        saved(coach_client, of(process, "flytta/"), step=3, moved_on=days_ago(10), reason="Ny arbetsplats")
        supported = shown(coach_client, process.enrolment)
        assert [(time.move.step, time.days) for time in supported.times] == [
            (3, 10),
            (2, 30),
            (3, 20),
            (1, 40),
        ]
        assert [(step.days, step.times) for step in supported.steps] == [
            (40, 1),
            (30, 1),
            (30, 2),
            (0, 0),
            (0, 0),
        ]
        assert supported.days == 100

    def test_say_why(self, coach_client: Client, process: SupportedProcess) -> None:
        assert list(errors(fill_in(coach_client, of(process, "flytta/")))) == ["reason"]

    @pytest.mark.parametrize("days", [-1, 101])
    def test_lie_neither_ahead_nor_before_the_enrolment(
        self, coach_client: Client, process: SupportedProcess, days: int
    ) -> None:
        sent = fill_in(coach_client, of(process, "flytta/"), moved_on=days_ago(days), reason="Klar")
        assert list(errors(sent)) == ["moved_on"]

    def test_are_not_moved_to_where_they_are(self, coach_client: Client, process: SupportedProcess) -> None:
        assert list(errors(fill_in(coach_client, of(process, "flytta/"), step=1, reason="Igen"))) == ["step"]

    def test_sent_twice_are_moved_once(self, coach: User, process: SupportedProcess) -> None:
        key = uuid.uuid4()
        for _time in (1, 2):
            actions.move(by=coach, process=process, key=key, on=TODAY, step=2, moved_on=TODAY, reason="Klar")
        assert process.moves.count() == 2

    def test_are_corrected_and_taken_away(self, coach_client: Client, process: SupportedProcess) -> None:
        second = factories.supported_move(process=process, step=2, moved_on=days_ago(5))
        place = f"{LIST}flytt/{second.public_id}/"
        saved(coach_client, place, moved_on=days_ago(7))
        assert shown(coach_client, process.enrolment).current.since == days_ago(7)
        coach_client.post(f"{place}ta-bort/")
        assert shown(coach_client, process.enrolment).current.number == 1

    def test_taken_away_to_the_first_take_an_empty_process_along(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        place = f"{LIST}flytt/{process.moves.get().public_id}/ta-bort/"
        told = factories.may_tell(process=process)
        coach_client.post(place)
        assert SupportedProcess.objects.exists()
        told.delete()
        coach_client.post(place)
        assert not SupportedProcess.objects.exists()

    def test_end_with_the_enrolment(self, coach_client: Client, process: SupportedProcess) -> None:
        Enrolment.objects.filter(pk=process.enrolment_id).update(end=days_ago(20))
        supported = shown(coach_client, process.enrolment)
        assert (supported.running, supported.current, supported.days) == (False, None, 80)
        assert "borja/" not in coach_client.get(part(process.enrolment)).content.decode()
        late = fill_in(coach_client, of(process, "flytta/"), moved_on=days_ago(19), reason="Klar")
        assert list(errors(late)) == ["moved_on"]


class TestTheApplicantAnalysis:
    def test_may_be_left_half_done(self, coach_client: Client, process: SupportedProcess) -> None:
        saved(coach_client, of(process, "sokandeanalys/"), tasks_sought="Arbete i kök")
        saved(coach_client, of(process, "sokandeanalys/"), tasks_avoided="Tunga lyft")
        kept = ApplicantAnalysis.objects.get()
        assert (kept.tasks_sought, kept.tasks_avoided, kept.analysed_on) == (
            "Arbete i kök",
            "Tunga lyft",
            None,
        )

    def test_is_not_written_over_unseen(self, coach_client: Client, process: SupportedProcess) -> None:
        row = factories.applicant_analysis(process=process, support_needed="Lite")
        form = coach_client.get(of(process, "sokandeanalys/")).context["form"]
        ApplicantAnalysis.objects.filter(pk=row.pk).update(support_needed="Mycket")
        sent = {"seen": form.seen, "support_needed": "Inget"}
        answer: Any = coach_client.post(of(process, "sokandeanalys/"), sent)
        said = errors(answer)["support_needed"]
        assert "Mycket" in said[0]
        assert ApplicantAnalysis.objects.get().support_needed == "Mycket"

    def test_happened_by_today(self, coach_client: Client, process: SupportedProcess) -> None:
        sent = fill_in(coach_client, of(process, "sokandeanalys/"), analysed_on=days_ago(-1))
        assert list(errors(sent)) == ["analysed_on"]


class TestWhatEmployersMayBeTold:
    def test_is_what_the_participant_chose_on_a_day(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        company = factories.company(organisation=process.enrolment.project.organisation)
        saved(coach_client, of(process, "far-berattas/"), what="Har gått SFI C", company=company.pk)
        (told,) = shown(coach_client, process.enrolment).told
        assert (told.what, told.company, told.agreed_on) == ("Har gått SFI C", company, TODAY)
        assert AuditEvent.objects.filter(action="maytell.shared").count() == 1

    def test_withdrawn_may_not_be_told_from_that_moment_and_stays_on_record(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        told = factories.may_tell(process=process, what="Hör dåligt")
        place = f"{LIST}far-berattas/{told.public_id}/aterta/"
        assert "Hör dåligt" in coach_client.get(place).content.decode()
        for _time in (1, 2):
            coach_client.post(place)
        supported = shown(coach_client, process.enrolment)
        assert (supported.told, supported.no_longer_told) == ([], [told])
        assert MayTell.objects.get().withdrawn_on == TODAY
        assert AuditEvent.objects.filter(action="maytell.withdrawn").count() == 1

    def test_is_nothing_after_its_last_day_or_the_end(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        factories.may_tell(process=process, until=days_ago(1))
        factories.may_tell(process=process)
        assert len(shown(coach_client, process.enrolment).told) == 1
        SupportedProcess.objects.update(broken_off_on=TODAY, broken_off_reason="Flyttade")
        assert shown(coach_client, process.enrolment).told == []

    def test_stands_beside_the_forms_where_employers_are_met(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        factories.may_tell(process=process, what="Får visas")
        factories.may_tell(process=process, what="Får inte visas", withdrawn_on=TODAY)
        page = coach_client.get(of(process, "arbetsanalys/")).content.decode()
        assert "Får visas" in page
        assert "Får inte visas" not in page
        SupportedProcess.objects.update(broken_off_on=TODAY, broken_off_reason="Flyttade")
        assert "Får visas" not in coach_client.get(of(process, "arbetsanalys/")).content.decode()

    def test_stands_first_from_step_three_on(self, coach_client: Client, process: SupportedProcess) -> None:
        def comes_first() -> bool:
            page = coach_client.get(part(process.enrolment)).content.decode()
            return page.index('id="told"') < page.index('id="step-1"')

        assert not comes_first()
        factories.supported_move(process=process, step=3, moved_on=TODAY)
        assert comes_first()

    def test_is_chosen_as_long_as_the_process_goes_on(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        SupportedProcess.objects.update(broken_off_on=TODAY, broken_off_reason="Flyttade")
        assert errors(fill_in(coach_client, of(process, "far-berattas/"), what="Något"))["__all__"]


class TestJobFinding:
    def test_is_written_of_each_employer_asked_also_for_someone_protected(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        stay = process.enrolment
        Person.objects.filter(pk=stay.person_id).update(protected_identity=True)
        part = f"/deltagare/{stay.public_id}/supported-employment/"
        write = f"/deltagare/{stay.public_id}/anteckningar/ny/?typ=employer"
        assert write in coach_client.get(part).content.decode()

        saved(coach_client, write, text="Norrängs Bygghandel, hans förslag: vill träffa honom.")
        page = coach_client.get(part).content.decode()
        step = page.split('id="step-2"')[1].split('id="step-3"')[0]
        assert "Norrängs Bygghandel, hans förslag" in step
        factories.note(enrolment=stay, text="Ett samtal om annat", day=TODAY)
        assert "Ett samtal om annat" not in coach_client.get(part).content.decode()


class TestAJobAnalysis:
    def test_is_held_against_what_the_applicant_seeks(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        factories.applicant_analysis(process=process, environment_avoided="Buller")
        saved(
            coach_client,
            of(process, "arbetsanalys/"),
            workplace="Storköket",
            tasks="Disk och sallad",
            physical="Hög ljudnivå vid disken",
            physical_fit="adapted",
        )
        (analysed,) = shown(coach_client, process.enrolment).jobs
        tasks, physical = analysed.matches[0], analysed.matches[4]
        assert (tasks.sought, tasks.avoided, tasks.there) == ("Arbete i kök", "Tunga lyft", "Disk och sallad")
        assert (physical.avoided, physical.there) == ("Buller", "Hög ljudnivå vid disken")
        assert physical.fit == analysed.analysis.get_physical_fit_display() != ""

    def test_is_of_a_workplace(self, coach_client: Client, process: SupportedProcess) -> None:
        assert list(errors(fill_in(coach_client, of(process, "arbetsanalys/")))) == ["workplace"]

    def test_is_of_a_company_that_the_organisation_knows(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        other = factories.company(organisation=factories.organisation())
        assert "company" in errors(fill_in(coach_client, of(process, "arbetsanalys/"), company=other.pk))

    def test_is_changed_and_removed(self, coach_client: Client, process: SupportedProcess) -> None:
        place = f"{LIST}arbetsanalys/{factories.job_analysis(process=process).public_id}/"
        saved(coach_client, place, judgement="direct")
        assert JobAnalysis.objects.get().judgement == "direct"
        coach_client.post(f"{place}ta-bort/")
        assert not JobAnalysis.objects.exists()


class TestAnIntroductionAgreement:
    def test_begins_with_what_the_analysis_said(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        factories.job_analysis(process=process, workplace="Storköket", tasks="Disk")
        saved(coach_client, of(process, "introduktion/"), supervisor="Sara Handledare", hours_per_week="12,5")
        made = IntroductionAgreement.objects.get()
        assert (made.workplace, made.tasks, made.supervisor) == ("Storköket", "Disk", "Sara Handledare")
        assert made.agreed_on is None

    def test_is_printed_for_all_three(self, coach_client: Client, process: SupportedProcess) -> None:
        made = factories.introduction(process=process)
        paper = coach_client.get(f"{LIST}introduktion/{made.public_id}/skriv-ut/")
        assert paper.content.startswith(b"%PDF")
        assert "Provsson" not in paper["Content-Disposition"]

    def test_of_someone_protected_is_printed_by_their_own_coach_only(
        self, coach_client: Client, lead_client: Client, process: SupportedProcess
    ) -> None:
        made = factories.introduction(process=process)
        Person.objects.update(protected_identity=True)
        place = f"{LIST}introduktion/{made.public_id}/skriv-ut/"
        assert (coach_client.get(place).status_code, lead_client.get(place).status_code) == (200, 404)

    def test_does_not_end_before_it_begins(self, coach_client: Client, process: SupportedProcess) -> None:
        made = factories.introduction(process=process)
        sent = fill_in(coach_client, f"{LIST}introduktion/{made.public_id}/", start=TODAY, end=days_ago(1))
        assert "end" in errors(sent)


class TestSupport:
    def test_given_is_the_attendance_beside_what_was_planned(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        monday = days_ago(TODAY.weekday())
        before = monday - dt.timedelta(weeks=1)
        factories.planned_support(process=process, start=before, hours_per_week="7.5")
        factories.planned_support(process=process, start=monday, hours_per_week=2)
        stay = process.enrolment
        for kind, minutes in (
            (SessionKind.TALK, 50),
            (SessionKind.THREE_PARTY_TALK, 40),
            (SessionKind.JOB_CLUB, 120),
        ):
            held = factories.session(project=stay.project, held_on=before, kind=kind)
            factories.attendance(enrolment=stay, session=held, minutes=minutes)
        supported = shown(coach_client, stay)
        assert [(week.monday, week.planned, week.given) for week in supported.weeks] == [
            (monday, 120, 0),
            (before, 450, 90),
        ]
        assert supported.talks == [before]

    def test_planned_is_entered_in_hours_and_once_a_day(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        saved(coach_client, of(process, "stod/"), hours_per_week="7,5")
        assert PlannedSupport.objects.get().minutes == 450
        assert errors(fill_in(coach_client, of(process, "stod/"), hours_per_week="5"))["__all__"]

    def test_planned_is_corrected_and_removed(self, coach_client: Client, process: SupportedProcess) -> None:
        place = f"{LIST}stod/{factories.planned_support(process=process).public_id}/"
        saved(coach_client, place, hours_per_week="4")
        assert PlannedSupport.objects.get().hours_per_week == 4
        coach_client.post(f"{place}ta-bort/")
        assert not PlannedSupport.objects.exists()


class TestTheEnd:
    def test_is_the_closing_talk_with_both(self, coach_client: Client, last_step: SupportedProcess) -> None:
        saved(coach_client, of(last_step, "avslutande-samtal/"), **CLOSED)
        supported = shown(coach_client, last_step.enrolment)
        assert (supported.running, supported.process.closed_on) == (False, TODAY)
        assert supported.steps[4].days == 30

    @pytest.mark.parametrize("missing", [name for name in CLOSED if name != "closed_on"])
    def test_is_refused_without_either_party(
        self, coach_client: Client, last_step: SupportedProcess, missing: str
    ) -> None:
        sent = fill_in(coach_client, of(last_step, "avslutande-samtal/"), **{**CLOSED, missing: ""})
        assert list(errors(sent)) == [missing]
        assert SupportedProcess.objects.get().closed_on is None

    @pytest.mark.parametrize("missing", [name for name in CLOSED if name != "closed_on"])
    def test_without_either_party_is_refused_by_the_database(
        self, last_step: SupportedProcess, missing: str
    ) -> None:
        nothing = "" if missing.endswith("view") else None
        with pytest.raises(IntegrityError, match="supported_process_closed_with_both"), transaction.atomic():
            SupportedProcess.objects.filter(pk=last_step.pk).update(**{**CLOSED, missing: nothing})

    def test_is_in_the_fifth_step(self, coach_client: Client, process: SupportedProcess) -> None:
        sent = fill_in(coach_client, of(process, "avslutande-samtal/"), **CLOSED)
        assert list(errors(sent)) == ["closed_on"]

    def test_is_not_before_the_step_or_the_talks(
        self, coach_client: Client, last_step: SupportedProcess
    ) -> None:
        place = of(last_step, "avslutande-samtal/")
        early = {**CLOSED, "closed_on": days_ago(40)}
        assert set(errors(fill_in(coach_client, place, **early))) == {"employee_talk_on", "employer_talk_on"}
        talked = {"employee_talk_on": days_ago(50), "employer_talk_on": days_ago(50)}
        assert list(errors(fill_in(coach_client, place, **{**early, **talked}))) == ["closed_on"]

    def test_may_be_prepared_one_talk_at_a_time(
        self, coach_client: Client, last_step: SupportedProcess
    ) -> None:
        one = {name: CLOSED[name] for name in ("employee_talk_on", "employee_view")}
        saved(coach_client, of(last_step, "avslutande-samtal/"), **one)
        assert shown(coach_client, last_step.enrolment).running

    def test_holds_the_steps_until_it_is_taken_back(
        self, coach_client: Client, last_step: SupportedProcess
    ) -> None:
        place = of(last_step, "avslutande-samtal/")
        saved(coach_client, place, **CLOSED)
        assert errors(fill_in(coach_client, of(last_step, "flytta/"), step=2, reason="Nytt"))["__all__"]
        saved(coach_client, place, closed_on="")
        saved(coach_client, of(last_step, "flytta/"), step=2, reason="Nytt")

    def test_lets_another_begin(self, coach_client: Client, last_step: SupportedProcess) -> None:
        saved(coach_client, of(last_step, "avslutande-samtal/"), **CLOSED)
        saved(coach_client, f"{part(last_step.enrolment)}borja/")
        page = coach_client.get(part(last_step.enrolment))
        assert page.context["supported"].running
        assert page.context["others"] == [last_step]
        earlier = coach_client.get(of(last_step))
        assert earlier.context["supported"].process == last_step

    def test_before_the_fifth_step_is_broken_off_for_a_reason(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        place = of(process, "avbryt/")
        assert errors(fill_in(coach_client, place))
        assert errors(fill_in(coach_client, place, broken_off_on=TODAY))
        saved(coach_client, place, broken_off_on=TODAY, broken_off_reason="Vill söka själv")
        assert not shown(coach_client, process.enrolment).running
        saved(coach_client, place, broken_off_on="", broken_off_reason="")
        assert shown(coach_client, process.enrolment).running

    def test_is_not_after_the_exit(self, coach_client: Client, last_step: SupportedProcess) -> None:
        Enrolment.objects.filter(pk=last_step.enrolment_id).update(end=days_ago(2))
        sent = fill_in(coach_client, of(last_step, "avslutande-samtal/"), **CLOSED)
        assert set(errors(sent)) == {"employer_talk_on", "closed_on"}

    def test_leaves_a_move_that_stood_after_the_exit_to_be_corrected(
        self, coach_client: Client, last_step: SupportedProcess
    ) -> None:
        Enrolment.objects.filter(pk=last_step.enrolment_id).update(end=days_ago(40))
        place = f"{LIST}flytt/{last_step.moves.get(step=5).public_id}/"
        saved(coach_client, place, reason="Fick jobb")
        assert list(errors(fill_in(coach_client, place, moved_on=days_ago(29)))) == ["moved_on"]


class TestThePart:
    def test_is_there_where_the_project_works_by_it(
        self, coach_client: Client, lead_client: Client, enrolment: Enrolment
    ) -> None:
        def tabs() -> list[str]:
            page = coach_client.get(f"/deltagare/{enrolment.public_id}/")
            return [tab.url for tab in page.context["tabs"]]

        assert part(enrolment) not in tabs()
        switch = f"/projekt/{enrolment.project.public_id}/arbetssatt/"
        assert coach_client.get(switch).status_code == 403
        saved(lead_client, switch, supported_employment="on")
        assert part(enrolment) in tabs()
        saved(lead_client, switch, supported_employment=None)
        assert part(enrolment) not in tabs()

    def test_is_there_where_it_has_begun(self, coach_client: Client, process: SupportedProcess) -> None:
        page = coach_client.get(f"/deltagare/{process.enrolment.public_id}/")
        assert part(process.enrolment) in [tab.url for tab in page.context["tabs"]]

    def test_teaches_before_it_begins(self, coach_client: Client, enrolment: Enrolment) -> None:
        page = coach_client.get(part(enrolment)).content.decode()
        assert 'class="empty"' in page
        assert f"{part(enrolment)}borja/" in page

    def test_is_read_by_a_lead_and_changed_by_coaches(
        self, lead_client: Client, process: SupportedProcess
    ) -> None:
        assert "flytta/" not in lead_client.get(part(process.enrolment)).content.decode()
        assert lead_client.get(of(process, "flytta/")).status_code == 403

    def test_takes_as_many_queries_however_much_there_is(
        self, coach_client: Client, process: SupportedProcess
    ) -> None:
        counts = []
        for number in (1, 10):
            for each in range(number):
                factories.supported_move(
                    process=process,
                    step=2 + (number + each) % 2,
                    moved_on=days_ago(90 - 5 * number - each),
                )
                factories.may_tell(process=process)
                company = factories.company(organisation=process.enrolment.project.organisation)
                factories.job_analysis(process=process, company=company)
                factories.introduction(process=process, company=company)
            with CaptureQueriesContext(connection) as queries:
                coach_client.get(part(process.enrolment))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestTheList:
    def test_has_who_is_in_which_step_since_when(
        self, coach_client: Client, process: SupportedProcess, coach: User
    ) -> None:
        factories.supported_move(process=process, step=2, moved_on=days_ago(9))
        (row,) = coach_client.get(LIST).context["rows"]
        assert (row.step, row.since, row.days, row.days_in_all) == (2, days_ago(9), 9, 100)
        assert row.coach == str(coach)

    def test_has_those_of_a_step_the_longest_there_first(
        self, coach_client: Client, project: Project
    ) -> None:
        for step, days in ((2, 5), (1, 3), (2, 50)):
            stay = factories.enrolment(project=project, start=days_ago(90))
            factories.supported_process(enrolment=stay, step=step, moved_on=days_ago(days))
        rows = coach_client.get(f"{LIST}?step=2").context["rows"]
        assert [row.days for row in rows] == [50, 5]

    def test_has_nobody_who_has_ended_or_is_out_of_reach(
        self, coach_client: Client, lead_client: Client, process: SupportedProcess, project: Project
    ) -> None:
        factories.supported_process(enrolment=factories.enrolment())
        gone = factories.enrolment(project=project, start=days_ago(90), end=days_ago(1))
        factories.supported_process(enrolment=gone)
        stopped = factories.supported_process(
            enrolment=factories.enrolment(project=project, start=days_ago(9))
        )
        SupportedProcess.objects.filter(pk=stopped.pk).update(
            broken_off_on=TODAY, broken_off_reason="Flyttade"
        )
        assert [row.process for row in coach_client.get(LIST).context["rows"]] == [process]
        Person.objects.filter(pk=process.enrolment.person_id).update(protected_identity=True)
        assert len(coach_client.get(LIST).context["rows"]) == 1
        assert lead_client.get(LIST).context["rows"] == []

    def test_takes_as_many_queries_however_many_there_are(
        self, coach_client: Client, coach: User, project: Project
    ) -> None:
        counts = {}
        there = 0
        for number in (1, 10, 1000):
            _many(project, number - there, coach=coach)
            there = number
            with CaptureQueriesContext(connection) as queries:
                assert coach_client.get(LIST).context["page"].paginator.count == number
            counts[number] = len(queries)
        assert len(set(counts.values())) == 1, counts
        assert counts[1] <= 20


def _many(project: Project, number: int, *, coach: User) -> None:
    people = Person.objects.bulk_create(
        Person(organisation=project.organisation, first_name="Eva", last_name=f"Nummer {place:04}")
        for place in range(number)
    )
    stays = Enrolment.objects.bulk_create(
        Enrolment(project=project, person=person, start=days_ago(50)) for person in people
    )
    CoachAssignment.objects.bulk_create(
        CoachAssignment(enrolment=stay, coach=coach, start=days_ago(50)) for stay in stays
    )
    begun = SupportedProcess.objects.bulk_create(SupportedProcess(enrolment=stay) for stay in stays)
    SupportedMove.objects.bulk_create(
        SupportedMove(process=each, step=place % 5 + 1, moved_on=days_ago(place % 40))
        for place, each in enumerate(begun)
    )
