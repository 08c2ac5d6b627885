"""Set L: the measurable goals of Linköpingsmodellen, L1–L12, and two of its effects, L13 and L14."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants.codes import PLACEMENTS
from participants.words import CRITERION_STATE
from reporting.catalogue.base import (
    Group,
    Indicator,
    IndicatorSet,
    Moment,
    Place,
    Side,
    Unit,
    details,
    each_person,
    of_reason,
    share_of_reasons,
    values,
)
from reporting.catalogue.linkoping_cases import (
    NOT_ASSESSED,
    begun,
    contacted,
    exit_without_self_support,
    jobs_against_the_majority,
    jobs_by_extent,
    needs_registered,
    off_social_assistance,
    readiness_now,
    ready_in_time,
    self_support_in_time,
    time_to_self_support,
    work_after,
)
from reporting.catalogue.participation import COURSES
from reporting.catalogue.reasons import Reason
from reporting.catalogue.splits import CAUSES, fixed, years
from reporting.facts import ProjectFacts, Window
from reporting.stats import Kind

SOURCE = "Linköpingsmodellen, Mätbara mål i projektet"
EFFECTS = "Linköpingsmodellen, Målsättning"
EQUALITY = "Linköpingsmodellen, Jämställdhetsintegrering"

READINESS = (
    Group("ready", "jobbredo", _("Ready (jobbredo)")),
    Group("not_ready", "ej jobbredo", _("Not ready")),
    Group(NOT_ASSESSED, "ej bedömd", _("Not assessed")),
)
STATES = (
    Group("met", CRITERION_STATE["met"], _("Met")),
    Group("partly", CRITERION_STATE["partly"], _("Partly")),
    Group("not_met", CRITERION_STATE["not_met"], _("Not met")),
    Group(NOT_ASSESSED, "ej bedömt", _("Not assessed")),
)
EXTENT = (
    Group("full_time", "heltid", _("Full time (35 hours or more)")),
    Group("part_time", "17-34", _("17–34 hours")),
    Group("short", "under 17", _("Under 17 hours")),
    Group("unknown", "okänt", _("Hours unknown")),
)
AGAINST_WANTED = (
    Group("less", "mindre", _("Less than wanted")),
    Group("equal", "lika", _("As wanted")),
    Group("more", "mer", _("More than wanted")),
    Group("unknown", "okänt", _("Unknown")),
)


def _criterion_words(code: str, label: str, label_en: str) -> str:
    return f"{code} {(get_language() == 'en' and label_en) or label}"


_row = lazy(_criterion_words, str)


def criterion_states(facts: ProjectFacts, _window: Window) -> tuple[Group, ...]:
    """Every criterion of the checklist in every state, as "A1:uppfyllt"."""
    return tuple(
        Group(
            f"{criterion.code}:{state.code}",
            f"{criterion.code}:{state.word}",
            format_lazy("{}: {}", criterion.code, state.label),
            row=_row(criterion.code, criterion.label, criterion.label_en),
            column=state.label,
        )
        for criterion in facts.criteria
        for state in STATES
    )


# Translators: the Swedish labels of L1–L14 are the seed's own words, given above each of them.
LINKOPING = IndicatorSet(
    code="L",
    name="Linköpingsmodellen",
    age_bands=("16-24", "25-54"),
    work_min_hours=None,
    reads=frozenset({"episodes", "support", "assessments", "occupations"}),
    reads_beside=frozenset({"contacts", "needs"}),
    configured={
        "extra_service_is_income": ("L1", "L9", "L10", "L14"),
        "social_assistance_monthly": ("L14",),
        "occupations": ("L13",),
    },
    indicators=(
        Indicator(
            code="L1",
            # Translators: deltagare i egen försörjning inom 18 månader
            label=_("Participants self-supporting within 18 months"),
            definition=_(
                "Of the participants who started in the period and whose 18 months have run out, those "
                "who lived on own income, without social assistance, introduction or establishment "
                "benefit, on some day within 18 months of the start. What counts as own income stands "
                "among the report’s definitions."
            ),
            moment=Moment.DUE,
            unit=Unit.PERSON,
            kind=Kind.SHARE,
            cases=each_person(self_support_in_time),
            source=SOURCE,
            sides=(
                Side(
                    "provisional",
                    _("Provisional: of all who started"),
                    Kind.SHARE,
                    share_of_reasons(
                        {Reason.REACHED, Reason.REACHED_NOT_DUE}, without={Reason.STARTED_OUTSIDE}
                    ),
                ),
            ),
        ),
        Indicator(
            code="L2",
            # Translators: Antal deltagare som är "jobbredo" inom 4 månader
            label=_("Participants ready for work (jobbredo) within 4 months"),
            definition=_(
                "Participants who started in the period and whose first assessment with all criteria "
                "met is dated within 4 months of the start."
            ),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(ready_in_time),
            source=SOURCE,
            sides=(
                Side("not_yet_due", _("Not yet due"), Kind.COUNT, of_reason(Reason.READINESS_NOT_DUE)),
                Side("late", _("Ready late"), Kind.COUNT, of_reason(Reason.READY_LATE)),
                Side("never", _("Not ready"), Kind.COUNT, of_reason(Reason.NEVER_READY)),
                Side("days_to_ready", _("Days to ready"), Kind.MEAN, values(Reason.READY, Reason.READY_LATE)),
            ),
        ),
        Indicator(
            code="L3",
            # Translators: Antal kontaktade företag
            label=_("Companies contacted"),
            definition=_("Companies with at least one contact in the period, each counted once."),
            moment=Moment.EVENT,
            unit=Unit.COMPANY,
            kind=Kind.COUNT,
            cases=contacted,
            source=SOURCE,
            splits=(),
        ),
        Indicator(
            code="L4",
            # Translators: Antal företag med rekryteringsbehov
            label=_("Companies with a recruitment need"),
            definition=_("Companies with at least one need registered in the period, each counted once."),
            moment=Moment.EVENT,
            unit=Unit.COMPANY,
            kind=Kind.COUNT,
            cases=needs_registered,
            source=SOURCE,
            splits=(),
        ),
        Indicator(
            code="L5",
            # Translators: Antal deltagare i praktik
            label=_("Participants in placement"),
            definition=_("Participants with at least one placement begun in the period."),
            moment=Moment.EVENT,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=begun(PLACEMENTS),
            source=SOURCE,
        ),
        Indicator(
            code="L6",
            # Translators: Antal deltagare i jobb efter praktik
            label=_("Participants in work after placement"),
            definition=_(
                "Participants with an employment or own business begun in the period, on or after the "
                "last day of a placement of theirs that has ended."
            ),
            moment=Moment.EVENT,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=work_after(PLACEMENTS),
            source=SOURCE,
        ),
        Indicator(
            code="L7",
            # Translators: Antal deltagare i kortare yrkesutbildning
            label=_("Participants in a short vocational course"),
            definition=_("Participants with at least one short vocational course begun in the period."),
            moment=Moment.EVENT,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=begun(COURSES),
            source=SOURCE,
        ),
        Indicator(
            code="L8",
            # Translators: Antal deltagare i jobb efter kortare yrkesutbildning
            label=_("Participants in work after a short vocational course"),
            definition=_(
                "Participants with an employment or own business begun in the period, on or after the "
                "last day of a short vocational course of theirs that has ended. The same person may "
                "be counted after a placement, too."
            ),
            moment=Moment.EVENT,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=work_after(COURSES),
            source=SOURCE,
        ),
        Indicator(
            code="L9",
            # Translators: Genomsnittstid i projektet innan egenförsörjning, årlig avstämning
            label=_("Average time in the project before self-support, by year"),
            definition=_(
                "Days from the first start to the first day of self-support as in L1, for participants who "
                "became self-supporting in the period, by the year of that day."
            ),
            moment=Moment.EVENT,
            unit=Unit.PERSON,
            kind=Kind.MEAN,
            cases=each_person(time_to_self_support),
            source=SOURCE,
            groups=years,
            group_label=_("Year"),
            sides=(
                Side(
                    "by_year",
                    _("By year"),
                    Kind.MEAN,
                    values(Reason.SELF_SUPPORTING),
                    Place.TABLES,
                    (),
                    groups=years,
                ),
                Side(
                    "by_gender_age",
                    _("By gender and age"),
                    Kind.MEAN,
                    values(Reason.SELF_SUPPORTING),
                    Place.TABLES,
                ),
            ),
        ),
        Indicator(
            code="L10",
            # Translators: Antal avslut utan egenförsörjning samt orsak
            label=_("Exits without self-support, by cause"),
            definition=_(
                "Participants whose final exit lies in the period and who hadn't become self-supporting, "
                "as in L1, by that day, by the cause of the exit."
            ),
            moment=Moment.EXIT,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(exit_without_self_support),
            source=SOURCE,
            groups=fixed(CAUSES),
            group_label=_("Cause"),
        ),
        Indicator(
            code="L11",
            # Translators: Uppföljning enligt "jobbredo" status
            label=_("Follow-up by readiness (jobbredo)"),
            definition=_(
                "Participants enrolled on the as-of day, by the coach's latest assessment: ready (all "
                "criteria met), not ready, not assessed. Beside it, each criterion on its own."
            ),
            moment=Moment.STOCK,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=readiness_now,
            source=SOURCE,
            groups=fixed(READINESS),
            group_label=_("Readiness"),
            sides=(
                Side(
                    "criteria", _("By criterion"), Kind.COUNT, details, Place.TABLES, groups=criterion_states
                ),
            ),
        ),
        Indicator(
            code="L12",
            # Translators: Antal arbeten enligt arbetsutbud
            label=_("Jobs by hours of work"),
            definition=_(
                "Employments begun in the period, by the contract's hours a week; and by those hours "
                "against what the participant wanted at the first start."
            ),
            moment=Moment.EVENT,
            unit=Unit.EMPLOYMENT,
            kind=Kind.COUNT,
            cases=jobs_by_extent,
            source=SOURCE,
            groups=fixed(EXTENT),
            group_label=_("Hours"),
            sides=(
                Side(
                    "against_hours_wanted",
                    _("Against the hours wanted"),
                    Kind.COUNT,
                    details,
                    Place.TABLES,
                    groups=fixed(AGAINST_WANTED),
                ),
            ),
        ),
        Indicator(
            code="L13",
            # Translators: män i kvinnodominerade yrken och kvinnor i mansdominerade yrken
            label=_("Men in occupations dominated by women, and women in those dominated by men"),
            definition=_(
                "Employments begun in the period in occupations where less than 40 % are of the "
                "participant's gender, by the project's list of occupations. Beside it, their share of the "
                "employments of women and men in occupations that are on the list."
            ),
            moment=Moment.EVENT,
            unit=Unit.EMPLOYMENT,
            kind=Kind.COUNT,
            cases=jobs_against_the_majority,
            source=EQUALITY,
            recorded=lambda facts: facts.occupations is not None,
            sides=(
                Side(
                    "share",
                    _("Share of employments in occupations on the list"),
                    Kind.SHARE,
                    share_of_reasons(
                        {Reason.GENDER_IN_MINORITY},
                        without=set(Reason) - {Reason.GENDER_IN_MINORITY, Reason.GENDER_NOT_IN_MINORITY},
                    ),
                ),
            ),
        ),
        Indicator(
            code="L14",
            # Translators: minskad utbetalning av försörjningsstöd
            label=_("Less social assistance to pay"),
            definition=_(
                "Participants who had social assistance on the first start and who on the as-of day live on "
                "own income, without social assistance, introduction or establishment benefit, times a sum "
                "in kronor a month that is the same for all: a calculation, not a measured effect. What "
                "counts as own income, and the sum, stand among the report’s definitions."
            ),
            moment=Moment.STOCK,
            unit=Unit.KRONA,
            kind=Kind.COUNT,
            cases=off_social_assistance,
            source=EFFECTS,
            sides=(Side("persons", _("Participants"), Kind.COUNT, of_reason(Reason.OFF_ASSISTANCE)),),
            sums=True,
            sensitive=True,
        ),
    ),
)
