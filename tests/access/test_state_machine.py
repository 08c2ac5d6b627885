"""Who sees what, while people are enrolled, shared, protected and let go: the product against an oracle.

`oracle.py` says who sees what, `refusals.py` what is refused, `watching.py` compares, `machine.py` acts.
"""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from accounts.access import Permission
from tests.access.machine import CaseMachine
from tests.access.oracle import MAY
from tests.access.town import build
from tests.access.watching import Clock, Lookout

pytestmark = pytest.mark.django_db
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def play(monkeypatch: pytest.MonkeyPatch, how: settings, *, thorough: bool) -> Lookout:
    """Run the machine in a town of its own, whose clock moves when the machine says so."""
    clock, lookout = Clock(), Lookout()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    town = build()
    run_state_machine_as_test(
        lambda: CaseMachine(town, clock, lookout, thorough=thorough),  # type: ignore[arg-type]  # makes one
        settings=settings(how, deadline=None, suppress_health_check=SLOW),
    )
    return lookout


def test_the_oracle_knows_every_permission() -> None:
    assert set(Permission) == set().union(*MAY.values())


def test_agrees_on_the_same_few_steps_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    few = settings(max_examples=6, stateful_step_count=12, derandomize=True)
    lookout = play(monkeypatch, few, thorough=False)
    assert lookout.steps >= 40
    assert lookout.answers[200, 404] + lookout.answers[200, 403] + lookout.answers[200, 302]


@pytest.mark.proof
def test_agrees_over_hundreds_of_new_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    many = settings(max_examples=25, stateful_step_count=30)
    lookout = play(monkeypatch, many, thorough=True)
    assert lookout.steps >= 200
