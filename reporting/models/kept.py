"""Figures kept ready, and the notes that tell whether they still hold. `reporting.kept` explains both.

None of this is a source of anything: it can be emptied at any time, and is computed again when asked for.
"""

from typing import ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from projects.models import IndicatorSet, Project
from reporting.fields import VerbatimJSONField


class TransactionField(models.Field):  # type: ignore[type-arg]  # Django's own class takes no arguments at run time
    """The number of a PostgreSQL transaction, as counted since the database was made."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002  Django's shape
        """PostgreSQL's type."""
        return "xid8"


class FactChange(models.Model):
    """That something which figures are made from was written; triggers note it, nothing else does.

    No `person`: something of the whole project. No `project` either: something of all projects. Both are
    keys without a tie, since what they name may be gone. `transaction` is the one that wrote.
    """

    project = models.BigIntegerField(null=True, editable=False)
    person = models.BigIntegerField(null=True, editable=False)
    transaction = TransactionField(editable=False, db_default=Func(function="pg_current_xact_id"))
    noted_at = models.DateTimeField(editable=False, db_default=Func(function="clock_timestamp"))

    class Meta:
        verbose_name = _("changed fact")
        verbose_name_plural = _("changed facts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["project", "transaction"], name="fact_change_of_project"),
            models.Index(fields=["noted_at"], name="fact_change_noted"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.person}"


FINDINGS = "*"
"""In the place of a set: what the data quality page found in all of them, person by person."""


class KeptFigures(models.Model):
    """A set's cells for a project, period and as of, as they were in a snapshot of the database.

    Or, as `FINDINGS`, what is missing or contradictory in the project: findings by person instead of cells.
    `snapshot` is PostgreSQL's own: a change by a transaction that isn't visible in it came later. `frame` is
    what is known of the project itself.
    `made_by` names the program, the catalogue and the database that made them; of another's nothing is
    used. The dates are civil, both included; `kept_at` is a moment in UTC.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", editable=False)
    indicator_set = models.CharField(max_length=3, choices=IndicatorSet, editable=False)
    period_start = models.DateField(editable=False)
    period_end = models.DateField(editable=False)
    as_of = models.DateField(editable=False)
    made_by = models.CharField(max_length=60, editable=False)
    snapshot = models.TextField(editable=False)
    cells = VerbatimJSONField(editable=False)
    frame = models.TextField(editable=False)
    kept_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("kept figures")
        verbose_name_plural = _("kept figures")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="kept_figures_once",
                fields=["project", "indicator_set", "period_start", "period_end", "as_of"],
                violation_error_message=_("These figures are kept already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_set} {self.period_start}–{self.period_end}"


class KeptPart(models.Model):
    """What some of the participants add to kept figures, by person: a few dozen in each of the parts."""

    figures = models.ForeignKey(KeptFigures, models.CASCADE, related_name="parts", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    people = VerbatimJSONField(editable=False)

    class Meta:
        verbose_name = _("part of kept figures")
        verbose_name_plural = _("parts of kept figures")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="kept_part_once",
                fields=["figures", "number"],
                violation_error_message=_("This part of the figures is kept already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
