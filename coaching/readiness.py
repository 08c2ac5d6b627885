"""How someone stands against the jobbredo checklist, area by area."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils.translation import gettext as _

from coaching.models import Area, Criterion, CriterionResult, CriterionState, ReadinessAssessment
from participants.models import Enrolment


def may_assess_oneself(enrolment: Enrolment, *, on: dt.date) -> bool:
    """Whether somebody is in the project that day, and not protected: what they write could tell who."""
    return enrolment.covers(on) and not enrolment.person.protected_identity


@dataclass(frozen=True, slots=True)
class MeterResult:
    """One criterion: its state as code and word, what was seen, and what the participant says."""

    criterion: Criterion
    state: str
    observation: str = ""
    own_state: str = ""
    own_observation: str = ""

    @property
    def label(self) -> str:
        """The criterion in words."""
        return self.criterion.text


@dataclass(frozen=True, slots=True)
class MeterArea:
    """One of the areas A–D: the states alone, in the checklist's order, and the same in words.

    `said` has each criterion with its state, for who doesn't see the squares. Areas that show the same are
    equal, whatever their `results` say besides; a list of many people's meters has none.
    """

    letter: str
    name: str
    states: tuple[str, ...]
    said: str
    results: tuple[MeterResult, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Meter:
    """All criteria of a checklist; `assessed` is "no" when nobody has assessed yet."""

    areas: tuple[MeterArea, ...]
    met: int
    total: int
    assessed: str


class Scale:
    """A checklist, for the meters of many people: an area in which some stand alike is put in words once."""

    def __init__(self, criteria: Iterable[Criterion]) -> None:
        """Criteria in the checklist's order."""
        self._areas = [
            (letter, str(Area(letter).label), [(criterion.code, criterion.text) for criterion in members])
            for letter, members in groupby(criteria, key=lambda criterion: criterion.area)
        ]
        self._words = {
            CriterionState.MET.value: _("met"),
            CriterionState.PARTLY.value: _("partly"),
            CriterionState.NOT_MET.value: _("not met"),
            CriterionState.NOT_ASSESSED.value: _("not assessed"),
        }
        self._made: dict[tuple[str, tuple[str, ...]], MeterArea] = {}

    def meter(self, states: Mapping[str, str] | None) -> Meter:
        """How somebody stands, from the states by the criteria's codes; None where nobody has assessed."""
        found = states or {}
        areas = tuple(self._area(*area, found) for area in self._areas)
        met = sum(area.states.count(CriterionState.MET) for area in areas)
        total = sum(len(area.states) for area in areas)
        return Meter(areas, met, total, "no" if states is None else "yes")

    def _area(
        self, letter: str, name: str, criteria: list[tuple[str, str]], found: Mapping[str, str]
    ) -> MeterArea:
        states = tuple(found.get(code, CriterionState.NOT_ASSESSED.value) for code, _label in criteria)
        if (letter, states) not in self._made:
            pairs = zip(criteria, states, strict=True)
            said = ", ".join(f"{label} {self._words[state]}" for (_code, label), state in pairs)
            self._made[letter, states] = MeterArea(letter, name, states, said)
        return self._made[letter, states]


def read_meter(
    criteria: Iterable[Criterion],
    assessment: ReadinessAssessment | None,
    own: ReadinessAssessment | None = None,
) -> Meter:
    """The criteria with what the latest assessment says of each, and the participant's own beside it.

    The results of the assessments must be at hand (prefetched). The participant's own may have
    been made against another version: criteria meet by their code.
    """
    asked, said, own_said = list(criteria), _results(assessment), _results(own)
    states = {code: result.state for code, result in said.items()} if assessment else None
    meter = Scale(asked).meter(states)
    results = [
        _result(criterion, said.get(criterion.code), own_said.get(criterion.code)) for criterion in asked
    ]
    areas = (
        replace(area, results=tuple(result for result in results if result.criterion.area == area.letter))
        for area in meter.areas
    )
    return replace(meter, areas=tuple(areas))


def _results(assessment: ReadinessAssessment | None) -> dict[str, CriterionResult]:
    return {result.criterion.code: result for result in assessment.results.all()} if assessment else {}


def _result(criterion: Criterion, said: CriterionResult | None, own: CriterionResult | None) -> MeterResult:
    return MeterResult(
        criterion,
        said.state if said else CriterionState.NOT_ASSESSED,
        said.observation if said else "",
        own.state if own else "",
        own.observation if own else "",
    )
