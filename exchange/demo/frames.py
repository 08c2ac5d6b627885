"""What a workbook has no column for: steps' time limits, and what projects ask of participants."""

from collections.abc import Iterable, Mapping
from typing import Final

from accounts.models import User
from exchange.demo import fotfaste, leanlink, navigator, sin
from participants.actions.mapping import save_condition
from participants.models import EligibilityCondition
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
