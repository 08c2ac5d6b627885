"""Finding by personal number, and uncovering one. Both change nothing, and are in the audit log first."""

from accounts.access import Permission
from accounts.audit import Subject, record_read
from accounts.models import User, Verb
from participants.actions.persons import read_number
from participants.actions.saving import subject_of
from participants.models import Enrolment, Person, PersonalNumber
from participants.querysets import index_of
from projects.models import Project


def find_by_number(*, by: User, text: str) -> Enrolment | None:
    """The newest enrolment of the person with that number which the user reaches, None where there is none.

    Nobody, somebody elsewhere and somebody out of the user's reach are the same to the user; the log
    says whom a number was of that they didn't reach. Raises ValidationError for what is no number.
    """
    number = read_number(text)
    if number is None:
        return None
    projects = Project.objects.visible_to(by, Permission.NUMBER_READ)
    places = set(projects.values_list("organisation", flat=True))
    indexes = [index_of(number.digits, organisation_id=place) for place in places]
    holders = list(PersonalNumber.objects.filter(index__in=indexes).values_list("person", "organisation"))
    reached = Enrolment.objects.visible_to(by, Permission.NUMBER_READ).select_related("person")
    found = (
        reached.filter(person__in=[person for person, _place in holders])
        .order_by("registered_by_mistake", "-start", "-pk")
        .first()
    )
    subject = Subject()
    if found:
        subject = subject_of(found)
    elif holders:
        person, place = holders[0]
        subject = Subject(organisation_id=place, person_id=person)
    record_read(row=PersonalNumber, by=by, subject=subject, verb=Verb.SEARCHED, rows=int(found is not None))
    return found


def note_refused(*, by: User, person: Person, project: Project) -> None:
    """Say in the log whose number somebody wrote in a form that was refused: they know that it is taken."""
    subject = Subject(project.organisation_id, project.pk, person.pk)
    record_read(row=PersonalNumber, by=by, subject=subject, verb=Verb.SEARCHED, rows=0)


def uncover(*, by: User, number: PersonalNumber, enrolment: Enrolment) -> str:
    """The number as people write it, for this user to see; what can't be logged isn't shown."""
    record_read(row=number, by=by, subject=subject_of(enrolment), verb=Verb.UNMASKED)
    return number.written
