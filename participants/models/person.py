"""Who the person is, with the numbers that identify them kept apart."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from accounts.vault import seal, unseal
from participants.codes import Gender, NumberKind
from participants.querysets import PersonalNumberQuerySet, index_of
from projects.models import Organisation, Project
from projects.sorting import SwedishOrder


class Person(models.Model):
    """A person known to one organisation. Age is never stored; gender is recorded, never derived."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="persons")
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, default=Gender.UNKNOWN)
    protected_identity = models.BooleanField(_("protected identity"), default=False)
    sort_key = models.GeneratedField(
        expression=SwedishOrder(Concat(F("last_name"), Value(" "), F("first_name"))),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering: ClassVar[list[str]] = ["sort_key", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["sort_key"], name="person_sort_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name; empty when neither is recorded."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def listed_name(self) -> str:
        """As lists have it, which go by last name: Åkerlund, Björn."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part)

    def listed_as(self, number: str = "") -> str:
        """The name in a list; of someone recorded without, what the project calls them, or a dash."""
        return self.listed_name or number or "–"


class PersonalNumber(models.Model):
    """A personal, coordination or interim number, twelve characters, encrypted. A person can get a new one.

    `sealed` opens in this row alone; `index` is what an exact search finds it by, another one in each
    organisation. Make one with `sealing`.
    """

    row_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="personal_numbers")
    sealed = models.TextField(_("personal number"), editable=False)
    index = models.CharField(max_length=64, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=NumberKind, default=NumberKind.PERSONAL)

    objects = PersonalNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal number")
        verbose_name_plural = _("personal numbers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "index"],
                name="personal_number_once",
                violation_error_message=_("Another person has this personal number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @classmethod
    def sealing(cls, *, person: Person, digits: str, kind: str) -> Self:
        """A number of a person who is stored already, not saved. `digits` are as the parser gives them."""
        number = cls(person=person, organisation_id=person.organisation_id, kind=kind)
        number.sealed = seal(digits, bound_to=number.bound_to)
        number.index = index_of(digits, organisation_id=person.organisation_id)
        return number

    @property
    def bound_to(self) -> str:
        """What the sealed text opens with: this row, this person, this organisation."""
        return f"personal number {self.row_id} {self.person_id} {self.organisation_id}"

    @property
    def digits(self) -> str:
        """The twelve characters, opened. Whoever shows them records it first. Raises SealBrokenError."""
        return unseal(self.sealed, bound_to=self.bound_to)

    @property
    def written(self) -> str:
        """As people write it: YYYYMMDD-NNNN. For a page only, never for a message, a log or an address."""
        digits = self.digits
        return f"{digits[:8]}-{digits[8:]}"

    @property
    def masked(self) -> str:
        """What stands on a page until somebody uncovers the number. Opens nothing.

        The birth date, which the page shows anyway; nothing of a coordination number, whose date differs.
        """
        born = self.person.birth_date
        if born is None or self.kind == NumberKind.COORDINATION:
            return "********-****"
        return f"{born:%Y%m%d}-****"


class ParticipantNumber(models.Model):
    """What a project calls a person in its own papers, the same for each enrolment of theirs."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="participant_numbers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="participant_numbers")
    number = models.CharField(_("participant number"), max_length=50)

    class Meta:
        verbose_name = _("participant number")
        verbose_name_plural = _("participant numbers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="participant_number_once",
                violation_error_message=_("Another participant has this number in the project."),
            ),
            models.UniqueConstraint(
                fields=["project", "person"],
                name="participant_number_one_each",
                violation_error_message=_("The person already has a number in the project."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
