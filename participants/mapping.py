"""What the mapping shows: its sections with what stands elsewhere, and whether conditions are met."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _

from participants.codes import Answer
from participants.models import (
    EligibilityAnswer,
    EligibilityCondition,
    Enrolment,
    MappingEntry,
    MappingSection,
    SectionState,
)
from projects.models import Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A fact that has a field of its own: what it says, "" where it says nothing, and where it is changed."""

    label: "StrOrPromise"
    value: str
    change_url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section as the page shows it. `state` is a `SectionState` or `EMPTY`.

    `earlier` is what an earlier stay's section says where this one's says nothing: where to start from.
    `versions` is how many texts there have been before.
    """

    code: str
    label: "StrOrPromise"
    state: str
    entry: MappingEntry | None
    facts: tuple[Elsewhere, ...]
    earlier: MappingEntry | None
    versions: int


@dataclass(frozen=True, slots=True)
class MappingSheet:
    """All sections of an enrolment's mapping."""

    sections: tuple[Section, ...]

    @property
    def settled(self) -> int:
        """How many need no more: done, or not relevant."""
        settled = {SectionState.DONE, SectionState.NOT_RELEVANT}
        return sum(section.state in settled for section in self.sections)

    @property
    def begun(self) -> int:
        """How many are half done."""
        return sum(section.state == SectionState.BEGUN for section in self.sections)

    @property
    def empty(self) -> int:
        """How many nobody has begun."""
        return sum(section.state == EMPTY for section in self.sections)


def read_mapping(enrolment: Enrolment, *, may_read_background: bool) -> MappingSheet:
    """Fetch the sections of a stay, and of the person's earlier stays where this one's are empty."""
    stays = Enrolment.objects.of_participation(enrolment).filter(start__lte=enrolment.start)
    written = MappingEntry.objects.filter(enrolment__in=stays).select_related("changed_by", "enrolment")
    entries = list(written.prefetch_related("former__changed_by").order_by("-enrolment__start", "-pk"))
    facts = _facts(enrolment, may_read_background=may_read_background)
    return MappingSheet(
        tuple(
            _section(code, label, enrolment, entries, facts.get(code, ()))
            for code, label in MappingSection.choices
        )
    )


def _section(
    code: str,
    label: "StrOrPromise",
    enrolment: Enrolment,
    entries: Sequence[MappingEntry],
    facts: tuple[Elsewhere, ...],
) -> Section:
    of_section = [entry for entry in entries if entry.section == code]
    entry = next((entry for entry in of_section if entry.enrolment_id == enrolment.pk), None)
    before = (entry for entry in of_section if entry.enrolment_id != enrolment.pk and entry.text)
    said = bool(entry and entry.text) or any(fact.value for fact in facts)
    if entry is not None and entry.state != SectionState.BEGUN:
        state = entry.state
    else:
        state = SectionState.BEGUN if said else EMPTY
    return Section(
        code=code,
        label=label,
        state=state,
        entry=entry,
        facts=facts,
        earlier=None if entry and entry.text else next(before, None),
        versions=len(entry.former.all()) if entry else 0,
    )


def _facts(enrolment: Enrolment, *, may_read_background: bool) -> dict[str, tuple[Elsewhere, ...]]:
    """What stands in fields of the enrolment, by the section that it belongs to.

    The sensitive background is led to, never shown here: it has a permission of its own.
    """
    stay = reverse("participants:change_enrolment", args=[enrolment.public_id])
    wanted = "" if enrolment.hours_wanted is None else str(floatformat(enrolment.hours_wanted))
    facts = {
        MappingSection.EDUCATION: (
            Elsewhere(_("Education"), str(enrolment.get_education_level_display()), stay),
        ),
        MappingSection.LANGUAGES: (Elsewhere(_("Languages"), enrolment.languages, stay),),
        MappingSection.HOURS: (Elsewhere(_("Hours a week wanted"), wanted, stay),),
    }
    if may_read_background:
        background = reverse("participants:change_background", args=[enrolment.public_id])
        facts[MappingSection.BACKGROUND] = (Elsewhere(_("Sensitive background"), "", background),)
    return {str(section): of_section for section, of_section in facts.items()}


class Eligible(StrEnum):
    """Whether the project is for someone."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition with its answers, the latest first. `applies`: to whoever began on the stay's first day."""

    condition: EligibilityCondition
    answers: tuple[EligibilityAnswer, ...]
    applies: bool

    @property
    def latest(self) -> EligibilityAnswer | None:
        """What counts."""
        return self.answers[0] if self.answers else None

    @property
    def answer(self) -> str:
        """The code of the answer that counts; not asked where there is none."""
        return self.latest.answer if self.latest else str(Answer.NOT_ASKED)

    @property
    def word(self) -> str:
        """The same in words."""
        return str(Answer(self.answer).label)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether someone meets what the project asks of whoever began on their first day, as of a day."""

    lines: tuple[ConditionLine, ...]

    @property
    def state(self) -> Eligible:
        """No as soon as one condition isn't met; yes when all are; unclear otherwise."""
        said = {line.answer for line in self.lines if line.applies}
        if Answer.NO in said:
            return Eligible.NO
        return Eligible.YES if said == {Answer.YES} else Eligible.UNCLEAR

    @property
    def unclear(self) -> list[ConditionLine]:
        """Conditions with neither yes nor no for an answer."""
        clear = {Answer.YES, Answer.NO}
        return [line for line in self.lines if line.applies and line.answer not in clear]


def read_eligibility(enrolment: Enrolment, *, on: dt.date) -> Eligibility | None:
    """Put together what applies to the stay, or has been answered in it; None where the project asks nothing.

    Whoever doesn't meet a condition is shown, not refused.
    """
    answers = list(EligibilityAnswer.objects.filter(enrolment=enrolment).until(on=on))
    conditions = list(Project.objects.get(pk=enrolment.project_id).eligibility_conditions.all())
    applying = {condition.pk for condition in conditions if _applies(condition, enrolment.start)}
    asked = applying | {answer.condition_id for answer in answers}
    lines = tuple(
        ConditionLine(
            condition,
            tuple(answer for answer in answers if answer.condition_id == condition.pk),
            condition.pk in applying,
        )
        for condition in conditions
        if condition.pk in asked
    )
    return Eligibility(lines) if lines else None


def _applies(condition: EligibilityCondition, start: dt.date) -> bool:
    return condition.since <= start and (condition.until is None or start <= condition.until)
