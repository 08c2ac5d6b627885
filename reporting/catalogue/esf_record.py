"""One person's record as the ESF's own sets read it: at the start, on leaving and six months after.

A question is answered with yes or no and the reason. Source of the rules: the annexes named in the
sets, and the common rules of section E of the indicator catalogue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from participants.codes import (
    Answer,
    EducationLevel,
    EntryStatus,
    EpisodeKind,
    ExitDestination,
    FollowUpKind,
    FollowUpOutcome,
    Gender,
)
from projects.bands import OLDEST, AgeBand
from projects.calendar import add_months
from reporting.catalogue.eu import in_union
from reporting.catalogue.participation import COURSES, PROGRAMMES, STUDIES, WORK, Participation, once_each
from reporting.catalogue.reasons import Reason
from reporting.facts import ProjectFacts

LEAVING = timedelta(days=28)
AFTER_MONTHS = 6
SWEDEN = "SE"
MINUTES = 60

BELOW_25 = AgeBand(0, 24)
ABOVE_54 = AgeBand(55, OLDEST)

EMPLOYED = frozenset({EntryStatus.EMPLOYED})
UNEMPLOYED = frozenset({EntryStatus.UNEMPLOYED})
INACTIVE = frozenset({EntryStatus.INACTIVE, EntryStatus.INACTIVE_IN_EDUCATION})
INACTIVE_IN_EDUCATION = frozenset({EntryStatus.INACTIVE_IN_EDUCATION})
INACTIVE_NOT_IN_EDUCATION = frozenset({EntryStatus.INACTIVE})

EDUCATION = STUDIES | COURSES
EVENTS: frozenset[EpisodeKind] = WORK | EDUCATION | PROGRAMMES
TO_WORK = frozenset({ExitDestination.WORK, ExitDestination.OWN_BUSINESS})
TO_SEARCH = frozenset({ExitDestination.JOB_SEEKING, ExitDestination.PROGRAMME})
TO_NEITHER = frozenset({ExitDestination.OUTSIDE_LABOUR_FORCE})

NO_ANSWER = frozenset({Answer.UNKNOWN, Answer.DECLINED, Answer.NOT_ASKED})


class Verdict(NamedTuple):
    """Whether a question holds, and why."""

    holds: bool
    reason: Reason


@cache
def yes(reason: Reason) -> Verdict:
    """It holds, for this reason."""
    return Verdict(holds=True, reason=reason)


@cache
def no(reason: Reason) -> Verdict:
    """It doesn't hold, for this reason."""
    return Verdict(holds=False, reason=reason)


type Question = Callable[[Participation, ProjectFacts], Verdict]


@once_each
def missing(person: Participation) -> tuple[str, ...]:
    """The required characteristics that aren't recorded; with any, the record is incomplete.

    Origin and disability aren't required: nobody has to tell them.
    """
    first = person.first
    lacks = {
        "birth_date": person.person.birth_date is None,
        "gender": person.person.gender == Gender.UNKNOWN,
        "entry_status": first.entry_status in ("", EntryStatus.UNKNOWN),
        "education_level": first.education_level in ("", EducationLevel.UNKNOWN),
    }
    return tuple(code for code, lacking in lacks.items() if lacking)


def has_hours(person: Participation, facts: ProjectFacts) -> bool:
    """Attended the least hours that the project asks of a participant, where it asks any."""
    least = facts.participant_min_hours
    return least is None or sum(time.minutes for time in person.person.attendance) >= least * MINUTES


def has_status(statuses: frozenset[EntryStatus]) -> Question:
    """Whether the status at the first start is one of these."""

    def ask(person: Participation, _facts: ProjectFacts) -> Verdict:
        holds = person.first.entry_status in statuses
        return Verdict(holds, Reason.STATUS_AT_START if holds else Reason.OTHER_STATUS)

    return ask


def long_term_unemployed(person: Participation, facts: ProjectFacts) -> Verdict:
    """Unemployed at the first start, and for more calendar months than the project's definition says.

    Exactly so many months isn't more. Without a date of when it began it isn't known to be long-term.
    """
    since = person.first.unemployed_since
    if person.first.entry_status not in UNEMPLOYED:
        return no(Reason.OTHER_STATUS)
    if since is None:
        return no(Reason.SINCE_NOT_RECORDED)
    young, others = facts.long_term_months
    months = young if person.age is not None and person.age in BELOW_25 else others
    holds = add_months(since, months) < person.first_start
    return Verdict(holds, Reason.LONG_TERM if holds else Reason.NOT_LONG_TERM)


def aged(band: AgeBand) -> Question:
    """Whether the age at the first start lies in the band."""

    def ask(person: Participation, _facts: ProjectFacts) -> Verdict:
        holds = person.age is not None and person.age in band
        return Verdict(holds, Reason.AGE_AT_START if holds else Reason.OTHER_AGE)

    return ask


def educated(*levels: int) -> Question:
    """Whether the highest completed education at the first start is one of these ISCED 2011 levels."""
    codes = frozenset(str(level) for level in levels)

    def ask(person: Participation, _facts: ProjectFacts) -> Verdict:
        holds = person.first.education_level in codes
        return Verdict(holds, Reason.LEVEL_AT_START if holds else Reason.OTHER_LEVEL)

    return ask


def disabled(person: Participation, _facts: ProjectFacts) -> Verdict:
    """A disability that reduces the capacity to work, as told at the first start."""
    return _told(_disability(person))


def foreign_background(person: Participation, _facts: ProjectFacts) -> Verdict:
    """Born abroad, or with both parents born abroad: the national definition."""
    return _told(*_origin(person))


def migrant(person: Participation, _facts: ProjectFacts) -> Verdict:
    """A citizen of another country, or of foreign background."""
    return _told(_abroad(person.first.background.citizenship), *_origin(person))


def third_country_national(person: Participation, _facts: ProjectFacts) -> Verdict:
    """A citizen of no state that was a member of the EU on the first start."""
    country = person.first.background.citizenship
    if country in NO_ANSWER:
        return _told(Answer(country))
    return _told(Answer.NO if in_union(country, person.first_start) else Answer.YES)


def disadvantaged(person: Participation, _facts: ProjectFacts) -> Verdict:
    """A migrant, of foreign background, or with a disability: what is recorded of disadvantage."""
    citizenship = _abroad(person.first.background.citizenship)
    return _told(citizenship, *_origin(person), _disability(person))


def _origin(person: Participation) -> tuple[Answer, Answer]:
    background = person.first.background
    return _abroad(background.birth_country), Answer(background.parents_born_abroad)


def _disability(person: Participation) -> Answer:
    return Answer(person.first.background.reduced_work_capacity)


def _abroad(country: str) -> Answer:
    """Whether a recorded country is another than Sweden, or why it isn't known."""
    if country in NO_ANSWER:
        return Answer(country)
    return Answer.NO if country == SWEDEN else Answer.YES


_TOLD = {
    Answer.NO: Reason.NOT_SO_AT_START,
    Answer.UNKNOWN: Reason.ANSWER_UNKNOWN,
    Answer.DECLINED: Reason.ANSWER_DECLINED,
    Answer.NOT_ASKED: Reason.ANSWER_NOT_ASKED,
}


def _told(*answers: Answer) -> Verdict:
    """One yes is enough; without any, the first that isn't known says why; else it's no."""
    if Answer.YES in answers:
        return yes(Reason.SO_AT_START)
    return no(_TOLD[next((one for one in answers if one in NO_ANSWER), Answer.NO)])


@dataclass(frozen=True, slots=True)
class Leaving:
    """How things stood on leaving. Nobody is both employed and searching; education goes beside either.

    `on`: the day of the last event; `worked_on`: of the last one that says anything of work or search.
    """

    on: date
    worked_on: date
    employed: bool
    searching: bool
    in_education: bool


def on_leaving(person: Participation, left: date) -> Leaving:
    """What was in force on the day of the last event from the exit to 28 days after it.

    Events are the exit itself and each job, own business, course, studies or programme begun in those
    days. A course or studies say nothing of work: what is so of that is decided by the last of the others.
    On the exit day the destination comes after what was in force already, and before what begins
    that very day. Who is in a labour-market programme is registered as searching for a job.
    """
    begun = [one for one in person.outcomes_of(EVENTS) if left < one.start <= left + LEAVING]
    day = max((one.start for one in begun), default=left)
    worked_on = max((one.start for one in begun if one.kind not in EDUCATION), default=left)
    destination = person.last.destination if person.last is not None else None
    in_education = bool(person.on(EDUCATION, day))
    if day == left:
        in_education = in_education or destination == ExitDestination.STUDIES
    employed = person.in_work_on(worked_on) is not None
    searching = bool(person.on(PROGRAMMES, worked_on))
    if worked_on == left:
        settled = any(one.start == left for one in person.on(WORK | PROGRAMMES, left))
        if not settled and destination in TO_WORK | TO_SEARCH | TO_NEITHER:
            employed, searching = destination in TO_WORK, destination in TO_SEARCH
    return Leaving(day, worked_on, employed, searching and not employed, in_education)


def employed_after(person: Participation, left: date) -> bool | None:
    """In work six months after the exit; None: not known.

    The latest follow-up of that kind since the exit decides, whatever it says; with none, the episodes
    that cover the day.
    """
    found = [one for one in person.person.follow_ups if one.kind == FollowUpKind.MONTHS_6 and one.on >= left]
    if found:
        outcome = max(reversed(found), key=lambda one: one.on).outcome
        return None if outcome == FollowUpOutcome.NOT_REACHED else outcome == FollowUpOutcome.WORK
    day = add_months(left, AFTER_MONTHS)
    if person.in_work_on(day):
        return True
    return False if person.on(EVENTS, day) else None
