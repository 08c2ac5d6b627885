"""Set E14: the ESF's common indicators 2014–2020.

CO12–CO14 (households) were repealed by Regulation (EU, Euratom) 2018/1046. The regulation gives no codes
for the two totals: E14T and E14G are this product's own.
"""

from __future__ import annotations

from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reporting.catalogue import esf
from reporting.catalogue import esf_record as record
from reporting.catalogue.base import IndicatorSet, Moment
from reporting.catalogue.esf_cases import (
    any_result,
    began_education,
    began_searching,
    began_work,
    employed_six_months_after,
    entering,
    everybody,
    leaving,
)

SOURCE = "Förordning (EU) nr 1304/2013, bilaga I"
SOURCE_OF_TOTALS = f"{SOURCE}: summan av anställda, arbetslösa och icke-förvärvsarbetande"

_start = partial(esf.persons, source=SOURCE)
_exit = partial(esf.persons, source=SOURCE, moment=Moment.EXIT)
_after = partial(esf.persons, source=SOURCE, moment=Moment.DUE)
_not_recorded = partial(esf.not_recorded, source=SOURCE)

INACTIVE_NOT_IN_EDUCATION = _(
    "Participants with a complete record who started in the period and stood outside the labour force at the "
    "start, not in education or training."
)
OLDER_WITHOUT_WORK = _(
    "Participants with a complete record who started in the period, over 54 years old, and were unemployed, "
    "or inactive and not in education or training, at the start."
)
DISADVANTAGED_NOW = _(
    "Participants with a complete record whose final exit lies in the period, who are counted as searching "
    "for a job, in education or employed on leaving, and are disadvantaged: a citizen of another country, "
    "born abroad, with two parents born abroad, or with a disability. Other disadvantage isn't recorded, nor "
    "are qualifications."
)
DISADVANTAGED_THEN = _(
    "As participants in employment six months after, of those who are disadvantaged: a citizen of another "
    "country, born abroad, with two parents born abroad, or with a disability. Other disadvantage isn't "
    "recorded."
)
OLDER_THEN = _("As participants in employment six months after, of those over 54 on the first start.")

# Translators: the Swedish labels of these rows are those of the regulation's annex.
E14 = IndicatorSet(
    code="E14",
    name="ESF 2014–2020",
    age_bands=("<25", "25-54", "55+"),
    work_min_hours=None,
    fixed=True,
    reads=frozenset({"episodes", "follow_ups"}),
    asks_for_hours=True,
    configured={
        "long_term_months_young": ("CO02",),
        "long_term_months": ("CO02",),
        "participant_min_hours": (),
    },
    indicators=(
        esf.persons("E14T", esf.WITH_COMPLETE_RECORD, esf.COMPLETE, entering(), source=SOURCE_OF_TOTALS),
        esf.persons(
            "E14G",
            _("Grand total, incomplete records included"),
            esf.ALL_STARTED,
            everybody(),
            source=SOURCE_OF_TOTALS,
            sides=(esf.LACKING,),
        ),
        _start("CO01", esf.UNEMPLOYED, esf.WERE_UNEMPLOYED, entering(record.has_status(record.UNEMPLOYED))),
        _start("CO02", esf.LONG_TERM_UNEMPLOYED, esf.WERE_LONG_TERM, entering(record.long_term_unemployed)),
        _start("CO03", esf.INACTIVE, esf.WERE_INACTIVE, entering(record.has_status(record.INACTIVE))),
        _start(
            "CO04",
            _("Inactive, not in education or training"),
            INACTIVE_NOT_IN_EDUCATION,
            entering(record.has_status(record.INACTIVE_NOT_IN_EDUCATION)),
        ),
        _start("CO05", esf.EMPLOYED, esf.WERE_EMPLOYED, entering(record.has_status(record.EMPLOYED))),
        _start("CO06", _("Below 25 years of age"), esf.WERE_AGED, entering(record.aged(record.BELOW_25))),
        _start("CO07", _("Above 54 years of age"), esf.WERE_AGED, entering(record.aged(record.ABOVE_54))),
        _start(
            "CO08",
            _(
                "Above 54 years of age who are unemployed, including long-term unemployed, or inactive not "
                "in education or training"
            ),
            OLDER_WITHOUT_WORK,
            entering(
                record.aged(record.ABOVE_54),
                record.has_status(record.UNEMPLOYED | record.INACTIVE_NOT_IN_EDUCATION),
            ),
        ),
        _start(
            "CO09",
            _("With primary (ISCED 1) or lower secondary education (ISCED 2)"),
            esf.WERE_EDUCATED,
            entering(record.educated(1, 2)),
        ),
        _start("CO10", esf.ISCED_3_TO_4, esf.WERE_EDUCATED, entering(record.educated(3, 4))),
        _start("CO11", esf.ISCED_5_TO_8, esf.WERE_EDUCATED, entering(record.educated(5, 6, 7, 8))),
        _start(
            "CO15",
            _(
                "Migrants, participants with a foreign background, minorities (including marginalised "
                "communities such as the Roma)"
            ),
            esf.WERE_MIGRANTS,
            entering(record.migrant),
            sensitive=True,
        ),
        _start("CO16", esf.DISABILITIES, esf.WERE_DISABLED, entering(record.disabled), sensitive=True),
        _not_recorded("CO17", esf.OTHER_DISADVANTAGED),
        _not_recorded("CO18", esf.HOMELESS),
        _not_recorded("CO19", esf.RURAL),
        _exit(
            "CR01",
            esf.SEARCHING,
            format_lazy("{} {}", esf.NOW_SEARCHING, esf.ON_LEAVING),
            leaving(began_searching),
        ),
        _exit(
            "CR02",
            esf.IN_EDUCATION,
            format_lazy("{} {}", esf.NOW_IN_EDUCATION, esf.ON_LEAVING),
            leaving(began_education),
        ),
        _not_recorded("CR03", esf.QUALIFIED, moment=Moment.EXIT),
        _exit(
            "CR04",
            esf.IN_EMPLOYMENT,
            format_lazy("{} {}", esf.NOW_EMPLOYED, esf.ON_LEAVING),
            leaving(began_work),
        ),
        _exit(
            "CR05",
            _(
                "Disadvantaged participants engaged in job searching, education or training, gaining a "
                "qualification, in employment, including self-employment, upon leaving"
            ),
            format_lazy("{} {}", DISADVANTAGED_NOW, esf.ON_LEAVING),
            leaving(any_result, record.disadvantaged),
            sensitive=True,
        ),
        _after("CR06", esf.EMPLOYED_AFTER, esf.THEN_EMPLOYED, employed_six_months_after()),
        _not_recorded("CR07", esf.IMPROVED, moment=Moment.DUE),
        _after(
            "CR08",
            _(
                "Participants above 54 years of age in employment, including self-employment, six months "
                "after leaving"
            ),
            OLDER_THEN,
            employed_six_months_after(record.aged(record.ABOVE_54)),
        ),
        _after(
            "CR09",
            _(
                "Disadvantaged participants in employment, including self-employment, six months after "
                "leaving"
            ),
            DISADVANTAGED_THEN,
            employed_six_months_after(record.disadvantaged),
            sensitive=True,
        ),
    ),
)
