"""Which facts go together, and why a field tells nothing by itself."""

from dataclasses import dataclass
from enum import StrEnum


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
