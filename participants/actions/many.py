"""Many rows at once, as an import writes them.

Each action takes unsaved instances of the models, whose fields have been checked. The database's
constraints hold for each; one that is broken takes back all of them with an IntegrityError.
Who did it is noted once, by the importing action.
"""

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from participants.models import (
    CoachAssignment,
    CvEntry,
    Enrolment,
    Episode,
    FollowUp,
    ParticipantNumber,
    Person,
    PersonalNumber,
    SensitiveBackground,
    SupportPeriod,
    SurveyAnswer,
)

BATCH: Final = 1000


@transaction.atomic
def add_persons(
    *,
    persons: Sequence[Person],
    personal_numbers: Sequence[tuple[Person, str, str]],
    participant_numbers: Sequence[ParticipantNumber],
) -> None:
    """Add persons, and numbers of these and of persons known before.

    A personal number is a person, twelve characters and a kind: it can be sealed only once its person
    is stored.
    """
    Person.objects.bulk_create(persons, batch_size=BATCH)
    PersonalNumber.objects.bulk_create(
        [
            PersonalNumber.sealing(person=person, digits=digits, kind=kind)
            for person, digits, kind in personal_numbers
        ],
        batch_size=BATCH,
    )
    ParticipantNumber.objects.bulk_create(participant_numbers, batch_size=BATCH)


@transaction.atomic
def complete_persons(*, persons: Sequence[Person]) -> None:
    """Save facts of known persons that were not recorded before."""
    fields = ["first_name", "last_name", "birth_date", "gender", "protected_identity"]
    Person.objects.bulk_update(persons, fields, batch_size=BATCH)


@transaction.atomic
def enrol_many(
    *,
    enrolments: Sequence[Enrolment],
    backgrounds: Sequence[SensitiveBackground],
    assignments: Sequence[CoachAssignment],
) -> None:
    """Enrol persons, with what was told at the start and the coaches named for them."""
    Enrolment.objects.bulk_create(enrolments, batch_size=BATCH)
    SensitiveBackground.objects.bulk_create(backgrounds, batch_size=BATCH)
    CoachAssignment.objects.bulk_create(assignments, batch_size=BATCH)


@transaction.atomic
def record_support(*, periods: Sequence[SupportPeriod]) -> None:
    """Record sources of income."""
    SupportPeriod.objects.bulk_create(periods, batch_size=BATCH)


@transaction.atomic
def record_episodes(*, episodes: Sequence[Episode]) -> None:
    """Record placements, courses, employments and the like."""
    Episode.objects.bulk_create(episodes, batch_size=BATCH)


@transaction.atomic
def record_afterwards(
    *, cv: Sequence[CvEntry], follow_ups: Sequence[FollowUp], answers: Sequence[SurveyAnswer]
) -> None:
    """Record what a participant takes along and what became of it: CV, follow-ups, answers to the survey."""
    CvEntry.objects.bulk_create(cv, batch_size=BATCH)
    FollowUp.objects.bulk_create(follow_ups, batch_size=BATCH)
    SurveyAnswer.objects.bulk_create(answers, batch_size=BATCH)
