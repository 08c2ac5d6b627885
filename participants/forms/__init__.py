"""The shape of what is entered about a participant."""

from participants.forms.enrolment import (
    BackgroundForm,
    EnrolForm,
    ExitForm,
    HandOverForm,
    PersonForm,
    ReEnrolForm,
    StayForm,
)
from participants.forms.enrolment_fields import number_hints_at_other_gender
from participants.forms.facts import (
    FAMILIES,
    FAMILY_OF,
    EpisodeForm,
    NewEpisodeForm,
    NewSupportForm,
    SupportForm,
)
from participants.forms.outside import ShareForm

__all__ = [
    "FAMILIES",
    "FAMILY_OF",
    "BackgroundForm",
    "EnrolForm",
    "EpisodeForm",
    "ExitForm",
    "HandOverForm",
    "NewEpisodeForm",
    "NewSupportForm",
    "PersonForm",
    "ReEnrolForm",
    "ShareForm",
    "StayForm",
    "SupportForm",
    "number_hints_at_other_gender",
]
