"""What a participant does and lives on: logged, changed, removed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from participants.models import Enrolment, Episode, SupportPeriod
from projects.models import Project
from tests import factories
from tests.posting import errors, fill_in, saved, shown


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=dt.date(2026, 1, 15))


def page(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/"


def new(enrolment: Enrolment, family: str) -> str:
    return f"{page(enrolment)}insatser/ny/{family}/"


class TestAnEpisode:
    @pytest.mark.parametrize(
        ("family", "answers", "kind"),
        [
            ("praktik", {"kind": "language_placement"}, "language_placement"),
            ("praktik", {}, "work_placement"),
            ("utbildning", {"title": "Truckkort"}, "vocational_course"),
            ("jobb", {"kind": "employment", "subsidy": "new_start_job"}, "employment"),
            ("jobb", {"kind": "own_business"}, "own_business"),
            ("studier", {"title": "Komvux"}, "studies"),
            ("program", {}, "programme"),
        ],
    )
    def test_of_each_kind(
        self, coach_client: Client, enrolment: Enrolment, family: str, answers: dict[str, str], kind: str
    ) -> None:
        response = saved(
            coach_client,
            new(enrolment, family),
            start="2026-02-01",
            end="2026-03-01",
            hours_per_week="37.5",
            **answers,
        )

        episode = Episode.objects.get()
        assert response.url == f"{page(enrolment)}praktik-och-jobb/"
        assert episode.kind == kind
        assert (episode.start, episode.end) == (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
        assert episode.hours_per_week == Decimal("37.50")
        assert episode.subsidy == answers.get("subsidy", "")

    def test_at_a_company_of_the_organisation(self, coach_client: Client, enrolment: Enrolment) -> None:
        company = factories.company(organisation=enrolment.project.organisation)
        elsewhere = factories.company(organisation=factories.organisation())
        saved(coach_client, new(enrolment, "jobb"), company=company.pk, occupation="9412")
        assert Episode.objects.get().company == company

        response = fill_in(coach_client, new(enrolment, "jobb"), company=elsewhere.pk)
        assert "company" in errors(response)

    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({"start": ""}, "start"),
            ({"start": "2026-03-01", "end": "2026-02-01"}, "end"),
            ({"start": "2026-01-14"}, "start"),
            ({"start": "2026-01-15", "before_start": "on"}, "before_start"),
            ({"hours_per_week": "169"}, "hours_per_week"),
            ({"hours_per_week": "-1"}, "hours_per_week"),
            ({"hours_per_week": "åtta"}, "hours_per_week"),
            ({"start": "2926-01-15"}, "start"),
            ({"occupation": "kock"}, "occupation"),
            ({"kind": "own_business", "subsidy": "wage_subsidy"}, "subsidy"),
            ({"kind": "studies"}, "kind"),
            ({"key": "x"}, "key"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, coach_client: Client, enrolment: Enrolment, answers: dict[str, str], field: str
    ) -> None:
        response = fill_in(coach_client, new(enrolment, "jobb"), **{"title": "Lagerarbetare", **answers})

        assert list(errors(response)) == [field]
        assert 'value="Lagerarbetare"' in response.content.decode()
        assert not Episode.objects.exists()

    @pytest.mark.parametrize("written", ["37,5", " 37.50 "])
    def test_hours_have_a_comma_or_a_point(
        self, coach_client: Client, enrolment: Enrolment, written: str
    ) -> None:
        saved(coach_client, new(enrolment, "jobb"), hours_per_week=written)

        episode = Episode.objects.get()
        assert episode.hours_per_week == Decimal("37.5")
        page = coach_client.get(f"/deltagare/insatser/{episode.public_id}/").content.decode()
        assert 'value="37,5"' in page

    def test_history_may_lie_before_the_start(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(coach_client, new(enrolment, "jobb"), start="2019-01-01", end="2020-01-01", before_start="on")
        assert Episode.objects.get().before_start

    def test_between_two_stays_is_no_history(self, coach_client: Client, enrolment: Enrolment) -> None:
        factories.enrolment(
            project=enrolment.project,
            person=enrolment.person,
            start=dt.date(2025, 1, 1),
            end=dt.date(2025, 6, 1),
        )
        saved(coach_client, new(enrolment, "jobb"), start="2025-09-01")
        assert not Episode.objects.get().before_start

    def test_sent_twice_is_logged_once(self, coach_client: Client, enrolment: Enrolment) -> None:
        data = shown(coach_client.get(new(enrolment, "jobb")).context["form"])
        for _time in (1, 2):
            assert coach_client.post(new(enrolment, "jobb"), data).status_code == 302
        assert Episode.objects.count() == 1

    def test_an_unknown_family_is_not_found(self, coach_client: Client, enrolment: Enrolment) -> None:
        assert coach_client.get(new(enrolment, "semester")).status_code == 404

    def test_is_changed_and_keeps_what_its_family_does_not_ask_for(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        studies = factories.episode(enrolment=enrolment, kind="studies", occupation="22", title="SFI")
        saved(coach_client, f"/deltagare/insatser/{studies.public_id}/", title="Komvux", end="2026-12-18")

        studies.refresh_from_db()
        assert (studies.title, studies.end, studies.occupation) == ("Komvux", dt.date(2026, 12, 18), "22")

    def test_is_removed_after_asking(self, coach_client: Client, enrolment: Enrolment) -> None:
        episode = factories.episode(enrolment=enrolment)
        remove = f"/deltagare/insatser/{episode.public_id}/ta-bort/"

        assert remove in coach_client.get(f"/deltagare/insatser/{episode.public_id}/").content.decode()
        assert coach_client.get(remove).status_code == 200
        assert Episode.objects.exists()
        assert coach_client.post(remove).url == f"{page(enrolment)}praktik-och-jobb/"  # type: ignore[attr-defined]  # of a redirect
        assert not Episode.objects.exists()


class TestSupport:
    def test_is_logged(self, coach_client: Client, enrolment: Enrolment) -> None:
        saved(coach_client, f"{page(enrolment)}forsorjning/ny/", source="wage", start="2026-05-01")

        period = SupportPeriod.objects.get()
        assert (period.source, period.start, period.end) == ("wage", dt.date(2026, 5, 1), None)

    def test_may_end_the_others_the_day_before(self, coach_client: Client, enrolment: Enrolment) -> None:
        old = factories.support(enrolment=enrolment, source="social_assistance", start=dt.date(2025, 1, 1))
        ended = factories.support(
            enrolment=enrolment, source="sickness_benefit", start=dt.date(2025, 1, 1), end=dt.date(2025, 2, 1)
        )
        same_day = factories.support(
            enrolment=enrolment, source="activity_support", start=dt.date(2026, 5, 1)
        )
        saved(
            coach_client,
            f"{page(enrolment)}forsorjning/ny/",
            source="wage",
            start="2026-05-01",
            ends_others="on",
        )

        for period in (old, ended, same_day):
            period.refresh_from_db()
        assert old.end == dt.date(2026, 4, 30)
        assert ended.end == dt.date(2025, 2, 1)
        assert same_day.end is None

    def test_leaves_the_others_unless_told(self, coach_client: Client, enrolment: Enrolment) -> None:
        old = factories.support(enrolment=enrolment, source="social_assistance", start=dt.date(2025, 1, 1))
        saved(coach_client, f"{page(enrolment)}forsorjning/ny/", source="wage", start="2026-05-01")
        old.refresh_from_db()
        assert old.end is None

    @pytest.mark.parametrize(
        ("answers", "field"),
        [({"source": ""}, "source"), ({"source": "wage", "start": "2026-05-01", "end": "2026-04-30"}, "end")],
    )
    def test_what_is_wrong_is_said(
        self, coach_client: Client, enrolment: Enrolment, answers: dict[str, str], field: str
    ) -> None:
        response = fill_in(coach_client, f"{page(enrolment)}forsorjning/ny/", **answers)
        assert list(errors(response)) == [field]

    def test_is_changed_and_removed(self, coach_client: Client, enrolment: Enrolment) -> None:
        period = factories.support(enrolment=enrolment)
        change = f"/deltagare/forsorjning/{period.public_id}/"
        saved(coach_client, change, end="2026-09-01")
        assert SupportPeriod.objects.get().end == dt.date(2026, 9, 1)

        assert coach_client.get(f"{change}ta-bort/").status_code == 200
        coach_client.post(f"{change}ta-bort/")
        assert not SupportPeriod.objects.exists()

    def test_sent_twice_is_logged_once(self, coach_client: Client, enrolment: Enrolment) -> None:
        url = f"{page(enrolment)}forsorjning/ny/"
        data = shown(coach_client.get(url).context["form"]) | {"source": "wage"}
        for _time in (1, 2):
            assert coach_client.post(url, data).status_code == 302
        assert SupportPeriod.objects.count() == 1


class TestWhatIsLikelyASlip:
    def test_of_an_occupation_is_refused(self, coach_client: Client, enrolment: Enrolment) -> None:
        for code in ("99", "9912", "77"):
            refused = fill_in(coach_client, new(enrolment, "jobb"), occupation=code)
            assert list(errors(refused)) == ["occupation"]
        saved(coach_client, new(enrolment, "jobb"), occupation="9")

    @pytest.mark.parametrize("answers", [{}, {"hours_per_week": "60"}])
    def test_is_asked_about_once(
        self, coach_client: Client, enrolment: Enrolment, answers: dict[str, str]
    ) -> None:
        if not answers:
            saved(coach_client, new(enrolment, "praktik"), start="2026-02-01")
        before = Episode.objects.count()
        asked = fill_in(coach_client, new(enrolment, "praktik"), start="2026-02-01", **answers)
        assert list(errors(asked)) == ["sure"]
        assert 'name="sure"' in asked.content.decode()
        assert Episode.objects.count() == before

        saved(coach_client, new(enrolment, "praktik"), start="2026-02-01", sure="on", **answers)
        assert Episode.objects.count() == before + 1

    def test_is_not_a_form_sent_twice(self, coach_client: Client, enrolment: Enrolment) -> None:
        form = coach_client.get(new(enrolment, "praktik")).context["form"]
        assert [coach_client.post(new(enrolment, "praktik"), shown(form)).status_code for _ in "ab"] == [
            302
        ] * 2
        assert Episode.objects.count() == 1
