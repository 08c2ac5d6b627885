"""Person → enrolment → dated facts."""

from participants.models.attempts import Asked, AttemptResult, AttemptWay, FollowUpAttempt
from participants.models.enrolment import CoachAssignment, Enrolment, SensitiveBackground
from participants.models.facts import Episode, SupportPeriod
from participants.models.followed import CvEntry, FollowUp, SurveyAnswer
from participants.models.mapping import (
    EligibilityAnswer,
    EligibilityCondition,
    FormerMapping,
    MappingEntry,
    MappingSection,
    SectionState,
)
from participants.models.outside import EmergencyAccess, PersonalLink, ProfileField, ProfileShare
from participants.models.person import ParticipantNumber, Person, PersonalNumber
from participants.models.referrals import (
    DeclineReason,
    Financing,
    Referral,
    ReferralStage,
    ReferredNumber,
)

__all__ = [
    "Asked",
    "AttemptResult",
    "AttemptWay",
    "CoachAssignment",
    "CvEntry",
    "DeclineReason",
    "EligibilityAnswer",
    "EligibilityCondition",
    "EmergencyAccess",
    "Enrolment",
    "Episode",
    "Financing",
    "FollowUp",
    "FollowUpAttempt",
    "FormerMapping",
    "MappingEntry",
    "MappingSection",
    "ParticipantNumber",
    "Person",
    "PersonalLink",
    "PersonalNumber",
    "ProfileField",
    "ProfileShare",
    "Referral",
    "ReferralStage",
    "ReferredNumber",
    "SectionState",
    "SensitiveBackground",
    "SupportPeriod",
    "SurveyAnswer",
]
