"""What the demo's referrer and employer contact have to look at: somebody referred, somebody shared."""

import datetime as dt
import uuid
from typing import Final, cast

from accounts.models import User
from employers.models import Company
from participants.actions import EnrolmentFacts, change_enrolment, share_profile
from participants.models import ProfileField
from projects.calendar import add_months
from projects.models import Project

REFERRED: Final = 5
PRESENTATION: Final = (
    "Jag har arbetat i storkök och tycker om när det går undan. Jag kommer i tid, lär mig fort och vill "
    "helst arbeta dagtid."
)


def open_to_outside(*, project: Project, coach: User, referrer: User, company: Company, on: dt.date) -> None:
    """Have the referrer referred some of the coach's present participants, and share one with the company."""
    stays = project.enrolments.open(on=on).filter(
        coach_assignments__coach=coach, coach_assignments__end=None, person__protected_identity=False
    )[:REFERRED]
    for stay in stays:
        facts = {name: getattr(stay, name) for name in EnrolmentFacts.__annotations__}
        change_enrolment(by=coach, enrolment=stay, **cast("EnrolmentFacts", facts | {"referrer": referrer}))
    shared = stays[0]
    share_profile(
        by=coach,
        enrolment=shared,
        key=uuid.uuid4(),
        on=on,
        company=company,
        shown_name=shared.person.first_name,
        presentation=PRESENTATION,
        fields=[ProfileField.LANGUAGES, ProfileField.HOURS_WANTED],
        start=on,
        end=add_months(on, 3),
    )
