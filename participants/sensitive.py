"""What of a participant has a permission of its own: the personal number and the sensitive background."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.access import Permission
from participants.models import Enrolment, PersonalNumber, SensitiveBackground

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Sensitive:
    """What a user may see of it in one project: `number` to show masked, `background` of the enrolment.

    Whoever draws the background records that first.
    """

    may_read_number: bool
    number: PersonalNumber | None
    may_read_background: bool
    background: SensitiveBackground | None


def read_sensitive(enrolment: Enrolment, *, user: "User") -> Sensitive:
    """Fetch what the user may see and nothing else; the enrolment comes with its person."""

    def may(permission: Permission) -> bool:
        return Enrolment.objects.visible_to(user, permission).filter(pk=enrolment.pk).exists()

    number, background = None, None
    if may_number := may(Permission.NUMBER_READ):
        of_person = PersonalNumber.objects.filter(person=enrolment.person).select_related("person")
        number = of_person.newest_first().first()
    if may_background := may(Permission.BACKGROUND):
        background = SensitiveBackground.objects.filter(enrolment=enrolment).first()
    return Sensitive(may_number, number, may_background, background)
