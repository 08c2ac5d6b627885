"""Which cases there are under the indicators of set K, and which of them count.

Where the catalogue's wording leaves a choice, the function says what was chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from participants.codes import (
    Answer,
    EpisodeKind,
    FollowUpKind,
    FollowUpOutcome,
    SurveyAnswerCode,
    SurveyQuestion,
)
from reporting.catalogue.base import Case, case_of
from reporting.catalogue.participation import PROGRAMMES, STUDIES, Participation
from reporting.catalogue.reasons import Reason
from reporting.catalogue.splits import NOT_RECORDED
from reporting.facts import AnswerFacts, Window

FOLLOW_UP_DAYS = 90
YOUNG_AGES = range(16, 25)
OLD_AGES = range(55, 65)
SWEDEN = "SE"
COUNTRY_LETTERS = 2

# Details: to be shown on their own beside the number.
YOUNG, FOREIGN_BORN, ANSWERED, OVERLAP = "young", "foreign_born", "answered", "overlap"

WORK, IN_STUDIES, IN_PROGRAMME, OTHER, UNKNOWN = "work", "studies", "programme", "other", "unknown"
STATE_OF: dict[str, str] = {
    FollowUpOutcome.WORK: WORK,
    FollowUpOutcome.STUDIES: IN_STUDIES,
    FollowUpOutcome.PROGRAMME: IN_PROGRAMME,
    FollowUpOutcome.JOB_SEEKING: OTHER,
    FollowUpOutcome.OUTSIDE_LABOUR_FORCE: OTHER,
    FollowUpOutcome.NOT_REACHED: UNKNOWN,
}
REASON_OF = {
    WORK: Reason.WORK_90,
    IN_STUDIES: Reason.STUDIES_90,
    IN_PROGRAMME: Reason.PROGRAMME_90,
    OTHER: Reason.OTHER_90,
    UNKNOWN: Reason.UNKNOWN_90,
}


def started_by_target_group(person: Participation, window: Window) -> Case:
    """K1, K9. A person has one target group, that of the first start; a re-entry doesn't change it."""
    if person.first_start not in window:
        return case_of(person, Reason.STARTED_OUTSIDE, on=person.first_start)
    return _started(person, person.first.target_group or NOT_RECORDED)


def started_by_year(person: Participation, window: Window) -> Case:
    """K10. The ages beside it are its own, whatever the bands: 16–24, 55–64, all others, age unknown."""
    if person.first_start not in window:
        return case_of(person, Reason.STARTED_OUTSIDE, on=person.first_start)
    return _started(person, str(person.first_start.year), _age_of_k10(person))


def _started(person: Participation, group: str, *more: str) -> Case:
    return case_of(
        person,
        Reason.STARTED,
        on=person.first_start,
        group=group,
        counted=True,
        details=(*shown_apart(person), *more),
    )


def _age_of_k10(person: Participation) -> str:
    if person.age is None:
        return UNKNOWN
    if person.age in YOUNG_AGES:
        return "16-24"
    return "55-64" if person.age in OLD_AGES else OTHER


def shown_apart(person: Participation) -> tuple[str, ...]:
    """The details of those whom the source wants to see on their own: 16–24 years, born abroad."""
    young = person.age is not None and person.age in YOUNG_AGES
    return (*((YOUNG,) if young else ()), *((FOREIGN_BORN,) if is_foreign_born(person) else ()))


def is_foreign_born(person: Participation) -> bool | None:
    """Whether the country of birth is another than Sweden, as told at the first start; None: not known."""
    country = person.first.background.birth_country
    return country != SWEDEN if len(country) == COUNTRY_LETTERS else None


def foreign_born(person: Participation, window: Window) -> Case:
    """K11. An answer that is none (not asked, declined, unknown) counts as neither."""
    abroad = is_foreign_born(person)
    found = {True: Reason.BORN_ABROAD, False: Reason.BORN_IN_SWEDEN, None: Reason.BIRTH_COUNTRY_UNKNOWN}
    return _at_start(person, window, found[abroad], counted=abroad is True)


def reduced_work_capacity(person: Participation, window: Window) -> Case:
    """K12. As told at the first start; an answer that is none counts as neither."""
    answer = person.first.background.reduced_work_capacity
    found = {Answer.YES.value: Reason.DISABILITY, Answer.NO.value: Reason.NO_DISABILITY}
    return _at_start(
        person, window, found.get(answer, Reason.DISABILITY_UNKNOWN), counted=answer == Answer.YES
    )


def _at_start(person: Participation, window: Window, reason: Reason, *, counted: bool) -> Case:
    if person.first_start not in window:
        return case_of(person, Reason.STARTED_OUTSIDE, on=person.first_start)
    return case_of(person, reason, on=person.first_start, counted=counted, details=shown_apart(person))


type Judge = Callable[[Participation, Window], Case]


def of_exits(judge: Callable[[Participation, date, Window], Case]) -> Judge:
    """Judge those whose final exit lies in the period; the day is given. A re-entry moves the final exit."""

    def judged(person: Participation, window: Window) -> Case:
        left = person.final_exit
        if left is None:
            return case_of(person, Reason.STILL_ENROLLED)
        if left not in window:
            return case_of(person, Reason.EXIT_OUTSIDE, on=left)
        return judge(person, left, window)

    return judged


@of_exits
def work_or_better_chance(person: Participation, left: date, _window: Window) -> Case:
    """K2. In work or with an own business on the exit day or the day after, or a yes to the question.

    The latest answer counts, whenever it was given. No answer is no, and stays in the denominator.
    """
    answer = person.latest_answer(SurveyQuestion.CHANCE)
    details = (*shown_apart(person), *((ANSWERED,) if answer else ()))
    if person.in_work_on(left) or person.in_work_on(left + timedelta(days=1)):
        return case_of(person, Reason.WORK_ON_LEAVING, on=left, counted=True, base=True, details=details)
    return _chance(person, answer, left, details, base=True)


@of_exits
def better_chance(person: Participation, left: date, _window: Window) -> Case:
    """K8. "Don't know" is an answer; who hasn't answered isn't in the denominator."""
    answer = person.latest_answer(SurveyQuestion.CHANCE)
    return _chance(person, answer, left, shown_apart(person), base=answer is not None)


def _chance(
    person: Participation, answer: AnswerFacts | None, left: date, details: tuple[str, ...], *, base: bool
) -> Case:
    if answer is None:
        return case_of(person, Reason.CHANCE_NOT_ANSWERED, on=left, base=base, details=details)
    yes = answer.answer == SurveyAnswerCode.YES
    reason = Reason.CHANCE_GREATER if yes else Reason.CHANCE_NOT_GREATER
    return case_of(person, reason, on=answer.on, counted=yes, base=base, details=details)


def after_90_days(state: str) -> Judge:
    """K3 and K5–K7: who is in the state 90 days after the final exit, of those for whom they have passed.

    The final exit lies in the period, the day 90 days later on as of or before. Who is in several
    states at once (work and studies, say) is counted under each of them. Details: the first of the
    states, so that they add up, and whether there are several.
    """

    @of_exits
    def judge(person: Participation, left: date, window: Window) -> Case:
        due = left + timedelta(days=FOLLOW_UP_DAYS)
        if due > window.as_of:
            return case_of(person, Reason.DAYS_90_NOT_DUE, on=due)
        states, on = states_on(person, due)
        counted = state in states
        several = (OVERLAP,) if len(states) > 1 else ()
        return case_of(
            person,
            REASON_OF[state if counted else states[0]],
            on=on,
            counted=counted,
            base=True,
            details=(*shown_apart(person), states[0], *several),
        )

    return judge


def states_on(person: Participation, due: date) -> tuple[tuple[str, ...], date]:
    """How things stand 90 days after the exit, never empty, and the day that says so.

    The latest follow-up of that kind decides, whatever it says and whenever it was made; with none,
    the episodes that cover the day: work (with the least hours), studies, programme. An episode that is
    none of these, a placement or work of too few hours, is something else. Without any, unknown.
    """
    record = person.latest_follow_up(FollowUpKind.DAYS_90)
    if record is not None:
        return (STATE_OF[record.outcome],), record.on
    found = {
        WORK: person.in_work_on(due),
        IN_STUDIES: person.on(STUDIES, due),
        IN_PROGRAMME: person.on(PROGRAMMES, due),
    }
    states = tuple(state for state, episodes in found.items() if episodes)
    if states:
        return states, due
    return (OTHER if person.on(frozenset(EpisodeKind), due) else UNKNOWN,), due


def hours_attended(person: Participation, window: Window) -> Case:
    """K13. A case for each participant, its value the minutes of the days in the period."""
    attended = person.person.attendance
    within = [record for record in attended if record.on in window]
    if within:
        minutes, latest = sum(record.minutes for record in within), max(record.on for record in within)
        return case_of(person, Reason.ATTENDED, on=latest, value=minutes, counted=True)
    if attended:
        return case_of(person, Reason.ATTENDED_OUTSIDE, on=max(record.on for record in attended))
    return case_of(person, Reason.NEVER_ATTENDED)
