"""How every factory saves, and the days and names that they begin with."""

import datetime as dt
from collections.abc import Mapping
from itertools import count

from django.db import models

from coaching.models import CriterionState

PASSWORD = "ett-ordentligt-lösenord"
PROJECT_START, PROJECT_END = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
START = dt.date(2025, 1, 15)
BIRTH_DATE = dt.date(1990, 5, 20)
CRITERIA = ("A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3", "D1", "D2")
ALL_MET: Mapping[str, str] = dict.fromkeys(CRITERIA, CriterionState.MET)
numbers = count(1)


def checked[Row: models.Model](row: Row) -> Row:
    """Clean the row without a question to the database."""
    elsewhere = {field.name for field in row._meta.fields if field.is_relation}
    row.full_clean(exclude=elsewhere, validate_unique=False, validate_constraints=False)
    return row


def saved[Row: models.Model](row: Row) -> Row:
    checked(row).save()
    return row
