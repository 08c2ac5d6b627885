"""The world with a canary in each field, everybody's browser, and the log as it is written."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings

from accounts.link_codes import hash_of_code
from participants.models import PersonalLink
from reporting.models import Report, ReportState
from reporting.tasks import build_report
from tests import factories
from tests.access.canaries.listening import Logged, listening
from tests.access.canaries.meeting import CODES, Browsers, Walks
from tests.access.canaries.planting import Canaries, plant
from tests.access.world import Relation, World
from tests.conftest import signed_in_client


@pytest.fixture(autouse=True)
def _nothing_runs_out() -> Iterator[None]:
    """Pages are compared that were asked for minutes apart, and some show whether minutes have passed."""
    day = 24 * 60 * 60
    with override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=day, ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT=day):
        yield


@pytest.fixture
def logged() -> Iterator[Logged]:
    """What is logged meanwhile, down to the smallest word."""
    with listening() as handler:
        yield handler


@pytest.fixture(scope="module")
def canaries(world: World) -> Iterator[Canaries]:
    """What was planted in the world; the report there has been built since."""
    protected = world.cases[Relation.OWN_PROTECTED]["link"]
    assert isinstance(protected, PersonalLink)
    protected.code_hash = hash_of_code(CODES[Relation.OWN_PROTECTED])
    protected.save()
    planted = plant(world, CODES)
    report = world.cases[Relation.OWN]["report"]
    assert isinstance(report, Report)
    build_report(report.pk)
    report.refresh_from_db()
    assert report.state == ReportState.DONE
    yield planted
    shutil.rmtree(settings.REPORTS_ROOT, ignore_errors=True)


@pytest.fixture(scope="module")
def browsers(world: World, canaries: Canaries) -> Browsers:  # noqa: ARG001  planted before
    """Everybody's; also of a lead who has broken the glass over the person whom the colleague coaches."""
    lead = factories.lead(project=world.crews[Relation.OWN].project, name="Lova Ledare")
    factories.emergency_access(enrolment=world.enrolment(Relation.PROTECTED), user=lead)
    return Browsers(world, signed_in_client(lead))


@pytest.fixture(scope="module")
def walks(world: World, canaries: Canaries, browsers: Browsers) -> Walks:
    """What everybody met; each goes once."""
    return Walks(world, canaries, browsers)
