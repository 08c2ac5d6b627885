"""The nets under all tests hold: what they should catch, they catch."""

import socket

import pytest
from django.conf import settings
from django.template import Context, Template
from zeal import NPlusOneError, zeal_context

from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.conftest import UndefinedVariableError


def rendered(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize("text", ["{{ missing }}", "{{ name.missing }}", "{{ missing|upper }}"])
def test_a_template_that_prints_what_isnt_there_fails(text: str) -> None:
    with pytest.raises(UndefinedVariableError, match="missing"):
        rendered(text, name="Eva")


def test_a_template_may_ask_whether_something_is_there() -> None:
    assert rendered("{% if missing %}a{% else %}b{% endif %}{{ name }}", name="Eva") == "bEva"


def test_no_test_reaches_another_host() -> None:
    with socket.socket() as other, pytest.raises(ConnectionRefusedError, match=r"192\.0\.2\.1"):
        other.connect(("192.0.2.1", 80))


def test_asking_row_after_row_fails(project: Project) -> None:
    for _ in range(3):
        factories.enrolment(project=project)
    with zeal_context(), pytest.raises(NPlusOneError):
        [enrolment.person.name for enrolment in Enrolment.objects.all()]


def test_every_page_is_watched_for_that() -> None:
    assert settings.MIDDLEWARE[0] == "zeal.middleware.zeal_middleware"
