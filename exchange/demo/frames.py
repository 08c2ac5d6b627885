"""What a workbook has no column for: steps' time limits, what projects ask of participants, the mapping."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from accounts.models import User
from exchange.demo import fotfaste, leanlink, navigator, sin
from participants.actions.mapping import Answered, answer_conditions, save_condition, write_section
from participants.codes import Answer
from participants.models import EligibilityCondition, MappingEntry, MappingSection, SectionState
from projects.actions.phases import save_phase
from projects.models import Project

# By project and step, weeks at least and at most. Navigator’s are its own (seeds/navigator.txt).
LIMITS: Final[Mapping[str, Mapping[str, tuple[int | None, int | None]]]] = {
    navigator.NAME: {navigator.INTRODUCTION: (None, 4), navigator.INTENSIVE: (26, 30)},
    fotfaste.NAME: {fotfaste.STEPS[0]: (None, 4), fotfaste.STEPS[1]: (None, 18)},
}
# By project, Swedish and English, from seeds/sin-projektet.txt, 2.1, and seeds/leanlink.txt.
CONDITIONS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    sin.NAME: (
        ("Har permanent uppehållstillstånd", "Has a permanent residence permit"),
        ("Har klarat SFI C", "Has passed SFI C"),
        ("Bedöms kunna ta ett arbete direkt", "Is judged able to take a job at once"),
    ),
    leanlink.NAME: (
        ("Är anvisad av AFI eller Etableringsteamet", "Is referred by AFI or the establishment team"),
        ("Har behov av stöd för att närma sig arbete", "Needs support to come closer to work"),
    ),
    fotfaste.NAME: (
        ("Deltar frivilligt", "Takes part of their own will"),
        ("Har klarat SFI C", "Has passed SFI C"),
    ),
}


def set_frames(projects: Iterable[Project], *, by: User) -> None:
    """Give each of the projects its limits and conditions; for everybody from the project's first day."""
    for project in projects:
        limits = LIMITS.get(project.name, {})
        for phase in project.phases.filter(name__in=limits):
            phase.weeks_at_least, phase.weeks_at_most = limits[phase.name]
            save_phase(by=by, phase=phase)
        for label, english in CONDITIONS.get(project.name, ()):
            asked = EligibilityCondition(project=project, label=label, label_en=english, since=project.start)
            save_condition(by=by, condition=asked)


# Sections of the mapping and how far they have come, of the present project's participants by turns.
MAPPED: Final[tuple[Mapping[MappingSection, tuple[SectionState, str]], ...]] = (
    {
        MappingSection.EXPERIENCE: (
            SectionState.DONE,
            "Tolv år i storkök, de sista fyra som ansvarig för lunchen. Ett år lokalvård i Sverige.",
        ),
        MappingSection.WANTS: (SectionState.DONE, "Helst skolkök eller äldreboende. Kan tänka sig lager."),
        MappingSection.INTERESTS: (SectionState.BEGUN, "Odlar och lagar mat åt många."),
        MappingSection.AVOIDS: (SectionState.NOT_RELEVANT, ""),
    },
    {
        MappingSection.EXPERIENCE: (SectionState.BEGUN, "Somrar på bygge. Frågar om intyg till nästa gång."),
        MappingSection.COMPETENCE: (SectionState.DONE, "Lagar bilar, snickrar, leder ett fotbollslag."),
        MappingSection.HOURS: (SectionState.BEGUN, "Hämtar barn 15.30 tre dagar i veckan."),
    },
    {
        MappingSection.BACKGROUND: (
            SectionState.DONE,
            "Hemma med barn i sex år, söker nu sitt första arbete.",
        ),
        MappingSection.SUPPORT: (
            SectionState.BEGUN,
            "Vill ha någon med vid första besöket på en arbetsplats.",
        ),
    },
)


def map_participants(project: Project, *, by: User, on: dt.date) -> None:
    """Write some sections for whoever the coach has at the time, and answer for some of the conditions."""
    at = dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)
    conditions = list(project.eligibility_conditions.all())
    coached = project.enrolments.coached_by(by, on=on).open(on=on).order_by("pk")
    for number, stay in enumerate(coached):
        for section, (state, text) in MAPPED[number % len(MAPPED)].items():
            entry = MappingEntry(enrolment=stay, section=section)
            write_section(by=by, entry=entry, text=text, state=state, at=at)
        found = conditions[: number % (len(conditions) + 1)]
        answers = {condition: Answered(Answer.YES, "") for condition in found}
        answer_conditions(by=by, enrolment=stay, answers=answers, answered_on=stay.start, on=on)
