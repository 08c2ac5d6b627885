"""The page of what is missing: whom it names, how it is left as it is, and what a report says of it."""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from accounts.models import AuditEvent, User
from participants.models import Enrolment
from projects.models import Project
from reporting import actions
from reporting.facts import Window
from reporting.frozen import recompute, unpack
from reporting.models import AcceptedGap, Report
from reporting.output import dumps
from reporting.pdf import report_html
from reporting.stats import Audience
from reporting.tasks import build_report
from reporting.verification import check
from tests import factories
from tests.conftest import signed_in_client
from tests.reporting.rows import write
from tests.reporting.test_query_counts import of_size
from tests.reporting.test_views import words

PAGE = "/rapporter/kvalitet/"
D = dt.date
TODAY = timezone.localdate
START = D(2024, 2, 1)
YEAR = Window(D(2024, 1, 1), D(2024, 12, 31), D(2024, 12, 31))
NO_BIRTH = "The birth date isn't recorded"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The words that the tests look for are those of the source."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _reports_root() -> Iterator[None]:
    root = Path(settings.REPORTS_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    yield
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def client(lead: User) -> Client:
    made = signed_in_client(lead)
    made.cookies["django_language"] = "en"
    return made


@pytest.fixture
def unborn(project: Project, coach: User) -> Enrolment:
    """Somebody without a birth date and never assessed."""
    return factories.enrolment(
        project=project, coach=coach, start=START, birth_date=None, first_name="Maja", last_name="Odaterad"
    )


def asked(project: Project, **more: Any) -> dict[str, Any]:
    return {"project": str(project.public_id), **more}


def accepted(stay: Enrolment, by: User, *, check: str = "birth_date", days: int = 30) -> AcceptedGap:
    until = TODAY() + dt.timedelta(days=days)
    return actions.accept_gap(
        by=by,
        enrolment=stay,
        check=check,
        reason="Vill inte säga",
        until=until,
        on=TODAY(),
        at=timezone.now(),
    )


def built(project: Project, lead: User, audience: Audience = Audience.INSIDE) -> Report:
    ordered = actions.order_report(
        project=project, indicator_set="L", window=YEAR, by=lead, at=timezone.now(), audience=audience
    )
    build_report(ordered.pk)
    return Report.objects.get(pk=ordered.pk)


class TestThePage:
    def test_names_whom_it_is_about_what_it_may_change_and_who_settles_it(
        self, client: Client, project: Project, unborn: Enrolment, coach: User
    ) -> None:
        answer = client.get(PAGE, asked(project, check="birth_date"))
        shown = words(answer)
        assert f"Odaterad, Maja {NO_BIRTH} 2024-02-01" in shown
        assert str(coach) in shown
        (row,) = answer.context["rows"]
        assert set(row.finding.splits) >= {"L1", "L2"}
        assert row.url == f"/deltagare/{unborn.public_id}/"

    def test_has_the_worst_first(self, client: Client, project: Project, unborn: Enrolment) -> None:
        factories.enrolment(project=project, start=START, last_name="Obedömd")
        rows = client.get(PAGE, asked(project)).context["rows"]
        weights = [row.finding.weight for row in rows]
        assert weights == sorted(weights, reverse=True)
        assert rows[0].stay == unborn
        assert len(rows) >= 3

    def test_counts_by_check_and_shows_one_when_asked(
        self, client: Client, project: Project, unborn: Enrolment
    ) -> None:
        factories.enrolment(project=project, start=START)
        answer = client.get(PAGE, asked(project))
        assert {tally.code: tally.open for tally in answer.context["tallies"]} == {
            "birth_date": 1,
            "assessment": 2,
        }
        one = client.get(PAGE, asked(project, check="birth_date"))
        assert [row.stay for row in one.context["rows"]] == [unborn]

    def test_lets_somebody_who_writes_in_the_case_settle_it_at_once(
        self, client: Client, project: Project, lead: User, unborn: Enrolment
    ) -> None:
        factories.membership(user=lead, project=project, role="coach")
        (row,) = client.get(PAGE, asked(project, check="birth_date")).context["rows"]
        assert row.url == f"/deltagare/{unborn.public_id}/person/"

    def test_counts_a_protected_person_and_names_nobody(self, client: Client, project: Project) -> None:
        factories.enrolment(
            project=project, start=START, birth_date=None, last_name="Skyddersten", protected_identity=True
        )
        answer = client.get(PAGE, asked(project))
        assert answer.context["rows"] == []
        assert {(one.open, one.unseen) for one in answer.context["tallies"]} == {(1, 1)}
        assert "Skyddersten" not in answer.content.decode()
        assert "1 participant with protected identity" in words(answer)

    def test_loses_what_is_settled(self, client: Client, project: Project, unborn: Enrolment) -> None:
        type(unborn.person).objects.filter(pk=unborn.person_id).update(birth_date=D(1990, 1, 1))
        codes = {row.check.code for row in client.get(PAGE, asked(project)).context["rows"]}
        assert codes == {"assessment"}

    def test_has_25_to_a_page_and_is_noted(self, client: Client, project: Project) -> None:
        for _each in range(27):
            factories.enrolment(project=project, start=START)
        first, second = (client.get(PAGE, asked(project, page=page)) for page in (1, 2))
        assert [len(page.context["rows"]) for page in (first, second)] == [25, 2]
        events = AuditEvent.objects.filter(action="enrolment.listed").order_by("sequence")
        assert [event.rows for event in events] == [25, 2]

    def test_of_another_project_isnt_there(self, client: Client) -> None:
        assert client.get(PAGE, asked(factories.project())).status_code == 404

    def test_without_a_project_is_the_latest(self, client: Client, project: Project) -> None:
        assert client.get(PAGE).context["project"] == project

    def test_costs_as_many_queries_for_1000_as_for_10(self, lead: User, client: Client) -> None:
        counts = []
        for size in (10, 1000):
            project = write(of_size(size))
            Project.objects.filter(pk=project.pk).update(indicator_sets=["L"])
            factories.membership(user=lead, project=project, role="lead")
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(PAGE, asked(project))
            assert answer.context["rows"]
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestLeavingItAsItIs:
    def test_folds_it_away_until_the_day_has_passed(
        self, client: Client, project: Project, unborn: Enrolment
    ) -> None:
        url = f"{PAGE}{unborn.public_id}/birth_date/"
        assert "Odaterad" in words(client.get(url))
        sent = {"reason": "Vill inte säga", "until": str(TODAY())}
        assert client.post(url, sent).status_code == 302

        answer = client.get(PAGE, asked(project))
        assert {row.check.code for row in answer.context["rows"]} == {"assessment"}
        assert "Odaterad, Maja The birth date isn't recorded Vill inte säga" in words(answer)
        (gap,) = AcceptedGap.objects.all()
        assert not AcceptedGap.objects.in_force(on=gap.until + dt.timedelta(days=1)).exists()

    def test_is_noted_without_the_reason(self, unborn: Enrolment, lead: User) -> None:
        accepted(unborn, lead)
        event = AuditEvent.objects.get(action="acceptedgap.accepted")
        assert (event.person_id, event.reason) == (unborn.person_id, "")

    def test_is_taken_back(self, client: Client, project: Project, unborn: Enrolment, lead: User) -> None:
        accepted(unborn, lead)
        assert client.post(f"{PAGE}{unborn.public_id}/birth_date/aterkalla/").status_code == 302
        codes = {row.check.code for row in client.get(PAGE, asked(project)).context["rows"]}
        assert codes == {"assessment", "birth_date"}
        assert AuditEvent.objects.filter(action="acceptedgap.withdrawn").exists()

    def test_again_replaces_what_was_said(self, unborn: Enrolment, lead: User) -> None:
        accepted(unborn, lead)
        later = accepted(unborn, lead, days=60)
        assert list(AcceptedGap.objects.in_force(on=TODAY())) == [later]

    @pytest.mark.parametrize("days", [-1, 800])
    def test_has_an_end_that_lies_ahead_and_not_too_far(
        self, unborn: Enrolment, lead: User, days: int
    ) -> None:
        with pytest.raises(ValidationError):
            accepted(unborn, lead, days=days)
        assert not AcceptedGap.objects.exists()

    def test_is_not_for_what_isnt_a_check(self, client: Client, unborn: Enrolment, lead: User) -> None:
        assert client.get(f"{PAGE}{unborn.public_id}/pizza/").status_code == 404
        with pytest.raises(ValidationError):
            accepted(unborn, lead, check="pizza")


class TestAReport:
    def test_says_what_was_open_and_what_was_accepted(
        self, client: Client, project: Project, unborn: Enrolment, lead: User
    ) -> None:
        factories.enrolment(project=project, start=START, birth_date=None)
        accepted(unborn, lead)
        report = built(project, lead)

        assert report.figures is not None
        (birth,) = (gap for gap in report.figures["quality"] if gap["check"] == "birth_date")
        assert (birth["open"], birth["accepted"]) == (1, 1)
        assert {"L1", "L2"} <= set(birth["indicators"])
        assert "Odaterad" not in json.dumps(report.figures)
        shown = words(client.get(f"/rapporter/{report.public_id}/"))
        assert f"{NO_BIRTH} 1 1 L1" in shown

    def test_comes_out_the_same_from_what_it_has_stored(
        self, project: Project, unborn: Enrolment, lead: User
    ) -> None:
        gap = accepted(unborn, lead)
        report = built(project, lead)
        actions.withdraw_gap(by=lead, enrolment=unborn, check="birth_date", at=timezone.now())
        assert check(report) == []
        (kept,) = unpack(bytes(report.facts or b"")).accepted
        assert (kept.check, kept.until) == ("birth_date", gap.until)
        assert kept.key != unborn.person_id

    @pytest.mark.usefixtures("unborn")
    def test_prints_it(self, project: Project, lead: User) -> None:
        report = built(project, lead)
        html = report_html(
            recompute(bytes(report.facts or b""), "L", YEAR), project=project, made_at=timezone.now()
        )
        assert '<h2 id="quality">' in html
        assert f'<th scope="row">{NO_BIRTH.replace(chr(39), "&#x27;")}</th><td>1</td><td>0</td>' in html

    @pytest.mark.usefixtures("unborn")
    def test_for_outside_says_nothing_of_it(self, project: Project, lead: User) -> None:
        report = built(project, lead, Audience.OUTSIDE)
        assert report.figures is not None
        assert "quality" not in report.figures
        assert b"birth_date" not in dumps(report.figures)
