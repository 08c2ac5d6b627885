"""Sets of CV entries."""

from typing import TYPE_CHECKING, Self

from participants.codes import CvEntryKind
from participants.querysets import OfEnrolmentQuerySet

if TYPE_CHECKING:
    from participants.models import CvEntry, Enrolment


ORDER = (
    CvEntryKind.SKILL,
    CvEntryKind.EXPERIENCE,
    CvEntryKind.EDUCATION,
    CvEntryKind.LANGUAGE,
    CvEntryKind.DRIVING_LICENCE,
    "",
)
"""The sections of a CV. In place of a plan, it grows by the skills that each activity confirms
(seeds/leanlink.txt): they come first."""


class CvEntryQuerySet(OfEnrolmentQuerySet["CvEntry"]):
    """Sets of CV entries."""

    def of_participation(self, enrolment: "Enrolment") -> Self:
        """Entries of every stay of that person in that project: a CV goes on where it was left."""
        from participants.models import Enrolment  # noqa: PLC0415  models import this module

        return self.filter(enrolment__in=Enrolment.objects.of_participation(enrolment))

    def by_kind(self) -> "dict[str, list[CvEntry]]":
        """The entries of each kind in the order of the CV; of skills, confirmed ones first."""
        parts: dict[str, list[CvEntry]] = {str(kind): [] for kind in ORDER}
        for entry in self:
            parts[entry.kind].append(entry)
        parts[CvEntryKind.SKILL].sort(key=lambda entry: entry.confirmed_on is None)
        return parts
