"""Whose names a reader may see in the list behind a number: persons through `visible_to`, as everywhere.

Who isn't to be seen has no name, link, date or value here, and stands last where a list goes by dates, so
that neither the row nor its place tells anything that the number doesn't.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import Permission
from accounts.models import User
from coaching.models import Session, SessionKind
from employers.models import Company, Supervisor
from participants.models import Enrolment
from projects.models import Project
from reporting.catalogue.base import Unit
from reporting.dated import recorded_on
from reporting.explain import Entry
from reporting.facts import ParticipantFacts, ProjectFacts

if TYPE_CHECKING:
    from participants.querysets import EnrolmentQuerySet

# What is counted by a key of its own; of everything else the key is the participant's.
OF_THEIR_OWN = frozenset({Unit.COMPANY, Unit.SUPERVISOR, Unit.OCCASION})


class Who(NamedTuple):
    """A name to show, and the page behind it where the reader may open one."""

    name: str
    url: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list. `who` None: somebody whom the reader can't see; then there is no date either."""

    entry: Entry
    who: Who | None
    on: dt.date | None = None
    facts: tuple[str, ...] = ()


class Reader:
    """What one user may see of what is counted in one project."""

    def __init__(
        self, user: User, project: Project, unit: Unit, *, sensitive: bool = False, confidential: bool = False
    ) -> None:
        self.user, self.project, self.unit, self.confidential = user, project, unit, confidential
        of_persons = Permission.BACKGROUND if sensitive else Permission.CASELOAD_READ
        self._permission = Permission.EMPLOYERS_INVITE if unit is Unit.COMPANY else of_persons
        self.may_see = not confidential and self._holds(self._permission)

    def _holds(self, permission: Permission) -> bool:
        return Project.objects.visible_to(self.user, permission).filter(pk=self.project.pk).exists()

    @property
    def sees_persons(self) -> bool:
        """Whether the names in the list are participants'."""
        return self.may_see and self.unit not in OF_THEIR_OWN

    def in_order(self, entries: Sequence[Entry]) -> list[Entry]:
        """By reason, the most frequent first, then by date; those who can't be seen last of each."""
        seen = set(self._enrolments().values_list("person_id", flat=True)) if self.sees_persons else None
        number: dict[str, int] = {}
        for entry in entries:
            number[entry.case.reason] = number.get(entry.case.reason, 0) + 1

        def place(entry: Entry) -> tuple[int, str, bool, dt.date, int]:
            case = entry.case
            hidden = seen is not None and case.key not in seen
            day = dt.date.max if hidden or case.on is None else case.on
            return -number[case.reason], case.reason, hidden, day, case.key

        return sorted(entries, key=place)

    def listed(self, entries: Sequence[Entry], facts: ProjectFacts) -> list[Listed]:
        """The rows of one page, with the names that the user may see."""
        keys = {entry.case.key for entry in entries}
        names = self._names(keys)
        people = self._people(keys, facts)
        income = bool(people) and self._holds(Permission.BACKGROUND)

        def row(entry: Entry) -> Listed:
            who, person, day = names.get(entry.case.key), people.get(entry.case.key), entry.case.on
            if who is None:
                return Listed(entry, None)
            return Listed(entry, who, day, recorded_on(person, day, income=income) if person and day else ())

        return [row(entry) for entry in entries]

    def _people(self, keys: Collection[int], facts: ProjectFacts) -> Mapping[int, ParticipantFacts]:
        if not self.sees_persons:
            return {}
        return {person.key: person for person in facts.participants if person.key in keys}

    def _names(self, keys: Collection[int]) -> Mapping[int, Who]:
        if not self.may_see:
            return {}
        asked: dict[Unit, Callable[[Collection[int]], Mapping[int, Who]]] = {
            Unit.COMPANY: self._companies,
            Unit.SUPERVISOR: self._supervisors,
            Unit.OCCASION: self._occasions,
        }
        return asked.get(self.unit, self._persons)(keys)

    def _persons(self, keys: Collection[int]) -> Mapping[int, Who]:
        """Each one's latest stay: its page is about the whole time in the project."""
        stays = self._enrolments().filter(person_id__in=keys).select_related("person").order_by("start", "pk")
        return {
            stay.person_id: Who(
                stay.person.listed_name or _number(stay) or _("Name not recorded"),
                reverse("coaching:participant", args=[stay.public_id]),
                stay.person.protected_identity,
            )
            for stay in stays.prefetch_related("person__participant_numbers")
        }

    def _enrolments(self) -> EnrolmentQuerySet:
        reached = Enrolment.objects.visible_to(self.user, self._permission)
        return reached.valid().filter(project=self.project)

    def _companies(self, keys: Collection[int]) -> Mapping[int, Who]:
        found = Company.objects.visible_to(self.user, self._permission).filter(pk__in=keys)
        return {
            company.pk: Who(company.name, reverse("employers:company", args=[company.public_id]))
            for company in found.order_by("pk")
        }

    def _supervisors(self, keys: Collection[int]) -> Mapping[int, Who]:
        found = Supervisor.objects.filter(project=self.project, pk__in=keys).select_related("company")
        return {one.pk: Who(f"{one.name}, {one.company.name}") for one in found}

    def _occasions(self, keys: Collection[int]) -> Mapping[int, Who]:
        """By kind and day: what an occasion was called may name somebody."""
        found = Session.objects.filter(project=self.project, pk__in=keys)
        return {
            one.pk: Who(f"{SessionKind(one.kind).label} {date_format(one.held_on, 'Y-m-d')}") for one in found
        }


def _number(stay: Enrolment) -> str:
    """What the project calls somebody whose name isn't recorded."""
    numbers = stay.person.participant_numbers.all()
    return next((one.number for one in numbers if one.project_id == stay.project_id), "")
