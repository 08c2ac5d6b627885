"""The only writers of persons, enrolments and their dated facts.

In every action `by` is who does it, `on` today and `at` now, unless it says otherwise. A `key` becomes the
new row's public id, so that a form that is sent twice gives one row.
"""

from participants.actions.enrolling import (
    AlreadyEnrolledError,
    BackgroundFacts,
    EnrolmentFacts,
    NewParticipant,
    NewStay,
    change_background,
    change_enrolment,
    enrol,
    enrol_again,
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
from participants.actions.outside import (
    LINK_LASTS,
    LONGEST_SHARE,
    ShareFacts,
    check_share,
    make_personal_link,
    share_profile,
    why_not_shared,
    withdraw_personal_link,
    withdraw_share,
)
from participants.actions.persons import (
    OtherNameError,
    PersonFacts,
    SomebodyElsesNumberError,
    change_person,
    check_birth_date,
    read_number,
)

__all__ = [
    "LINK_LASTS",
    "LONGEST_SHARE",
    "AlreadyEnrolledError",
    "BackgroundFacts",
    "EnrolmentFacts",
    "EpisodeFacts",
    "NewParticipant",
    "NewStay",
    "OtherNameError",
    "PersonFacts",
    "ShareFacts",
    "SomebodyElsesNumberError",
    "SupportFacts",
    "change_background",
    "change_enrolment",
    "change_episode",
    "change_person",
    "change_support",
    "check_birth_date",
    "check_share",
    "enrol",
    "enrol_again",
    "hand_over",
    "log_episode",
    "log_support",
    "make_personal_link",
    "read_number",
    "record_exit",
    "remove_episode",
    "remove_support",
    "reopen",
    "set_registered_by_mistake",
    "share_profile",
    "why_not_shared",
    "withdraw_personal_link",
    "withdraw_share",
]
