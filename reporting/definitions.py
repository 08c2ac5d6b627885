"""The definitions that a set's figures were made with: one list, for page, PDF, files and “why this number”.

What a project sets for itself (`projects.models.Definitions`) and the list of occupations stand here under
the same codes. A set says which of them its numbers depend on (`IndicatorSet.configured`); the others aren't
printed with it. A set that a regulation fixes prints the regulation's own bands and hours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.codes import OWN_INCOME, SupportSource
from reporting import wording
from reporting.catalogue.base import IndicatorSet
from reporting.facts import ProjectFacts
from reporting.stats import plain

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

AGE_BANDS, WORK_MIN_HOURS = "age_bands", "work_min_hours"

type Value = bool | int | str | list[str] | None


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition in force: its code and value as the JSON has them, and the indicators that it is about.

    Hours that aren't whole are a string, None: no limit. No indicators: it is about all of the set's.
    """

    code: str
    value: Value
    about: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name in the language in force."""
        return str(_WORDS[self.code][0])

    @property
    def text(self) -> str:
        """Its value in words."""
        return _WORDS[self.code][1](self.value)

    def is_about(self, indicator: str) -> bool:
        """Whether the indicator's number rests on it."""
        return not self.about or indicator in self.about

    def written(self) -> dict[str, Any]:
        """As the JSON lists it, in the language in force."""
        return {"code": self.code, "label": self.label, "text": self.text, "indicators": list(self.about)}


def own_income(facts: ProjectFacts) -> frozenset[SupportSource]:
    """The sources of income that make self-support."""
    return OWN_INCOME | {SupportSource.EXTRA_SERVICE} if facts.extra_service_is_income else OWN_INCOME


def age_bands(facts: ProjectFacts, chosen: IndicatorSet) -> tuple[str, ...]:
    """The age bands that apply, as they are written: the project's own, where the set lets it have any."""
    return chosen.age_bands if chosen.fixed else facts.age_bands or chosen.age_bands


def work_min_hours(facts: ProjectFacts, chosen: IndicatorSet) -> Decimal | None:
    """The least hours a week that count as work. None, and a project's own 0: no minimum."""
    hours = chosen.work_min_hours if chosen.fixed or facts.work_min_hours is None else facts.work_min_hours
    return hours or None


def definitions_of(facts: ProjectFacts, chosen: IndicatorSet) -> tuple[Definition, ...]:
    """Every definition that the set's figures of a project rest on, in the order they are printed in."""
    young, others = facts.long_term_months
    values: dict[str, Value] = {
        AGE_BANDS: list(age_bands(facts, chosen)),
        WORK_MIN_HOURS: _hours(work_min_hours(facts, chosen)),
        "extra_service_is_income": facts.extra_service_is_income,
        "social_assistance_monthly": facts.social_assistance_monthly,
        "long_term_months_young": young,
        "long_term_months": others,
        "participant_min_hours": _hours(facts.participant_min_hours or None),
        "occupations": None if facts.occupations is None else facts.occupations.version,
    }
    used = {AGE_BANDS: ()} | dict(chosen.configured) if chosen.age_bands else dict(chosen.configured)
    listed = [Definition(code, value, tuple(used[code])) for code, value in values.items() if code in used]
    return (*listed, Definition("version", facts.definitions_version))


def _hours(hours: Decimal | None) -> int | str | None:
    return None if hours is None else plain(hours)


def _bands(value: Any) -> str:
    return ", ".join(wording.age(band) for band in value)


def _least(value: Any) -> str:
    return _("no minimum") if value is None else wording.decimal(Decimal(value))


def _income(value: Any) -> str:
    own = OWN_INCOME | {SupportSource.EXTRA_SERVICE} if value else OWN_INCOME
    return ", ".join(str(source.label) for source in SupportSource if source in own)


def _kronor(value: Any) -> str:
    return wording.NOTHING if value is None else _("%(amount)s kr") % {"amount": wording.whole(value)}


def _list(value: Any) -> str:
    return wording.NOTHING if value is None else str(value)


_WORDS: dict[str, tuple[StrPromise, Callable[[Any], str]]] = {
    AGE_BANDS: (gettext_lazy("Age bands"), _bands),
    WORK_MIN_HOURS: (gettext_lazy("Least hours a week to count as work"), _least),
    "extra_service_is_income": (gettext_lazy("Counts as own income"), _income),
    "social_assistance_monthly": (gettext_lazy("Social assistance a month"), _kronor),
    "long_term_months_young": (
        gettext_lazy("Long-term unemployed under 25 after more than (months)"),
        wording.whole,
    ),
    "long_term_months": (
        gettext_lazy("Long-term unemployed from 25 after more than (months)"),
        wording.whole,
    ),
    "participant_min_hours": (gettext_lazy("Attended hours to count as a participant"), _least),
    "occupations": (gettext_lazy("List of occupations"), _list),
    "version": (gettext_lazy("Version of the project’s definitions"), wording.whole),
}
