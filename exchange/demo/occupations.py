"""An invented list of occupations, so that the demo's employments can be held against one."""

import datetime as dt
from decimal import Decimal
from typing import Final

from projects.actions import add_occupations
from projects.models import OccupationList

VERSION: Final = "Exempellista, påhittade andelar"
SOURCE: Final = "Påhittad för demon, ingen statistik"
VALID_FROM: Final = dt.date(2008, 1, 1)
# By the codes of `companies.py`: the share of women, per cent.
WOMEN: Final = (
    ("3512", "24"),
    ("4224", "71"),
    ("4322", "28"),
    ("5120", "46"),
    ("5131", "61"),
    ("5151", "74"),
    ("5152", "23"),
    ("5222", "58"),
    ("5230", "66"),
    ("5311", "91"),
    ("5321", "86"),
    ("5330", "83"),
    ("5343", "72"),
    ("6113", "31"),
    ("6210", "8"),
    ("7111", "2.1"),
    ("7212", "6.4"),
    ("7223", "9.8"),
    ("7231", "4.2"),
    ("7233", "5.5"),
    ("7523", "12"),
    ("7612", "52"),
    ("8129", "14"),
    ("8142", "29"),
    ("8151", "63"),
    ("8163", "44"),
    ("8173", "11"),
    ("8213", "16"),
    ("8329", "17"),
    ("8332", "6.9"),
    ("8341", "5"),
    ("8344", "12.5"),
    ("9111", "77"),
    ("9120", "33"),
    ("9310", "3"),
    ("9320", "39.5"),
    ("9412", "69"),
    ("9413", "57"),
    ("9610", "19"),
)


def load_occupation_list() -> None:
    """Load the invented list, unless there is any list."""
    if not OccupationList.objects.exists():
        add_occupations(
            version=VERSION,
            source=SOURCE,
            valid_from=VALID_FROM,
            women=[(code, Decimal(share)) for code, share in WOMEN],
        )
