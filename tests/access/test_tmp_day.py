import inspect, os, sys, textwrap, time
import pytest
from hypothesis import settings, Phase
from tests.access import test_state_machine as tsm
from tests.access.test_tmp_dev import FAULTS
from participants import querysets as pq
from projects import querysets as jq
from accounts.models.user import UserManager

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", list(FAULTS))
def test_day(monkeypatch, fault):
    if FAULTS[fault]:
        cls, name, old, new = FAULTS[fault]
        src = textwrap.dedent(inspect.getsource(cls.__dict__[name]))
        assert src.count(old) == 1, src
        space = {}
        exec(
            "from __future__ import annotations\n" + src.replace(old, new),
            sys.modules[cls.__module__].__dict__,
            space,
        )
        monkeypatch.setattr(cls, name, space[name])
    a = time.perf_counter()
    c = time.process_time()
    said = ""
    try:
        tsm.test_agrees_through_a_day_in_which_everything_is_closed(monkeypatch)
        verdict = "PASSED"
    except AssertionError as e:
        verdict, said = "FAILED", str(e).splitlines()[0]
    print(
        "\n##",
        fault,
        verdict,
        said,
        "wall %.1f cpu %.1f" % (time.perf_counter() - a, time.process_time() - c),
        flush=True,
    )
