"""Set E21: the ESF+'s common indicators 2021–2027."""

from __future__ import annotations

from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from projects.bands import AgeBand
from reporting.catalogue import esf
from reporting.catalogue import esf_record as record
from reporting.catalogue.base import Indicator, IndicatorSet, Moment, Unit
from reporting.catalogue.esf_cases import (
    began_education,
    began_searching,
    began_work,
    employed_six_months_after,
    entering,
    everybody,
    leaving,
    organisations,
    placements,
    public_administration,
    small_or_medium,
)
from reporting.stats import Kind

SOURCE = "Förordning (EU) 2021/1057, bilaga I"

_start = partial(esf.persons, source=SOURCE)
_exit = partial(esf.persons, source=SOURCE, moment=Moment.EXIT)
_not_recorded = partial(esf.not_recorded, source=SOURCE)
_organisations = partial(
    Indicator,
    moment=Moment.EVENT,
    unit=Unit.COMPANY,
    kind=Kind.COUNT,
    source=SOURCE,
    splits=(),
    bearing=placements,
)

BELOW_18, YOUNG = AgeBand(0, 17), AgeBand(18, 29)

THIRD_COUNTRY = _(
    "Participants with a complete record who started in the period and are citizens of no state that was a "
    "member of the EU on the first start. Who isn't asked, doesn't know or declines to say isn't counted."
)
FOREIGN_BACKGROUND = _(
    "Participants with a complete record who started in the period and were born abroad or have two parents "
    "born abroad, whatever their citizenship. Who isn't asked, doesn't know or declines to say isn't counted."
)
PUBLIC = _(
    "Public administrations, by their organisation number, that the project contacted in the period, that "
    "registered a need in it, or where a placement was begun in it; each counted once."
)
ENTERPRISES = _(
    "Companies with 1–249 employees, public administrations apart, that the project contacted in the period, "
    "that registered a need in it, or where a placement was begun in it; each counted once. Turnover isn't "
    "recorded. Where the number of employees isn't recorded the company isn't counted."
)

# Translators: the Swedish labels of these rows are those of the regulation's annex.
E21 = IndicatorSet(
    code="E21",
    name="ESF+ 2021–2027",
    age_bands=("<18", "18-29", "30-54", "55+"),
    work_min_hours=None,
    fixed=True,
    reads=frozenset({"episodes", "follow_ups"}),
    asks_for_hours=True,
    configured={
        "long_term_months_young": ("EECO03",),
        "long_term_months": ("EECO03",),
        "participant_min_hours": (),
    },
    reads_beside=frozenset({"contacts", "needs", "companies"}),
    indicators=(
        _start(
            "EECO01",
            _("Total number of participants"),
            esf.ALL_STARTED,
            everybody(),
            sides=(esf.COMPLETE_RECORDS, esf.LACKING),
        ),
        _start("EECO02", esf.UNEMPLOYED, esf.WERE_UNEMPLOYED, entering(record.has_status(record.UNEMPLOYED))),
        _start("EECO03", esf.LONG_TERM_UNEMPLOYED, esf.WERE_LONG_TERM, entering(record.long_term_unemployed)),
        _start("EECO04", esf.INACTIVE, esf.WERE_INACTIVE, entering(record.has_status(record.INACTIVE))),
        _start("EECO05", esf.EMPLOYED, esf.WERE_EMPLOYED, entering(record.has_status(record.EMPLOYED))),
        _start(
            "EECO06",
            _("Number of children below 18 years of age"),
            esf.WERE_AGED,
            entering(record.aged(BELOW_18)),
        ),
        _start(
            "EECO07",
            _("Young people between 18 and 29 years of age"),
            esf.WERE_AGED,
            entering(record.aged(YOUNG)),
        ),
        _start(
            "EECO08",
            _("Number of participants of 55 years of age and above"),
            esf.WERE_AGED,
            entering(record.aged(record.ABOVE_54)),
        ),
        _start(
            "EECO09",
            _("With lower secondary education or less (ISCED 0 to 2)"),
            esf.WERE_EDUCATED,
            entering(record.educated(0, 1, 2)),
        ),
        _start("EECO10", esf.ISCED_3_TO_4, esf.WERE_EDUCATED, entering(record.educated(3, 4))),
        _start("EECO11", esf.ISCED_5_TO_8, esf.WERE_EDUCATED, entering(record.educated(5, 6, 7, 8))),
        _start("EECO12", esf.DISABILITIES, esf.WERE_DISABLED, entering(record.disabled), sensitive=True),
        _start(
            "EECO13",
            _("Third-country nationals"),
            THIRD_COUNTRY,
            entering(record.third_country_national),
            sensitive=True,
        ),
        _start(
            "EECO14",
            _("Participants with a foreign background"),
            FOREIGN_BACKGROUND,
            entering(record.foreign_background),
            sensitive=True,
        ),
        _not_recorded("EECO15", _("Minorities (including marginalised communities, such as Roma people)")),
        _not_recorded("EECO16", esf.HOMELESS),
        _not_recorded("EECO17", esf.RURAL),
        _organisations(
            code="EECO18",
            label=_("Number of supported public administrations or public services"),
            definition=PUBLIC,
            cases=organisations(public_administration),
        ),
        _organisations(
            code="EECO19",
            label=_("Number of supported micro, small and medium-sized enterprises"),
            definition=ENTERPRISES,
            cases=organisations(small_or_medium),
        ),
        _exit(
            "EECR01",
            esf.SEARCHING,
            format_lazy("{} {}", esf.NOW_SEARCHING, esf.ON_LEAVING),
            leaving(began_searching),
        ),
        _exit(
            "EECR02",
            esf.IN_EDUCATION,
            format_lazy("{} {}", esf.NOW_IN_EDUCATION, esf.ON_LEAVING),
            leaving(began_education),
        ),
        _not_recorded("EECR03", esf.QUALIFIED, moment=Moment.EXIT),
        _exit(
            "EECR04",
            esf.IN_EMPLOYMENT,
            format_lazy("{} {}", esf.NOW_EMPLOYED, esf.ON_LEAVING),
            leaving(began_work),
        ),
        esf.persons(
            "EECR05",
            esf.EMPLOYED_AFTER,
            esf.THEN_EMPLOYED,
            employed_six_months_after(),
            source=SOURCE,
            moment=Moment.DUE,
        ),
        _not_recorded("EECR06", esf.IMPROVED, moment=Moment.DUE),
    ),
)
