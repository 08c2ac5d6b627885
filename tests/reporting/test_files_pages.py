"""Downloads of the figures, and the help on what they mean."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User, Verb
from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.compute import compute
from reporting.facts import Window
from reporting.formats import FORMATS, write_file
from reporting.loading import load_facts
from reporting.models import Report
from reporting.output import as_json
from tests import factories
from tests.conftest import signed_in_client
from tests.reporting.full import full_figures

FIGURES = "/rapporter/"
ENDINGS = pytest.mark.parametrize("ending", FORMATS)


@pytest.fixture
def client(lead: User) -> Client:
    return signed_in_client(lead)


def asked(project: Project) -> dict[str, Any]:
    return {"project": project.public_id, "indicator_set": "L", "period_end": "2025-12-31"}


def downloads() -> int:
    return AuditEvent.objects.filter(action__contains=Verb.DOWNLOADED.value).count()


@pytest.mark.django_db
class TestTheFiguresAsFiles:
    @ENDINGS
    def test_are_those_of_the_page(self, client: Client, project: Project, ending: str) -> None:
        stay = factories.enrolment(project=project, start=date(2025, 1, 15))
        factories.episode(enrolment=stay, kind="work_placement", start=date(2025, 2, 1))

        response = client.get(f"{FIGURES}fil/{ending}/", asked(project))

        window = Window(project.start, date(2025, 12, 31), date(2025, 12, 31))
        figures = as_json(compute(load_facts(project), "L", window))
        assert response.content == write_file(figures, FORMATS[ending])
        assert response["Content-Type"] == FORMATS[ending].content_type
        name = f"jobbredo-L-{project.start}--2025-12-31-per-2025-12-31-internt.{ending}"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert downloads() == 1

    @ENDINGS
    def test_are_none_while_the_plan_contradicts_itself(
        self, client: Client, project: Project, ending: str
    ) -> None:
        for gender, value in (("", 58), ("woman", 24), ("man", 30)):
            factories.goal(project=project, indicator="L5", gender=gender, value=value)
        page = client.get(f"{FIGURES}fil/{ending}/", asked(project), follow=True)
        assert "54" in str(next(iter(page.context["messages"])))

    def test_are_offered_on_the_page_for_what_it_shows(self, client: Client, project: Project) -> None:
        page = client.get(FIGURES, asked(project)).content.decode()
        for ending in FORMATS:
            assert f'href="/rapporter/fil/{ending}/?project={project.public_id}' in page
        assert page.count("period_end=2025-12-31") >= len(FORMATS)

    def test_lead_back_to_the_page_where_nothing_can_be_computed(
        self, client: Client, project: Project
    ) -> None:
        response = client.get(f"{FIGURES}fil/csv/", asked(project) | {"period_start": "2026-01-01"})
        assert response.status_code == 302
        assert response["Location"].startswith("/rapporter/?project=")
        assert downloads() == 0

    def test_are_not_of_other_projects_nor_for_coaches(
        self, client: Client, coach: User, project: Project
    ) -> None:
        other = client.get(f"{FIGURES}fil/csv/", asked(factories.project()))
        assert (other.status_code, downloads()) == (302, 0)
        assert signed_in_client(coach).get(f"{FIGURES}fil/csv/", asked(project)).status_code == 403

    def test_are_of_known_kinds_only(self, client: Client, project: Project) -> None:
        assert client.get(f"{FIGURES}fil/exe/", asked(project)).status_code == 404


@pytest.fixture
def report(project: Project, lead: User) -> Report:
    return factories.report(project=project, ordered_by=lead)


def finish(report: Report, figures: dict[str, Any]) -> None:
    Report.objects.filter(pk=report.pk).update(finished_at=timezone.now(), figures=figures, pages=9)


@pytest.mark.django_db
class TestAFinishedReportAsAFile:
    @ENDINGS
    def test_is_what_was_stored_not_what_would_be_computed_now(
        self, client: Client, report: Report, ending: str
    ) -> None:
        figures = as_json(full_figures("S"))
        finish(report, figures)

        response = client.get(f"/rapporter/{report.public_id}/fil/{ending}/")

        assert response.content == write_file(figures, FORMATS[ending])
        if ending == "json":
            assert json.loads(response.content)["project"] == "=Prov"
        assert downloads() == 1

    def test_is_offered_on_its_page(self, client: Client, report: Report) -> None:
        finish(report, as_json(full_figures("S")))
        page = client.get(f"/rapporter/{report.public_id}/").content.decode()
        for ending in FORMATS:
            assert f'href="/rapporter/{report.public_id}/fil/{ending}/"' in page

    @ENDINGS
    def test_is_refused_with_a_sentence_where_it_does_not_add_up(
        self, client: Client, report: Report, ending: str
    ) -> None:
        figures = as_json(full_figures("S"))
        figures["indicators"][0]["total"] += 1
        finish(report, figures)

        response = client.get(f"/rapporter/{report.public_id}/fil/{ending}/", follow=True)

        assert response.redirect_chain == [(f"/rapporter/{report.public_id}/", 302)]
        said = [str(message) for message in response.context["messages"]]
        assert len(said) == 1
        assert "S1" in said[0]

    def test_is_not_there_before_it_is_finished(self, client: Client, report: Report) -> None:
        response = client.get(f"/rapporter/{report.public_id}/fil/csv/")
        assert response["Location"] == f"/rapporter/{report.public_id}/"
        assert downloads() == 0

    def test_is_of_known_kinds_only(self, client: Client, report: Report) -> None:
        assert client.get(f"/rapporter/{report.public_id}/fil/exe/").status_code == 404


@pytest.mark.django_db
class TestTheHelp:
    def test_has_every_indicator_where_the_figures_link_to_it(self, client: Client, project: Project) -> None:
        page = client.get(f"{FIGURES}hjalp/").content.decode()
        for chosen in CATALOGUE.values():
            for indicator in chosen.indicators:
                assert f'id="{indicator.code}"' in page
        assert '<a href="/rapporter/hjalp/#L5">' in client.get(FIGURES, asked(project)).content.decode()

    def test_is_not_for_coaches(self, coach: User) -> None:
        assert signed_in_client(coach).get(f"{FIGURES}hjalp/").status_code == 403
