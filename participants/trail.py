"""The audit log as the data protection officer reads it: events in words, people by participant number."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet

from accounts.models import AuditEvent, Kind, User, Verb
from participants.models import ParticipantNumber, Person
from projects.models import Organisation, Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    type Organisations = QuerySet[Organisation]


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One event in words. `who` and `participant` are "" where there is none; no names of participants."""

    event: AuditEvent
    who: str
    thing: "StrOrPromise"
    verb: "StrOrPromise"
    fields: "list[StrOrPromise]"
    participant: str
    project: str

    @property
    def is_alarm(self) -> bool:
        """Whether the event is something that shouldn't happen."""
        return self.event.kind == Kind.BYPASS


def trail_rows(events: Sequence[AuditEvent], *, organisations: "Organisations") -> list[TrailRow]:
    """The events in words, with what participants and projects of those organisations are called."""
    names = dict(Project.objects.filter(organisation__in=organisations).values_list("pk", "name"))
    people = {event.person_id for event in events if event.person_id}
    numbers: dict[tuple[int | None, int], str] = {}
    for known in ParticipantNumber.objects.filter(person__in=people, project__in=names):
        numbers[known.project_id, known.person_id] = known.number
        # An event about a person in no project goes by some number of theirs.
        numbers.setdefault((None, known.person_id), f"{known.number} ({names[known.project_id]})")
    return [
        TrailRow(
            event=event,
            who=event.actor.name if event.actor else "",
            thing=_thing(event),
            verb=Verb(event.action.rpartition(".")[2]).label,
            fields=[_field(event, name) for name in event.changed],
            participant=_number(event, numbers),
            project=names.get(event.project_id or 0, ""),
        )
        for event in events
    ]


def _number(event: AuditEvent, numbers: dict[tuple[int | None, int], str]) -> str:
    if event.person_id is None:
        return ""
    return numbers.get((event.project_id, event.person_id)) or numbers.get((None, event.person_id), "–")


def _thing(event: AuditEvent) -> "StrOrPromise":
    try:
        options = apps.get_model(event.object_label)._meta  # noqa: SLF001  Django's documented way
    except LookupError:
        return event.object_label  # the log outlives models
    return options.verbose_name or event.object_label


def _field(event: AuditEvent, name: str) -> "StrOrPromise":
    try:
        field = apps.get_model(event.object_label)._meta.get_field(name)  # noqa: SLF001  as above
    except (LookupError, FieldDoesNotExist):
        return name  # a sheet of a workbook, or a field that is gone
    return getattr(field, "verbose_name", name)


def projects_of(organisations: "Organisations") -> "QuerySet[Project]":
    """The projects of those organisations, by name."""
    return Project.objects.filter(organisation__in=organisations).order_by("name", "pk")


def staff_of(organisations: "Organisations") -> "QuerySet[User]":
    """All who have or had a role or an office in those organisations."""
    in_projects = Q(memberships__project__organisation__in=organisations)
    staff = User.objects.filter(in_projects | Q(offices__organisation__in=organisations))
    return User.objects.filter(pk__in=staff.values("pk")).order_by("name", "pk")


def people_called(text: str, *, project: Project | None, organisations: "Organisations") -> list[int]:
    """Ids of the persons with that participant number, in the project if one is given.

    A person's or an enrolment's public id, as in the address of its page, will do as well.
    """
    try:
        known = uuid.UUID(text)
    except ValueError:
        found = Q(participant_numbers__number__iexact=text)
        if project:
            found &= Q(participant_numbers__project=project)
    else:
        found = Q(public_id=known) | Q(enrolments__public_id=known)
    people = Person.objects.filter(found, organisation__in=organisations)
    return sorted(set(people.values_list("pk", flat=True)))
