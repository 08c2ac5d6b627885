"""Set X: LeanLink, X1–X5."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from projects.sorting import swedish_sort_key
from reporting.catalogue.base import (
    Case,
    Group,
    Indicator,
    IndicatorSet,
    Moment,
    Pieces,
    Place,
    Side,
    Unit,
    each_person,
    values,
)
from reporting.catalogue.leanlink_cases import (
    DOWN,
    LEFT,
    LEFT_WITH_CV,
    LONGEST,
    NO_REFERRER,
    NO_STEP,
    UP,
    confirmed_cv,
    gender_balance,
    on_the_staircase,
    referrer_code,
    starts_by_referrer,
    waiting,
)
from reporting.catalogue.reasons import Reason
from reporting.catalogue.splits import fixed
from reporting.facts import ProjectFacts, Window
from reporting.stats import Count, Kind, Mean, Share

SOURCE = "Arbetsmarknadsinriktade insatser i samarbete med Idrott & Service (LeanLink)"

BALANCE = (
    Group(Reason.EVEN, "jämn", _("Even: differs by at most one")),
    Group(Reason.UNEVEN, "ojämn", _("Uneven")),
)


def referrers(facts: ProjectFacts, _window: Window) -> tuple[Group, ...]:
    """The referrers that the project plans for, in its order, then all others; last who has none.

    A name is written as the plan writes it, else as it was written first in Swedish order.
    """
    planned = [goal.group.strip() for goal in facts.goals if goal.indicator in ("X1", "X2")]
    found = {
        min(person.enrolments, key=lambda stay: stay.start).referred_by.strip()
        for person in facts.participants
    }
    names: dict[str, str] = {}
    for name in (*planned, *sorted(found, key=lambda name: (swedish_sort_key(name), name))):
        names.setdefault(referrer_code(name), name)
    names.pop(NO_REFERRER, None)
    known = {referrer_code(name) for name in planned}
    return (
        *(Group(code, name, name, found=code not in known) for code, name in names.items()),
        Group(NO_REFERRER, NO_REFERRER, _("Not recorded")),
    )


def steps(facts: ProjectFacts, _window: Window) -> tuple[Group, ...]:
    """The steps of the project's staircase, from the lowest, and a place for who is on none."""
    return (
        *(Group(str(step), name, name) for step, name in enumerate(facts.phases, start=1)),
        Group(NO_STEP, "inget steg", _("No step")),
    )


def _has_steps(facts: ProjectFacts) -> bool:
    return bool(facts.phases)


def _difference(case: Case) -> Pieces:
    """Women − men: what each start adds to its referrer's difference."""
    return ((case.group, Count(case.value)),) if case.counted and case.value else ()


def _balance(case: Case) -> Pieces:
    return ((case.reason, Count(1)),) if case.counted else ()


def _longest(case: Case) -> Pieces:
    return ((None, Mean((case.value,))),) if LONGEST in case.details and case.value is not None else ()


def _left_with_cv(case: Case) -> Pieces:
    if LEFT not in case.details:
        return ()
    return ((None, Share(int(LEFT_WITH_CV in case.details), 1)),)


def _moves(direction: str) -> Callable[[Case], Pieces]:
    def pieces(case: Case) -> Pieces:
        moves = case.details.count(direction)
        return ((None, Count(moves)),) if moves else ()

    return pieces


# Translators: the Swedish labels of X1–X5 are built of the seed's own words, given above each of them.
LEANLINK = IndicatorSet(
    code="X",
    name="LeanLink",
    age_bands=("16-24", "25-54", "55-64"),
    work_min_hours=None,
    reads=frozenset({"episodes", "cv", "moves"}),
    indicators=(
        Indicator(
            code="X1",
            # Translators: Uppstart av deltagare, efter vem de är anvisade av
            label=_("Participants who have begun, by who referred them"),
            definition=_(
                "Participants whose first start lies in the period, by who referred them then, against the "
                "plan. Spellings of a referrer that differ only in capitals are one."
            ),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=starts_by_referrer,
            source=SOURCE,
            groups=referrers,
            group_label=_("Referrer"),
        ),
        Indicator(
            code="X2",
            # Translators: Män/kvinnor jämn fördelning
            label=_("Men and women evenly spread"),
            definition=_(
                "The same starts. Beside them, for each referrer, the women less the men, and how many "
                "starts are at referrers where the two differ by at most one. Other genders count as "
                "neither."
            ),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=gender_balance,
            source=SOURCE,
            groups=referrers,
            group_label=_("Referrer"),
            sides=(
                Side(
                    "difference",
                    _("Women less men"),
                    Kind.COUNT,
                    _difference,
                    Place.TABLES,
                    (),
                    groups=referrers,
                    sums=True,
                ),
                Side(
                    "balance",
                    _("Starts by the referrer's balance"),
                    Kind.COUNT,
                    _balance,
                    Place.TABLES,
                    groups=fixed(BALANCE),
                ),
            ),
        ),
        Indicator(
            code="X3",
            # Translators: Deltagare med ett eget CV där erfarenheter och färdigheter bekräftats
            label=_("Participants with a CV of their own and something confirmed in it"),
            definition=_(
                "Participants with at least one entry in their CV confirmed by the as-of day. Beside them "
                "how many confirmed entries each of them has, and of the participants whose final exit "
                "lies in the period, those who left with at least one entry, confirmed or not."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(confirmed_cv),
            source=SOURCE,
            sides=(
                Side(
                    "entries",
                    _("Confirmed entries a participant"),
                    Kind.MEAN,
                    values(Reason.CV_CONFIRMED),
                ),
                Side("left_with_cv", _("Left equipped with a CV"), Kind.SHARE, _left_with_cv),
            ),
        ),
        Indicator(
            code="X4",
            # Translators: Ofrivillig väntan från en insats till en annan, dagar
            label=_("Involuntary waiting from one measure to another, in days"),
            definition=_(
                "Whole days between the end of a measure and the start of the same participant's next, for "
                "measures begun in the period. Measures are placements, courses, studies, employments, own "
                "business and programmes; with several going on, the latest end is where the wait begins. "
                "A measure that follows at once has a wait of 0 days; one that begins while another is "
                "going on has none and isn't counted."
            ),
            moment=Moment.EVENT,
            unit=Unit.MEASURE,
            kind=Kind.MEAN,
            cases=waiting,
            source=SOURCE,
            sides=(Side("longest", _("The longest wait"), Kind.MEAN, _longest, splits=()),),
        ),
        Indicator(
            code="X5",
            # Translators: Trappans faser: deltagare på varje steg
            label=_("The staircase: participants on each step"),
            definition=_(
                "Participants enrolled on the as-of day, by the step of their latest move. Beside them the "
                "moves up and down in the period, of those who have left, too; the first move of all is "
                "neither, and a move of several steps is one."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(on_the_staircase),
            source=SOURCE,
            groups=steps,
            group_label=_("Step"),
            recorded=_has_steps,
            sides=(
                Side("up", _("Moves up"), Kind.COUNT, _moves(UP), sums=True),
                Side("down", _("Moves down"), Kind.COUNT, _moves(DOWN), sums=True),
            ),
        ),
    ),
    # Referrers are put in order and spelled by who is there; waits are the longest of all.
    person_by_person=False,
)
