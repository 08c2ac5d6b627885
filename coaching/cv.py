"""A CV as the desk shows it and prints it, and what in the project can confirm what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import override

from coaching.models import Attendance
from participants.codes import CvEntryKind
from participants.forms.cv import SECTION_OF, Section
from participants.models import CvEntry, Enrolment, Episode
from projects.printing import pdf_answer

MOST_SESSIONS: Final = 50


@dataclass(frozen=True, slots=True)
class CvRow:
    """An entry on the page. `up`, `down`: it can change places with its neighbour."""

    entry: CvEntry
    up: bool
    down: bool


@dataclass(frozen=True, slots=True)
class CvPart:
    """A section of the page with its entries."""

    section: Section
    rows: list[CvRow]


def read_cv(enrolment: Enrolment) -> list[CvPart]:
    """The sections of the person's CV in the project; of what has no kind, only where there is some."""
    parts = CvEntry.objects.of_participation(enrolment).by_kind()
    return [
        CvPart(SECTION_OF[kind], [_row(entries, place) for place in range(len(entries))])
        for kind, entries in parts.items()
        if kind or entries
    ]


def _row(entries: list[CvEntry], place: int) -> CvRow:
    """Of skills, what is confirmed stays above what isn't."""
    entry = entries[place]

    def changes(other: CvEntry) -> bool:
        both_or_none = (entry.confirmed_on is None) == (other.confirmed_on is None)
        return entry.kind != CvEntryKind.SKILL or both_or_none

    return CvRow(
        entry,
        up=place > 0 and changes(entries[place - 1]),
        down=place + 1 < len(entries) and changes(entries[place + 1]),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that the person did in the project. `label` is in the language in force."""

    key: str
    label: str
    words: Mapping[str, str]


def evidence_of(enrolment: Enrolment) -> list[Evidence]:
    """The person's placements, courses and jobs, and the last sessions that they were at."""
    stays = Enrolment.objects.of_participation(enrolment)
    episodes = Episode.objects.filter(enrolment__in=stays, before_start=False).select_related("company")
    attended = Attendance.objects.filter(enrolment__in=stays).select_related("session")
    found = [
        Evidence(
            f"episode-{episode.pk}", f"{_episode(episode)}, {episode.start}", _in_both(_episode, episode)
        )
        for episode in episodes
    ]
    for attendance in attended.order_by("-session__held_on", "-pk")[:MOST_SESSIONS]:
        held = attendance.session
        found.append(
            Evidence(f"session-{held.pk}", f"{_session(held)}, {held.held_on}", _in_both(_session, held))
        )
    return found


def _episode(episode: Episode) -> str:
    return ", ".join(part for part in (str(episode.get_kind_display()), episode.place) if part)


def _session(session: Any) -> str:
    return session.title or str(session.get_kind_display())


def _in_both(words: Any, row: Any) -> dict[str, str]:
    """What stands on the CV, in both languages: within the length of the column."""
    said = {}
    for language in ("sv", "en"):
        with override(language):
            said[language] = words(row)[:200]
    return said


def cv_answer(enrolment: Enrolment, chosen: Mapping[str, Any]) -> HttpResponse:
    """The CV as a PDF. `chosen` is what `PrintCvForm` gives: nothing of it is kept.

    It tells what the entries tell and, where chosen, the name and how to reach the person: neither gender,
    age, personal number nor origin.
    """
    with override(chosen["language"]):
        page = {
            "parts": [part for part in read_cv(enrolment) if part.rows],
            "name": enrolment.person.name if chosen["name"] else "",
            "contact": [told for told in (chosen["phone"], chosen["mail"]) if told],
            "project": enrolment.project.name if chosen["look"] == "project" else "",
            "running": "",
        }
        return pdf_answer("coaching/cv_print.html", page, file_name="cv.pdf")
