"""A stay after the enrolment: corrected, handed over, ended, reopened, taken out of every count."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from participants.models import Enrolment, Person
from projects.models import Project
from tests import factories
from tests.posting import errors, fill_in, saved

TODAY = timezone.localdate()


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(
        project=project, coach=coach, start=dt.date(2026, 1, 15), entry_status="employed"
    )


def url(enrolment: Enrolment, part: str = "") -> str:
    return f"/deltagare/{enrolment.public_id}/{part}"


class TestTheEnrolment:
    def test_is_corrected(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(coach_client, url(enrolment, "inskrivning/"), start="2026-01-10", languages="dari")
        enrolment.refresh_from_db()
        assert (enrolment.start, enrolment.languages, enrolment.entry_status) == (
            dt.date(2026, 1, 10),
            "dari",
            "employed",
        )

    def test_may_stand_outside_the_project_but_not_be_put_there(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        Enrolment.objects.update(start=dt.date(2023, 12, 1))
        saved(coach_client, url(enrolment, "inskrivning/"), languages="dari")
        assert "start" in errors(fill_in(coach_client, url(enrolment, "inskrivning/"), start="2023-11-01"))

    def test_may_not_overlap_another(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.enrolment(
            project=enrolment.project,
            person=enrolment.person,
            start=dt.date(2025, 1, 1),
            end=dt.date(2025, 6, 1),
        )
        assert errors(fill_in(coach_client, url(enrolment, "inskrivning/"), start="2025-06-01"))["__all__"]


class TestThePerson:
    def test_is_corrected(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(
            coach_client,
            url(enrolment, "person/"),
            last_name="Berg",
            gender="nonbinary",
            personal_number="199005202388",
        )
        person = Person.objects.get()
        assert (person.last_name, person.gender) == ("Berg", "nonbinary")
        assert person.personal_numbers.get().kind == "personal"

    def test_keeps_the_number_that_is_left_empty(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.personal_number(person=enrolment.person)
        saved(coach_client, url(enrolment, "person/"), last_name="Berg")
        assert Person.objects.get().personal_numbers.count() == 1

    def test_can_get_a_new_number(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.personal_number(person=enrolment.person)
        saved(
            coach_client, url(enrolment, "person/"), personal_number="199005212387", birth_date="1990-05-21"
        )
        assert Person.objects.get().personal_numbers.count() == 2

    def test_birth_date_must_agree_with_the_number_on_record(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        factories.personal_number(person=enrolment.person)
        response = fill_in(coach_client, url(enrolment, "person/"), birth_date="1990-05-21")
        assert list(errors(response)) == ["birth_date"]

    def test_birth_date_is_before_the_first_day(self, coach_client: Client, enrolment: Enrolment) -> None:
        response = fill_in(coach_client, url(enrolment, "person/"), birth_date=enrolment.start.isoformat())
        assert list(errors(response)) == ["birth_date"]

    def test_number_of_another_is_refused(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.personal_number(person=factories.person(organisation=enrolment.project.organisation))
        response = fill_in(coach_client, url(enrolment, "person/"), personal_number="199005202388")
        assert list(errors(response)) == ["personal_number"]

    def test_protection_needs_a_coach_in_every_project(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        other = factories.project(organisation=enrolment.project.organisation)
        elsewhere = factories.enrolment(project=other, person=enrolment.person)
        response = fill_in(coach_client, url(enrolment, "person/"), protected_identity="on")
        assert list(errors(response)) == ["protected_identity"]

        factories.coach_assignment(enrolment=elsewhere, coach=factories.coach(project=other))
        saved(coach_client, url(enrolment, "person/"), protected_identity="on")
        assert coach_client.get(url(enrolment)).status_code == 200

    def test_without_a_name_may_stay_so_but_not_become_so(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        response = fill_in(coach_client, url(enrolment, "person/"), first_name="", last_name="")
        assert list(errors(response)) == ["last_name"]

        Person.objects.update(first_name="", last_name="")
        saved(coach_client, url(enrolment, "person/"), gender="man")


class TestSensitiveBackground:
    def test_is_recorded_and_changed(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(coach_client, url(enrolment, "bakgrund/"), birth_country="ER", citizenship="declined")
        saved(coach_client, url(enrolment, "bakgrund/"), reduced_work_capacity="declined")
        enrolment.refresh_from_db()
        background = enrolment.sensitive_background
        assert (background.birth_country, background.reduced_work_capacity) == ("ER", "declined")

    def test_a_country_that_is_no_more_stays(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.background(enrolment=enrolment, birth_country="YU")
        saved(coach_client, url(enrolment, "bakgrund/"), parents_born_abroad="yes")
        enrolment.refresh_from_db()
        assert enrolment.sensitive_background.birth_country == "YU"

    def test_is_not_shown_to_a_lead(
        self, coach_client: Client, lead_client: Client, enrolment: Enrolment
    ) -> None:
        factories.background(enrolment=enrolment, birth_country="ER")
        assert "Eritrea" in coach_client.get(url(enrolment)).content.decode()
        assert "Eritrea" not in lead_client.get(url(enrolment)).content.decode()


class TestHandover:
    def test_gives_the_new_coach_the_day_and_the_old_one_the_day_before(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        other = factories.coach(project=enrolment.project, name="Åke Ny")
        saved(coach_client, url(enrolment, "coach/"), coach=other.memberships.get().pk, on="2026-03-01")

        old, new = enrolment.coach_assignments.order_by("start")
        assert (old.end, new.start, new.coach) == (dt.date(2026, 2, 28), dt.date(2026, 3, 1), other)

    def test_on_the_first_day_replaces(self, coach_client: Client, enrolment: Enrolment) -> None:
        other = factories.coach(project=enrolment.project)
        saved(coach_client, url(enrolment, "coach/"), coach=other.memberships.get().pk, on="2026-01-15")
        assert enrolment.coach_assignments.get().coach == other

    def test_sent_twice_is_one(self, coach_client: Client, enrolment: Enrolment) -> None:
        other = factories.coach(project=enrolment.project).memberships.get()
        for _time in (1, 2):
            saved(coach_client, url(enrolment, "coach/"), coach=other.pk, on="2026-03-01")
        assert enrolment.coach_assignments.count() == 2

    def test_names_a_first_coach(self, coach_client: Client, project: Project, coach: User) -> None:
        alone = factories.enrolment(project=project)
        saved(coach_client, url(alone, "coach/"), coach=coach.memberships.get().pk)
        assert alone.coach_assignments.get().coach == coach

    @pytest.mark.parametrize(("day", "field"), [("2026-01-14", "on"), ("", "on")])
    def test_before_the_present_coach_is_refused(
        self, coach_client: Client, enrolment: Enrolment, day: str, field: str
    ) -> None:
        other = factories.coach(project=enrolment.project).memberships.get()
        assert list(errors(fill_in(coach_client, url(enrolment, "coach/"), coach=other.pk, on=day))) == [
            field
        ]

    def test_to_the_same_coach_is_refused(
        self, coach_client: Client, enrolment: Enrolment, coach: User
    ) -> None:
        response = fill_in(coach_client, url(enrolment, "coach/"), coach=coach.memberships.get().pk)
        assert list(errors(response)) == ["coach"]


class TestTheLastDay:
    """A stay on its last day."""

    stay = Enrolment(project=Project(end=dt.date(2026, 6, 30)), start=dt.date(2026, 3, 2))
    gone = Enrolment(project=stay.project, start=stay.start, end=dt.date(2026, 5, 29))

    def test_belongs_to_it_and_the_day_after_does_not(self) -> None:
        assert self.gone.covers(dt.date(2026, 5, 29))
        assert not self.gone.covers(dt.date(2026, 5, 30))

    def test_has_seen_the_exit(self) -> None:
        assert self.gone.has_ended(on=dt.date(2026, 5, 29))
        assert not self.gone.has_ended(on=dt.date(2026, 5, 28))
        assert not self.gone.is_running(on=dt.date(2026, 5, 29))

    def test_is_at_the_latest_that_of_the_project(self) -> None:
        assert self.stay.is_running(on=dt.date(2026, 6, 30))
        assert not self.stay.is_running(on=dt.date(2026, 7, 1))

    def test_is_none_of_one_registered_by_mistake_or_begun_later(self) -> None:
        assert not self.stay.covers(dt.date(2026, 3, 1))
        assert not Enrolment(start=self.stay.start, registered_by_mistake=True).covers(self.stay.start)


class TestExit:
    def test_records_date_cause_and_destination_apart(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        saved(
            coach_client,
            url(enrolment, "avslut/"),
            end="2026-06-30",
            exit_cause="moved",
            exit_destination="job_seeking",
        )
        enrolment.refresh_from_db()
        assert (enrolment.end, enrolment.exit_cause, enrolment.exit_destination) == (
            dt.date(2026, 6, 30),
            "moved",
            "job_seeking",
        )

    def test_lists_what_goes_on_and_leaves_it(self, coach_client: Client, enrolment: Enrolment) -> None:
        placement = factories.episode(enrolment=enrolment, kind="work_placement")
        support = factories.support(enrolment=enrolment)
        over = factories.episode(enrolment=enrolment, end=dt.date(2026, 2, 20))

        page = coach_client.get(url(enrolment, "avslut/")).content.decode()
        assert str(placement.public_id) in page
        assert str(support.public_id) in page
        assert str(over.public_id) not in page

        saved(coach_client, url(enrolment, "avslut/"))
        placement.refresh_from_db()
        assert placement.end is None

    @pytest.mark.parametrize("day", ["2026-01-14", (TODAY + dt.timedelta(days=1)).isoformat(), ""])
    def test_neither_before_the_start_nor_ahead(
        self, coach_client: Client, enrolment: Enrolment, day: str
    ) -> None:
        response = fill_in(coach_client, url(enrolment, "avslut/"), end=day, exit_cause="work")
        assert list(errors(response)) == ["end"]
        assert '<option value="work" selected' in response.content.decode()

    def test_is_undone_after_asking(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(coach_client, url(enrolment, "avslut/"), end="2026-06-30", exit_cause="moved")
        assert coach_client.get(url(enrolment, "avslut/angra/")).status_code == 200
        coach_client.post(url(enrolment, "avslut/angra/"))

        enrolment.refresh_from_db()
        assert (enrolment.end, enrolment.exit_cause) == (None, "")

    def test_of_someone_who_came_back_can_not_be_undone(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        Enrolment.objects.update(end=dt.date(2026, 2, 1))
        factories.enrolment(project=enrolment.project, person=enrolment.person, start=dt.date(2026, 3, 1))

        response = coach_client.post(url(enrolment, "avslut/angra/"))
        assert response.context["error"]
        enrolment.refresh_from_db()
        assert enrolment.end == dt.date(2026, 2, 1)


class TestRegisteredByMistake:
    def test_counts_nowhere_and_can_be_undone(self, coach_client: Client, enrolment: Enrolment) -> None:
        assert coach_client.get(url(enrolment, "felregistrerad/")).status_code == 200
        coach_client.post(url(enrolment, "felregistrerad/"))
        assert not Enrolment.objects.valid().exists()
        assert coach_client.get(url(enrolment)).status_code == 200

        coach_client.post(url(enrolment, "felregistrerad/"))
        assert Enrolment.objects.valid().exists()

    def test_is_not_undone_by_a_double_click(self, coach_client: Client, enrolment: Enrolment) -> None:
        place = url(enrolment, "felregistrerad/")
        assert 'name="answer" value="mark"' in coach_client.get(place).content.decode()
        for _click in range(2):
            coach_client.post(place, {"answer": "mark"})
        assert not Enrolment.objects.valid().exists()

    def test_can_not_be_undone_over_another_enrolment(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        Enrolment.objects.update(registered_by_mistake=True)
        factories.enrolment(project=enrolment.project, person=enrolment.person, start=dt.date(2026, 3, 1))

        response = coach_client.post(url(enrolment, "felregistrerad/"))
        assert response.context["error"]


PARTS = ["inskrivning/", "person/", "bakgrund/", "avslut/", "avslut/angra/", "felregistrerad/"]
MORE = ["insatser/ny/jobb/", "forsorjning/ny/", "jobbredo/ny/", "trappan/ny/"]


@pytest.mark.parametrize("part", PARTS + MORE)
def test_what_is_out_of_reach_is_not_found(coach_client: Client, part: str) -> None:
    elsewhere = factories.enrolment(start=dt.date(2026, 1, 15))
    assert coach_client.get(url(elsewhere, part)).status_code == 404
    assert coach_client.post(url(elsewhere, part)).status_code == 404


@pytest.mark.parametrize("part", PARTS + MORE)
def test_a_lead_reads_but_does_not_write(lead_client: Client, enrolment: Enrolment, part: str) -> None:
    assert lead_client.get(url(enrolment)).status_code == 200
    assert lead_client.post(url(enrolment, part)).status_code == 403
    assert f"/{part}" not in lead_client.get(url(enrolment)).content.decode()
