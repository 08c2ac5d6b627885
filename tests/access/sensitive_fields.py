"""What is known of people, field by field, and who may read it where: the policy of the canaries.

`FIELDS` says of every field of every model that tells of a person which group it belongs to, or why it tells
nothing by itself. `READERS` says where each role may meet a group, and of whose case. What isn't in the table
may be met nowhere. A new field fails `test_canaries.py` by name until it is put here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tests.access.world import Part, Relation


class Group(StrEnum):
    """Facts that the same people may read in the same places."""

    NAME = "first and last name"
    FIRST_NAME = "first name"
    BIRTH = "birth date"
    NUMBER = "personal number"
    PAPER_NUMBER = "participant number"
    START = "start"
    REFERRAL = "day of the referral"
    STAY = "stay"
    EXIT = "last day"
    WANTS = "languages and hours wanted"
    BACKGROUND = "sensitive background"
    COACHED = "since when coached"
    DOING = "work and studies"
    WHEN = "days of work and studies"
    PLACE = "workplace"
    INCOME = "support"
    ASSESSED = "day of the assessment"
    OBSERVATION = "observation"
    SEEN = "day last seen"
    MOVE = "staircase"
    SHARE = "shared: name and last day"
    SHARED_FROM = "shared from"
    PRESENTATION = "presentation"
    EMERGENCY = "reason of an emergency"
    ACCEPTED = "why and until when something missing is left as it is"
    STAFF_MAIL = "address of a coach"
    NOWHERE = "shown to nobody"


@dataclass(frozen=True, slots=True)
class Told:
    """Why a field has no canary."""

    because: str


ID = Told("an id or a reference, which names a row and tells nothing of it")
FLAG = Told(
    "yes or no: no value of it is anybody's own; the comparison with and without the person guards it"
)
WORD = Told("one of so few words that each is many people's; the comparison guards it")
SECRET = Told("sealed or hashed: read by nobody, searched for in the whole database below")
DERIVED = Told("derived from the name by the database, for sorting")
CLOCK = Told("a moment of the site’s own clock")
SETUP = Told("the project’s own frame, the same for all in it")

FIELDS: Final[Mapping[str, Mapping[str, Group | Told]]] = {
    "participants.Person": {
        "id": ID,
        "public_id": ID,
        "organisation": ID,
        "first_name": Group.FIRST_NAME,
        "last_name": Group.NAME,
        "birth_date": Group.BIRTH,
        "gender": WORD,
        "protected_identity": FLAG,
        "sort_key": DERIVED,
    },
    "participants.PersonalNumber": {
        "id": ID,
        "row_id": ID,
        "organisation": ID,
        "person": ID,
        "sealed": Group.NUMBER,
        "index": SECRET,
        "kind": WORD,
    },
    "participants.ParticipantNumber": {"id": ID, "project": ID, "person": ID, "number": Group.PAPER_NUMBER},
    "participants.Enrolment": {
        "id": ID,
        "public_id": ID,
        "person": ID,
        "project": ID,
        "target_group": ID,
        "referred_by": Group.STAY,
        "referrer": ID,
        "referred_on": Group.REFERRAL,
        "start": Group.START,
        "end": Group.EXIT,
        "exit_cause": Group.STAY,
        "exit_destination": WORD,
        "registered_by_mistake": FLAG,
        "entry_status": WORD,
        "unemployed_since": Group.STAY,
        "education_level": Group.STAY,
        "hours_wanted": Group.WANTS,
        "languages": Group.WANTS,
    },
    "participants.SensitiveBackground": {
        "id": ID,
        "enrolment": ID,
        "birth_country": Group.BACKGROUND,
        "parents_born_abroad": WORD,
        "citizenship": Group.BACKGROUND,
        "reduced_work_capacity": WORD,
    },
    "participants.CoachAssignment": {
        "id": ID,
        "enrolment": ID,
        "coach": ID,
        "start": Group.COACHED,
        "end": Told("only of coaches before, of whom the world has none"),
    },
    "participants.Episode": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "kind": WORD,
        "start": Group.WHEN,
        "end": Group.WHEN,
        "hours_per_week": Group.DOING,
        "subsidy": Group.DOING,
        "occupation": Told("four digits of a public list, in the form alone"),
        "company": ID,
        "workplace": Group.PLACE,
        "title": Group.DOING,
        "before_start": FLAG,
    },
    "participants.SupportPeriod": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "source": Group.INCOME,
        "start": Group.INCOME,
        "end": Group.INCOME,
    },
    "participants.CvEntry": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "kind": WORD,
        "text": Group.NOWHERE,
        "confirmed_on": Group.NOWHERE,
        "confirmed_by": Group.NOWHERE,
        "activity": Group.NOWHERE,
    },
    "participants.FollowUp": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "kind": WORD,
        "done_on": Group.NOWHERE,
        "outcome": WORD,
    },
    "participants.SurveyAnswer": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "answered_on": Group.NOWHERE,
        "question": WORD,
        "answer": WORD,
    },
    "participants.ProfileShare": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "company": ID,
        "shown_name": Group.SHARE,
        "presentation": Group.PRESENTATION,
        "fields": WORD,
        "start": Group.SHARED_FROM,
        "end": Group.SHARE,
        "withdrawn_at": CLOCK,
        "shared_by": ID,
    },
    "participants.PersonalLink": {
        "id": ID,
        "enrolment": ID,
        "code_hash": Group.NOWHERE,
        "made_by": ID,
        "made_at": CLOCK,
        "expires_at": CLOCK,
        "withdrawn_at": CLOCK,
    },
    "participants.EmergencyAccess": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "user": ID,
        "reason": Group.EMERGENCY,
        "granted_at": CLOCK,
        "expires_at": CLOCK,
        "reviewed_at": CLOCK,
        "reviewed_by": ID,
    },
    "employers.Supervisor": {
        "id": ID,
        "project": ID,
        "company": ID,
        "name": Group.NOWHERE,
        "trained_on": Group.NOWHERE,
    },
    "accounts.User": {
        "id": ID,
        "password": SECRET,
        "last_login": CLOCK,
        "is_superuser": FLAG,
        "email": Group.STAFF_MAIL,
        "name": Told("colleagues and participants know each coach by name"),
        "is_active": FLAG,
        "session_stamp": ID,
    },
    "coaching.Checklist": {"id": ID, "project": ID, "version": SETUP, "name": SETUP},
    "coaching.Criterion": {
        "id": ID,
        "checklist": ID,
        "code": SETUP,
        "area": SETUP,
        "label": SETUP,
        "label_en": SETUP,
        "position": SETUP,
    },
    "coaching.ReadinessAssessment": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "checklist": ID,
        "assessed_on": Group.ASSESSED,
        "assessor": WORD,
        "assessed_by": ID,
        "observation": Group.OBSERVATION,
    },
    "coaching.CriterionResult": {
        "id": ID,
        "assessment": ID,
        "criterion": ID,
        "state": WORD,
        "observation": Group.OBSERVATION,
    },
    "coaching.Session": {
        "id": ID,
        "project": ID,
        "held_on": Group.SEEN,
        "title": Group.NOWHERE,
        "kind": WORD,
    },
    "coaching.Attendance": {
        "id": ID,
        "session": ID,
        "enrolment": ID,
        "minutes": Told("shown as a sum of hours on the participant’s page; the comparison guards it"),
    },
    "reporting.AcceptedGap": {
        "id": ID,
        "enrolment": ID,
        "check_code": WORD,
        "reason": Group.ACCEPTED,
        "until": Group.ACCEPTED,
        "accepted_by": ID,
        "accepted_at": CLOCK,
        "withdrawn_at": CLOCK,
    },
    "coaching.PhaseMove": {
        "id": ID,
        "enrolment": ID,
        "phase": ID,
        "moved_on": Group.MOVE,
        "reason": Group.MOVE,
    },
}

LIST: Final = "/deltagare/"
"""The list of participants, searched or not, and its fragment."""
CASE: Final = "pages under /deltagare/ about the same person"
NUMBER: Final = "/deltagare/<uuid:enrolment>/personnummer/"
WHY: Final = "/rapporter/varfor/"
"""The list behind a number: whom it counts, by what of theirs and on which day."""
QUALITY: Final = "/rapporter/kvalitet/"
"""What is missing, of whom and since which day, and what is left as it is."""
ACCEPT: Final = "/rapporter/kvalitet/<uuid:enrolment>/<slug:check>/"
REFERRALS: Final = "/anvisningar/"
AUDIT: Final = "/granskning/"
OWN_PAGE: Final = "/min-sida/hem/"
PROFILES: Final = "/arbetsgivare/"
PROFILE: Final = "/arbetsgivare/<uuid:share>/"

ANYWHERE: Final = "every page"
"""Each page says at the top who is signed in."""
STAFF: Final = "/projekt/<uuid:public_id>/personal/"
ROLE: Final = "/projekt/personal/<uuid:membership>/"
PEOPLE: Final = "/organisation/"
PERSON: Final = "/organisation/<int:user>/"

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
    Group.MOVE: (CASE,),
    Group.SHARE: (CASE,),
    Group.SHARED_FROM: (CASE,),
}
"""What everybody who is let into a case reads there."""
_COACHS_FACTS: Final = {**_CASE_FACTS, Group.NUMBER: (NUMBER,), Group.BACKGROUND: (CASE,)}
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
    Line(Part.LEAD, _OPEN, _CASE_FACTS),
    Line(GLASS, _THEIRS, _CASE_FACTS),
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
