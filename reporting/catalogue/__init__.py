"""The catalogue: every number that the product prints, one object each."""

from reporting.catalogue.base import IndicatorSet
from reporting.catalogue.linkoping import LINKOPING

CATALOGUE: dict[str, IndicatorSet] = {LINKOPING.code: LINKOPING}

__all__ = ["CATALOGUE", "IndicatorSet"]
