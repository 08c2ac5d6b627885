"""Set F: what a coordination association (Finsam) asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from participants.codes import EpisodeKind
from participants.words import EPISODE_KIND
from reporting.catalogue.base import Case, Group, Indicator, IndicatorSet, Moment, Unit, case_of
from reporting.catalogue.participation import Participation
from reporting.catalogue.reasons import Reason
from reporting.catalogue.splits import fixed
from reporting.facts import ProjectFacts, Window
from reporting.stats import Kind

NO_MEASURE = "no_measure"
MEASURES = (
    *(Group(kind.value, EPISODE_KIND[kind.value], kind.label) for kind in EpisodeKind),
    Group(NO_MEASURE, "ingen insats", _("No measure")),
)


def by_measure(people: Sequence[Participation], _facts: ProjectFacts, window: Window) -> Iterable[Case]:
    """F1. A case for each kind of measure that a person has begun in the period, however many of the kind.

    Who has begun none stands once under "no measure", if an enrolment touches the period, else is not
    counted. A measure that began in the period counts even where the enrolment had ended.
    """
    for person in people:
        first: dict[str, Case] = {}
        for episode in person.outcomes:
            if episode.start in window and episode.kind not in first:
                first[episode.kind] = case_of(
                    person, Reason.BEGUN, on=episode.start, group=episode.kind, counted=True
                )
        yield from first.values() or (_without(person, window),)


def _without(person: Participation, window: Window) -> Case:
    here = any(
        stay.start <= window.period_end and (stay.end is None or stay.end >= window.period_start)
        for stay in person.person.enrolments
    )
    if not here:
        return case_of(person, Reason.NOT_IN_PROJECT, on=person.final_exit or person.first_start)
    return case_of(person, Reason.NO_MEASURE, group=NO_MEASURE, counted=True)


FINSAM = IndicatorSet(
    code="F",
    name="Finsam",
    age_bands=(),
    work_min_hours=None,
    fixed=True,
    reads=frozenset({"episodes"}),
    indicators=(
        Indicator(
            code="F1",
            label=_("Participants by measure"),
            definition=_(
                "Participants in the project in the period, by the measures that they began in it. A "
                "participant counts once for each kind of measure, so that the total can be higher than "
                "the number of participants."
            ),
            moment=Moment.EVENT,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=by_measure,
            source="Finsam",
            splits=("gender",),
            groups=fixed(MEASURES),
            group_label=_("Measure"),
        ),
    ),
)
