"""The coach's desk: 50 coaches with 60 people each, among as many others in the database as asked for.

Its pages are set against a page that asks the database one thing beside who is signed in.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from itertools import count
from typing import Final

from django.core.management import call_command
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from coaching.models import PlanAction, PlanGoal, SessionKind
from participants.models import CoachAssignment, Enrolment, Person
from projects.models import Organisation, Project
from tests import factories
from tests.bench.clock import HEAD, RATIO_HEAD, Times, in_turn, noise, once, ratio, write_out
from tests.bench.crowd import CHECKLIST, crowd
from tests.bench.one_project import get
from tests.bench.population import PER_PROJECT, TO, Size, populate
from tests.conftest import signed_in_client
from tests.reporting.rows import write

COACHES: Final = 50
EACH: Final = 60
READING: Final = 6
"""So many times the page of one query, at most, a page to read may take."""
LOGGING: Final = 4
ROUNDS: Final = 15
# Where the crowd's days stand; they are moved so that its last ones are about today.
DATED: Final = {
    "participants_enrolment": ("start", "end", "unemployed_since"),
    "participants_episode": ("start", "end"),
    "participants_supportperiod": ("start", "end"),
    "participants_followup": ("done_on",),
    "coaching_readinessassessment": ("assessed_on",),
    "coaching_phasemove": ("moved_on",),
    "coaching_session": ("held_on",),
}
_days = count(0)


def at_the_desk(people: int) -> None:
    """Fill an empty database, measure, and print each page's ratio beside its limit."""
    today = timezone.localdate()
    wall, _cpu = once(lambda: populate(Size(max(1, people // PER_PROJECT))))
    # The project of the coaches belongs to another one, whose name is counted from one as well.
    Organisation.objects.update(name=Concat("name", Value(" och omnejd")))
    project, coaches = _staffed(today)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    number = Person.objects.count()
    write_out(f"{number} people, {COACHES} coaches with {EACH} each; written in {wall / 1000:.0f} s.")
    call_command("collectstatic", interactive=False, verbosity=0)
    coach = coaches[0]
    client = signed_in_client(coach)
    times = [noise(), *_pages(client, coach, project), noise()]
    small, *pages, logging = times[1:-1]
    write_out(HEAD, *(one.row() for one in times), "", RATIO_HEAD)
    write_out(*(f"{ratio(f'{one.name} ÷ {small.name}', one, small)}  limit {READING} ×" for one in pages))
    write_out(f"{ratio(f'{logging.name} ÷ {small.name}', logging, small)}  limit {LOGGING} ×", "")


def _pages(client: Client, coach: User, project: Project) -> list[Times]:
    """The page of one query, the pages to read, and logging, in turns."""
    stays = Enrolment.objects.filter(project=project, coach_assignments__coach=coach, end=None)
    addresses = [reverse("coaching:participant", args=[stay.public_id]) for stay in stays]
    turn = iter(_again(addresses))
    return in_turn(
        {
            "page of one query": partial(get, client, reverse("projects:list")),
            "Today": partial(get, client, reverse("today:today")),
            "caseload": partial(get, client, reverse("coaching:caseload")),
            "participant": lambda: get(client, next(turn)),
            "quick log": lambda: _log(client, stays[0]),
        },
        rounds=ROUNDS,
    )


def _again(addresses: list[str]) -> Iterator[str]:
    while True:
        yield from addresses


def _log(client: Client, stay: Enrolment) -> None:
    """Another talk each time, each on a day of its own, where nothing is entered yet."""
    day = timezone.localdate() - dt.timedelta(days=next(_days))
    sent = {
        "who": str(stay.public_id),
        "kind": SessionKind.TALK,
        "minutes": "30",
        "held_on": str(day),
        "key": str(uuid.uuid4()),
        "back": "",
    }
    answer = client.post(reverse("quick_log"), sent)
    if answer.status_code != HTTPStatus.FOUND:
        raise RuntimeError(f"logging answered {answer.status_code}")


def _staffed(today: dt.date) -> tuple[Project, list[User]]:
    """A project with enough people for every coach, its days about today, and plans with actions due."""
    # About half of a crowd has left: their coaches have them on the list of follow-ups.
    project = write(crowd(2 * COACHES * EACH + 600), CHECKLIST)
    _move(project, by=(today - TO).days + 96)
    project.end = today + dt.timedelta(days=400)
    project.save(update_fields=["end"])
    coaches = [factories.coach(project=project) for _ in range(COACHES)]
    order = Enrolment.objects.filter(project=project).order_by("end", "pk")
    open_ones = list(order.filter(end=None)[: COACHES * EACH])
    assignments = [
        CoachAssignment(enrolment=stay, coach=coaches[place % COACHES], start=stay.start)
        for place, stay in enumerate(open_ones)
    ] + [
        CoachAssignment(enrolment=stay, coach=coaches[place % COACHES], start=stay.start, end=stay.end)
        for place, stay in enumerate(order.filter(end__lte=today)[: COACHES * EACH])
    ]
    CoachAssignment.objects.bulk_create(assignments)
    goals = PlanGoal.objects.bulk_create(PlanGoal(enrolment=stay, text="Ett jobb") for stay in open_ones)
    PlanAction.objects.bulk_create(
        PlanAction(goal=goal, text="Skriva klart CV:t", due_on=today + dt.timedelta(days=place % 40 - 20))
        for place, goal in enumerate(2 * goals)
    )
    return project, coaches


def _move(project: Project, *, by: int) -> None:
    """Move all days of a project's people, past the triggers, which would keep each as a change."""
    theirs = "enrolment_id in (select id from participants_enrolment where project_id = %s)"
    own = "project_id = %s"
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for table, columns in DATED.items():
            moved = ", ".join(f'"{column}" = "{column}" + {by}' for column in columns)
            where = own if table in {"participants_enrolment", "coaching_session"} else theirs
            cursor.execute(f"update {table} set {moved} where {where}", [project.pk])  # noqa: S608  names above
        cursor.execute("reset session_replication_role")
