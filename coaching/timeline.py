"""The participant's time drawn from dated facts: what happened, and lanes of what lasted."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext as _

from coaching.journey import AssessmentLine, Journey
from participants.codes import EpisodeKind
from participants.models import Enrolment, Episode, SupportPeriod

SCALE = 1000
"""How many parts a lane is drawn in."""

_ICONS = {
    EpisodeKind.EMPLOYMENT: "briefcase",
    EpisodeKind.OWN_BUSINESS: "briefcase",
    EpisodeKind.STUDIES: "mortarboard",
    EpisodeKind.VOCATIONAL_COURSE: "mortarboard",
    EpisodeKind.PROGRAMME: "folder",
}
_WORK = frozenset({EpisodeKind.EMPLOYMENT, EpisodeKind.OWN_BUSINESS, EpisodeKind.STUDIES})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as the timeline component draws it."""

    day: dt.date
    when: str
    title: str
    icon: str
    text: str = ""
    url: str = ""
    state: str = ""


def events(journey: Journey, *, may_write: bool, more: Iterable[Event] = ()) -> list[Event]:
    """Every dated fact and `more`, the newest first; with `may_write` each leads to where it is changed."""
    found = [
        *_starts(journey.stays),
        *(
            Event(
                move.moved_on,
                str(move.moved_on),
                _("Step: %(step)s") % {"step": move.phase},
                "signpost-split",
                move.reason,
                reverse("coaching:change_move", args=[move.enrolment.public_id, move.pk]),
            )
            for move in journey.moves
        ),
        *(_support(period) for period in journey.support),
        *_assessments(journey.assessments),
        *_own_assessments(journey.own_assessments),
        *(_episode(episode) for episode in journey.episodes),
        *more,
        *_exits(journey.stays),
    ]
    # The list above is in the order of the journey, for what happened on one day.
    return sorted(_linked(found, may_write=may_write), key=lambda event: event.day)[::-1]


def going_on(journey: Journey, *, on: dt.date, may_write: bool) -> list[Event]:
    """What the person does and lives on that isn't over on the day, what is planned included."""
    lasting = [
        *(_episode(episode) for episode in journey.episodes if not episode.end or episode.end >= on),
        *(_support(period) for period in journey.support if not period.end or period.end >= on),
    ]
    return _linked(lasting, may_write=may_write)


def _linked(found: list[Event], *, may_write: bool) -> list[Event]:
    """The events, leading nowhere for those who only read."""
    return found if may_write else [replace(event, url="") for event in found]


def _starts(stays: Iterable[Enrolment]) -> Iterator[Event]:
    for number, stay in enumerate(stays):
        title = _("Enrolled again") if number else _("Enrolled")
        sender = stay.referred_from
        referred = _("Referred by %(referrer)s") % {"referrer": sender} if sender else ""
        change = reverse("participants:change_enrolment", args=[stay.public_id])
        yield Event(stay.start, str(stay.start), title, "person-plus", referred, change)


def _exits(stays: Iterable[Enrolment]) -> Iterator[Event]:
    for stay in stays:
        if stay.end:
            leaving = _("Cause: %(cause)s. Left for: %(destination)s.") % {
                "cause": stay.get_exit_cause_display().lower() or _("not recorded"),
                "destination": stay.get_exit_destination_display().lower() or _("not recorded"),
            }
            change = reverse("coaching:exit", args=[stay.public_id])
            yield Event(stay.end, str(stay.end), _("Exit"), "box-arrow-right", leaving, change, "done")


def _assessments(lines: Iterable[AssessmentLine]) -> Iterator[Event]:
    for line in lines:
        changes = [f"+ {criterion.text}" for criterion in line.gained]
        changes += [f"− {criterion.text}" for criterion in line.lost]
        made = line.assessment
        yield Event(
            made.assessed_on,
            str(made.assessed_on),
            _("Job-ready: %(met)s of %(total)s") % {"met": line.met, "total": line.total},
            "clipboard-check",
            ", ".join(changes),
            reverse("coaching:correct_assessment", args=[made.public_id]),
            "ready" if line.ready else "",
        )


def _own_assessments(lines: Iterable[AssessmentLine]) -> Iterator[Event]:
    for line in lines:
        day, figures = line.assessment.assessed_on, {"met": line.met, "total": line.total}
        yield Event(day, str(day), _("Own assessment: %(met)s of %(total)s") % figures, "person")


def _episode(episode: Episode) -> Event:
    kind = EpisodeKind(episode.kind)
    hours = floatformat(episode.hours_per_week)
    weekly = _("%(hours)s hours a week") % {"hours": hours} if hours else ""
    details = [part for part in (episode.title, weekly, str(episode.get_subsidy_display())) if part]
    if episode.before_start:
        details.append(_("before the project"))
    return Event(
        episode.start,
        _period(episode.start, episode.end),
        ", ".join(part for part in (str(kind.label), episode.place) if part),
        _ICONS.get(kind, "building"),
        ", ".join(details),
        reverse("participants:change_episode", args=[episode.public_id]),
        "ready" if kind in _WORK and not episode.before_start else "",
    )


def _support(period: SupportPeriod) -> Event:
    title = _("Support: %(source)s") % {"source": period.get_source_display().lower()}
    change = reverse("participants:change_support", args=[period.public_id])
    return Event(period.start, _period(period.start, period.end), title, "wallet2", url=change)


def _period(start: dt.date, end: dt.date | None) -> str:
    return f"{start} – {end or ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that lasted from one day to another, both included, or (None) goes on."""

    start: dt.date
    end: dt.date | None
    tone: str


@dataclass(frozen=True, slots=True)
class Stretches:
    """What is drawn in one lane."""

    label: str
    stretches: list[Stretch]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch or, without width, a point of a lane, in parts of SCALE."""

    x: int
    width: int
    tone: str


@dataclass(frozen=True, slots=True)
class Lane:
    """Bars of one kind under a label."""

    label: str
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Lanes:
    """What lasted, side by side from the first day to the last."""

    first: dt.date
    last: dt.date
    lanes: list[Lane]


def lanes(journey: Journey, *, on: dt.date, more: Iterable[Stretches] = ()) -> Lanes:
    """Lanes from the first day in the project to today, or to the last day known of; `more` come last."""
    first = journey.first_start
    ends = (*(episode.end for episode in journey.episodes), *(stay.end for stay in journey.stays))
    last = max([on, first + dt.timedelta(days=1), *(day for day in ends if day)])
    span = (last - first).days

    def bar(one: Stretch) -> Bar:
        left = (max(one.start, first) - first).days * SCALE // span
        right = ((min(one.end or max(on, one.start), last) - first).days + 1) * SCALE // span
        return Bar(left, max(min(right, SCALE) - left, 4), one.tone)

    drawn = [
        Lane(each.label, [bar(one) for one in each.stretches])
        for each in (*_stretches(journey, since=first), *more)
    ]
    return Lanes(first, last, [lane for lane in drawn if lane.bars])


def _stretches(journey: Journey, *, since: dt.date) -> list[Stretches]:
    """What the journey itself has for the lanes; of what lasted, what wasn't over before the first day."""
    stays = [Stretch(stay.start, stay.end, "stay") for stay in journey.stays]
    assessed = [
        (line.assessment.assessed_on, "ready" if line.ready else "point") for line in journey.assessments
    ]
    shown = [episode for episode in journey.episodes if episode.end is None or episode.end >= since]
    work = [episode for episode in shown if EpisodeKind(episode.kind) in _WORK]
    other = [episode for episode in shown if EpisodeKind(episode.kind) not in _WORK]
    support = [period for period in journey.support if period.end is None or period.end >= since]
    return [
        Stretches(_("In the project"), stays),
        Stretches(_("Job-ready"), [Stretch(day, day, tone) for day, tone in assessed]),
        Stretches(_("Placements and courses"), [Stretch(one.start, one.end, "activity") for one in other]),
        Stretches(_("Work and studies"), [Stretch(one.start, one.end, "work") for one in work]),
        Stretches(
            _("Support"),
            [Stretch(one.start, one.end, "own" if one.is_own_income else "benefit") for one in support],
        ),
    ]
