"""Set S: the fact box (faktaruta) of the SIN project, S1–S7."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from participants.codes import PLACEMENTS, SurveyQuestion
from reporting.catalogue.base import (
    Case,
    Cases,
    Indicator,
    IndicatorSet,
    Moment,
    Side,
    Unit,
    ValueUnit,
    case_of,
    each_person,
    of_reason,
)
from reporting.catalogue.participation import STUDIES, Participation
from reporting.catalogue.reasons import Reason
from reporting.facts import Window
from reporting.stats import Kind

SOURCE = "SIN-projektet, 6. Faktaruta"
# The source's own ages are lost; a project that sets none gets these.
DEFAULT_BANDS = ("16-24", "25-54", "55-64")
LEAST_HOURS = Decimal(17)


def state_of(person: Participation) -> tuple[Reason, date]:
    """The one state that a person is in on as of, the first that holds, and the day that it began.

    Work and studies go before leaving: who left for a job is in work as long as it lasts. Other is
    whoever is still enrolled and in none of them; it has held since the first start.
    """
    day = person.as_of
    if work := person.in_work_on(day):
        return Reason.IN_WORK, work.start
    if studies := person.on(STUDIES, day):
        return Reason.IN_STUDIES, studies[0].start
    if placements := person.on(PLACEMENTS, day):
        return Reason.IN_PLACEMENT, placements[0].start
    if person.final_exit is not None:
        return Reason.DISCONTINUED, person.final_exit
    return Reason.IN_NONE, person.first_start


def anyone(person: Participation, _window: Window) -> Case:
    """S1. Everybody who has started by as of, whenever that was; the reason is their state."""
    reason, on = state_of(person)
    return case_of(person, reason, on=on, counted=True)


def in_state(wanted: Reason) -> Cases:
    """S2–S5. Who is in this state; of the others the reason says in which one they are."""

    def judge(person: Participation, _window: Window) -> Case:
        reason, on = state_of(person)
        return case_of(person, reason, on=on, counted=reason is wanted)

    return each_person(judge)


def mark(question: SurveyQuestion) -> Cases:
    """S6, S7. The latest answer, 1–5, whether it was given before or after the exit."""

    def judge(person: Participation, _window: Window) -> Case:
        answer = person.latest_answer(question)
        if answer is None:
            return case_of(person, Reason.NOT_ANSWERED)
        return case_of(person, Reason.ANSWERED, on=answer.on, value=int(answer.answer), counted=True)

    return each_person(judge)


# Translators: the Swedish labels of S1–S7 are the seed's own words, given above each of them.
SIN = IndicatorSet(
    code="S",
    name="SIN-projektet",
    age_bands=DEFAULT_BANDS,
    work_min_hours=LEAST_HOURS,
    reads=frozenset({"episodes", "answers"}),
    configured={"work_min_hours": ("S1", "S2", "S3", "S4", "S5")},
    indicators=(
        Indicator(
            code="S1",
            # Translators: Antal deltagare
            label=_("Number of participants"),
            definition=_(
                "Everybody who has started by the as-of day. Each is in exactly one state, the first that "
                "holds: in work, in studies, in placement, discontinued, other. The number is the sum of "
                "the five."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(anyone),
            source=SOURCE,
            sides=(
                Side(
                    "other",
                    _("Other: still enrolled, in none of the states"),
                    Kind.COUNT,
                    of_reason(Reason.IN_NONE),
                ),
            ),
        ),
        Indicator(
            code="S2",
            # Translators: Antal i arbetet
            label=_("Number in work"),
            definition=_(
                "Participants with an employment, with or without subsidy, or an own business on the "
                "as-of day, of at least the least hours a week."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=in_state(Reason.IN_WORK),
            source=SOURCE,
        ),
        Indicator(
            code="S3",
            # Translators: Antal i studier/som även söker arbete
            label=_("Number in studies, who may be seeking work as well"),
            definition=_(
                "Participants in regular studies (komvux, university, KY or YH, folk high school) on the "
                "as-of day, and not in work."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=in_state(Reason.IN_STUDIES),
            source=SOURCE,
        ),
        Indicator(
            code="S4",
            # Translators: Antal som avbrutit
            label=_("Number who have discontinued"),
            definition=_(
                "Participants who have left by the as-of day and are neither in work, studies nor placement."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=in_state(Reason.DISCONTINUED),
            source=SOURCE,
        ),
        Indicator(
            code="S5",
            # Translators: Antal som är i praktik
            label=_("Number in placement"),
            definition=_(
                "Participants in a placement, work training or language placement on the as-of day, and "
                "neither in work nor studies."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=in_state(Reason.IN_PLACEMENT),
            source=SOURCE,
        ),
        Indicator(
            code="S6",
            # Translators: Har utvecklats som person genom att vara med i projektet, skala 1–5
            label=_("Has developed as a person by being in the project, scale 1–5"),
            definition=_(
                "The mean of each participant's latest answer by the as-of day, from 1 (doesn't apply at "
                "all) to 5 (applies fully)."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.MEAN,
            cases=mark(SurveyQuestion.DEVELOPED),
            source=SOURCE,
            confidential=True,
            value_unit=ValueUnit.MARKS,
        ),
        Indicator(
            code="S7",
            # Translators: Tycker att samarbetet mellan myndigheterna i projektet fungerar bra, skala 1–5
            label=_("Finds that the authorities in the project work well together, scale 1–5"),
            definition=_(
                "The mean of each participant's latest answer by the as-of day, from 1 (doesn't apply at "
                "all) to 5 (applies fully)."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.MEAN,
            cases=mark(SurveyQuestion.COOPERATION),
            source=SOURCE,
            confidential=True,
            value_unit=ValueUnit.MARKS,
        ),
    ),
)
