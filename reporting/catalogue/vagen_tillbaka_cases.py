"""Which cases there are under the indicators of set V, and which of them count.

Where the catalogue's wording leaves a choice, the function says what was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from coaching.models import SessionKind
from participants.codes import PLACEMENTS, EpisodeKind
from reporting.catalogue.base import Case, case_of
from reporting.catalogue.participation import Participation
from reporting.catalogue.reasons import Reason
from reporting.facts import AttendanceFacts, EpisodeFacts, NeedFacts, ProjectFacts, Window

TALKS = frozenset({SessionKind.TALK, SessionKind.THREE_PARTY_TALK})
DIVISION = 2
PERSON = "person"


def started(person: Participation, window: Window) -> Case:
    """V1. First starts in the period; who comes back doesn't start again."""
    within = person.first_start in window
    reason = Reason.STARTED if within else Reason.STARTED_OUTSIDE
    return case_of(person, reason, on=person.first_start, counted=within)


def placements_where_needed(
    people: Sequence[Participation], facts: ProjectFacts, window: Window
) -> Iterable[Case]:
    """V2. Every outcome placement begun in the period is in the base, one without a company too.

    A need is open from the day of its registering to that of its closing, both included.
    """
    needs: dict[int | None, list[NeedFacts]] = {}
    for need in facts.needs:
        needs.setdefault(need.company, []).append(need)
    for person in people:
        for episode in person.person.episodes:
            if episode.kind not in PLACEMENTS:
                continue
            if not person.is_outcome(episode):
                yield case_of(person, Reason.HISTORY, on=episode.start)
            elif episode.start not in window:
                yield case_of(person, Reason.EMPLOYMENT_OUTSIDE, on=episode.start)
            elif episode.company is None:
                yield case_of(person, Reason.NO_COMPANY, on=episode.start, base=True)
            else:
                is_open = any(_is_open(need, episode.start) for need in needs.get(episode.company, ()))
                reason = Reason.NEED_OPEN if is_open else Reason.NEED_NOT_OPEN
                yield case_of(person, reason, on=episode.start, counted=is_open, base=True)


def _is_open(need: NeedFacts, day: date) -> bool:
    return need.registered_on <= day and (need.closed_on is None or day <= need.closed_on)


def supervisors_trained(
    _people: Sequence[Participation], facts: ProjectFacts, window: Window
) -> Iterable[Case]:
    """V3. A supervisor has one day of training, and counts once."""
    for supervisor in facts.supervisors:
        day = supervisor.trained_on
        if day is None:
            yield Case(supervisor.key, counted=False, reason=Reason.NOT_TRAINED)
        elif day in window:
            yield Case(supervisor.key, counted=True, reason=Reason.TRAINED, on=day)
        else:
            yield Case(supervisor.key, counted=False, reason=Reason.TRAINED_OUTSIDE, on=day)


def other_industry(people: Sequence[Participation], facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """V4. An employment begun in the period at a company of another SNI division than the last one's before.

    The division is the first two digits. The last one before is, of the employments that are history,
    the one that ended last; one without an end goes before all others. Own business has no company of
    its own to compare. Of several jobs one in another division is enough; failing that, one that
    can't be compared leaves it unknown.
    """
    divisions = {company.key: company.industry[:DIVISION] for company in facts.companies}
    for person in people:
        jobs = person.outcomes_of(frozenset({EpisodeKind.EMPLOYMENT}))
        within = [job for job in jobs if job.start in window]
        if not jobs:
            yield case_of(person, Reason.NONE_BEGUN)
        elif not within:
            yield case_of(person, Reason.BEGUN_OUTSIDE, on=jobs[-1].start)
        elif (former := _former_job(person)) is None:
            yield case_of(person, Reason.NO_FORMER_WORK, on=within[0].start)
        else:
            yield _compared(person, within, former, divisions)


def _former_job(person: Participation) -> EpisodeFacts | None:
    """Of several that ended on one day, the one that began last; of those, the one recorded last."""
    history = [
        episode
        for episode in person.person.episodes
        if episode.kind == EpisodeKind.EMPLOYMENT and not person.is_outcome(episode)
    ]
    return max(reversed(history), key=lambda job: (job.end or date.max, job.start), default=None)


def _compared(
    person: Participation, jobs: Sequence[EpisodeFacts], former: EpisodeFacts, divisions: dict[int, str]
) -> Case:
    def division(job: EpisodeFacts) -> str:
        found = "" if job.company is None else divisions.get(job.company, "")
        return found if len(found) == DIVISION else ""

    before = division(former)
    other = [job for job in jobs if before and division(job) not in ("", before)]
    if other:
        return case_of(person, Reason.OTHER_INDUSTRY, on=other[0].start, counted=True)
    unknown = not before or any(not division(job) for job in jobs)
    return case_of(person, Reason.INDUSTRY_UNKNOWN if unknown else Reason.SAME_INDUSTRY, on=jobs[0].start)


def common_activities(
    people: Sequence[Participation], _facts: ProjectFacts, window: Window
) -> Iterable[Case]:
    """V5. One case for each occasion that somebody attended; its value is the minutes of all who did.

    The details count the persons: an occasion has the kind's code once for everybody who is at this
    kind for the first time in the period, and `PERSON` for everybody who is at any for the first time.
    """
    attended: dict[int, list[tuple[int, AttendanceFacts]]] = {}
    for person in people:
        for record in person.person.attendance:
            attended.setdefault(record.session, []).append((person.person.key, record))
    seen: set[tuple[int, str]] = set()
    for session, records in sorted(attended.items(), key=lambda item: (item[1][0][1].on, item[0])):
        kind, on = records[0][1].kind, records[0][1].on
        if kind in TALKS:
            yield Case(session, counted=False, reason=Reason.NOT_COMMON, on=on)
        elif on not in window:
            yield Case(session, counted=False, reason=Reason.HELD_OUTSIDE, on=on)
        else:
            first = {(key, what) for key, _record in records for what in (PERSON, kind)} - seen
            seen |= first
            yield Case(
                session,
                counted=True,
                reason=Reason.HELD,
                group=kind,
                on=on,
                value=sum(record.minutes for _key, record in records),
                details=tuple(sorted(what for _key, what in first)),
            )
