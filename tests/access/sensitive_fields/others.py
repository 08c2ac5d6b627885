"""What else is stored of people: users, supervisors, and what a lead leaves as it is."""

from collections.abc import Mapping
from typing import Final

from tests.access.sensitive_fields.groups import CLOCK, FLAG, ID, SECRET, WORD, Group, Told

OTHERS: Final[Mapping[str, Mapping[str, Group | Told]]] = {
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
}
