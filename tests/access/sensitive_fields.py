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
    REFERRED = "who is referred, and why"
    REFERRED_NAME = "name of who is referred"
    DECLINED = "why a referral was declined, in words"
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
    ACTIVITY = "what and where an activity is"
    SERIES = "what and where a series is"
    MOVE = "staircase"
    PLAN = "plan"
    CV = "CV"
    CV_ENGLISH = "CV in English"
    MAPPED = "mapping and what was found about conditions"
    SUPPORTED = "supported employment"
    MAY_TELL = "what employers may be told"
    FOLLOWED = "what was tried and found after the exit"
    NOTE = "notes"
    FILTER = "name of an own filter"
    DRAFT = "draft of a note"
    PUT_OFF = "why and until when something due rests"
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
        "reads_until": Told("likewise"),
    },
    "participants.Referral": {
        "id": ID,
        "public_id": ID,
        "project": ID,
        "target_group": ID,
        "referrer": ID,
        "referred_by": Group.REFERRED,
        "received_on": Told("today in the world: other days are too"),
        "financing": WORD,
        "financing_words": Group.REFERRED,
        "first_name": Group.REFERRED_NAME,
        "last_name": Group.REFERRED_NAME,
        "phone": Group.REFERRED,
        "email": Group.REFERRED,
        "protected_identity": FLAG,
        "coach": ID,
        "why": Group.REFERRED,
        "registered_by": ID,
        "enrolment": ID,
        "decided_on": CLOCK,
        "decided_by": ID,
        "declined_reason": WORD,
        "declined_words": Group.DECLINED,
    },
    "participants.ReferredNumber": {
        "id": ID,
        "row_id": ID,
        "organisation": ID,
        "referral": ID,
        "sealed": SECRET,
        "index": SECRET,
        "kind": WORD,
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
        "text": Group.CV,
        "text_en": Group.CV_ENGLISH,
        "details": Group.CV,
        "details_en": Group.CV_ENGLISH,
        "place": Group.CV,
        "begun": Told("a year, which is many people's; the comparison guards it"),
        "ended": Told("a year, which is many people's; the comparison guards it"),
        "level": WORD,
        "position": Told("a place in a list"),
        "confirmed_on": Group.CV,
        "confirmed_by": Group.CV,
        "activity": Group.CV,
        "activity_en": Group.CV_ENGLISH,
    },
    "participants.FollowUp": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "kind": WORD,
        "done_on": Group.FOLLOWED,
        "outcome": WORD,
    },
    "participants.FollowUpAttempt": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "kind": WORD,
        "tried_on": Group.FOLLOWED,
        "way": WORD,
        "asked": WORD,
        "result": WORD,
        "outcome": WORD,
        "call_back_on": Told("a day within days of the attempt, where somebody named one"),
        "comment": Group.FOLLOWED,
        "follow_up": ID,
        "by": ID,
    },
    "coaching.Postponement": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "kind": WORD,
        "key": Told("which fact made the item: in no page’s words"),
        "way": WORD,
        "until": Group.PUT_OFF,
        "reason": Group.PUT_OFF,
        "by": ID,
    },
    "participants.SurveyAnswer": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "answered_on": Group.NOWHERE,
        "question": WORD,
        "answer": WORD,
    },
    "participants.MappingEntry": {
        "id": ID,
        "enrolment": ID,
        "section": WORD,
        "state": WORD,
        "text": Group.MAPPED,
        "changed_by": ID,
        "changed_at": CLOCK,
    },
    "participants.FormerMapping": {
        "id": ID,
        "entry": ID,
        "state": WORD,
        "text": Group.MAPPED,
        "changed_by": ID,
        "changed_at": CLOCK,
    },
    "participants.EligibilityCondition": {
        "id": ID,
        "public_id": ID,
        "project": ID,
        "label": SETUP,
        "label_en": SETUP,
        "position": SETUP,
        "since": SETUP,
        "until": SETUP,
    },
    "participants.EligibilityAnswer": {
        "id": ID,
        "enrolment": ID,
        "condition": ID,
        "answered_on": Group.MAPPED,
        "answer": WORD,
        "note": Group.MAPPED,
        "answered_by": ID,
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
        "title": Group.ACTIVITY,
        "kind": WORD,
        "public_id": ID,
        "series": ID,
        "begins": Told("a clock time that many sessions share"),
        "ends": Told("a clock time that many sessions share"),
        "place": Group.ACTIVITY,
        "held_by": ID,
    },
    "coaching.Series": {
        "id": ID,
        "public_id": ID,
        "project": ID,
        "title": Group.SERIES,
        "kind": WORD,
        "begins": Told("a clock time that many sessions share"),
        "ends": Told("a clock time that many sessions share"),
        "place": Group.SERIES,
        "held_by": ID,
        "weekdays": WORD,
        "every_weeks": WORD,
        "starts_on": SETUP,
        "ends_on": SETUP,
    },
    "coaching.Expected": {"id": ID, "session": ID, "enrolment": ID},
    "coaching.SeriesExpected": {"id": ID, "series": ID, "enrolment": ID},
    "coaching.Absence": {"id": ID, "session": ID, "enrolment": ID, "reason": WORD},
    "coaching.AttendanceChange": {
        "id": ID,
        "session": ID,
        "enrolment": ID,
        "changed_by": ID,
        "changed_at": CLOCK,
        "key": ID,
        "old_minutes": Told("a length of time that many have; the comparison guards it"),
        "old_late": Told("a length of time that many have; the comparison guards it"),
        "old_reason": WORD,
        "new_minutes": Told("a length of time that many have; the comparison guards it"),
        "new_late": Told("a length of time that many have; the comparison guards it"),
        "new_reason": WORD,
    },
    "coaching.Attendance": {
        "id": ID,
        "session": ID,
        "enrolment": ID,
        "minutes": Told("shown as a sum of hours on the participant’s page; the comparison guards it"),
        "minutes_late": Told("a length of time that many have; the comparison guards it"),
        "late_reason": WORD,
    },
    "coaching.Note": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "author": ID,
        "day": Group.NOTE,
        "kind": WORD,
        "text": Group.NOTE,
    },
    "coaching.NoteVersion": {
        "id": ID,
        "note": ID,
        "day": Group.NOTE,
        "kind": WORD,
        "text": Group.NOTE,
        "replaced_at": CLOCK,
    },
    "coaching.NoteDraft": {
        "id": ID,
        "enrolment": ID,
        "author": ID,
        "key": ID,
        "version": Told("how many times it was saved"),
        "day": Group.DRAFT,
        "kind": WORD,
        "text": Group.DRAFT,
        "saved_at": CLOCK,
    },
    "coaching.PlanGoal": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "parent": ID,
        "text": Group.PLAN,
        "reached_on": Group.PLAN,
    },
    "coaching.PlanAction": {
        "id": ID,
        "public_id": ID,
        "goal": ID,
        "text": Group.PLAN,
        "owner": WORD,
        "owner_name": Group.PLAN,
        "due_on": Group.PLAN,
        "state": WORD,
        "settled_on": Group.PLAN,
        "reason": Group.PLAN,
    },
    "coaching.PlanAgreement": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "agreed_on": Group.PLAN,
        "agreed_by": ID,
        "content": Told("the plan as it was: its words have canaries in the plan as it is"),
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
    "coaching.SavedFilter": {
        "id": ID,
        "public_id": ID,
        "user": ID,
        "name": Group.FILTER,
        "query": Told("choices of the list’s form, never what is searched for"),
        "is_default": FLAG,
    },
    "coaching.SupportedProcess": {
        "id": ID,
        "public_id": ID,
        "enrolment": ID,
        "employee_talk_on": Group.SUPPORTED,
        "employee_view": Group.SUPPORTED,
        "employer_talk_on": Group.SUPPORTED,
        "employer_view": Group.SUPPORTED,
        "closed_on": Group.SUPPORTED,
        "broken_off_on": Group.SUPPORTED,
        "broken_off_reason": Group.SUPPORTED,
    },
    "coaching.SupportedMove": {
        "id": ID,
        "public_id": ID,
        "process": ID,
        "step": WORD,
        "moved_on": Group.SUPPORTED,
        "reason": Group.SUPPORTED,
    },
    "coaching.ApplicantAnalysis": {
        "id": ID,
        "process": ID,
        "informed_on": Group.SUPPORTED,
        "analysed_on": Group.SUPPORTED,
        "work_sought": Group.SUPPORTED,
        "presented": Group.SUPPORTED,
        "tasks_sought": Group.SUPPORTED,
        "tasks_avoided": Group.SUPPORTED,
        "environment_sought": Group.SUPPORTED,
        "environment_avoided": Group.SUPPORTED,
        "hours_sought": Group.SUPPORTED,
        "hours_avoided": Group.SUPPORTED,
        "support_needed": Group.SUPPORTED,
    },
    "coaching.MayTell": {
        "id": ID,
        "public_id": ID,
        "process": ID,
        "what": Group.MAY_TELL,
        "company": ID,
        "agreed_on": Group.MAY_TELL,
        "until": Group.MAY_TELL,
        "withdrawn_on": Group.SUPPORTED,
    },
    "coaching.JobAnalysis": {
        "id": ID,
        "public_id": ID,
        "company": ID,
        "workplace": Group.SUPPORTED,
        "process": ID,
        "visited_on": Group.SUPPORTED,
        "tasks": Group.SUPPORTED,
        "hours": Group.SUPPORTED,
        "organisation": Group.SUPPORTED,
        "organisation_fit": WORD,
        "psychosocial": Group.SUPPORTED,
        "psychosocial_fit": WORD,
        "physical": Group.SUPPORTED,
        "physical_fit": WORD,
        "knowledge": Group.SUPPORTED,
        "knowledge_fit": WORD,
        "support_needed": Group.SUPPORTED,
        "judgement": WORD,
    },
    "coaching.IntroductionAgreement": {
        "id": ID,
        "public_id": ID,
        "company": ID,
        "workplace": Group.SUPPORTED,
        "process": ID,
        "supervisor": Group.SUPPORTED,
        "tasks": Group.SUPPORTED,
        "hours_per_week": Group.SUPPORTED,
        "times": Group.SUPPORTED,
        "start": Group.SUPPORTED,
        "end": Group.SUPPORTED,
        "participant_does": Group.SUPPORTED,
        "workplace_does": Group.SUPPORTED,
        "coach_does": Group.SUPPORTED,
        "follow_up": Group.SUPPORTED,
        "agreed_on": Group.SUPPORTED,
    },
    "coaching.PlannedSupport": {
        "id": ID,
        "public_id": ID,
        "process": ID,
        "start": Group.SUPPORTED,
        "hours_per_week": Group.SUPPORTED,
    },
}

LIST: Final = "/deltagare/"
"""The list of participants, searched or not, and its fragment."""
ACTIVITIES: Final = "/aktiviteter/"
SESSION: Final = "/aktiviteter/<uuid:session>/"
"""Who is expected at an activity; when, what and where it is, everybody in the project may know."""
SHEET: Final = "/aktiviteter/<uuid:session>/narvarolista/"
CHANGE_SESSION: Final = "/aktiviteter/<uuid:session>/andra/"
PLAN_SESSION: Final = "/aktiviteter/ny/<uuid:project>/"
PLAN_SERIES: Final = "/aktiviteter/serie/ny/<uuid:project>/"
CHANGE_SERIES: Final = "/aktiviteter/serie/<uuid:series>/"
CERTIFICATES: Final = "/aktiviteter/intyg/<uuid:project>/"
LOG: Final = "/logga/"
LOG_FIND: Final = "/logga/sok/"
CHANGE_FILTER: Final = "/deltagare/filter/<uuid:saved_filter>/"
CASE: Final = "pages under /deltagare/ about the same person"
NUMBER: Final = "/deltagare/<uuid:enrolment>/personnummer/"
WHY: Final = "/rapporter/varfor/"
"""The list behind a number: whom it counts, by what of theirs and on which day."""
QUALITY: Final = "/rapporter/kvalitet/"
"""What is missing, of whom and since which day, and what is left as it is."""
ACCEPT: Final = "/rapporter/kvalitet/<uuid:enrolment>/<slug:check>/"
TODAY: Final = "/idag/"
WEEK: Final = "/idag/vecka/"
PUT_OFF: Final = "/idag/<uuid:enrolment>/<slug:about>/skjut-upp/"
FOLLOW_UPS: Final = "/uppfoljningar/"
SUPPORTED_LIST: Final = "/deltagare/supported-employment/"
HAND_OVER: Final = "/deltagare/lamna-over/"
"""Whom the user hands over, with what was promised them."""
REFERRALS: Final = "/anvisningar/"
RECEIVED: Final = "/deltagare/anvisningar/"
RECEIVED_ONE: Final = tuple(
    f"/deltagare/anvisningar/<uuid:referral>/{part}" for part in ("", "skriv-in/", "avbojd/")
)
"""The list of referrals, and one."""
AUDIT: Final = "/granskning/"
OWN_PAGE: Final = "/min-sida/hem/"
OWN_CV: Final = "/min-sida/cv/"
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
    Group.SEEN: (SESSION, SHEET, CHANGE_SESSION),
    Group.ACTIVITY: (ACTIVITIES, SESSION, SHEET, CHANGE_SESSION, CHANGE_SERIES),
}
"""What everybody in the project knows of its activities, whoever is expected there."""
_SERIES: Final = (ACTIVITIES, SESSION, SHEET, CHANGE_SESSION, CHANGE_SERIES)
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
