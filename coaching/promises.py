"""What was promised participants and is still open: what a coach who takes over must know."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coaching.follow_ups import follow_ups_of
from coaching.models import Expected, NoteDraft, PlanAction
from participants.models import Enrolment, Episode

if TYPE_CHECKING:
    from accounts.models import User
    from coaching.models import Session


class PromiseKind(StrEnum):
    """What sort of thing is open."""

    PLAN = "plan"
    EPISODE = "episode"
    SESSION = "session"
    FOLLOW_UP = "follow_up"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that is open: by, on or since which day, what, and where it is settled."""

    kind: PromiseKind
    day: dt.date
    text: str
    url: str
    late: bool


def open_promises(
    enrolments: Sequence[Enrolment], *, on: dt.date, reader: "User | None" = None
) -> dict[int, list[Promise]]:
    """What is open for each enrolment on a day, by its id, the earliest first; in a handful of queries.

    The `reader` is told of drafts of notes that they have begun themselves: nobody else knows of those.
    """
    found: dict[int, list[Promise]] = {stay.pk: [] for stay in enrolments}
    of = {stay.pk: stay for stay in enrolments}
    begun = _drafts(of, reader) if reader else ()
    for pk, promise in (*_planned(of, on), *_ending(of, on), *_ahead(of, on), *_follow_ups(of, on), *begun):
        found[pk].append(promise)
    return {pk: sorted(promises, key=lambda one: one.day) for pk, promises in found.items()}


def _planned(of: dict[int, Enrolment], on: dt.date) -> Iterator[tuple[int, Promise]]:
    actions = PlanAction.objects.open().filter(goal__enrolment__in=of)
    for action in actions.select_related("goal").order_by("due_on", "pk"):
        stay = of[action.goal.enrolment_id]
        text = f"{action.text} ({action.who_within})"
        url = reverse("coaching:plan", args=[stay.public_id])
        yield stay.pk, Promise(PromiseKind.PLAN, action.due_on, text, url, action.due_on < on)


def _ending(of: dict[int, Enrolment], on: dt.date) -> Iterator[tuple[int, Promise]]:
    running = Episode.objects.not_over(on=on).filter(enrolment__in=of, end__isnull=False, start__lte=on)
    for episode in running.select_related("company").order_by("end", "pk"):
        if episode.end is None:
            continue
        what = ", ".join(part for part in (episode.get_kind_display(), str(episode.place or "")) if part)
        url = reverse("participants:change_episode", args=[episode.public_id])
        text = _("%(what)s ends") % {"what": what}
        yield episode.enrolment_id, Promise(PromiseKind.EPISODE, episode.end, text, url, late=False)


def _ahead(of: dict[int, Enrolment], on: dt.date) -> Iterator[tuple[int, Promise]]:
    """Sessions to which they are invited; of a series the next one, since the rest follow from it."""
    invited = Expected.objects.in_project().filter(enrolment__in=of, session__held_on__gte=on)
    told: set[tuple[int, int]] = set()
    for one in invited.select_related("session").order_by("session__held_on", "pk"):
        session: Session = one.session
        if session.series_id and (one.enrolment_id, session.series_id) in told:
            continue
        if session.series_id:
            told.add((one.enrolment_id, session.series_id))
        url = reverse("activities:session", args=[session.public_id])
        what = " ".join(part for part in (session.called, session.hours_of_day) if part)
        yield one.enrolment_id, Promise(PromiseKind.SESSION, session.held_on, what, url, late=False)


def _follow_ups(of: dict[int, Enrolment], on: dt.date) -> Iterator[tuple[int, Promise]]:
    """90 days and 6 months after the exit of those who left for good, until all of it is settled."""
    last = set(
        Enrolment.objects.filter(pk__in=of).ended(on=on).without_a_later_stay().values_list("pk", flat=True)
    )
    left = [stay for stay in of.values() if stay.pk in last]
    for due in follow_ups_of(left):
        if not due.settled:
            text = _("Follow-up: %(kind)s after the exit") % {"kind": due.kind.label}
            url = reverse("coaching:participant", args=[due.enrolment.public_id])
            yield due.enrolment.pk, Promise(PromiseKind.FOLLOW_UP, due.due, text, url, due.due < on)


def _drafts(of: dict[int, Enrolment], author: "User") -> Iterator[tuple[int, Promise]]:
    """Notes that somebody has begun and not kept, since the day of the last save; never what they say."""
    for draft in NoteDraft.objects.filter(enrolment__in=of, author=author).order_by("saved_at", "pk"):
        url = reverse("coaching:notes", args=[of[draft.enrolment_id].public_id])
        day = timezone.localdate(draft.saved_at)
        text = _("Your draft of a note: finish it or throw it away")
        yield draft.enrolment_id, Promise(PromiseKind.DRAFT, day, text, url, late=False)
