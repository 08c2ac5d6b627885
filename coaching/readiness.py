"""How someone stands against the jobbredo checklist, area by area."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from coaching.models import Area, Criterion, CriterionResult, CriterionState, ReadinessAssessment


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
    """One of the areas A–D with its criteria."""

    letter: str
    name: str
    results: tuple[MeterResult, ...]

    @property
    def states(self) -> list[str]:
        """The states alone, in the checklist's order."""
        return [result.state for result in self.results]

    @property
    def said(self) -> str:
        """Each criterion with its state in words, for who doesn't see the squares."""
        return ", ".join(f"{result.label} {_in_words(result.state)}" for result in self.results)


@dataclass(frozen=True, slots=True)
class Meter:
    """All criteria of a checklist; `assessed` is "no" when nobody has assessed yet."""

    areas: tuple[MeterArea, ...]
    met: int
    total: int
    assessed: str


def read_meter(
    criteria: Iterable[Criterion],
    assessment: ReadinessAssessment | None,
    own: ReadinessAssessment | None = None,
) -> Meter:
    """The criteria with what the latest assessment says of each, and the participant's own beside it.

    The results of the assessments must be at hand (prefetched). The participant's own may have
    been made against another version: criteria meet by their code.
    """
    said = _results(assessment)
    own_said = _results(own)
    results = [
        _result(criterion, said.get(criterion.code), own_said.get(criterion.code)) for criterion in criteria
    ]
    areas = tuple(
        MeterArea(letter, str(Area(letter).label), tuple(members))
        for letter, members in groupby(results, key=lambda result: result.criterion.area)
    )
    met = sum(result.state == CriterionState.MET for result in results)
    return Meter(areas, met, len(results), "yes" if assessment else "no")


def _in_words(state: str) -> str:
    return {
        CriterionState.MET: _("met"),
        CriterionState.PARTLY: _("partly"),
        CriterionState.NOT_MET: _("not met"),
    }.get(CriterionState(state)) or _("not assessed")


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
