"""Set K: the goals and indicators of Navigator, K1–K13."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reporting.catalogue.base import (
    Case,
    Cases,
    Group,
    Indicator,
    IndicatorSet,
    Moment,
    Pieces,
    Place,
    Side,
    Unit,
    counted_with,
    detail_share,
    details_among,
    each_person,
    of_reason,
    share_of_reasons,
    share_with,
    sum_of_values,
)
from reporting.catalogue.linkoping_cases import contacted
from reporting.catalogue.navigator_cases import (
    ANSWERED,
    FOREIGN_BORN,
    IN_PROGRAMME,
    IN_STUDIES,
    OTHER,
    OVERLAP,
    UNKNOWN,
    WORK,
    YOUNG,
    after_90_days,
    better_chance,
    foreign_born,
    hours_attended,
    reduced_work_capacity,
    started_by_target_group,
    started_by_year,
    work_or_better_chance,
)
from reporting.catalogue.reasons import Reason
from reporting.catalogue.splits import fixed, planned_by_target_group, target_groups, years
from reporting.facts import ProjectFacts, Window
from reporting.stats import Count, Kind

GOALS = "Navigator, Kvantifierade mål"
RESULTS = "Navigator, Resultat- och effektindikatorer"
PHYSICAL = "Navigator, Fysiska och finansiella indikatorer"

STATES = (
    Group(WORK, "arbete", _("In work")),
    Group(IN_STUDIES, "studier", _("In regular studies")),
    Group(IN_PROGRAMME, "program", _("In a labour-market programme")),
    Group(OTHER, "annat", _("Something else")),
    Group(UNKNOWN, "okänt", _("Unknown")),
)
AGES = (
    Group("16-24", "16-24", _("16–24 years")),
    Group("55-64", "55-64", _("55–64 years")),
    Group(OTHER, "övriga", _("All other ages")),
    Group(UNKNOWN, "okänd", _("Unknown")),
)


_STATE_CODES = frozenset(state.code for state in STATES)
_AGE_CODES = tuple(age.code for age in AGES)


def years_and_ages(facts: ProjectFacts, window: Window) -> tuple[Group, ...]:
    """Every calendar year of the period with each of K10's ages, as "2009:16-24"."""
    return tuple(
        Group(
            f"{year.code}:{age.code}",
            f"{year.word}:{age.word}",
            format_lazy("{}: {}", year.code, age.label),
            row=year.label,
            column=age.label,
        )
        for year in years(facts, window)
        for age in AGES
    )


def by_year_and_age(case: Case) -> Pieces:
    """Pieces that count a start under its year and age."""
    return tuple((f"{case.group}:{age}", stat) for age, stat in details_among(*_AGE_CODES)(case))


def first_state(case: Case) -> Pieces:
    """Pieces that count each case for which the 90 days have passed under its first state."""
    return tuple((code, Count(1)) for code in case.details if code in _STATE_CODES) if case.base else ()


def apart(kind: Kind, *names: str) -> tuple[Side, ...]:
    """Beside a number, the same number for 16–24 years and for those born abroad, or one of the two."""
    pieces: Callable[[str], Callable[[Case], Pieces]] = share_with if kind is Kind.SHARE else counted_with
    labels = {YOUNG: _("Of them 16–24 years"), FOREIGN_BORN: _("Of them born abroad")}
    return tuple(
        Side(name, labels[name], kind, pieces(name), sensitive=name == FOREIGN_BORN)
        for name in names or (YOUNG, FOREIGN_BORN)
    )


RESPONSE_RATE = _("Have answered the question")
OVERLAPPING = Side("overlap", _("Of them in more than one of these"), Kind.COUNT, counted_with(OVERLAP))
STATE_UNKNOWN = Side(
    "unknown", _("Unknown, counted in the denominator"), Kind.COUNT, of_reason(Reason.UNKNOWN_90)
)


def _after_90_days(state: str) -> Cases:
    return each_person(after_90_days(state))


# Translators: the Swedish labels of K1–K13 are the seed's own words, given above each of them.
NAVIGATOR = IndicatorSet(
    code="K",
    name="Navigator",
    age_bands=("16-24", "25-54", "55-64"),
    work_min_hours=None,
    reads=frozenset({"episodes", "attendance", "follow_ups", "answers"}),
    reads_beside=frozenset({"contacts"}),
    configured={"work_min_hours": ("K2", "K3", "K5", "K6", "K7")},
    indicators=(
        Indicator(
            code="K1",
            # Translators: deltagare fördelat på hälften kvinnor, hälften män under projekttiden varav …
            label=_("Participants by gender and target group, against the target"),
            definition=_(
                "Participants who started in the period, each in the target group of the first start, "
                "against the number planned for the group."
            ),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(started_by_target_group),
            source=GOALS,
            groups=target_groups,
            group_label=_("Target group"),
            sides=apart(Kind.COUNT),
            planned=planned_by_target_group("K1"),
        ),
        Indicator(
            code="K2",
            # Translators: deltagarna ska efter avslutat projekt vara i arbete, starta eget eller uppleva
            # att deras möjligheter att få jobb ökat
            label=_("Participants in work, with an own business, or who find their chance of a job greater"),
            definition=_(
                "Of the participants whose final exit lies in the period, those in work or with an own "
                "business on the exit day or the day after, or who have answered that their chance of a "
                "job is greater. Who hasn't answered counts as no."
            ),
            moment=Moment.EXIT,
            unit=Unit.PERSON,
            kind=Kind.SHARE,
            cases=each_person(work_or_better_chance),
            source=GOALS,
            confidential=True,
            sides=(
                Side("response_rate", RESPONSE_RATE, Kind.SHARE, detail_share(ANSWERED)),
                *apart(Kind.SHARE),
            ),
        ),
        Indicator(
            code="K3",
            # Translators: Andelen deltagare i arbete 90 dagar efter avslutat deltagande i projektet
            label=_("Share of participants in work 90 days after leaving"),
            definition=_(
                "Of the participants whose final exit lies in the period and for whom 90 days have passed, "
                "those in work on that day: as the follow-up says; where there is none, by the jobs that "
                "cover the day. Who wasn't reached, or of whom nothing is known, stays in the denominator."
            ),
            moment=Moment.DUE,
            unit=Unit.PERSON,
            kind=Kind.SHARE,
            cases=_after_90_days(WORK),
            source=GOALS,
            sides=(
                STATE_UNKNOWN,
                *apart(Kind.SHARE),
                Side(
                    "state",
                    _("What they do 90 days after leaving"),
                    Kind.COUNT,
                    first_state,
                    Place.TABLES,
                    groups=fixed(STATES),
                ),
            ),
        ),
        Indicator(
            code="K4",
            # Translators: företagskontakter under projektperioden
            label=_("Company contacts"),
            definition=_(
                "Companies with at least one contact in the period, each counted once. Beside it, the "
                "number of contacts with them."
            ),
            moment=Moment.EVENT,
            unit=Unit.COMPANY,
            kind=Kind.COUNT,
            cases=contacted,
            source=GOALS,
            splits=(),
            sides=(
                Side("contacts", _("Number of contacts"), Kind.COUNT, sum_of_values, splits=(), sums=True),
            ),
        ),
        Indicator(
            code="K5",
            # Translators: Antal deltagare som 90 dagar efter avslutat projekt är i arbete
            label=_("Participants in work 90 days after leaving"),
            definition=_(
                "Participants whose final exit lies in the period and who are in work 90 days later. Who "
                "is in regular studies or a programme as well is counted there, too."
            ),
            moment=Moment.DUE,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=_after_90_days(WORK),
            source=RESULTS,
            sides=(OVERLAPPING, *apart(Kind.COUNT)),
        ),
        Indicator(
            code="K6",
            # Translators: Antal deltagare som 90 dagar efter avslutat projekt är i reguljär utbildning
            label=_("Participants in regular studies 90 days after leaving"),
            definition=_(
                "Participants whose final exit lies in the period and who are in regular studies 90 days "
                "later. Who is in work or a programme as well is counted there, too."
            ),
            moment=Moment.DUE,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=_after_90_days(IN_STUDIES),
            source=RESULTS,
            sides=(OVERLAPPING, *apart(Kind.COUNT)),
        ),
        Indicator(
            code="K7",
            # Translators: Antal deltagare som 90 dagar efter avslutat projekt har gått till annan
            # arbetsmarknadspolitisk aktivitet
            label=_("Participants in another labour-market programme 90 days after leaving"),
            definition=_(
                "Participants whose final exit lies in the period and who are in a labour-market programme "
                "90 days later. Who is in work or regular studies as well is counted there, too."
            ),
            moment=Moment.DUE,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=_after_90_days(IN_PROGRAMME),
            source=RESULTS,
            sides=(OVERLAPPING, *apart(Kind.COUNT)),
        ),
        Indicator(
            code="K8",
            # Translators: deltagarna som upplever att möjligheterna att få arbete efter avslutat projekt ökat
            label=_("Participants who find their chance of a job greater"),
            definition=_(
                "Of the participants whose final exit lies in the period and who have answered the "
                "question, those who have answered yes. The latest answer counts."
            ),
            moment=Moment.EXIT,
            unit=Unit.PERSON,
            kind=Kind.SHARE,
            cases=each_person(better_chance),
            source=RESULTS,
            confidential=True,
            sides=(
                Side(
                    "response_rate",
                    RESPONSE_RATE,
                    Kind.SHARE,
                    share_of_reasons(
                        {Reason.CHANCE_GREATER, Reason.CHANCE_NOT_GREATER},
                        without={Reason.STILL_ENROLLED, Reason.EXIT_OUTSIDE},
                    ),
                ),
                *apart(Kind.SHARE),
            ),
        ),
        Indicator(
            code="K9",
            # Translators: Antal deltagare som påbörjat projektdeltagande, fördelat på de olika målgrupperna
            label=_("Participants who started, by target group"),
            definition=_(
                "Participants who started in the period, each in the target group of the first start."
            ),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(started_by_target_group),
            source=PHYSICAL,
            groups=target_groups,
            group_label=_("Target group"),
            sides=apart(Kind.COUNT),
        ),
        Indicator(
            code="K10",
            # Translators: Antal individer som påbörjat deltagande, per år och totalt, uppdelat på
            # åldersgrupperna 16-24 år, 55-64 år samt övriga
            label=_("Participants who started, by year, and by 16–24 years, 55–64 years and others"),
            definition=_(
                "Participants who started in the period, by the calendar year of the first start, and by "
                "age: 16–24 years, 55–64 years, all others."
            ),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(started_by_year),
            source=PHYSICAL,
            groups=years,
            group_label=_("Year"),
            sides=(
                *apart(Kind.COUNT, FOREIGN_BORN),
                Side(
                    "ages",
                    _("By 16–24 years, 55–64 years and others"),
                    Kind.COUNT,
                    details_among(*_AGE_CODES),
                    Place.TABLES,
                    groups=fixed(AGES),
                ),
                Side(
                    "years_and_ages",
                    _("By year and age"),
                    Kind.COUNT,
                    by_year_and_age,
                    Place.TABLES,
                    groups=years_and_ages,
                ),
            ),
        ),
        Indicator(
            code="K11",
            # Translators: Antal utrikes födda deltagare
            label=_("Participants born abroad"),
            definition=_(
                "Participants who started in the period and were born in another country than Sweden."
            ),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(foreign_born),
            source=PHYSICAL,
            sensitive=True,
            sides=(
                *apart(Kind.COUNT, YOUNG),
                Side(
                    "not_known",
                    _("Country of birth not known"),
                    Kind.COUNT,
                    of_reason(Reason.BIRTH_COUNTRY_UNKNOWN),
                ),
            ),
        ),
        Indicator(
            code="K12",
            # Translators: Antal deltagare med funktionshinder som medför nedsatt arbetsförmåga
            label=_("Participants with a disability that reduces work capacity"),
            definition=_(
                "Participants who started in the period and had a disability that reduces work capacity, "
                "as told at the first start."
            ),
            moment=Moment.START,
            unit=Unit.PERSON,
            kind=Kind.COUNT,
            cases=each_person(reduced_work_capacity),
            source=PHYSICAL,
            sensitive=True,
            sides=(
                *apart(Kind.COUNT),
                Side("not_known", _("Not known"), Kind.COUNT, of_reason(Reason.DISABILITY_UNKNOWN)),
            ),
        ),
        Indicator(
            code="K13",
            # Translators: Antal deltagartimmar per projekt
            label=_("Participant hours"),
            definition=_(
                "The time that participants have attended on days in the period, to the minute, in hours "
                "with one decimal."
            ),
            moment=Moment.EVENT,
            unit=Unit.HOUR,
            kind=Kind.TIME,
            cases=each_person(hours_attended),
            source=PHYSICAL,
        ),
    ),
)
