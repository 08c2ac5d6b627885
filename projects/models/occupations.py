"""The share of women in each occupation, by published lists that apply to the whole installation."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.querysets import OccupationListQuerySet


class OccupationList(models.Model):
    """A version of the list; of several the one with the newest `valid_from` applies."""

    version = models.CharField(_("version"), max_length=100, unique=True)
    source = models.CharField(_("source"), max_length=300)
    valid_from = models.DateField(_("valid from"))

    objects = OccupationListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of occupations")
        verbose_name_plural = _("lists of occupations")
        ordering: ClassVar[list[str]] = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.version


class Occupation(models.Model):
    """An occupation or a group of them by its SSYK 2012 code, one to four digits, and who works in it."""

    list = models.ForeignKey(OccupationList, models.CASCADE, related_name="occupations")
    code = models.CharField(
        _("occupation (SSYK 2012)"),
        max_length=4,
        validators=[
            RegexValidator(r"^\d{1,4}$", _("An occupation is a code of one to four digits (SSYK 2012)."))
        ],
    )
    women_share = models.DecimalField(_("share of women (%)"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["list", "code"],
                name="occupation_once",
                violation_error_message=_("The list has this occupation already."),
            ),
            models.CheckConstraint(
                name="occupation_women_share_per_cent",
                condition=Q(women_share__range=(0, 100)),
                violation_error_message=_("The share of women is a per cent from 0 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
