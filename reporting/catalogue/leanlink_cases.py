"""Which cases there are under the indicators of set X, and which of them count.

Where the catalogue's wording leaves a choice, the function says what was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from projects.waiting import over_since, waits_between
from reporting.catalogue.base import Case, case_of
from reporting.catalogue.participation import Participation
from reporting.catalogue.reasons import Reason
from reporting.facts import ProjectFacts, Window

# Who isn't said to be referred by anybody stands under these words, in files as on screens.
NO_REFERRER = "ej angiven"
MOST_UNEVEN = 1
NO_STEP = "no_step"
LEFT, LEFT_WITH_CV = "left", "left_with_cv"
UP, DOWN = "up", "down"
LONGEST = "longest"


def referrer_of(person: Participation) -> str:
    """The referrer at the first start, as a code: spellings that differ only in case are one referrer."""
    return referrer_code(person.first.referred_by)


def referrer_code(name: str) -> str:
    """The code of a referrer's name."""
    return name.strip().casefold() or NO_REFERRER


def starts_by_referrer(
    people: Sequence[Participation], _facts: ProjectFacts, window: Window
) -> Iterable[Case]:
    """X1. First starts in the period; who comes back is not a start, and has the first one's referrer."""
    for person in people:
        if person.first_start in window:
            yield case_of(
                person, Reason.STARTED, on=person.first_start, counted=True, group=referrer_of(person)
            )
        else:
            yield case_of(person, Reason.STARTED_OUTSIDE, on=person.first_start)


def gender_balance(people: Sequence[Participation], facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """X2. The starts of X1, each with what it adds to women − men: 1, −1, or 0 for any other gender.

    The reason says whether the referrer's starts are even: women and men differ by at most one.
    """
    cases = list(starts_by_referrer(people, facts, window))
    difference: dict[str | None, int] = {}
    for case in cases:
        if case.counted:
            difference[case.group] = difference.get(case.group, 0) + _side_of(case)
    for case in cases:
        if not case.counted:
            yield case
            continue
        even = abs(difference[case.group]) <= MOST_UNEVEN
        yield case._replace(reason=Reason.EVEN if even else Reason.UNEVEN, value=_side_of(case))


def _side_of(case: Case) -> int:
    return {"woman": 1, "man": -1}.get(case.gender or "", 0)


def confirmed_cv(person: Participation, window: Window) -> Case:
    """X3. Whoever has a confirmed entry on as of, enrolled or not; the value is how many.

    An entry has no date but that of its confirming, so that an unconfirmed one is there on every day.
    The details tell of a final exit in the period, and whether there was an entry to leave with,
    confirmed or not.
    """
    entries = person.person.cv
    confirmed = [entry.confirmed_on for entry in entries if entry.confirmed_on is not None]
    details: tuple[str, ...] = ()
    if person.final_exit is not None and person.final_exit in window:
        details = (LEFT, LEFT_WITH_CV) if entries else (LEFT,)
    if confirmed:
        return case_of(
            person,
            Reason.CV_CONFIRMED,
            on=min(confirmed),
            value=len(confirmed),
            counted=True,
            details=details,
        )
    return case_of(person, Reason.CV_UNCONFIRMED if entries else Reason.CV_NONE, details=details)


def waiting(people: Sequence[Participation], _facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """X4. The waits that ended in the period; the longest are marked, all of them where several are.

    Measures are all outcome episodes of a person, jobs and studies too, in or after the project.
    """
    cases = [case for person in people for case in _waits(person, window)]
    longest = max((case.value or 0 for case in cases if case.counted), default=0)
    for case in cases:
        marked = case.counted and case.value == longest
        yield case._replace(details=(LONGEST,)) if marked else case


def _waits(person: Participation, window: Window) -> Iterable[Case]:
    """The person's waits, as projects/waiting.py counts them, and since when nothing goes on."""
    measures = [(measure.start, measure.end) for measure in person.outcomes]
    for wait in waits_between(measures):
        if wait.days is None:
            yield case_of(person, Reason.OVERLAPPING, on=wait.start)
        elif wait.start not in window:
            yield case_of(person, Reason.EMPLOYMENT_OUTSIDE, on=wait.start)
        else:
            yield case_of(person, Reason.WAITED, on=wait.start, value=wait.days, counted=True)
    over = over_since(measures)
    if over is not None:
        yield case_of(person, Reason.NO_NEXT, on=over)


def on_the_staircase(person: Participation, window: Window) -> Case:
    """X5. Whoever is enrolled on as of, by the step of their latest move.

    The details are the moves up and down in the period, of those who have left, too. The first move
    of all puts a person on the staircase and is neither; a move of several steps is one move.
    """
    moves = sorted(person.person.moves, key=lambda move: move.on)
    details = tuple(
        UP if move.step > before.step else DOWN
        for before, move in pairwise(moves)
        if move.step != before.step and move.on in window
    )
    if not person.enrolled:
        return case_of(person, Reason.NOT_ENROLLED, on=person.final_exit, details=details)
    return case_of(
        person,
        Reason.ENROLLED,
        on=moves[-1].on if moves else None,
        group=str(moves[-1].step) if moves else NO_STEP,
        counted=True,
        details=details,
    )
