"""What must be so before a form is accepted that the world as it is refuses, by the name of its route.

Each makes rows of its own in the project of the own case, and names those that the address is about in place
of the world's. Whoever calls it takes them back.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.db import models
from django.utils import timezone

from participants.models import Enrolment
from tests import factories
from tests.access.world import Relation, World

type Rows = dict[str, models.Model]


def _stay(world: World, *, left: bool) -> Enrolment:
    """Somebody else's stay with the own coach, over since half a year or going on."""
    crew = world.crews[Relation.OWN]
    end = timezone.localdate() - dt.timedelta(days=183) if left else None
    return factories.enrolment(project=crew.project, coach=crew.coach, end=end)


def _newcomer(world: World) -> Rows:
    return {"enrolment": _stay(world, left=False)}


def _somebody_who_has_left(world: World) -> Rows:
    return {"enrolment": _stay(world, left=True)}


def _found_after_the_exit(world: World) -> Rows:
    stay = _stay(world, left=True)
    return {"enrolment": stay, "follow_up": factories.follow_up(enrolment=stay)}


def _tried_after_the_exit(world: World) -> Rows:
    stay = _stay(world, left=True)
    return {"enrolment": stay, "attempt": factories.follow_up_attempt(enrolment=stay)}


def _empty_session(world: World) -> Rows:
    return {"session": factories.session(project=world.crews[Relation.OWN].project)}


def _unanswered_condition(world: World) -> Rows:
    return {"condition": factories.condition(project=world.crews[Relation.OWN].project)}


def _empty_process(world: World) -> Rows:
    process = factories.supported_process(enrolment=_stay(world, left=False))
    return {"supported_move": process.moves.get()}


def _second_administrator(world: World) -> Rows:
    organisation = world.crews[Relation.OWN].project.organisation
    factories.administrator(organisation=organisation)
    return {}


_PREPARED: Final[Mapping[str, Callable[[World], Rows]]] = {
    "begin_supported": _newcomer,
    "change_attempt": _tried_after_the_exit,
    "change_follow_up": _found_after_the_exit,
    "enrol_again": _somebody_who_has_left,
    "office": _second_administrator,
    "record_follow_up": _somebody_who_has_left,
    "remove": _unanswered_condition,
    "remove_session": _empty_session,
    "remove_supported_move": _empty_process,
    "try_follow_up": _somebody_who_has_left,
}


def prepared(world: World, name: str) -> World:
    """The world in which the form of this name is accepted; its rows are in the database."""
    if name not in _PREPARED:
        return world
    own = {**world.cases[Relation.OWN], **_PREPARED[name](world)}
    return replace(world, cases={**world.cases, Relation.OWN: own})
