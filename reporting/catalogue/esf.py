"""What the ESF's own sets have in common: their words, and how a row of each kind is put together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reporting.catalogue.base import (
    Cases,
    Group,
    Indicator,
    Moment,
    Place,
    Side,
    Unit,
    details,
    of_reason,
)
from reporting.catalogue.esf_cases import never_recorded, nobody
from reporting.catalogue.reasons import Reason
from reporting.catalogue.splits import fixed, years
from reporting.stats import Kind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

UNEMPLOYED = _("Unemployed, including long-term unemployed")
LONG_TERM_UNEMPLOYED = _("Long-term unemployed")
INACTIVE = _("Inactive")
EMPLOYED = _("Employed, including self-employed")
ISCED_3_TO_4 = _("With upper secondary (ISCED 3) or post-secondary education (ISCED 4)")
ISCED_5_TO_8 = _("With tertiary education (ISCED 5 to 8)")
DISABILITIES = _("Participants with disabilities")
OTHER_DISADVANTAGED = _("Other disadvantaged")
HOMELESS = _("Homeless or affected by housing exclusion")
RURAL = _("From rural areas")
SEARCHING = _("Inactive participants engaged in job searching upon leaving")
IN_EDUCATION = _("Participants in education or training upon leaving")
QUALIFIED = _("Participants gaining a qualification upon leaving")
IN_EMPLOYMENT = _("Participants in employment, including self-employment, upon leaving")
EMPLOYED_AFTER = _("Participants in employment, including self-employment, six months after leaving")
IMPROVED = _("Participants with an improved labour market situation six months after leaving")
WITH_COMPLETE_RECORD = _("All with a complete record")

ALL_STARTED = _(
    "All who started in the period. A record is incomplete where the birth date, the gender, the status at "
    "the start or the education isn't recorded; this row alone counts the incomplete ones, and the table "
    "beside it says what they lack."
)
COMPLETE = _(
    "Those who started in the period and whose record is complete: employed, unemployed and inactive "
    "together."
)
WERE_UNEMPLOYED = _(
    "Participants with a complete record who started in the period and were unemployed at the start."
)
WERE_LONG_TERM = _(
    "Participants with a complete record who started in the period and had by then been unemployed for more "
    "than 6 months if they were under 25, else for more than 12, unless the project has set other limits. "
    "Who is unemployed without a date since when isn't counted here."
)
WERE_INACTIVE = _(
    "Participants with a complete record who started in the period and stood outside the labour force at the "
    "start, in education or not."
)
WERE_EMPLOYED = _(
    "Participants with a complete record who started in the period and were employed or self-employed at the "
    "start."
)
WERE_AGED = _(
    "Participants with a complete record who started in the period, by their age on the first start."
)
WERE_EDUCATED = _(
    "Participants with a complete record who started in the period, by their highest completed education "
    "at the start (ISCED 2011)."
)
WERE_DISABLED = _(
    "Participants with a complete record who started in the period and told of a disability that reduces "
    "their capacity to work. Who isn't asked, doesn't know or declines to say isn't counted."
)
WERE_MIGRANTS = _(
    "Participants with a complete record who started in the period and are citizens of another country, were "
    "born abroad or have two parents born abroad. Minorities aren't recorded and so aren't in it. Who isn't "
    "asked, doesn't know or declines to say isn't counted."
)
ON_LEAVING = _(
    "“On leaving” is what was in force on the day of the last event from the final exit to 28 days after it: "
    "the exit with its destination, and each job, own business, course, studies or programme begun by then. "
    "Courses and studies begun by then take neither a job nor the search for one away. Who is in a "
    "labour-market programme is searching for a job."
)
NOW_SEARCHING = _(
    "Participants with a complete record whose final exit lies in the period, who were inactive at the start "
    "and on leaving searched for a job without having one."
)
NOW_IN_EDUCATION = _(
    "Participants with a complete record whose final exit lies in the period, who weren't in education at "
    "the start and were in studies or a course on leaving."
)
NOW_EMPLOYED = _(
    "Participants with a complete record whose final exit lies in the period, who weren't employed at the "
    "start and had a job or a business of their own on leaving."
)
THEN_EMPLOYED = _(
    "Participants with a complete record whose final exit lies in the period and is six calendar months ago, "
    "who weren't employed at the start and were six months after. The latest follow-up of that kind decides; "
    "with none, the jobs on record for that day."
)
ISNT_RECORDED = _("What this row needs isn't recorded here, so that it has no number.")

MISSING = (
    Group("birth_date", "födelsedatum", _("Birth date")),
    Group("gender", "kön", _("Gender")),
    Group("entry_status", "status vid start", _("Status at start")),
    Group("education_level", "utbildningsnivå", _("Education")),
)
# What an incomplete record lacks; a record that lacks two facts stands in both places.
LACKING = Side("missing", _("Not recorded"), Kind.COUNT, details, Place.TABLES, groups=fixed(MISSING))
COMPLETE_RECORDS = Side("complete", WITH_COMPLETE_RECORD, Kind.COUNT, of_reason(Reason.STARTED))


def persons(
    code: str,
    label: StrPromise,
    definition: StrPromise,
    cases: Cases,
    *,
    source: str,
    moment: Moment = Moment.START,
    sides: tuple[Side, ...] = (),
    sensitive: bool = False,
) -> Indicator:
    """A row that counts persons."""
    return Indicator(
        code,
        label,
        definition,
        moment,
        Unit.PERSON,
        Kind.COUNT,
        cases,
        source,
        sides=sides,
        sensitive=sensitive,
    )


def by_year(indicator: Indicator) -> Indicator:
    """The row by calendar year."""
    return replace(indicator, groups=years, group_label=_("Year"))


def not_recorded(code: str, label: StrPromise, *, source: str, moment: Moment = Moment.START) -> Indicator:
    """A row of the regulation that needs what nobody records here: printed as such, never as 0."""
    row = persons(code, label, ISNT_RECORDED, nobody, source=source, moment=moment)
    return replace(row, recorded=never_recorded)
