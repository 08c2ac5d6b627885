"""Swedish alphabetical order, the same in the database and in Python."""

import random

import pytest
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast
from hypothesis import given, settings
from hypothesis import strategies as st

from employers.models import Company
from projects.models import Organisation
from projects.sorting import SwedishOrder, swedish_sort_key
from tests import factories

pytestmark = pytest.mark.django_db

# As a Swedish dictionary has it: é with e, ü with y; å ä ö last, in that order; æ with ä, ø with ö.
IN_ORDER = [
    "Adolfsson",
    "Álvarez",
    "ananas",
    "Ek",
    "Élan",
    "Emanuelsson",
    "Gunnarsson",
    "Myhr",
    "Müller",
    "Myrén",
    "Nilsson",
    "Wallin",
    "Zetterlund",
    "Åberg",
    "åkare",
    "Ängman",
    "Ærø",
    "Ästrand",
    "öberg",
    "Ørsted",
    "Östlund",
]
# What names are written with, and what else may come along; PostgreSQL stores no NUL.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20) | st.text(
    "aåäöAÅÄÖéÉüÜæÆøØz{|}~' %_-", max_size=20
)


def keys_in_database(texts: list[str]) -> list[str]:
    """The sort key of each text as the database makes it."""
    Organisation.objects.get_or_create(name="En rad att fråga med")
    row = Organisation.objects.values_list(*(SwedishOrder(Cast(Value(text), TextField())) for text in texts))[
        0
    ]
    return list(row)


def test_names_sort_as_in_a_swedish_dictionary() -> None:
    organisation = factories.organisation()
    for name in random.Random(1).sample(IN_ORDER, len(IN_ORDER)):
        factories.company(organisation=organisation, name=name)
    assert list(Company.objects.order_by("sort_key").values_list("name", flat=True)) == IN_ORDER
    assert sorted(IN_ORDER, key=swedish_sort_key) == IN_ORDER


@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
@settings(max_examples=50, derandomize=True, deadline=None)
def test_python_and_the_database_make_the_same_key(texts: list[str]) -> None:
    assert keys_in_database(texts) == [swedish_sort_key(text) for text in texts]


@given(texts=st.lists(TEXTS, max_size=20, unique=True))
@settings(max_examples=25, derandomize=True, deadline=None)
def test_python_and_the_database_sort_alike(texts: list[str]) -> None:
    organisation = factories.organisation()
    named = [text.strip() or "-" for text in texts]
    Company.objects.bulk_create(
        Company(organisation=organisation, organisation_number=f"{number:010}", name=name)
        for number, name in enumerate(named)
    )
    in_database = organisation.companies.order_by(F("sort_key"), "pk").values_list("name", flat=True)
    assert list(in_database) == sorted(named, key=swedish_sort_key)
