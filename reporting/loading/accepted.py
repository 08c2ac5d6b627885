"""What is left as it is."""

import datetime as dt

from projects.models import Project
from reporting.facts import AcceptedFacts
from reporting.models import AcceptedGap


def load_accepted(project: Project, *, on: dt.date) -> tuple[AcceptedFacts, ...]:
    """What the project leaves as it is on the day; of no other day, and apart from the rest of its facts."""
    rows = AcceptedGap.objects.in_force(on=on).filter(
        enrolment__project=project, enrolment__registered_by_mistake=False
    )
    told = rows.order_by("pk").values_list("enrolment__person_id", "check_code", "until")
    return tuple(AcceptedFacts(*row) for row in told)
