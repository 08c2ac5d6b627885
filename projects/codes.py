"""Codes that goals and cases share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    """Recorded as the person states it, never derived from a personal number."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NONBINARY = "nonbinary", _("Non-binary")
    UNKNOWN = "unknown", _("Not recorded")
