"""What the part Jobbredo shows: coach and participant side by side, change over time, what is left."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coaching.clock import Clock, ClockState
from coaching.journey import AssessmentLine, Journey
from coaching.models import Criterion, CriterionState
from coaching.readiness import Meter, MeterResult


@dataclass(frozen=True, slots=True)
class Cell:
    """A criterion in one assessment; no state where that version of the checklist didn't ask for it."""

    state: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion through time, the newest assessment first. `retired`: the newest version asks no more."""

    criterion: Criterion
    cells: tuple[Cell, ...]
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A criterion as both see it. `differs`: both have judged it, and not alike."""

    result: MeterResult
    differs: bool


@dataclass(frozen=True, slots=True)
class PairArea:
    """The criteria of one of the areas A–D."""

    letter: str
    name: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where someone stands and how they came there.

    `rows` are the criteria through the assessments of the coach, the newest first, as `lines` are.
    `missing` are the criteria that the latest assessment doesn't find met; all of them before the
    first. `days` since the first start of all, 0 on the day itself, None before it. `slipped`: the
    person has been job-ready, and the latest assessment says no longer.
    """

    areas: tuple[PairArea, ...]
    rows: tuple[Row, ...]
    lines: list[AssessmentLine]
    missing: tuple[MeterResult, ...]
    differing: int
    days: int | None
    slipped: bool


def read_progress(journey: Journey, *, on: dt.date) -> Progress | None:
    """Put together what the journey holds; None where the project has no checklist."""
    meter = journey.meter
    if meter is None:
        return None
    areas = tuple(
        PairArea(area.letter, area.name, tuple(Pair(result, _differs(result)) for result in area.results))
        for area in meter.areas
    )
    results = [pair.result for area in areas for pair in area.pairs]
    return Progress(
        areas=areas,
        rows=_rows(meter, journey.assessments),
        lines=journey.assessments,
        missing=tuple(result for result in results if result.state != CriterionState.MET),
        differing=sum(pair.differs for area in areas for pair in area.pairs),
        days=(on - journey.first_start).days if on >= journey.first_start else None,
        slipped=_slipped(journey.clock, meter),
    )


def _differs(result: MeterResult) -> bool:
    """What one of them hasn't judged is no difference of opinion."""
    judged = {result.state, result.own_state} - {CriterionState.NOT_ASSESSED, ""}
    return len(judged) > 1


def _slipped(clock: Clock | None, meter: Meter) -> bool:
    return clock is not None and clock.state == ClockState.READY and meter.met < meter.total


def _rows(meter: Meter, lines: list[AssessmentLine]) -> tuple[Row, ...]:
    """Criteria of all versions meet by their code; those that only older versions ask for come last."""
    said = [(line.assessment.assessed_on, _states(line)) for line in lines]
    asked = {result.criterion.code: result.criterion for area in meter.areas for result in area.results}
    older = {
        criterion.code: criterion
        for line in lines
        for criterion in line.assessment.checklist.criteria.all()
        if criterion.code not in asked
    }
    return (*_through_time(asked.values(), said), *_through_time(older.values(), said, retired=True))


def _through_time(
    criteria: Iterable[Criterion], said: Sequence[tuple[dt.date, Mapping[str, str]]], *, retired: bool = False
) -> Iterable[Row]:
    for criterion in criteria:
        cells = tuple(Cell(states.get(criterion.code, ""), day) for day, states in said)
        yield Row(criterion, cells, retired)


def _states(line: AssessmentLine) -> dict[str, str]:
    """What an assessment says by code; a criterion of its version that it says nothing of isn't assessed."""
    asked = line.assessment.checklist.criteria.all()
    said = {result.criterion.code: result.state for result in line.assessment.results.all()}
    return {criterion.code: said.get(criterion.code, CriterionState.NOT_ASSESSED) for criterion in asked}
