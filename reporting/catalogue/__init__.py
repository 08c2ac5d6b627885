"""The catalogue: every number that the product prints, one object each."""

from reporting.catalogue.base import IndicatorSet
from reporting.catalogue.esf_2007 import E07
from reporting.catalogue.esf_2014 import E14
from reporting.catalogue.esf_2021 import E21
from reporting.catalogue.finsam import FINSAM
from reporting.catalogue.leanlink import LEANLINK
from reporting.catalogue.linkoping import LINKOPING
from reporting.catalogue.navigator import NAVIGATOR
from reporting.catalogue.sin import SIN
from reporting.catalogue.vagen_tillbaka import VAGEN_TILLBAKA

CATALOGUE: dict[str, IndicatorSet] = {
    chosen.code: chosen
    for chosen in (LINKOPING, NAVIGATOR, SIN, LEANLINK, VAGEN_TILLBAKA, E07, E14, E21, FINSAM)
}

__all__ = ["CATALOGUE", "IndicatorSet"]
