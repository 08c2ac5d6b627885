"""Which changes are refused, told a second time, as `oracle.py` tells who sees what."""

import datetime as dt
from uuid import UUID

from tests.access.oracle import (
    DAY,
    ORGANISATION,
    Coached,
    Oracle,
    Role,
    Share,
    Stay,
    a_year_after,
    covers,
    meet,
)


def may_enrol(
    oracle: Oracle, by: int, known: UUID | None, new: Stay, *, coach: int | None, protect: bool
) -> bool:
    """A protected person is enrolled by a coach of theirs, with a coach; nobody is there twice at once."""
    if known and oracle.people[known].protected:
        mine = oracle.stays_of(by, "case_write")
        of_person = {key: stay for key, stay in oracle.stays.items() if stay.person == known}
        there = {key for key, stay in of_person.items() if stay.project == new.project}
        if not mine & of_person.keys() or there - mine:
            return False
        protect = True
    return not (protect and coach is None) and fits(oracle, new)


def fits(oracle: Oracle, stay: Stay) -> bool:
    """Whether a stay ends after it begins and overlaps no other valid one of the person in the project."""
    if stay.end is not None and stay.end < stay.start:
        return False
    others = [
        other
        for other in oracle.stays.values()
        if other is not stay and not other.mistake and oracle.together(stay, other)
    ]
    return stay.mistake or not any(meet(stay.start, stay.end, one.start, one.end) for one in others)


def hand_over(stay: Stay, coach: int, on: dt.date) -> bool:
    """Name another coach from a day, which isn't before the present one began; whether that goes."""
    present = next((named for named in stay.coaches if named.end is None), None)
    if present is None:
        stay.coaches.append(Coached(coach, on))
    elif (present.who, present.start) == (coach, on):
        pass
    elif present.who == coach or on < present.start:
        return False
    elif present.start == on:
        present.who = coach
    else:
        present.end = on - DAY
        present.reads_until = present.end + 30 * DAY
        stay.coaches.append(Coached(coach, on))
    return True


def may_protect(oracle: Oracle, person: UUID) -> bool:
    """Protection needs a coach in every project of the person, else nobody reached them."""
    stays = [stay for stay in oracle.stays.values() if stay.person == person]
    coached = {
        stay.project
        for stay in stays
        if any(covers(named.start, named.end, oracle.today) for named in stay.coaches)
    }
    return {stay.project for stay in stays} <= coached


def may_share(oracle: Oracle, new: Share) -> bool:
    """Nobody protected, gone or there by mistake; with nobody elsewhere; from today on, for a year, once."""
    stay, today = oracle.stays[new.stay], oracle.today
    gone = stay.mistake or (stay.end is not None and stay.end <= today)
    elsewhere = oracle.companies[new.company] != oracle.projects[stay.project]
    if gone or elsewhere or oracle.people[stay.person].protected:
        return False
    if new.start < today or new.end < new.start or new.end > a_year_after(new.start):
        return False
    return not any(
        (share.stay, share.company) == (new.stay, new.company)
        and not share.withdrawn
        and meet(new.start, new.end, share.start, share.end)
        for share in oracle.shares.values()
    )


def may_give(oracle: Oracle, new: Role) -> bool:
    """Nobody is the same in the same place twice on a day."""
    same = [
        role
        for role in oracle.roles.values()
        if (role.who, role.what, role.place) == (new.who, new.what, new.place)
    ]
    ordered = new.end is None or new.end >= new.start
    return ordered and not any(meet(new.start, new.end, role.start, role.end) for role in same)


def may_end(oracle: Oracle, by: int, role: Role, last_day: dt.date) -> bool:
    """What is over stays so, no day is taken back or added, and somebody leads and somebody administrates."""
    over = role.end is not None and role.end < oracle.today
    later = role.end is not None and last_day > role.end
    if over or later or last_day < oracle.today - DAY:
        return False
    managed = oracle.organisation_of(role) in oracle.held(by, "organisation_manage", ORGANISATION)
    if role.what == "administrator" or (role.what == "lead" and not managed):
        return _another(oracle, role, on=last_day + DAY)
    return True


def _another(oracle: Oracle, role: Role, *, on: dt.date) -> bool:
    return any(
        (other.what, other.place) == (role.what, role.place)
        and other.who != role.who
        and oracle.in_force(other, on=on)
        for other in oracle.roles.values()
    )


def may_switch(oracle: Oracle, by: int, user: int, *, on: bool) -> bool:
    """By who administrates all places where they work; not oneself nor the last administrator, off."""
    places = oracle.held(by, "organisation_manage", ORGANISATION)
    theirs = [role for role in oracle.roles.values() if role.who == user]
    elsewhere = any(
        oracle.organisation_of(role) not in places
        for role in theirs
        if role.end is None or role.end >= oracle.today
    )
    if not places or elsewhere:
        return False
    last = any(
        role.what == "administrator" and oracle.in_force(role) and not _another(oracle, role, on=oracle.today)
        for role in theirs
    )
    return on or not (user == by or last)
