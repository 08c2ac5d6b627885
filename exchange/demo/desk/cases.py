"""What stands in the case of each: notes and drafts, mapping, plan, CV, what was seen at an assessment."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from accounts.models import User
from coaching.actions.assessing import assess
from coaching.actions.notes import change_note, keep_note, save_draft
from coaching.actions.planning import (
    add_action,
    add_goal,
    agree,
    change_goal,
    settle_action,
    strike_out_action,
)
from coaching.models import CriterionState, NoteKind, PlanAction, PlanGoal
from coaching.plan import snapshot, token_of
from exchange.demo.desk.characters import Action
from exchange.demo.desk.stay import Stay
from participants.actions.cv import add_cv_entry, confirm_cv_entry
from participants.actions.mapping import Answered, answer_conditions, write_section
from participants.codes import Answer
from participants.models import MappingEntry

KNOWN_AFTER: Final = 14
"""Days after which somebody has a plan and a CV."""
# Days from today on which what a plan says next is to be done, by turns.
NEXT_DUE: Final = (0, 4, 12, -3, 20, 6, 15, 33, 2, 18, 26)
GIVEN_UP: Final = frozenset({8, 14, 20})
"""Turns of those who gave something in their plan up."""
DRAFTS: Final = (
    "Trepartssamtal. Handledaren vill att vi ses igen om två veckor. Att ta upp då: ",
    "Ringde, inget svar. Prövar igen i eftermiddag och skickar annars ett sms med",
)
# What the coach saw, in assessments that lead on from the latest one: by the criterion's code.
SEEN: Final = (
    {
        "a1": "CV:t är uppdaterat med praktiken.",
        "b1": "Ringde själv två arbetsgivare i veckan.",
        "d2": "Gör sig förstådd i lugn miljö. Behöver öva när det går fort.",
    },
    {
        "b2": "Har kommit till varje bokat samtal sedan förra bedömningen.",
        "c2": "Hjälper andra på jobbklubben, tar plats utan att ta över.",
        "d1": "Ber om förtydligande när något är oklart.",
    },
)


def write_cases(stays: Sequence[Stay], *, by: User, on: dt.date) -> None:
    """Write every case; of those who came lately little is known yet."""
    for stay in stays:
        _map(stay, by=by, on=on)
        _note(stay, by=by, on=on)
        if stay.days(on=on) > KNOWN_AFTER:
            _plan(stay, by=by, on=on)
            _tell(stay, by=by, on=on)
    of_late = [stay for stay in stays if stay.days(on=on) > KNOWN_AFTER]
    for stay, text in zip(of_late[3:], DRAFTS, strict=False):
        save_draft(
            by=by,
            enrolment=stay.enrolment,
            key=uuid.uuid4(),
            version=0,
            day=on,
            kind=NoteKind.TALK,
            text=text,
            at=_moment(on, 8),
        )
    for stay, seen in zip([stay for stay in of_late if not stay.silent][4:], SEEN, strict=False):
        _assess(stay, seen, by=by, on=on)


def _moment(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


def _map(stay: Stay, *, by: User, on: dt.date) -> None:
    """Write what the person told, and answer for some of the conditions."""
    for section, (state, text) in stay.character.mapping.items():
        entry = MappingEntry(enrolment=stay.enrolment, section=section)
        write_section(by=by, entry=entry, text=text, state=state, at=_moment(stay.since(6, on=on), 9))
    conditions = list(stay.enrolment.project.eligibility_conditions.all())
    answers = {
        condition: Answered(Answer.YES, "") for condition in conditions[: stay.turn % (len(conditions) + 1)]
    }
    answer_conditions(
        by=by, enrolment=stay.enrolment, answers=answers, answered_on=stay.enrolment.start, on=on
    )


def _note(stay: Stay, *, by: User, on: dt.date) -> None:
    """Keep notes of the first talk, of some weeks in, and of late; one of them was put right afterwards."""

    def keep(day: dt.date, kind: NoteKind, text: str) -> None:
        keep_note(by=by, enrolment=stay.enrolment, key=uuid.uuid4(), on=on, day=day, kind=kind, text=text)

    keep(stay.enrolment.start, NoteKind.TALK, stay.character.first)
    if stay.days(on=on) > 2 * KNOWN_AFTER:
        keep(stay.since(20 + stay.turn % 9, on=on), NoteKind.OTHER, stay.character.later)
    if stay.days(on=on) > KNOWN_AFTER and stay.turn % 3 and not stay.silent:
        day = stay.day(ago=1 + stay.turn % 11, on=on)
        keep(day, stay.character.latest_kind, stay.character.latest)
    if stay.turn == KNOWN_AFTER:
        note = stay.enrolment.notes.order_by("pk")[0]
        text = note.text + " Tillägg: intygen ska lämnas senast vid nästa samtal."
        change_note(by=by, note=note, on=on, at=_moment(on, 7), day=note.day, kind=note.kind, text=text)


def _plan(stay: Stay, *, by: User, on: dt.date) -> None:
    """Write a plan and, for most, agree on it: what came first is done, what comes next has its day."""
    character, of = stay.character, stay.enrolment
    goal = add_goal(by=by, enrolment=of, key=uuid.uuid4(), text=character.goal, parent=None)
    steps = [
        add_goal(by=by, enrolment=of, key=uuid.uuid4(), text=text, parent=goal) for text in character.steps
    ]
    first, then, last = character.actions
    done = _act(steps[0], first, by=by, on=on)
    _act(steps[0], then, due=NEXT_DUE[stay.turn % len(NEXT_DUE)], by=by, on=on)
    _act(steps[1], last, due=45, by=by, on=on)
    if stay.turn % 4 == 1:
        change_goal(
            by=by, goal=steps[0], text=steps[0].text, parent=goal, reached_on=stay.day(ago=5, on=on), on=on
        )
    if stay.turn % 5:
        shown = token_of(snapshot(of.plan_goals.whole()))
        agreed_on = max(stay.since(7, on=on), stay.day(ago=30 + stay.turn % 20, on=on))
        agree(by=by, enrolment=of, agreed_on=agreed_on, shown=shown, on=on)
    settle_action(by=by, action=done, on=done.due_on)
    if stay.turn in GIVEN_UP:
        given_up = add_action(
            by=by,
            goal=goal,
            key=uuid.uuid4(),
            text="Söka säsongsarbete på campingen",
            owner="participant",
            owner_name="",
            due_on=on + dt.timedelta(days=3),
        )
        strike_out_action(by=by, action=given_up, reason="Campingen anställer ingen i år.", on=on)


def _act(goal: PlanGoal, action: Action, *, due: int = 0, by: User, on: dt.date) -> PlanAction:
    days = due if action.due is None else action.due
    return add_action(
        by=by,
        goal=goal,
        key=uuid.uuid4(),
        text=action.text,
        owner=action.owner,
        owner_name=action.owner_name,
        due_on=max(goal.enrolment.start, on + dt.timedelta(days=days)),
    )


def _tell(stay: Stay, *, by: User, on: dt.date) -> None:
    """Write the CV; where the person has been there for some time, what they showed is confirmed."""
    for told in stay.character.cv:
        entry = add_cv_entry(
            by=by,
            enrolment=stay.enrolment,
            key=uuid.uuid4(),
            kind=told.kind,
            text=told.text,
            text_en=told.text_en,
            details=told.details,
            details_en="",
            place=told.place,
            begun=_year(told.begun, on),
            ended=_year(told.ended, on),
            level=told.level or "",
        )
        if told.confirmed_by and stay.turn % 3:
            confirm_cv_entry(
                by=by,
                entry=entry,
                on=on,
                confirmed_by=told.confirmed_by,
                confirmed_on=stay.day(ago=9, on=on),
                activity=told.shown_in,
                activity_en="",
            )


def _year(ago: int | None, on: dt.date) -> str:
    return "" if ago is None else str(on.year - ago)


def _assess(stay: Stay, seen: dict[str, str], *, by: User, on: dt.date) -> None:
    """Assess somebody once more, with what was seen; the language isn't there yet."""
    checklist = stay.enrolment.project.checklists.order_by("version").last()
    if checklist is None:
        return
    said = {
        one.pk: (
            CriterionState.PARTLY if one.code.lower().startswith("d") else CriterionState.MET,
            seen.get(one.code.lower(), ""),
        )
        for one in checklist.criteria.all()
    }
    assess(
        by=by,
        enrolment=stay.enrolment,
        checklist=checklist,
        assessed_on=stay.day(ago=2, on=on),
        said=said,
        observation="Går framåt. Nästa bedömning om en månad.",
        on=on,
    )
