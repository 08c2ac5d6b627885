"""Kinds of cells that hold the codes and lists of this field."""

import re
from typing import ClassVar, override

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange.workbook.faults import Wrong, shown
from exchange.workbook.kinds import Kind, Text, as_text, folded
from projects.bands import AgeBand, parse_band, parse_bands
from projects.models import IndicatorSet


class EducationLevel(Kind[str]):
    """ISCED 0 to 8, or `okänt`."""

    blank: ClassVar[object] = ""

    @override
    def read(self, value: object) -> str:
        text = folded(as_text(value)).removeprefix("isced").strip()
        if text == "okänt":
            return "unknown"
        if not re.fullmatch(r"[0-8]", text):
            raise Wrong(_("Write a level from 0 to 8 (ISCED), or okänt."))
        return text


_OF_A_SET = re.compile(r"[LKSXVF][0-9]{1,2}")
# The ESF's regulations use the first of these; the others are the catalogue's, for rows without a code.
_REGULATED = re.compile(r"(CO|CR|EECO|EECR)[0-9]{2}|E07[A-Z]{1,4}[0-9]{0,2}|E14[TG]")


def is_regulated(code: str) -> bool:
    """An indicator of the ESF's own sets: its age bands are the regulation's, never the project's."""
    return _REGULATED.fullmatch(code) is not None


class IndicatorCode(Kind[str]):
    """The code of an indicator: letters and mostly a number, such as L1, EECO01 or E14T."""

    @override
    def read(self, value: object) -> str:
        text = as_text(value).upper()
        if not _OF_A_SET.fullmatch(text) and not is_regulated(text):
            raise Wrong(_("Write the code of an indicator, such as L1."))
        return text


class Band(Kind[str]):
    """One age band, `16-24`."""

    blank: ClassVar[object] = ""

    @override
    def read(self, value: object) -> str:
        return str(_bands([as_text(value)])[0])


class Bands(Kind[tuple[str, ...]]):
    """Age bands with commas between, none overlapping another."""

    blank: ClassVar[object] = ()

    @override
    def read(self, value: object) -> tuple[str, ...]:
        return tuple(str(band) for band in _bands(split(as_text(value))))

    @override
    def written(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


def _bands(texts: list[str]) -> tuple[AgeBand, ...]:
    for text in texts:
        try:
            parse_band(text)
        except ValidationError:
            # The error's own message repeats the text, which may be anything.
            raise Wrong(_("Write an age band as 16-24, from and to included.")) from None
    try:
        return parse_bands(texts)
    except ValidationError as error:
        raise Wrong(" ".join(error.messages)) from None


class IndicatorSets(Kind[tuple[str, ...]]):
    """Codes of indicator sets with commas between."""

    blank: ClassVar[object] = ()

    @override
    def read(self, value: object) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(code.upper() for code in split(as_text(value))))
        if unknown := [code for code in codes if code not in IndicatorSet.values]:
            raise Wrong(
                _("There is no indicator set %(unknown)s. Write one or more of: %(known)s.")
                % {"unknown": shown(", ".join(unknown)), "known": ", ".join(IndicatorSet.values)}
            )
        return codes

    @override
    def written(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


class Names(Kind[tuple[str, ...]]):
    """Names with commas between, each once."""

    blank: ClassVar[object] = ()

    @override
    def read(self, value: object) -> tuple[str, ...]:
        names = split(as_text(value))
        if len(set(names)) < len(names):
            raise Wrong(_("The same name stands twice."))
        if any(len(name) > Text.limit for name in names):
            raise Wrong(
                _("The text is longer than %(limit)d characters. Shorten it.") % {"limit": Text.limit}
            )
        return tuple(names)

    @override
    def written(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


def split(text: str) -> list[str]:
    """The parts of a comma-separated cell, without outer spaces; empty parts are dropped."""
    return [part.strip() for part in text.split(",") if part.strip()]
