"""Person → enrolment → dated facts."""

from participants.models.enrolment import CoachAssignment, Enrolment, SensitiveBackground
from participants.models.facts import Episode, SupportPeriod
from participants.models.person import ParticipantNumber, Person, PersonalNumber

__all__ = [
    "CoachAssignment",
    "Enrolment",
    "Episode",
    "ParticipantNumber",
    "Person",
    "PersonalNumber",
    "SensitiveBackground",
    "SupportPeriod",
]
