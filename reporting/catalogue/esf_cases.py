"""Which cases there are under the indicators of the ESF's own sets, and which of them count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from participants.codes import PLACEMENTS
from projects.calendar import add_months
from reporting.catalogue.base import Case, Cases, case_of
from reporting.catalogue.esf_record import (
    AFTER_MONTHS,
    EMPLOYED,
    INACTIVE,
    INACTIVE_IN_EDUCATION,
    LEAVING,
    Leaving,
    Question,
    Verdict,
    employed_after,
    has_hours,
    missing,
    no,
    on_leaving,
    yes,
)
from reporting.catalogue.participation import Participation
from reporting.catalogue.reasons import Reason
from reporting.facts import CompanyFacts, ProjectFacts, Window

SME_EMPLOYEES = range(1, 250)

type Judge = Callable[[Participation, ProjectFacts, Window], Case]
type Result = Callable[[Participation, Leaving], Verdict]


def nobody(_people: Sequence[Participation], _facts: ProjectFacts, _window: Window) -> Iterable[Case]:
    """No cases: what the row needs isn't recorded."""
    return ()


def never_recorded(_facts: ProjectFacts) -> bool:
    """No project can record what the row needs."""
    return False


def everybody(*, by_year: bool = False) -> Cases:
    """All who started in the period, incomplete records too: the grand total. Details: what they lack."""

    def judge(person: Participation, facts: ProjectFacts, window: Window) -> Case:
        if (refused := _not_entering(person, facts, window)) is not None:
            return refused
        lacks = missing(person)
        reason = Reason.STARTED_INCOMPLETE if lacks else Reason.STARTED
        return case_of(
            person,
            reason,
            on=person.first_start,
            counted=True,
            group=_year(person.first_start, by_year=by_year),
            details=lacks,
        )

    return each(judge)


def entering(*questions: Question, by_year: bool = False) -> Cases:
    """All with a complete record who started in the period and of whom all the questions hold."""

    def judge(person: Participation, facts: ProjectFacts, window: Window) -> Case:
        start = person.first_start
        if (refused := _not_entering(person, facts, window)) is not None:
            return refused
        if missing(person):
            return case_of(person, Reason.INCOMPLETE, on=start)
        holds, reason = _ask(questions, person, facts)
        group = _year(start, by_year=by_year) if holds else None
        return case_of(person, reason, on=start, counted=holds, group=group)

    return each(judge)


def out_by_year(person: Participation, facts: ProjectFacts, window: Window) -> Case:
    """E07OUT. Incomplete records count, too: the row says nothing about characteristics."""
    left = _left(person, facts, window)
    if isinstance(left, Case):
        return left
    return case_of(person, Reason.LEFT, on=left, counted=True, group=str(left.year))


def carried_over(people: Sequence[Participation], facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """E07OVER. Into each year whose 1 January lies in the period and isn't later than as of.

    One participation lasts from the first start to the final exit: who has come back was never out.
    The group is the year that the person is carried into; each turn of the year is a case of its own.
    """
    years = range(window.period_start.year, window.period_end.year + 1)
    turns = [day for year in years if (day := date(year, 1, 1)) in window and day <= window.as_of]
    for person in people:
        if not has_hours(person, facts):
            yield case_of(person, Reason.TOO_FEW_HOURS, on=person.first_start)
            continue
        left = person.final_exit
        over = [day for day in turns if person.first_start < day and (left is None or left >= day)]
        for day in over:
            yield case_of(person, Reason.CARRIED_OVER, on=day, counted=True, group=str(day.year))
        if not over:
            yield case_of(person, Reason.NOT_CARRIED_OVER, on=left or person.first_start)


def leaving(result: Result, *questions: Question) -> Cases:
    """All with a complete record who left in the period, of whom the questions hold, with this result."""

    def judge(person: Participation, facts: ProjectFacts, window: Window) -> Case:
        left = _left_complete(person, facts, window, questions)
        if isinstance(left, Case):
            return left
        state = on_leaving(person, left)
        holds, reason = result(person, state)
        if reason is Reason.NOT_SO_ON_LEAVING and left + LEAVING > window.as_of:
            return case_of(person, Reason.LEAVING_NOT_DUE, on=left + LEAVING)
        on = state.worked_on if result in (began_searching, began_work) else state.on
        return case_of(person, reason, on=on, counted=holds)

    return each(judge)


def began_searching(person: Participation, state: Leaving) -> Verdict:
    """Inactive at the start, searching for a job on leaving."""
    if person.first.entry_status not in INACTIVE:
        return no(Reason.NOT_INACTIVE)
    return _result(holds=state.searching)


def began_education(person: Participation, state: Leaving) -> Verdict:
    """Not in education at the start, in education or training on leaving."""
    if person.first.entry_status in INACTIVE_IN_EDUCATION:
        return no(Reason.SO_BEFORE)
    return _result(holds=state.in_education)


def began_work(person: Participation, state: Leaving) -> Verdict:
    """Not employed at the start, employed on leaving."""
    if person.first.entry_status in EMPLOYED:
        return no(Reason.SO_BEFORE)
    return _result(holds=state.employed)


def any_result(person: Participation, state: Leaving) -> Verdict:
    """Any of the three results that are recorded: searching, in education, employed."""
    found = (result(person, state) for result in (began_searching, began_education, began_work))
    return _result(holds=any(verdict.holds for verdict in found))


def employed_six_months_after(*questions: Question) -> Cases:
    """All with a complete record who left in the period, weren't employed at the start, and are by then.

    Due when exit + 6 months isn't later than as of.
    """

    def judge(person: Participation, facts: ProjectFacts, window: Window) -> Case:
        left = _left_complete(person, facts, window, questions)
        if isinstance(left, Case):
            return left
        if person.first.entry_status in EMPLOYED:
            return case_of(person, Reason.SO_BEFORE, on=person.first_start)
        day = add_months(left, AFTER_MONTHS)
        if day > window.as_of:
            return case_of(person, Reason.SIX_MONTHS_NOT_DUE, on=day)
        employed = employed_after(person, left)
        if employed is None:
            return case_of(person, Reason.SIX_MONTHS_UNKNOWN, on=day)
        reason = Reason.EMPLOYED_AFTER if employed else Reason.NOT_EMPLOYED_AFTER
        return case_of(person, reason, on=day, counted=employed)

    return each(judge)


def organisations(judge: Callable[[CompanyFacts], Verdict]) -> Cases:
    """Companies that the project worked with in the period, each once, of which the question holds.

    Worked with: contacted, a need registered, or a placement of a participant's begun.
    """

    def cases(people: Sequence[Participation], facts: ProjectFacts, window: Window) -> Iterable[Case]:
        days: dict[int, list[date]] = {company.key: [] for company in facts.companies}
        for key, day in _dealings(people, facts):
            days.setdefault(key, []).append(day)
        known = {company.key: company for company in facts.companies}
        for key in sorted(days):
            within = [day for day in days[key] if day in window]
            if not within:
                yield Case(key, counted=False, reason=Reason.NO_DEALINGS, on=max(days[key], default=None))
                continue
            holds, reason = judge(known.get(key, CompanyFacts(key)))
            yield Case(key, counted=holds, reason=reason, on=min(within))

    return cases


def placements(person: Participation) -> list[tuple[int, date]]:
    """The companies that a person's placements were at, and when each began."""
    return [
        (episode.company, episode.start)
        for episode in person.outcomes_of(PLACEMENTS)
        if episode.company is not None
    ]


def public_administration(company: CompanyFacts) -> Verdict:
    """By the organisation number."""
    return Verdict(company.public, Reason.PUBLIC if company.public else Reason.NOT_PUBLIC)


def small_or_medium(company: CompanyFacts) -> Verdict:
    """1–249 employees, and not a public administration. Turnover isn't recorded."""
    if company.public:
        return no(Reason.PUBLIC)
    if company.employees is None:
        return no(Reason.SIZE_UNKNOWN)
    holds = company.employees in SME_EMPLOYEES
    return Verdict(holds, Reason.SMALL_OR_MEDIUM if holds else Reason.OTHER_SIZE)


def each(judge: Judge) -> Cases:
    """The cases of an indicator that asks about every participant: one each."""

    def cases(people: Sequence[Participation], facts: ProjectFacts, window: Window) -> Iterable[Case]:
        return (judge(person, facts, window) for person in people)

    return cases


def _not_entering(person: Participation, facts: ProjectFacts, window: Window) -> Case | None:
    start = person.first_start
    if start not in window:
        return case_of(person, Reason.STARTED_OUTSIDE, on=start)
    return None if has_hours(person, facts) else case_of(person, Reason.TOO_FEW_HOURS, on=start)


def _left(person: Participation, facts: ProjectFacts, window: Window) -> date | Case:
    """The day of the final exit in the period, or why there is none to count."""
    left = person.final_exit
    if left is None:
        return case_of(person, Reason.STILL_ENROLLED)
    if left not in window:
        return case_of(person, Reason.EXIT_OUTSIDE, on=left)
    return left if has_hours(person, facts) else case_of(person, Reason.TOO_FEW_HOURS, on=left)


def _left_complete(
    person: Participation, facts: ProjectFacts, window: Window, questions: Sequence[Question]
) -> date | Case:
    left = _left(person, facts, window)
    if isinstance(left, Case):
        return left
    if missing(person):
        return case_of(person, Reason.INCOMPLETE, on=left)
    holds, reason = _ask(questions, person, facts)
    return left if holds else case_of(person, reason, on=left)


def _ask(questions: Sequence[Question], person: Participation, facts: ProjectFacts) -> Verdict:
    """The first that doesn't hold, else the last."""
    verdict = yes(Reason.STARTED)
    for question in questions:
        verdict = question(person, facts)
        if not verdict.holds:
            break
    return verdict


def _result(*, holds: bool) -> Verdict:
    return Verdict(holds, Reason.SO_ON_LEAVING if holds else Reason.NOT_SO_ON_LEAVING)


def _dealings(people: Sequence[Participation], facts: ProjectFacts) -> Iterable[tuple[int, date]]:
    for contact in facts.contacts:
        yield contact.company, contact.on
    for need in facts.needs:
        yield need.company, need.registered_on
    for person in people:
        yield from placements(person)


def _year(day: date, *, by_year: bool) -> str | None:
    return str(day.year) if by_year else None
