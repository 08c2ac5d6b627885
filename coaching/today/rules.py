"""What makes an item of Today: one rule for each kind, over facts that are at hand. No rule asks a database.

A rule first finds the day, then asks whether somebody wants to know, and only then puts it in words.

Sources: the clock of four months (seeds/linkopingsmodellen.txt), the steps' limits (seeds/navigator.txt),
follow-ups at 90 days and six months (seeds/navigator.txt, seeds/sin-projektet.txt).
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coaching.clock import read_clock
from coaching.gaps import missing_facts
from coaching.limits import limit_of
from coaching.models import ItemKind, NoteKind
from coaching.today.facts import Facts
from coaching.today.items import Item, Link
from participants.codes import EpisodeKind, Subsidy
from participants.due import follow_ups_due
from participants.models import Asked, Enrolment, Episode
from projects.calendar import add_months

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise

NO_CONTACT: Final = 14
"""After so many days without contact, Today says so."""
_OWN: Final = frozenset({EpisodeKind.EMPLOYMENT, EpisodeKind.OWN_BUSINESS})

type Rule = Callable[[Enrolment, Facts], Iterator[Item]]


def items_of(stay: Enrolment, facts: Facts) -> list[Item]:
    """What is due about one person, the earliest first; whenever, unless the facts are for what is near."""
    made = [item for rule in RULES for item in rule(stay, facts)]
    return sorted(made, key=lambda item: item.due)


def _item(
    facts: Facts,
    stay: Enrolment,
    kind: ItemKind,
    *,
    key: str,
    due: dt.date,
    text: "StrPromise",
    words: Mapping[str, object],
    links: list[Link],
    settle: Link | None = None,
) -> Item:
    resting = facts.resting.get(stay.pk, {}).get((kind, key))
    return Item(stay, kind, key, due, text, words, tuple(links), settle, resting)


def _link(label: "StrOrPromise", route: str, *args: object) -> Link:
    return Link(label, route, args)


def _project_over(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """Who is still enrolled when the project ends needs an exit."""
    if stay.end is not None or not facts.asks(stay, ItemKind.PROJECT_OVER, stay.project.end):
        return
    ended = stay.project.end < facts.on
    text = (
        _("The project ended %(day)s and the enrolment is open.")
        if ended
        else _("The project ends %(day)s and the enrolment is open.")
    )
    yield _item(
        facts,
        stay,
        ItemKind.PROJECT_OVER,
        key=f"{stay.project.end}",
        due=stay.project.end,
        text=text,
        words={"day": stay.project.end},
        links=[_link(_("Record the exit"), "coaching:exit", stay.public_id)],
    )


def _first_day(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """Who begins."""
    if stay.start < facts.on or stay.end is not None:
        return
    if not facts.asks(stay, ItemKind.FIRST_DAY, stay.start):
        return
    yield _item(
        facts,
        stay,
        ItemKind.FIRST_DAY,
        key=f"{stay.start}",
        due=stay.start,
        text=_("The first day is %(day)s."),
        words={"day": stay.start},
        links=[_link(_("Change the first day"), "participants:change_enrolment", stay.public_id)],
    )


def _clock(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """Job-ready within four months from the first start, where the project assesses that."""
    if stay.project_id not in facts.with_checklist or stay.participation in facts.ready:
        return
    first = facts.first_starts[stay.participation]
    clock = read_clock(first_start=first, ready_on=None, running=stay.is_running(on=facts.on), on=facts.on)
    if clock is None or not facts.asks(stay, ItemKind.CLOCK, clock.due_on):
        return
    days = {"day": clock.due_on, "first": first}
    over = _("Not job-ready: the 4 months were up %(day)s (first day %(first)s).")
    running = _("Not job-ready yet: the 4 months are up %(day)s (first day %(first)s).")
    yield _item(
        facts,
        stay,
        ItemKind.CLOCK,
        key=f"{clock.due_on}",
        due=clock.due_on,
        text=over if clock.due_on < facts.on else running,
        words=days,
        links=[_link(_("Assess"), "coaching:assess", stay.public_id)],
    )


def _step(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """The longest time on the step where someone stands."""
    move = facts.moves.get(stay.pk)
    limit = limit_of(move, facts.on) if move else None
    if move is None or limit is None or limit.due_on is None or not stay.is_running(on=facts.on):
        return
    if not facts.asks(stay, ItemKind.STEP, limit.due_on):
        return
    words = {
        "step": move.phase,
        "weeks": move.phase.weeks_at_most,
        "day": limit.due_on,
        "moved": move.moved_on,
    }
    over = _("%(step)s: the %(weeks)s weeks were up %(day)s (moved there %(moved)s).")
    running = _("%(step)s: the %(weeks)s weeks are up %(day)s (moved there %(moved)s).")
    yield _item(
        facts,
        stay,
        ItemKind.STEP,
        key=f"{move.pk} {limit.due_on}",
        due=limit.due_on,
        text=over if limit.is_over else running,
        words=words,
        links=[_link(_("Move on the staircase"), "coaching:move", stay.public_id)],
    )


def _episode(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """What ends or has ended, when nothing goes on after it or is about to."""
    if not stay.is_running(on=facts.on):
        return
    known = facts.last_episodes.get(stay.participation, [])
    for number, last in enumerate(known):
        later = known[number + 1 :]
        if last.end is None or last.end < stay.start or any(_follows(one, last) for one in later):
            continue
        if facts.asks(stay, ItemKind.EPISODE, last.end):
            yield _ending(stay, facts, last, last.end)


def _follows(later: Episode, ending: Episode) -> bool:
    """Whether what ends later, or goes on, takes the place of something that ends.

    A job in the evenings that somebody had before doesn't take a placement's, however long it has gone on:
    what comes after a measure begins later than that, as a job does that somebody is given during it.
    Nothing need follow a job of one's own while something else goes on.
    """
    subsidised = _is_subsidised(ending)
    is_measure = ending.kind not in _OWN or subsidised
    if not is_measure or (later.kind == ending.kind and _is_subsidised(later) == subsidised):
        return True
    return later.start > ending.start


def _is_subsidised(job: Episode) -> bool:
    return job.subsidy not in {"", Subsidy.NONE}


def _ending(stay: Enrolment, facts: Facts, last: Episode, end: dt.date) -> Item:
    what = f"{last.get_kind_display()}, {last.place}" if last.place else last.get_kind_display()
    over = _("%(what)s ended %(day)s and nothing comes after it.")
    running = _("%(what)s ends %(day)s and nothing comes after it.")
    return _item(
        facts,
        stay,
        ItemKind.EPISODE,
        key=f"{last.public_id} {end}",
        due=end,
        text=over if end < facts.on else running,
        words={"what": what, "day": end},
        links=[
            _link(_("Change the last day"), "participants:change_episode", last.public_id),
            _link(_("Log a placement"), "participants:log_episode", stay.public_id, "praktik"),
            _link(_("Log a job"), "participants:log_episode", stay.public_id, "jobb"),
        ],
    )


def _plan(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """What was agreed to be done by a day."""
    if stay.has_ended(on=facts.on):
        return
    for action in facts.actions.get(stay.pk, []):
        if not facts.asks(stay, ItemKind.PLAN, action.due_on):
            continue
        words = {"what": action.text, "who": action.who_within, "day": action.due_on}
        yield _item(
            facts,
            stay,
            ItemKind.PLAN,
            key=f"{action.public_id} {action.due_on}",
            due=action.due_on,
            text=_("%(what)s – %(who)s, by %(day)s."),
            words=words,
            links=[_link(_("Open the plan"), "coaching:plan", stay.public_id)],
            settle=_link(_("Done"), "today:done", action.public_id),
        )


def _follow_up(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """The 90 days and the six months after the exit, until an outcome is recorded."""
    if stay.end is None or stay.end > facts.on:
        return
    outcomes = facts.follow_ups.get(stay.participation, [])
    attempts = facts.attempts.get(stay.participation, [])
    for one in follow_ups_due(stay, outcomes=outcomes, attempts=attempts):
        if one.settled:
            continue
        # With an outcome, the employer is left to ask: what the participant said before is no matter.
        asked = one.attempts and (one.outcome is None or one.attempts[0].asked == Asked.EMPLOYER)
        back = one.call_back_on if asked else None
        due = max(one.due, back or one.due)
        if not facts.asks(stay, ItemKind.FOLLOW_UP, due):
            continue
        if one.outcome is not None:
            text = _("Follow-up after %(kind)s: the employer is left to ask (exit %(left)s), %(tries)s.")
        elif due > one.due:
            text = _("Will be in touch %(back)s: follow-up after %(kind)s (exit %(left)s), %(tries)s.")
        else:
            text = _("Follow-up after %(kind)s: %(day)s (exit %(left)s), %(tries)s.")
        tries = _tries(len(one.attempts))
        words = {"kind": one.kind.label, "day": one.due, "left": stay.end, "back": due, "tries": tries}
        yield _item(
            facts,
            stay,
            ItemKind.FOLLOW_UP,
            key=f"{one.kind} {one.due} {len(one.attempts)}{' employer' if one.outcome else ''}",
            due=due,
            text=text,
            words=words,
            links=[
                _link(_("Record an attempt"), "participants:try_follow_up", stay.public_id, one.slug),
                _link(_("Record the outcome"), "participants:record_follow_up", stay.public_id, one.slug),
            ],
        )


def _tries(number: int) -> str:
    if not number:
        return str(_("not tried yet"))
    return ngettext("%(number)s attempt", "%(number)s attempts", number) % {"number": number}


def _contact(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """Two weeks without contact: no attendance of any kind, no assessment, no note of a contact."""
    if not stay.is_running(on=facts.on):
        return
    seen = facts.contacts.get(stay.participation)
    last = max(seen or stay.start, stay.start)
    due = last + dt.timedelta(days=NO_CONTACT)
    if not facts.asks(stay, ItemKind.CONTACT, due):
        return
    text = (
        _("No contact since %(day)s.")
        if seen and seen >= stay.start
        else _("No contact since the first day, %(day)s.")
    )
    yield _item(
        facts,
        stay,
        ItemKind.CONTACT,
        key=f"{last}",
        due=due,
        text=text,
        words={"day": last},
        links=[
            Link(_("Log a talk"), "quick_log", query=f"?deltagare={stay.public_id}"),
            Link(_("Write a note"), "coaching:new_note", (stay.public_id,), f"?typ={NoteKind.CONTACT}"),
        ],
    )


def _missing(stay: Enrolment, facts: Facts) -> Iterator[Item]:
    """What the month's report will ask for and nobody has recorded: due on the month's last day."""
    if stay.start > facts.on or (stay.end is None and stay.project.end < facts.on):
        return
    gaps = missing_facts(
        stay, supported=stay.participation in facts.supported, grouped=stay.project_id in facts.with_groups
    )
    if not gaps:
        return
    due = add_months(facts.on.replace(day=1), 1) - dt.timedelta(days=1)
    labels = ", ".join(gap.label for gap in gaps)
    routes = dict.fromkeys(gap.route for gap in gaps)
    codes = {gap.code for gap in gaps}
    # What was put off covers what is missing still, when something of it has been recorded since.
    covered = {
        key: row.until
        for (kind, key), row in facts.resting.get(stay.pk, {}).items()
        if kind == ItemKind.MISSING and codes <= set(key.split())
    }
    yield _item(
        facts,
        stay,
        ItemKind.MISSING,
        key=max(covered, key=covered.__getitem__, default=" ".join(sorted(codes))),
        due=due,
        text=_("The month’s report, %(day)s, will need: %(facts)s."),
        words={"day": due, "facts": labels},
        links=[
            _link(
                _("Record: %(facts)s")
                % {"facts": ", ".join(gap.label for gap in gaps if gap.route == route)},
                route,
                stay.public_id,
            )
            for route in routes
        ],
    )


RULES: Final[tuple[Rule, ...]] = (
    _project_over,
    _first_day,
    _clock,
    _step,
    _episode,
    _plan,
    _follow_up,
    _contact,
    _missing,
)
