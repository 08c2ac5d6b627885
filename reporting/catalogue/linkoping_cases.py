"""Which cases there are under the indicators of set L, and which of them count.

Where the catalogue's wording leaves a choice, the function says what was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from participants.codes import EpisodeKind, Gender, SupportSource
from projects.calendar import add_months
from reporting.catalogue.base import Case, Cases, case_of, each_person
from reporting.catalogue.participation import WORK, Participation
from reporting.catalogue.reasons import Reason
from reporting.catalogue.splits import NOT_RECORDED
from reporting.facts import EpisodeFacts, ProjectFacts, Window

SELF_SUPPORT_MONTHS = 18
READINESS_MONTHS = 4
MINORITY_PERCENT = Decimal(40)
SOCIAL_ASSISTANCE_MONTHLY = 7000
"""Kronor a month, where the project doesn't say: the seed's own sum."""
FULL_TIME_HOURS = Decimal(35)
PART_TIME_HOURS = Decimal(17)
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
        return case_of(person, Reason.STARTED_OUTSIDE, on=person.first_start)
    if not due:
        return case_of(person, Reason.REACHED_NOT_DUE if in_time else Reason.NOT_DUE, on=reached or limit)
    if in_time:
        return case_of(person, Reason.REACHED, on=reached, counted=True, base=True)
    return case_of(
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
        return case_of(person, Reason.STARTED_OUTSIDE, on=person.first_start)
    if ready is None:
        overdue = limit <= window.as_of
        return case_of(person, Reason.NEVER_READY if overdue else Reason.READINESS_NOT_DUE, on=limit)
    days = (ready - person.first_start).days
    if ready <= limit:
        return case_of(person, Reason.READY, on=ready, value=days, counted=True)
    return case_of(person, Reason.READY_LATE, on=ready, value=days)


def contacted(_people: Sequence[Participation], facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """L3, K4. A company counts once however often it was contacted; the value is how often in the period."""
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
            yield Case(company, counted=True, reason=counted, on=min(within), value=len(within))
        else:
            yield Case(company, counted=False, reason=not_counted, on=max(days[company]))


def begun(kinds: frozenset[EpisodeKind]) -> Cases:
    """L5, L7. Any outcome episode of these kinds begun in the period, not only the first ever."""

    def judge(person: Participation, window: Window) -> Case:
        starts = [episode.start for episode in person.outcomes_of(kinds)]
        within = [day for day in starts if day in window]
        if within:
            return case_of(person, Reason.BEGUN, on=within[0], counted=True)
        if starts:
            return case_of(person, Reason.BEGUN_OUTSIDE, on=starts[-1])
        history = any(episode.kind in kinds for episode in person.person.episodes)
        return case_of(person, Reason.ONLY_HISTORY if history else Reason.NONE_BEGUN)

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
            return case_of(person, Reason.NONE_ENDED if before else Reason.NONE_BEGUN)
        starts = [episode.start for episode in person.outcomes_of(WORK) if episode.start >= min(ends)]
        within = [day for day in starts if day in window]
        if within:
            return case_of(person, Reason.WORK_AFTER, on=within[0], counted=True)
        if starts:
            return case_of(person, Reason.WORK_OUTSIDE, on=starts[0])
        return case_of(person, Reason.NO_WORK_AFTER, on=min(ends))

    return each_person(judge)


def time_to_self_support(person: Participation, window: Window) -> Case:
    """L9. By the year of the self-support date, which must be in the period; the start needn't be."""
    reached = person.self_support_date
    if reached is None:
        return case_of(person, Reason.NOT_SELF_SUPPORTING)
    if reached not in window:
        return case_of(person, Reason.SELF_SUPPORTING_OUTSIDE, on=reached)
    days = (reached - person.first_start).days
    return case_of(
        person, Reason.SELF_SUPPORTING, on=reached, value=days, group=str(reached.year), counted=True
    )


def exit_without_self_support(person: Participation, window: Window) -> Case:
    """L10. Self-support that began by the exit day keeps the exit out, even where it didn't last."""
    left = person.final_exit
    reached = person.self_support_date
    if left is None:
        return case_of(person, Reason.STILL_ENROLLED)
    if left not in window:
        return case_of(person, Reason.EXIT_OUTSIDE, on=left)
    if reached is not None and reached <= left:
        return case_of(person, Reason.EXIT_WITH, on=reached)
    return case_of(person, Reason.EXIT_WITHOUT, on=left, group=person.cause or NOT_RECORDED, counted=True)


def readiness_now(people: Sequence[Participation], facts: ProjectFacts, _window: Window) -> Iterable[Case]:
    """L11. An assessment, whatever it says, is one: who has any is ready or not ready.

    A criterion that the latest assessment's checklist doesn't have is not assessed.
    """
    codes = [criterion.code for criterion in facts.criteria]
    for person in people:
        if not person.enrolled:
            yield case_of(person, Reason.NOT_ENROLLED, on=person.final_exit)
            continue
        latest = person.latest_assessment
        states = dict(latest.states) if latest else {}
        status = NOT_ASSESSED if latest is None else "ready" if latest.all_met else "not_ready"
        yield case_of(
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

    def judge(person: Participation, job: EpisodeFacts) -> Case:
        return case_of(
            person,
            Reason.BEGUN,
            on=job.start,
            group=extent(job.hours),
            counted=True,
            details=(against_wanted(job, person.first.hours_wanted),),
        )

    return _employments(people, window, judge)


def _employments(
    people: Sequence[Participation], window: Window, judge: Callable[[Participation, EpisodeFacts], Case]
) -> Iterable[Case]:
    for person in people:
        for episode in person.person.episodes:
            if episode.kind != EpisodeKind.EMPLOYMENT:
                continue
            if not person.is_outcome(episode):
                yield case_of(person, Reason.HISTORY, on=episode.start)
            elif episode.start not in window:
                yield case_of(person, Reason.EMPLOYMENT_OUTSIDE, on=episode.start)
            else:
                yield judge(person, episode)


def jobs_against_the_majority(
    people: Sequence[Participation], facts: ProjectFacts, window: Window
) -> Iterable[Case]:
    """L13. Women where fewer than 40 % of the occupation are women, men where fewer than 40 % are men.

    The occupation's own code on the list decides, else the longest that its code begins with, a wider
    group. 40 % itself isn't fewer.
    """
    women = dict(facts.occupations.women) if facts.occupations else {}

    def judge(person: Participation, job: EpisodeFacts) -> Case:
        share = share_of_women(job.occupation, women)
        gender = person.person.gender
        if gender not in (Gender.WOMAN, Gender.MAN):
            return case_of(person, Reason.NEITHER_WOMAN_NOR_MAN, on=job.start)
        if share is None:
            missing = Reason.OCCUPATION_NOT_LISTED if job.occupation else Reason.OCCUPATION_NOT_RECORDED
            return case_of(person, missing, on=job.start)
        own = share if gender == Gender.WOMAN else 100 - share
        if own < MINORITY_PERCENT:
            return case_of(person, Reason.GENDER_IN_MINORITY, on=job.start, counted=True)
        return case_of(person, Reason.GENDER_NOT_IN_MINORITY, on=job.start)

    return _employments(people, window, judge)


def share_of_women(occupation: str, women: Mapping[str, Decimal]) -> Decimal | None:
    """The share of women, per cent, in an occupation or else the nearest wider group on the list."""
    wider = (occupation[:length] for length in range(len(occupation), 0, -1))
    return next((women[code] for code in wider if code in women), None)


def off_social_assistance(
    people: Sequence[Participation], facts: ProjectFacts, window: Window
) -> Iterable[Case]:
    """L14. Social assistance was in force on the first start itself; self-support on as of itself counts.

    It need not have lasted since the self-support date. Whoever has left counts, too. The value is what
    the municipality no longer pays a month, in kronor, by the project's sum for everybody alike.
    """
    monthly = facts.social_assistance_monthly
    amount = SOCIAL_ASSISTANCE_MONTHLY if monthly is None else monthly
    for person in people:
        if not person.had_support_on(SupportSource.SOCIAL_ASSISTANCE, person.first_start):
            yield case_of(person, Reason.NO_ASSISTANCE_AT_START)
        elif person.self_supporting_on(window.as_of):
            yield case_of(person, Reason.OFF_ASSISTANCE, on=window.as_of, value=amount, counted=True)
        else:
            yield case_of(person, Reason.NOT_OFF_ASSISTANCE, on=window.as_of)


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
