"""Person → enrolment → dated facts."""

from participants.models.enrolment import CoachAssignment, Enrolment, SensitiveBackground
from participants.models.facts import Episode, SupportPeriod
from participants.models.followed import CvEntry, FollowUp, SurveyAnswer
from participants.models.outside import EmergencyAccess, PersonalLink, ProfileField, ProfileShare
from participants.models.person import ParticipantNumber, Person, PersonalNumber

__all__ = [
    "CoachAssignment",
    "CvEntry",
    "EmergencyAccess",
    "Enrolment",
    "Episode",
    "FollowUp",
    "ParticipantNumber",
    "Person",
    "PersonalLink",
    "PersonalNumber",
    "ProfileField",
    "ProfileShare",
    "SensitiveBackground",
    "SupportPeriod",
    "SurveyAnswer",
]
