"""Which equations hold between numbers over many invented projects: found by elimination, modulo a prime."""

from collections.abc import Iterable, Mapping, Sequence

PRIME = 2_147_483_647

type Vector = dict[int, int]


def reduced(rows: Iterable[Mapping[int, int]]) -> dict[int, Vector]:
    """The rows in reduced echelon form, by the place of their leading one."""
    found: dict[int, Vector] = {}
    for given in rows:
        row = {place: value % PRIME for place, value in given.items() if value % PRIME}
        for place in sorted(row):
            if place in row and place in found:
                _subtract(row, found[place], row[place])
        if not row:
            continue
        lead = min(row)
        inverse = pow(row[lead], -1, PRIME)
        row = {place: value * inverse % PRIME for place, value in row.items()}
        for other in found.values():
            if lead in other:
                _subtract(other, row, other[lead])
        found[lead] = row
    return found


def _subtract(row: Vector, other: Vector, times: int) -> None:
    for place, value in other.items():
        left = (row.get(place, 0) - times * value) % PRIME
        if left:
            row[place] = left
        else:
            row.pop(place, None)


def always(samples: Sequence[Sequence[int]]) -> list[Vector]:
    """A basis of the equations that every sample satisfies; factors as small as they come."""
    width = len(samples[0])
    rows = reduced({place: value for place, value in enumerate(sample) if value} for sample in samples)
    return [
        {free: 1} | {lead: _signed(-row[free]) for lead, row in rows.items() if free in row}
        for free in range(width)
        if free not in rows
    ]


def _signed(value: int) -> int:
    value %= PRIME
    return value - PRIME if value > PRIME // 2 else value
