"""Checklists of jobbredo."""

from typing import Final

from django.db import transaction

from coaching.models import Area, Checklist, Criterion
from projects.models import Project

STANDARD_NAME: Final = "Jobbredo A–D"

# Linköpingsmodellen, “Kriterier för jobbredo”: code, Swedish, English.
STANDARD_CRITERIA: Final = (
    ("A1", "CV", "CV"),
    ("A2", "Personligt brev", "Personal letter"),
    ("A3", "Intresseanmälan", "Expression of interest"),
    ("B1", "Är motiverad", "Is motivated"),
    ("B2", "Medverkar i processen", "Takes part in the process"),
    ("B3", "Har formulerat sin handlingsplan i samförstånd", "Has a plan of action, agreed with the coach"),
    ("C1", "Interagerar med andra människor", "Interacts with other people"),
    ("C2", "Klarar av att ingå i en grupp och samarbeta", "Manages to be in a group and cooperate"),
    ("C3", "Inställning", "Attitude"),
    ("D1", "Kan förstå", "Understands"),
    ("D2", "Kan göra sig förstådd", "Makes oneself understood"),
)


@transaction.atomic
def create_standard_checklist(*, project: Project, name: str = "") -> Checklist:
    """Give a project its first checklist: the eleven criteria, under a name of its own or the standard one.

    Raises IntegrityError where the project has a checklist.
    """
    checklist = Checklist.objects.create(project=project, version=1, name=name or STANDARD_NAME)
    Criterion.objects.bulk_create(
        [
            Criterion(
                checklist=checklist,
                code=code,
                area=Area(code[0]),
                label=label,
                label_en=english,
                position=position,
            )
            for position, (code, label, english) in enumerate(STANDARD_CRITERIA, start=1)
        ]
    )
    return checklist
