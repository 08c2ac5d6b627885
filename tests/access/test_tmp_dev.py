import inspect, os, sys, textwrap, time
import pytest
from hypothesis import settings, Phase
from tests.access.test_state_machine import play
from participants import querysets as pq
from projects import querysets as jq
from accounts.models.user import UserManager

pytestmark = pytest.mark.django_db
FAULTS = {
    "none": None,
    "is_active": (jq.DatedRoleQuerySet, "in_force", "start__lte=on, user__is_active=True", "start__lte=on"),
    "withdrawn": (pq.ProfileShareQuerySet, "in_force", "withdrawn_at=None, ", ""),
    "protected": (pq.EnrolmentQuerySet, "visible_to", "Q(person__protected_identity=False) | opened, ", ""),
    "ended role": (jq.DatedRoleQuerySet, "not_over", "Q(end__isnull=True) | Q(end__gte=on)", ""),
    "role to come": (jq.DatedRoleQuerySet, "in_force", "start__lte=on, ", ""),
    "emergency forever": (pq.EmergencyAccessQuerySet, "in_force", ", expires_at__gt=at", ""),
    "emergency writes": (
        pq.EnrolmentQuerySet,
        "visible_to",
        "if permission is Permission.CASELOAD_READ:",
        "if True:",
    ),
    "share protected": (
        pq.ProfileShareQuerySet,
        "visible_to",
        "enrolment__person__protected_identity=False,",
        "",
    ),
    "share left": (
        pq.ProfileShareQuerySet,
        "visible_to",
        "Q(enrolment__end=None) | Q(enrolment__end__gt=today),",
        "",
    ),
    "share mistake": (pq.ProfileShareQuerySet, "visible_to", "enrolment__registered_by_mistake=False,", ""),
    "referrer": (pq.EnrolmentQuerySet, "visible_to", "reached.filter(referrer=user) if", "reached if"),
    "link withdrawn": (pq.PersonalLinkQuerySet, "open", "withdrawn_at=None, ", ""),
    "named once": (pq.CoachAssignmentQuerySet, "in_force", "Q(end__isnull=True) | Q(end__gte=on), ", ""),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_dev(monkeypatch, fault):
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
        out = play(
            monkeypatch,
            settings(
                max_examples=int(os.environ.get("N", "6")),
                stateful_step_count=int(os.environ.get("S", "12")),
                derandomize="R" not in os.environ,
                database=None,
                phases=[Phase.generate],
            ),
            thorough="T" in os.environ,
        )
        said = f"{out.steps} {out.answers} {out.gone} {out.deeds}" if fault == "none" else ""
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
