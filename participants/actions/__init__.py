"""The only writers of persons, enrolments and their dated facts."""

from participants.actions.enrolling import (
    AlreadyEnrolledError,
    BackgroundFacts,
    EnrolmentFacts,
    NewParticipant,
    change_background,
    change_enrolment,
    enrol,
    hand_over,
    record_exit,
    reopen,
    set_registered_by_mistake,
)
from participants.actions.facts import (
    EpisodeFacts,
    SupportFacts,
    change_episode,
    change_support,
    log_episode,
    log_support,
    remove_episode,
    remove_support,
)
from participants.actions.persons import (
    OtherNameError,
    PersonFacts,
    change_person,
    check_birth_date,
    read_number,
)

__all__ = [
    "AlreadyEnrolledError",
    "BackgroundFacts",
    "EnrolmentFacts",
    "EpisodeFacts",
    "NewParticipant",
    "OtherNameError",
    "PersonFacts",
    "SupportFacts",
    "change_background",
    "change_enrolment",
    "change_episode",
    "change_person",
    "change_support",
    "check_birth_date",
    "enrol",
    "hand_over",
    "log_episode",
    "log_support",
    "read_number",
    "record_exit",
    "remove_episode",
    "remove_support",
    "reopen",
    "set_registered_by_mistake",
]
