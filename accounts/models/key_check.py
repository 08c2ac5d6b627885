"""Which keys the database was written with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyCheck(models.Model):
    """What tells a right key from a wrong one, made when the key was first used; from it no key can be found.

    `name` is `index`, `audit`, or `field:` and the name of a key that texts are encrypted with.
    """

    name = models.CharField(max_length=100, unique=True, editable=False)
    proof = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("check of a key")
        verbose_name_plural = _("checks of keys")

    def __str__(self) -> str:
        return self.name
