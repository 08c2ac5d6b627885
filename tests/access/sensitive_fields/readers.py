"""Who may meet which facts, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.access.sensitive_fields.groups import Group
from tests.access.sensitive_fields.places import (
    ACCEPT,
    ACTIVITIES,
    ANYWHERE,
    AUDIT,
    CASE,
    CERTIFICATES,
    CHANGE_FILTER,
    CHANGE_SERIES,
    CHANGE_SESSION,
    END_SERIES,
    FOLLOW_UPS,
    HAND_OVER,
    LIST,
    LOG,
    LOG_FIND,
    NUMBER,
    OWN_CV,
    OWN_PAGE,
    PEOPLE,
    PERSON,
    PLAN_SERIES,
    PLAN_SESSION,
    PROFILE,
    PROFILES,
    PUT_OFF,
    QUALITY,
    RECEIVED,
    RECEIVED_ONE,
    REFERRALS,
    REMOVE_SESSION,
    ROLE,
    SESSION,
    SHEET,
    STAFF,
    SUPPORTED_LIST,
    TODAY,
    WEEK,
    WHY,
)
from tests.access.world import Part, Relation

COLLEAGUE: Final = "colleague"
"""The other coach of the project: seen from the first one, the colleague's cases are their own."""
GLASS: Final = "lead who broke the glass"
"""Another lead, who for an hour reads of the protected person whom the colleague coaches."""
PROTECTED_PARTICIPANT: Final = "participant, protected"
"""The person of the own protected case, by their link."""
STRANGER: Final = "stranger"

type Reader = str
EVERYBODY: Final[tuple[Reader, ...]] = (*Part, COLLEAGUE, GLASS, PROTECTED_PARTICIPANT, STRANGER)

_OPEN: Final = frozenset({Relation.OWN, Relation.COLLEAGUES})
_MINE: Final = _OPEN | {Relation.OWN_PROTECTED}
_THEIRS: Final = _OPEN | {Relation.PROTECTED}
_HERE: Final = _MINE | {Relation.PROTECTED}
_MUNICIPALITY: Final = _HERE | {Relation.OTHER_PROJECT}

_CASE_FACTS: Final = {
    Group.NAME: (LIST, CASE),
    Group.FIRST_NAME: (LIST, CASE),
    Group.BIRTH: (CASE,),
    Group.PAPER_NUMBER: (LIST, CASE),
    Group.START: (LIST, CASE),
    Group.REFERRAL: (CASE,),
    Group.STAY: (CASE,),
    Group.EXIT: (LIST, CASE),
    Group.WANTS: (CASE,),
    Group.COACHED: (CASE,),
    Group.DOING: (CASE,),
    Group.WHEN: (LIST, CASE),
    Group.PLACE: (LIST, CASE),
    Group.INCOME: (LIST, CASE),
    Group.ASSESSED: (LIST, CASE),
    Group.OBSERVATION: (CASE,),
    Group.SEEN: (LIST, CASE),
    Group.ACTIVITY: (CASE,),
    Group.MOVE: (CASE,),
    Group.FOLLOWED: (CASE,),
    Group.NOTE: (CASE,),
    Group.PLAN: (CASE,),
    Group.CV: (CASE,),
    Group.MAPPED: (CASE,),
    Group.SUPPORTED: (CASE,),
    Group.MAY_TELL: (CASE,),
    Group.SHARE: (CASE,),
    Group.SHARED_FROM: (CASE,),
}
"""What everybody who is let into a case reads there."""
_WHEN_AND_WHERE: Final = {
    Group.SEEN: (SESSION, SHEET, CHANGE_SESSION, REMOVE_SESSION),
    Group.ACTIVITY: (ACTIVITIES, SESSION, SHEET, CHANGE_SESSION, REMOVE_SESSION, CHANGE_SERIES),
}
"""What everybody in the project knows of its activities, whoever is expected there."""
_SERIES: Final = (ACTIVITIES, SESSION, SHEET, CHANGE_SESSION, REMOVE_SESSION, CHANGE_SERIES, END_SERIES)
_ON_SHEETS: Final = dict.fromkeys((Group.NAME, Group.FIRST_NAME), (SESSION, SHEET))
_AT_ACTIVITIES: Final = {
    **dict.fromkeys(
        (Group.NAME, Group.FIRST_NAME),
        (SESSION, SHEET, PLAN_SESSION, PLAN_SERIES, CHANGE_SERIES, CERTIFICATES, LOG, LOG_FIND),
    ),
    **dict.fromkeys((Group.SEEN, Group.ACTIVITY), (CERTIFICATES,)),
    Group.PAPER_NUMBER: (LOG, LOG_FIND, CERTIFICATES),
}
_COACHS_FACTS: Final = {**_CASE_FACTS, Group.NUMBER: (NUMBER,), Group.BACKGROUND: (CASE,)}
_DUE: Final = {
    **dict.fromkeys((Group.NAME, Group.FIRST_NAME, Group.EXIT, Group.FOLLOWED), (TODAY, WEEK, FOLLOW_UPS)),
    **dict.fromkeys(
        (
            Group.START,
            Group.WHEN,
            Group.PLACE,
            Group.ASSESSED,
            Group.SEEN,
            Group.MOVE,
            Group.PLAN,
        ),
        (TODAY, WEEK),
    ),
    Group.PAPER_NUMBER: (TODAY, FOLLOW_UPS),
    Group.ACTIVITY: (TODAY, WEEK),
}
"""What is due, and the fact behind it."""
_PUT_OFF: Final = dict.fromkeys(_DUE, (PUT_OFF,))
_RESTS: Final = {Group.PUT_OFF: (TODAY, WEEK, PUT_OFF)}
"""What was put off, with whose day it is: a coach's own people, unless they ask for all."""
_REFERRED: Final = {
    Group.REFERRED_NAME: (RECEIVED, *RECEIVED_ONE, CASE),
    Group.REFERRED: (RECEIVED, *RECEIVED_ONE, CASE),
    Group.DECLINED: RECEIVED_ONE[:1],
}
"""Once accepted, it is the person's own page."""
_SUPPORTED_NOW: Final = dict.fromkeys((Group.NAME, Group.FIRST_NAME, Group.SUPPORTED), (SUPPORTED_LIST,))
_HANDED_OVER: Final = dict.fromkeys((Group.NAME, Group.FIRST_NAME, Group.WHEN, Group.PLACE), (HAND_OVER,))
_BEHIND_A_NUMBER: Final = dict.fromkeys(
    (Group.NAME, Group.FIRST_NAME, Group.START, Group.WHEN, Group.INCOME, Group.ASSESSED, Group.EXIT), (WHY,)
)
_MISSING: Final = {
    Group.NAME: (QUALITY, ACCEPT),
    Group.FIRST_NAME: (QUALITY, ACCEPT),
    Group.START: (QUALITY,),
    Group.WHEN: (QUALITY,),
    Group.INCOME: (QUALITY,),
    Group.EXIT: (QUALITY,),
}
_ON_OWN_PAGE: Final = (
    Group.PLAN,
    Group.MAY_TELL,
    Group.FIRST_NAME,
    Group.START,
    Group.WHEN,
    Group.PLACE,
    Group.ASSESSED,
    Group.SHARE,
    Group.SHARED_FROM,
)


@dataclass(frozen=True, slots=True)
class Line:
    """What a reader may meet: facts of the cases in `of`, each in the places given."""

    reader: Reader
    of: frozenset[Relation]
    facts: Mapping[Group, tuple[str, ...]]
    whole: bool = True
    """Whether every field of each group is there, not just some of them."""


READERS: Final = (
    Line(Part.COACH, _MINE, _COACHS_FACTS),
    Line(COLLEAGUE, _THEIRS, _COACHS_FACTS),
    # A draft is its author's alone: here, of the case's own coach.
    Line(Part.COACH, frozenset({Relation.OWN, Relation.OWN_PROTECTED}), {Group.DRAFT: (CASE,)}),
    Line(COLLEAGUE, frozenset({Relation.COLLEAGUES, Relation.PROTECTED}), {Group.DRAFT: (CASE,)}),
    # So are filters that somebody gave a name.
    Line(Part.COACH, frozenset({Relation.OWN}), {Group.FILTER: (LIST, CHANGE_FILTER)}),
    Line(COLLEAGUE, frozenset({Relation.COLLEAGUES}), {Group.FILTER: (LIST, CHANGE_FILTER)}),
    Line(Part.LEAD, _OPEN, _CASE_FACTS),
    Line(GLASS, _THEIRS, _CASE_FACTS),
    Line(Part.COACH, _MINE, _DUE, whole=False),
    Line(COLLEAGUE, _THEIRS, _DUE, whole=False),
    Line(Part.COACH, _MINE, _PUT_OFF, whole=False),
    Line(COLLEAGUE, _THEIRS, _PUT_OFF, whole=False),
    Line(Part.COACH, frozenset({Relation.OWN, Relation.OWN_PROTECTED}), _RESTS, whole=False),
    Line(COLLEAGUE, frozenset({Relation.COLLEAGUES, Relation.PROTECTED}), _RESTS, whole=False),
    Line(Part.LEAD, _OPEN, _RESTS, whole=False),
    Line(GLASS, _THEIRS, _RESTS, whole=False),
    Line(Part.LEAD, _OPEN, _DUE, whole=False),
    Line(GLASS, _THEIRS, _DUE, whole=False),
    # What is said in English stands in forms and on the CV in English.
    Line(Part.COACH, _MINE, {Group.CV_ENGLISH: (CASE,)}, whole=False),
    Line(COLLEAGUE, _THEIRS, {Group.CV_ENGLISH: (CASE,)}, whole=False),
    Line(Part.COACH, _HERE, {Group.SERIES: _SERIES}, whole=False),
    Line(COLLEAGUE, _HERE, {Group.SERIES: _SERIES}, whole=False),
    Line(Part.COACH, _MINE, _SUPPORTED_NOW, whole=False),
    Line(COLLEAGUE, _THEIRS, _SUPPORTED_NOW, whole=False),
    Line(Part.LEAD, _OPEN, _SUPPORTED_NOW, whole=False),
    Line(GLASS, _THEIRS, _SUPPORTED_NOW, whole=False),
    Line(Part.COACH, frozenset({Relation.OWN, Relation.OWN_PROTECTED}), _HANDED_OVER, whole=False),
    Line(COLLEAGUE, frozenset({Relation.COLLEAGUES, Relation.PROTECTED}), _HANDED_OVER, whole=False),
    Line(Part.COACH, _MINE, _REFERRED),
    Line(COLLEAGUE, _THEIRS, _REFERRED),
    Line(Part.LEAD, _OPEN, _REFERRED),
    Line(GLASS, _OPEN, _REFERRED),
    Line(Part.REFERRER, frozenset({Relation.OWN}), {Group.REFERRED_NAME: (REFERRALS,)}),
    Line(Part.COACH, _HERE, _WHEN_AND_WHERE, whole=False),
    Line(COLLEAGUE, _HERE, _WHEN_AND_WHERE, whole=False),
    Line(Part.LEAD, _HERE, _WHEN_AND_WHERE, whole=False),
    Line(GLASS, _HERE, _WHEN_AND_WHERE, whole=False),
    Line(Part.COACH, _MINE, _AT_ACTIVITIES, whole=False),
    Line(COLLEAGUE, _THEIRS, _AT_ACTIVITIES, whole=False),
    Line(Part.LEAD, _OPEN, _ON_SHEETS, whole=False),
    Line(GLASS, _THEIRS, _ON_SHEETS, whole=False),
    Line(Part.LEAD, _OPEN, _BEHIND_A_NUMBER, whole=False),
    Line(GLASS, _THEIRS, _BEHIND_A_NUMBER, whole=False),
    Line(Part.LEAD, _OPEN, _MISSING, whole=False),
    Line(GLASS, _THEIRS, _MISSING, whole=False),
    Line(Part.LEAD, _OPEN, {Group.ACCEPTED: (QUALITY,)}),
    Line(GLASS, _THEIRS, {Group.ACCEPTED: (QUALITY,)}),
    Line(
        Part.REFERRER,
        frozenset({Relation.OWN}),
        dict.fromkeys((Group.NAME, Group.FIRST_NAME, Group.REFERRAL, Group.START, Group.EXIT), (REFERRALS,)),
    ),
    Line(
        Part.EMPLOYER,
        frozenset({Relation.OWN}),
        {
            Group.SHARE: (PROFILES, PROFILE),
            Group.PRESENTATION: (PROFILE,),
            Group.WANTS: (PROFILE,),
            Group.STAFF_MAIL: (PROFILE,),
        },
    ),
    Line(Part.OFFICER, _MUNICIPALITY, {Group.PAPER_NUMBER: (AUDIT,), Group.EMERGENCY: (AUDIT,)}),
    Line(Part.PARTICIPANT, frozenset({Relation.OWN}), dict.fromkeys(_ON_OWN_PAGE, (OWN_PAGE,)), whole=False),
    Line(
        Part.PARTICIPANT,
        frozenset({Relation.OWN}),
        dict.fromkeys((Group.NAME, Group.FIRST_NAME, Group.CV), (OWN_CV,)),
        whole=False,
    ),
    Line(Part.COACH, frozenset({Relation.OWN}), {Group.STAFF_MAIL: (ANYWHERE,)}),
    Line(COLLEAGUE, frozenset({Relation.COLLEAGUES}), {Group.STAFF_MAIL: (ANYWHERE,)}),
    Line(Part.LEAD, _OPEN, {Group.STAFF_MAIL: (STAFF, ROLE)}),
    Line(GLASS, _OPEN, {Group.STAFF_MAIL: (STAFF, ROLE)}),
    Line(
        Part.ADMINISTRATOR,
        _OPEN | {Relation.OTHER_PROJECT},
        {Group.STAFF_MAIL: (PEOPLE, PERSON, STAFF, ROLE)},
    ),
    # Neither name nor place: a code can end up with somebody else.
    Line(
        PROTECTED_PARTICIPANT,
        frozenset({Relation.OWN_PROTECTED}),
        dict.fromkeys((Group.START, Group.WHEN, Group.ASSESSED), (OWN_PAGE,)),
        whole=False,
    ),
)
"""People without a role, former coaches, superusers and strangers have no line: they read nothing."""
