"""Set V: Vägen tillbaka, V1–V5."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coaching.models import SessionKind
from coaching.words import SESSION_KIND
from reporting.catalogue.base import (
    Case,
    Group,
    Indicator,
    IndicatorSet,
    Moment,
    Pieces,
    Place,
    Side,
    Unit,
    details_among,
    each_person,
)
from reporting.catalogue.splits import fixed
from reporting.catalogue.vagen_tillbaka_cases import (
    PERSON,
    TALKS,
    common_activities,
    other_industry,
    placements_where_needed,
    started,
    supervisors_trained,
)
from reporting.stats import Count, Kind, Time

SOURCE = "Vägen tillbaka, projektbeskrivning hos ESF-rådet"

KINDS = tuple(
    Group(kind.value, SESSION_KIND[kind.value], kind.label) for kind in SessionKind if kind not in TALKS
)


def _persons(case: Case) -> Pieces:
    count = case.details.count(PERSON)
    return ((None, Count(count)),) if count else ()


def _hours(case: Case) -> Pieces:
    return ((None, Time(case.value)),) if case.counted and case.value is not None else ()


def _hours_by_kind(case: Case) -> Pieces:
    return tuple((case.group, time) for _none, time in _hours(case))


# Translators: the Swedish labels of V1–V5 are built of the seed's own words, given above each of them.
VAGEN_TILLBAKA = IndicatorSet(
    code="V",
    name="Vägen tillbaka",
    age_bands=("16-24", "25-54", "55-64"),
    work_min_hours=None,
    reads=frozenset({"episodes", "attendance", "companies", "needs"}),
    reads_beside=frozenset({"supervisors"}),
    indicators=(
        Indicator(
            code="V1",
            # Translators: Långtidsarbetslösa som ges möjlighet att komma tillbaka till arbetsmarknaden
            label=_("Long-term unemployed who are given a chance to come back to the labour market"),
            definition=_("Participants whose first start lies in the period."),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(started),
            source=SOURCE,
        ),
        Indicator(
            code="V2",
            # Translators: Praktikplatser på företag med ett reellt behov av rekrytering
            label=_("Placements at companies with a real need to recruit"),
            definition=_(
                "Of the placements begun in the period, those at a company that had a registered need open "
                "on the placement's first day. A placement where no company is named is one without a need."
            ),
            moment=Moment.EVENT,
            unit=Unit.PLACEMENT,
            kind=Kind.SHARE,
            cases=placements_where_needed,
            source=SOURCE,
        ),
        Indicator(
            code="V3",
            # Translators: Interna handledare som utbildas inom projektet
            label=_("Supervisors inside the companies, trained in the project"),
            definition=_("Supervisors at the companies who were trained in the period, each counted once."),
            moment=Moment.EVENT,
            unit=Unit.SUPERVISOR,
            kind=Kind.COUNT,
            cases=supervisors_trained,
            source=SOURCE,
            splits=(),
        ),
        Indicator(
            code="V4",
            # Translators: Personer som bytt bransch
            label=_("Persons who have changed industry"),
            definition=_(
                "Participants with an employment begun in the period at a company of another industry (the "
                "first two digits of SNI) than the company of their last employment before the project."
            ),
            moment=Moment.EVENT,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=other_industry,
            source=SOURCE,
        ),
        Indicator(
            code="V5",
            # Translators: Gemensamma aktiviteter för målgruppen
            label=_("Activities in common"),
            definition=_(
                "Occasions in the period that somebody attended, by kind: all activities but individual and "
                "three-party talks. Beside them the different participants who attended, and their hours."
            ),
            moment=Moment.EVENT,
            unit=Unit.OCCASION,
            kind=Kind.COUNT,
            cases=common_activities,
            bearing=lambda person: person.person.attendance,
            source=SOURCE,
            splits=(),
            groups=fixed(KINDS),
            group_label=_("Kind"),
            sides=(
                Side("persons", _("Different participants"), Kind.COUNT, _persons, splits=(), sums=True),
                Side("hours", _("Hours attended"), Kind.TIME, _hours, splits=(), sums=True),
                Side(
                    "persons_by_kind",
                    _("Different participants by kind"),
                    Kind.COUNT,
                    details_among(*(kind.code for kind in KINDS)),
                    Place.TABLES,
                    (),
                    groups=fixed(KINDS),
                    sums=True,
                    adds_up=False,
                ),
                Side(
                    "hours_by_kind",
                    _("Hours by kind"),
                    Kind.TIME,
                    _hours_by_kind,
                    Place.TABLES,
                    (),
                    groups=fixed(KINDS),
                    sums=True,
                ),
            ),
        ),
    ),
)
