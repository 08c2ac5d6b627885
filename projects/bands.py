"""Age bands as a project writes them: `16-24`, both ends included, in completed years; `<18`, `55+`."""

import re
from dataclasses import dataclass
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_BAND = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")
_BELOW = re.compile(r"<\s*(\d{1,3})")
_FROM = re.compile(r"(\d{1,3})\s*\+")
OLDEST = 199


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages `lower` to `upper` in completed years, both included."""

    lower: int
    upper: int

    def __str__(self) -> str:
        return f"{self.lower}+" if self.upper == OLDEST else f"{self.lower}-{self.upper}"

    def __contains__(self, age: int) -> bool:
        return self.lower <= age <= self.upper


def parse_band(text: str) -> AgeBand:
    """Read one band. Raises ValidationError when it isn't `from-to` with from ≤ to, `<age` or `age+`."""
    written = text.strip()
    if (below := _BELOW.fullmatch(written)) and int(below[1]):
        return AgeBand(0, int(below[1]) - 1)
    if (lowest := _FROM.fullmatch(written)) and int(lowest[1]) <= OLDEST:
        return AgeBand(int(lowest[1]), OLDEST)
    found = _BAND.fullmatch(written)
    if not found or int(found[1]) > int(found[2]):
        raise ValidationError(_("“%(text)s” is not an age band. Write it as 16-24.") % {"text": text})
    return AgeBand(int(found[1]), int(found[2]))


def parse_bands(texts: list[str]) -> tuple[AgeBand, ...]:
    """Read a project's bands, in age order. Raises ValidationError when two of them overlap."""
    bands = sorted((parse_band(text) for text in texts), key=lambda band: band.lower)
    for younger, older in pairwise(bands):
        if older.lower <= younger.upper:
            raise ValidationError(
                _("The age bands %(first)s and %(second)s overlap.") % {"first": younger, "second": older}
            )
    return tuple(bands)


def check_bands(texts: list[str]) -> None:
    """Validator of the model field."""
    parse_bands(texts)
