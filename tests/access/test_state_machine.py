"""Who sees what, while people are enrolled, shared, protected and let go: the product against an oracle.

`oracle.py` says who sees what, `refusals.py` what is refused, `watching.py` compares, `machine.py` acts.
"""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from accounts.access import Permission, Role
from tests.access.machine import CaseMachine
from tests.access.oracle import MAY
from tests.access.town import build
from tests.access.watching import SETS, Clock, Lookout

pytestmark = pytest.mark.django_db
TODAY, YESTERDAY, NEXT_YEAR = dt.timedelta(0), dt.timedelta(days=-1), dt.timedelta(days=365)
KARIN, KLAS, LARS, SIV, RUT = 0, 1, 2, 3, 5  # a user's number in the town
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


# What closes something, each after what opened it. Rows by their number, as the town and the steps make them.
DAY_IN_TOWN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("write_code", {"link": 0}),
    ("break_glass", {"by": KARIN, "stay": 1, "minutes": 60}),
    ("time_passes", {"pause": dt.timedelta(minutes=20)}),
    ("time_passes", {"pause": dt.timedelta(minutes=45)}),
    ("write_code", {"link": 0}),
    ("withdraw_share", {"by": KARIN, "share": 0}),
    ("share", {"by": KARIN, "stay": 0, "company": 0, "starts": TODAY, "length": 90}),
    ("withdraw_own_share", {"visit": 1, "share": 3}),
    ("share", {"by": KARIN, "stay": 0, "company": 0, "starts": TODAY, "length": 90}),
    (
        "enrol",
        {"by": KARIN, "who": 0, "project": 1, "coach": KARIN, "starts": TODAY, "protect": True},
    ),
    ("set_protection", {"by": KARIN, "person": 0, "protect": False}),
    ("share", {"by": KARIN, "stay": 0, "company": 0, "starts": TODAY, "length": 90}),
    ("set_protection", {"by": KARIN, "person": 0, "protect": True}),
    ("set_protection", {"by": KARIN, "person": 0, "protect": False}),
    ("hand_over", {"by": KLAS, "stay": 1, "coach": KARIN, "on": TODAY}),
    ("record_exit", {"by": KLAS, "stay": 2, "on": TODAY}),
    ("reopen", {"by": KLAS, "stay": 2}),
    ("write_code", {"link": 1}),
    ("set_mistake", {"by": KLAS, "stay": 2, "mistake": True}),
    ("set_mistake", {"by": KLAS, "stay": 2, "mistake": False}),
    ("write_code", {"link": 0}),
    ("withdraw_link", {"by": KARIN, "stay": 0}),
    ("refer", {"by": KARIN, "stay": 0, "referrer": None}),
    ("switch", {"by": 0, "user": KLAS, "on": False}),
    ("switch", {"by": 0, "user": KLAS, "on": True}),
    ("end_role", {"by": SIV, "role": 1, "on": YESTERDAY}),
    ("end_role", {"by": KARIN, "role": 9, "on": TODAY}),
    (
        "add_member",
        {"by": SIV, "user": RUT, "place": 1, "role": Role.COACH, "starts": -YESTERDAY, "length": None},
    ),
    (
        "add_member",
        {"by": SIV, "user": LARS, "place": 1, "role": Role.COACH, "starts": NEXT_YEAR, "length": None},
    ),
    ("time_passes", {"pause": dt.timedelta(hours=14)}),
    ("time_passes", {"pause": dt.timedelta(days=100)}),
)


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


def test_agrees_through_a_day_in_which_everything_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, lookout = Clock(), Lookout()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    machine = CaseMachine(build(), clock, lookout, thorough=True)
    try:
        for rule, values in DAY_IN_TOWN:
            getattr(machine, rule)(**values)
            machine.product_agrees()
    finally:
        machine.teardown()
    assert all(allowed for _rule, allowed in lookout.deeds)
    assert all(lookout.gone[name] for name in SETS)
    assert all(lookout.answers[200, closed] for closed in (302, 403, 404))


def test_the_oracle_knows_every_permission() -> None:
    assert set(Permission) == set().union(*MAY.values())


def test_agrees_on_the_same_few_steps_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    few = settings(max_examples=4, stateful_step_count=12, derandomize=True)
    lookout = play(monkeypatch, few, thorough=False)
    assert lookout.steps >= 40


@pytest.mark.proof
def test_agrees_over_hundreds_of_new_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    many = settings(max_examples=16, stateful_step_count=25)
    lookout = play(monkeypatch, many, thorough=True)
    assert lookout.steps >= 200
    let, refused = ({rule for rule, allowed in lookout.deeds if allowed == goes} for goes in (True, False))
    assert len(let) >= 15, let
    assert len(refused) >= 6, refused
    assert lookout.gone["enrolments"]
    assert lookout.gone["shares"]
