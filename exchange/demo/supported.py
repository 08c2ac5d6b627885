"""Supported employment in the demo: five of the coach's participants, each further on than the last."""

import datetime as dt
import uuid
from typing import Final

from accounts.models import User
from coaching.actions import supported
from coaching.models import IntroductionAgreement, JobAnalysis, MayTell, PlannedSupport, SupportedProcess
from coaching.models.supported import EMPLOYER_STEP
from employers.models import Company
from participants.models import Enrolment
from projects.actions import set_methods
from projects.models import Project

# How many days ago each was moved to the steps 1, 2, 3 …, and why.
WAYS: Final = ((8,), (33, 15), (62, 48, 12), (66, 54, 40, 24), (70, 60, 45, 30, 6))
REASONS: Final = (
    "Vill ha stöd hela vägen",
    "Vi vet vad vi söker",
    "Arbetsplatsen vill träffas",
    "Börjar på måndag",
    "Klarar arbetet själv de flesta dagar",
)
SEEKS: Final = {
    "work_sought": "Storkök, bageri eller café",
    "presented": "Tre år i restaurangkök, truckkort, SFI C",
    "tasks_sought": "Matlagning, bakning, dukning",
    "tasks_avoided": "Tunga lyft",
    "environment_sought": "Liten arbetsgrupp med en fast person att fråga",
    "environment_avoided": "Starkt buller",
    "hours_sought": "Förmiddagar, omkring 20 timmar i veckan",
    "hours_avoided": "Kvällar",
    "support_needed": "Genomgång på plats de första veckorna",
}
THERE: Final = {
    "tasks": "Bakar bröd, dukar och diskar",
    "hours": "Måndag–fredag 7–11",
    "organisation": "Fyra kollegor och en arbetsledare som är på plats hela förmiddagen",
    "organisation_fit": "fits",
    "psychosocial": "Lugnt efter klockan nio, få kundkontakter",
    "psychosocial_fit": "fits",
    "physical": "Säckar på 10 kg, hög ljudnivå vid disken",
    "physical_fit": "adapted",
    "knowledge": "Läsa recept och allergilistor",
    "knowledge_fit": "fits",
    "support_needed": "Hörselskydd, och någon som går igenom listorna",
    "judgement": "both",
}
AGREED: Final = {
    "supervisor": "Birgitta Lindmark",
    "tasks": THERE["tasks"],
    "hours_per_week": 20,
    "times": THERE["hours"],
    "participant_does": "Kommer i tid och frågar när något är oklart.",
    "workplace_does": "Visar arbetet i lugn takt och ger instruktioner skriftligt.",
    "coach_does": "Är med de första dagarna och ringer varje vecka.",
    "follow_up": "Trepartssamtal var fjärde vecka i sex månader.",
}


def support_some(project: Project, *, lead: User, coach: User, company: Company, on: dt.date) -> None:
    """Have the project work by the method, and begin it with some who have been there long enough."""
    set_methods(project=project, by=lead, supported_employment=True)
    there = project.enrolments.open(on=on).filter(
        coach_assignments__coach=coach,
        coach_assignments__end=None,
        person__protected_identity=False,
        start__lte=on - dt.timedelta(days=max(WAYS[-1])),
    )
    for stay, way in zip(there.select_related("person")[: len(WAYS)], WAYS, strict=False):
        process = _go(stay, way, by=coach, on=on)
        if len(way) > EMPLOYER_STEP - 1:
            _meet_employers(process, company, by=coach, on=on, agreed=len(way) > EMPLOYER_STEP)


def _go(stay: Enrolment, way: tuple[int, ...], *, by: User, on: dt.date) -> SupportedProcess:
    """Begin, move on step by step, and analyse what the applicant seeks."""
    days = [on - dt.timedelta(days=ago) for ago in way]
    process = supported.begin(
        by=by, enrolment=stay, key=uuid.uuid4(), on=on, step=1, moved_on=days[0], reason=REASONS[0]
    )
    for step, day in enumerate(days[1:], start=2):
        supported.move(
            by=by, process=process, key=uuid.uuid4(), on=on, step=step, moved_on=day, reason=REASONS[step - 1]
        )
    done = days[1] if len(days) > 1 else None
    supported.keep_analysis(by=by, process=process, on=on, informed_on=days[0], analysed_on=done, **SEEKS)
    return process


def _meet_employers(
    process: SupportedProcess, company: Company, *, by: User, on: dt.date, agreed: bool
) -> None:
    """Choose what may be told and look at a workplace; where they are `agreed`, the introduction as well."""

    def add(part: type, **facts: object) -> None:
        supported.add_part(by=by, process=process, part=part, key=uuid.uuid4(), on=on, **facts)

    for what in ("Behöver skriftliga instruktioner", "Har arbetat tre år i restaurangkök"):
        add(MayTell, what=what, company=None, agreed_on=on - dt.timedelta(days=48), until=None)
    visited_on = on - dt.timedelta(days=40 if agreed else 10)
    add(JobAnalysis, company=company, workplace="Köket", visited_on=visited_on, **THERE)
    if agreed:
        start = on - dt.timedelta(days=30)
        end = on + dt.timedelta(days=60)
        add(
            IntroductionAgreement,
            company=company,
            workplace="Köket",
            start=start,
            end=end,
            agreed_on=start,
            **AGREED,
        )
        add(PlannedSupport, start=start, hours_per_week=8)
        add(PlannedSupport, start=on - dt.timedelta(days=14), hours_per_week=4)
