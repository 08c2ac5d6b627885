"""The table of who may read what (`tests/access/sensitive_fields/`) is whole."""

from django.apps import apps
from django.db import models

from participants.models import Enrolment, Person
from tests.access.sensitive_fields import FIELDS, READERS, Group, Told

TOLD_OF = frozenset({"participants", "coaching"})
"""The apps whose models tell of persons."""


class TestTheTable:
    def test_names_every_field_of_every_model_that_tells_of_somebody(self) -> None:
        there = {
            model._meta.label: {field.name for field in model._meta.get_fields() if is_stored(field)}
            for model in apps.get_models()
            if model._meta.app_label in TOLD_OF or model._meta.label in FIELDS
        }
        unnamed = [
            f"{label}.{name}"
            for label, names in there.items()
            for name in sorted(names - FIELDS.get(label, {}).keys())
        ]
        assert not unnamed, (
            f"Who may read {', '.join(unnamed)}? Say so in tests/access/sensitive_fields/: a group of "
            "facts, or why the field tells nothing."
        )
        assert {label: set(fields) for label, fields in FIELDS.items()} == there, (
            "it names more than there is"
        )

    def test_covers_each_model_that_leads_to_a_person(self) -> None:
        """None can slip through: whatever refers to a person or a stay is told of here, its app or itself."""
        about = {Person, Enrolment}
        leading = {
            model._meta.label
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if is_stored(field) and field.related_model in about
        }
        assert not {label for label in leading - FIELDS.keys() if label.partition(".")[0] not in TOLD_OF}

    def test_leaves_no_free_text_without_a_canary(self) -> None:
        excused = {Told}
        free = [
            f"{label}.{name}"
            for label, fields in FIELDS.items()
            for name, group in fields.items()
            if type(group) in excused
            and label not in {"coaching.Checklist", "coaching.Criterion"}
            and is_free_text(apps.get_model(label)._meta.get_field(name))
        ]
        # A sort key is made by the database, index and password are hashes, an occupation is a public code,
        # what is left as it is one of the program’s own words; a year is many people's, a filter's query is
        # made of choices, and a condition is the project's.
        assert free == [
            "participants.Person.sort_key",
            "participants.PersonalNumber.index",
            "participants.ReferredNumber.sealed",
            "participants.ReferredNumber.index",
            "participants.Episode.occupation",
            "participants.CvEntry.begun",
            "participants.CvEntry.ended",
            "participants.EligibilityCondition.label",
            "participants.EligibilityCondition.label_en",
            "coaching.Postponement.key",
            "coaching.SavedFilter.query",
            "accounts.User.password",
            "accounts.User.name",
            "reporting.AcceptedGap.check_code",
        ]

    def test_says_where_for_every_group(self) -> None:
        told = {group for line in READERS for group in line.facts}
        assert set(Group) - told == {Group.NOWHERE}


def is_stored(field: object) -> bool:
    return isinstance(field, models.Field) and not field.many_to_many


def is_free_text(field: object) -> bool:
    text = isinstance(field, models.CharField | models.TextField | models.GeneratedField)
    return text and not getattr(field, "choices", None)
