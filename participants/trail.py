"""The audit log as the data protection officer reads it: events in words, people by participant number."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import Permission
from accounts.models import AuditEvent, Kind, User, Verb
from participants.models import EmergencyAccess, Enrolment, ParticipantNumber, Person
from participants.models.outside import BY_LINK
from projects.models import Membership, Organisation, Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    type Organisations = QuerySet[Organisation]


EMERGENCIES: Final = 20
EVENTS_OF_ONE: Final = 50


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


def trail_rows(
    events: Sequence[AuditEvent], *, organisations: "Organisations", project: Project | None = None
) -> list[TrailRow]:
    """The events in words, with what participants and projects of those organisations are called.

    With a project, for those who work there: of what belongs to no project, such as the person's name,
    whoever has never had a role there is somebody in the organisation, since who they are would tell that
    the person is in another project too.
    """
    names = dict(Project.objects.filter(organisation__in=organisations).values_list("pk", "name"))
    people = {event.person_id for event in events if event.person_id}
    numbers: dict[tuple[int | None, int], str] = {}
    for known in ParticipantNumber.objects.filter(person__in=people, project__in=names):
        numbers[known.project_id, known.person_id] = known.number
        # An event about a person in no project goes by some number of theirs.
        numbers.setdefault((None, known.person_id), f"{known.number} ({names[known.project_id]})")
    elsewhere = _elsewhere(events, project) if project else set()
    return [
        TrailRow(
            event=event,
            who=_who(event) if event.actor_id not in elsewhere else _("Somebody in the organisation"),
            thing=_thing(event),
            verb=Verb(event.action.rpartition(".")[2]).label,
            fields=[_field(event, name) for name in event.changed],
            participant=_number(event, numbers),
            project=names.get(event.project_id or 0, ""),
        )
        for event in events
    ]


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """An emergency access as the officer reviews it. `opened` is what the user did in that case meanwhile."""

    access: EmergencyAccess
    participant: str
    opened: list[TrailRow]
    may_review: bool


def emergency_rows(user: User) -> list[EmergencyRow]:
    """The emergency accesses of the user's organisations: those that wait for a review, then the latest.

    The user may review any but their own.
    """
    reached = EmergencyAccess.objects.visible_to(user, Permission.AUDIT_READ)
    ordered = reached.order_by(F("reviewed_at").desc(nulls_first=True), "-granted_at")
    accesses = list(ordered.select_related("user", "enrolment__project", "reviewed_by")[:EMERGENCIES])
    if not accesses:
        return []
    meanwhile = AuditEvent.objects.filter(
        actor=OuterRef("user"),
        person_id=OuterRef("enrolment__person_id"),
        project_id=OuterRef("enrolment__project_id"),
        at__range=(OuterRef("granted_at"), OuterRef("expires_at")),
    )
    sequences = ArraySubquery(meanwhile.order_by("sequence").values("sequence")[:EVENTS_OF_ONE])
    shown = EmergencyAccess.objects.filter(pk__in=[access.pk for access in accesses])
    done = dict(shown.order_by().values_list("pk", sequences))
    wanted = {sequence for of_one in done.values() for sequence in of_one}
    events = list(AuditEvent.objects.filter(sequence__in=wanted).select_related("actor"))
    organisations = Organisation.objects.visible_to(user, Permission.AUDIT_READ)
    told = {row.event.sequence: row for row in trail_rows(events, organisations=organisations)}
    numbers = _numbers_of(accesses)
    return [
        EmergencyRow(
            access=access,
            participant=numbers.get((access.enrolment.project_id, access.enrolment.person_id), "–"),
            opened=[told[sequence] for sequence in done[access.pk]],
            may_review=access.reviewed_at is None and access.user_id != user.pk,
        )
        for access in accesses
    ]


def _numbers_of(accesses: Sequence[EmergencyAccess]) -> dict[tuple[int, int], str]:
    known = ParticipantNumber.objects.filter(person__in={access.enrolment.person_id for access in accesses})
    return {(one.project_id, one.person_id): one.number for one in known}


def _elsewhere(events: Sequence[AuditEvent], project: Project) -> set[int]:
    """Who of those in events of no project has never had a role in this one."""
    actors = {event.actor_id for event in events if event.project_id is None and event.actor_id}
    known = Membership.objects.filter(project=project, user__in=actors)
    return actors - set(known.values_list("user", flat=True))


def _who(event: AuditEvent) -> str:
    """Whoever did it, by name; a participant who came by their link has no account, and no name here."""
    if event.actor:
        return event.actor.name
    return _("The participant") if event.reason.startswith(BY_LINK) else ""


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


def events_of_case(enrolment: Enrolment) -> "QuerySet[AuditEvent]":
    """What was read, taken out and changed of a person in a project, and of the person as such; newest first.

    Nothing of other projects: that the person is there too is no concern of those who read this case.
    """
    kinds = (Kind.READ, Kind.EXPORT, Kind.CHANGE)
    of_person = AuditEvent.objects.filter(person_id=enrolment.person_id, kind__in=kinds)
    here = of_person.filter(Q(project_id=enrolment.project_id) | Q(project_id=None))
    return here.select_related("actor").order_by("-sequence")


def last_change(row: Model, *, person_id: int) -> AuditEvent | None:
    """Who changed a row about that person last, and when; None where the log knows of no change."""
    label = row._meta.label  # noqa: SLF001  Django's documented way to a model's options
    changes = AuditEvent.objects.filter(person_id=person_id, kind=Kind.CHANGE)
    return changes.filter(object_label=label, object_id=row.pk).select_related("actor").first()


def projects_of(organisations: "Organisations") -> "QuerySet[Project]":
    """The projects of those organisations, by name."""
    return Project.objects.filter(organisation__in=organisations).order_by("name", "pk")


def staff_of(organisations: "Organisations") -> "QuerySet[User]":
    """All who have or had a role or an office in those organisations, or speak for a company known there."""
    in_projects = Q(memberships__project__organisation__in=organisations)
    at_companies = Q(seats__company__organisation__in=organisations)
    staff = User.objects.filter(in_projects | at_companies | Q(offices__organisation__in=organisations))
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
