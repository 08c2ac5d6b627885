"""What a report's page says of its being frozen, and the page of a revision's difference."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from projects.models import Project
from reporting import actions
from reporting.models import Report
from reporting.tasks import build_report
from reporting.versions import in_groups
from tests import factories
from tests.conftest import signed_in_client
from tests.reporting.test_frozen_reports import YEAR, D
from tests.reporting.test_views import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reports_root() -> Iterator[Path]:
    """Where the files go, empty before and after."""
    root = Path(settings.REPORTS_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def client(lead: User) -> Client:
    """The lead, reading English."""
    made = signed_in_client(lead)
    made.cookies["django_language"] = "en"
    return made


def built(project: Project, lead: User) -> Report:
    ordered = actions.order_report(
        project=project, indicator_set="L", window=YEAR, by=lead, at=timezone.now(), language="en"
    )
    build_report(ordered.pk)
    return Report.objects.get(pk=ordered.pk)


def page(client: Client, report: Report, name: str = "report") -> str:
    response = client.get(reverse(f"reporting:{name}", args=[report.public_id]))
    assert response.status_code == 200
    return words(response)


class TestAReportsPage:
    def test_and_its_pdf_say_what_tells_it_from_another(
        self, client: Client, project: Project, lead: User
    ) -> None:
        report = built(project, lead)

        shown = page(client, report)

        digits = in_groups(report.figures_sha256)
        for said in (digits, in_groups(report.pdf_sha256), *map(str, report.versions.values())):
            assert said == "None" or said in shown
        assert "Figures and file are, to the byte, those that were made." in shown
        with report.pdf_path.open("rb") as file:
            printed = " ".join(" ".join(one.extract_text() for one in PdfReader(file).pages).split())
        assert digits in printed
        assert report.versions["catalogue"] in printed

    def test_says_when_a_byte_is_another(self, client: Client, project: Project, lead: User) -> None:
        report = built(project, lead)
        report.pdf_path.write_bytes(report.pdf_path.read_bytes() + b" ")
        assert "The report isn't as it was frozen." in page(client, report)

    def test_leads_to_what_a_revision_changed(self, client: Client, project: Project, lead: User) -> None:
        first = built(project, lead)
        stay = factories.enrolment(project=project, start=D(2024, 2, 1))
        factories.episode(enrolment=stay, kind="work_placement", start=D(2024, 3, 1))
        second = built(project, lead)

        assert "There is a later one: revision 2 ." in page(client, first)
        assert "Revision 2 of the report finished" in page(client, second)
        for address in (
            reverse("reporting:report", args=[second.public_id]),
            f"{reverse('reporting:figures')}?project={project.public_id}&indicator_set=L",
        ):
            found = client.get(address).content.decode()
            assert reverse("reporting:difference", args=[second.public_id]) in found
            assert reverse("reporting:difference", args=[first.public_id]) not in found
        shown = page(client, second, "difference")
        assert "Participants: 1 added" in shown
        assert "L5 Participants in placement Total 0 1 Participants" in shown

    def test_of_no_revision_has_no_difference(self, client: Client, project: Project, lead: User) -> None:
        report = factories.report(project=project, ordered_by=lead)
        response = client.get(reverse("reporting:difference", args=[report.public_id]))
        assert response.status_code == 302
        assert response["Location"] == reverse("reporting:report", args=[report.public_id])
