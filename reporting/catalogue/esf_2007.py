"""Set E07: the ESF's data on participants 2007–2013, each year.

The regulation has no codes; these are this product's own. The annex speaks of ISCED 1997, whose levels 5
and 6 are 5 to 8 in ISCED 2011; below that the two agree as far as the rows go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.bands import AgeBand
from reporting.catalogue import esf
from reporting.catalogue import esf_record as record
from reporting.catalogue.base import Indicator, IndicatorSet, Moment
from reporting.catalogue.esf_cases import carried_over, each, entering, everybody, out_by_year
from reporting.catalogue.esf_record import Question

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SOURCE = "Förordning (EG) nr 1828/2006, bilaga XXIII"

YOUNG, OLDER = AgeBand(15, 24), AgeBand(55, 64)

IN = _("By the year of the first start.")
OUT = _("Participants whose final exit lies in the period, by its year. Incomplete records count, too.")
OVER = _(
    "Participants who were in the project on 31 December and on the 1 January after it, by the year that "
    "they were carried into. One participation lasts from the first start to the final exit. Incomplete "
    "records count, too."
)
IN_EDUCATION = _(
    "Participants with a complete record who started in the period and stood outside the labour force at the "
    "start, in education or training."
)

TERTIARY = _(
    "Participants with a complete record who started in the period, by their highest completed education "
    "at the start. Levels 5 and 6 of ISCED 1997, the annex's own, are 5 to 8 of ISCED 2011."
)


def _not_recorded(code: str, label: StrPromise) -> Indicator:
    return esf.by_year(esf.not_recorded(code, label, source=SOURCE))


def _entering(
    code: str, label: StrPromise, definition: StrPromise, *questions: Question, sensitive: bool = False
) -> Indicator:
    """A row of those with a complete record who entered, each year."""
    words = format_lazy("{} {}", definition, IN)
    cases = entering(*questions, by_year=True)
    return esf.by_year(esf.persons(code, label, words, cases, source=SOURCE, sensitive=sensitive))


# Translators: the Swedish labels of these rows are those of the regulation's annex.
E07 = IndicatorSet(
    code="E07",
    name="ESF 2007–2013",
    age_bands=("15-24", "25-54", "55-64"),
    work_min_hours=None,
    fixed=True,
    reads=frozenset(),
    asks_for_hours=True,
    configured={
        "long_term_months_young": ("E07LTU",),
        "long_term_months": ("E07LTU",),
        "participant_min_hours": (),
    },
    indicators=(
        esf.by_year(
            esf.persons(
                "E07IN",
                _("Participants entering (grand total, incomplete records included)"),
                format_lazy("{} {}", esf.ALL_STARTED, IN),
                everybody(by_year=True),
                source=SOURCE,
                sides=(esf.LACKING,),
            )
        ),
        esf.by_year(
            esf.persons(
                "E07OUT",
                _("Participants leaving"),
                OUT,
                each(out_by_year),
                source=SOURCE,
                moment=Moment.EXIT,
            )
        ),
        esf.by_year(
            esf.persons(
                "E07OVER",
                _("Participants carried over from one year to the next"),
                OVER,
                carried_over,
                source=SOURCE,
                moment=Moment.EVENT,
            )
        ),
        _entering("E07T", esf.WITH_COMPLETE_RECORD, esf.COMPLETE),
        _entering("E07EMP", esf.EMPLOYED, esf.WERE_EMPLOYED, record.has_status(record.EMPLOYED)),
        _entering("E07UNE", esf.UNEMPLOYED, esf.WERE_UNEMPLOYED, record.has_status(record.UNEMPLOYED)),
        _entering("E07LTU", esf.LONG_TERM_UNEMPLOYED, esf.WERE_LONG_TERM, record.long_term_unemployed),
        _entering("E07INA", esf.INACTIVE, esf.WERE_INACTIVE, record.has_status(record.INACTIVE)),
        _entering(
            "E07EDU",
            _("Inactive, in education or training"),
            IN_EDUCATION,
            record.has_status(record.INACTIVE_IN_EDUCATION),
        ),
        _entering("E07Y15", _("Young people (15–24 years)"), esf.WERE_AGED, record.aged(YOUNG)),
        _entering("E07Y55", _("Older workers (55–64 years)"), esf.WERE_AGED, record.aged(OLDER)),
        _not_recorded("E07MIN", _("Minorities")),
        _entering("E07MIG", _("Migrants"), esf.WERE_MIGRANTS, record.migrant, sensitive=True),
        _entering(
            "E07DIS",
            pgettext_lazy("a group of people", "Disabled"),
            esf.WERE_DISABLED,
            record.disabled,
            sensitive=True,
        ),
        _not_recorded("E07OTH", esf.OTHER_DISADVANTAGED),
        _entering(
            "E07ED12",
            _("Primary or lower secondary education (ISCED 1 and 2)"),
            esf.WERE_EDUCATED,
            record.educated(1, 2),
        ),
        _entering("E07ED3", _("Upper secondary education (ISCED 3)"), esf.WERE_EDUCATED, record.educated(3)),
        _entering(
            "E07ED4",
            _("Post-secondary non-tertiary education (ISCED 4)"),
            esf.WERE_EDUCATED,
            record.educated(4),
        ),
        _entering(
            "E07ED56",
            _("Tertiary education (ISCED 5 and 6)"),
            TERTIARY,
            record.educated(5, 6, 7, 8),
        ),
    ),
)
