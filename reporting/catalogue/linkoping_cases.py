"""Which cases there are under the indicators of set L, and which of them count.

Where the catalogue's wording leaves a choice, the function says what was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from participants.codes import EpisodeKind
from projects.calendar import add_months
from reporting.catalogue.base import Case, Cases, each_person
from reporting.catalogue.participation import WORK, Participation
from reporting.catalogue.reasons import Reason
from reporting.facts import EpisodeFacts, ProjectFacts, Window

SELF_SUPPORT_MONTHS = 18
READINESS_MONTHS = 4
FULL_TIME_HOURS = Decimal(35)
PART_TIME_HOURS = Decimal(17)
NOT_RECORDED = "not_recorded"
NOT_ASSESSED = "not_assessed"


def self_support_in_time(person: Participation, window: Window) -> Case:
    """L1. The clock has run out on start + 18 months itself; that day is also in time.

    The provisional share beside it asks the same of all started: who has become self-supporting in
    time counts even where the clock still runs.
    """
    reached = person.self_support_date
    limit = add_months(person.first_start, SELF_SUPPORT_MONTHS)
    in_time = reached is not None and reached <= limit
    due = limit <= window.as_of
    if person.first_start not in window:
        return _case(person, Reason.STARTED_OUTSIDE, on=person.first_start)
    if not due:
        return _case(person, Reason.REACHED_NOT_DUE if in_time else Reason.NOT_DUE, on=reached or limit)
    if in_time:
        return _case(person, Reason.REACHED, on=reached, counted=True, base=True)
    return _case(
        person, Reason.REACHED_LATE if reached else Reason.NEVER_REACHED, on=reached or limit, base=True
    )


def ready_in_time(person: Participation, window: Window) -> Case:
    """L2. The first assessment with all criteria met decides; later ones don't take it back.

    Not yet due: not ready, and start + 4 months lies after as of. An exit doesn't stop the clock.
    Days to ready are taken of all who became ready, the late ones too.
    """
    ready = person.first_ready
    limit = add_months(person.first_start, READINESS_MONTHS)
    if person.first_start not in window:
        return _case(person, Reason.STARTED_OUTSIDE, on=person.first_start)
    if ready is None:
        overdue = limit <= window.as_of
        return _case(person, Reason.NEVER_READY if overdue else Reason.READINESS_NOT_DUE, on=limit)
    days = (ready - person.first_start).days
    if ready <= limit:
        return _case(person, Reason.READY, on=ready, value=days, counted=True)
    return _case(person, Reason.READY_LATE, on=ready, value=days)


def contacted(_people: Sequence[Participation], facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """L3. A company counts once however often it was contacted."""
    dated = ((contact.company, contact.on) for contact in facts.contacts)
    return _companies(dated, window, Reason.CONTACTED, Reason.CONTACTED_OUTSIDE)


def needs_registered(_people: Sequence[Participation], facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """L4. The day of registering decides; a need that was open before the period doesn't count."""
    dated = ((need.company, need.registered_on) for need in facts.needs)
    return _companies(dated, window, Reason.NEED_REGISTERED, Reason.NEED_OUTSIDE)


def _companies(
    dated: Iterable[tuple[int, date]], window: Window, counted: Reason, not_counted: Reason
) -> Iterable[Case]:
    days: dict[int, list[date]] = {}
    for company, day in dated:
        days.setdefault(company, []).append(day)
    for company in sorted(days):
        within = [day for day in days[company] if day in window]
        if within:
            yield Case(company, counted=True, reason=counted, on=min(within))
        else:
            yield Case(company, counted=False, reason=not_counted, on=max(days[company]))


def begun(kinds: frozenset[EpisodeKind]) -> Cases:
    """L5, L7. Any outcome episode of these kinds begun in the period, not only the first ever."""

    def judge(person: Participation, window: Window) -> Case:
        starts = [episode.start for episode in person.outcomes_of(kinds)]
        within = [day for day in starts if day in window]
        if within:
            return _case(person, Reason.BEGUN, on=within[0], counted=True)
        if starts:
            return _case(person, Reason.BEGUN_OUTSIDE, on=starts[-1])
        history = any(episode.kind in kinds for episode in person.person.episodes)
        return _case(person, Reason.ONLY_HISTORY if history else Reason.NONE_BEGUN)

    return each_person(judge)


def work_after(kinds: frozenset[EpisodeKind]) -> Cases:
    """L6, L8. Employment or own business begun in the period, on or after the last day of an ended one.

    Both are outcome episodes. Which of several doesn't matter, so that the one that ended first is
    the one to compare with; it may have ended before the period. An end on as of has happened.
    """

    def judge(person: Participation, window: Window) -> Case:
        before = person.outcomes_of(kinds)
        ends = [episode.end for episode in before if episode.end is not None]
        if not ends:
            return _case(person, Reason.NONE_ENDED if before else Reason.NONE_BEGUN)
        starts = [episode.start for episode in person.outcomes_of(WORK) if episode.start >= min(ends)]
        within = [day for day in starts if day in window]
        if within:
            return _case(person, Reason.WORK_AFTER, on=within[0], counted=True)
        if starts:
            return _case(person, Reason.WORK_OUTSIDE, on=starts[0])
        return _case(person, Reason.NO_WORK_AFTER, on=min(ends))

    return each_person(judge)


def time_to_self_support(person: Participation, window: Window) -> Case:
    """L9. By the year of the self-support date, which must be in the period; the start needn't be."""
    reached = person.self_support_date
    if reached is None:
        return _case(person, Reason.NOT_SELF_SUPPORTING)
    if reached not in window:
        return _case(person, Reason.SELF_SUPPORTING_OUTSIDE, on=reached)
    days = (reached - person.first_start).days
    return _case(
        person, Reason.SELF_SUPPORTING, on=reached, value=days, group=str(reached.year), counted=True
    )


def exit_without_self_support(person: Participation, window: Window) -> Case:
    """L10. Self-support that began by the exit day keeps the exit out, even where it didn't last."""
    left = person.final_exit
    reached = person.self_support_date
    if left is None:
        return _case(person, Reason.STILL_ENROLLED)
    if left not in window:
        return _case(person, Reason.EXIT_OUTSIDE, on=left)
    if reached is not None and reached <= left:
        return _case(person, Reason.EXIT_WITH, on=reached)
    return _case(person, Reason.EXIT_WITHOUT, on=left, group=person.cause or NOT_RECORDED, counted=True)


def readiness_now(people: Sequence[Participation], facts: ProjectFacts, _window: Window) -> Iterable[Case]:
    """L11. An assessment, whatever it says, is one: who has any is ready or not ready.

    A criterion that the latest assessment's checklist doesn't have is not assessed.
    """
    codes = [criterion.code for criterion in facts.criteria]
    for person in people:
        if not person.enrolled:
            yield _case(person, Reason.NOT_ENROLLED, on=person.final_exit)
            continue
        latest = person.latest_assessment
        states = dict(latest.states) if latest else {}
        status = NOT_ASSESSED if latest is None else "ready" if latest.all_met else "not_ready"
        yield _case(
            person,
            Reason.ENROLLED,
            on=latest.on if latest else None,
            group=status,
            counted=True,
            details=tuple(f"{code}:{states.get(code, NOT_ASSESSED)}" for code in codes),
        )


def jobs_by_extent(people: Sequence[Participation], _facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """L12. Employments only, own business has no contract hours; each one counts.

    The set's least hours of work don't apply here. Hours wanted are those of the first start.
    """
    for person in people:
        wanted = person.first.hours_wanted
        for episode in person.person.episodes:
            if episode.kind != EpisodeKind.EMPLOYMENT:
                continue
            if not person.is_outcome(episode):
                yield _case(person, Reason.HISTORY, on=episode.start)
            elif episode.start not in window:
                yield _case(person, Reason.EMPLOYMENT_OUTSIDE, on=episode.start)
            else:
                yield _case(
                    person,
                    Reason.BEGUN,
                    on=episode.start,
                    group=extent(episode.hours),
                    counted=True,
                    details=(against_wanted(episode, wanted),),
                )


def extent(hours: Decimal | None) -> str:
    """Full time from 35 hours a week, part time from 17, short below; 34.5 hours are part time."""
    if hours is None:
        return "unknown"
    if hours >= FULL_TIME_HOURS:
        return "full_time"
    return "part_time" if hours >= PART_TIME_HOURS else "short"


def against_wanted(episode: EpisodeFacts, wanted: Decimal | None) -> str:
    """The contract's hours against the hours wanted; unknown where either is."""
    if episode.hours is None or wanted is None:
        return "unknown"
    if episode.hours == wanted:
        return "equal"
    return "less" if episode.hours < wanted else "more"


def _case(
    person: Participation,
    reason: Reason,
    *,
    counted: bool = False,
    base: bool = False,
    on: date | None = None,
    value: int | None = None,
    group: str | None = None,
    details: tuple[str, ...] = (),
) -> Case:
    facts = person.person
    return Case(facts.key, counted, reason, facts.gender, person.age_label, group, on, value, base, details)
