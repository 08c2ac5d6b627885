import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

# A write that no action explains is noted, see accounts/migrations/0002_audit.py.
FENCED = [
    "participants_mappingentry",
    "participants_formermapping",
    "participants_eligibilitycondition",
    "participants_eligibilityanswer",
]
SECTIONS = [
    ("background", "Background"),
    ("education", "Education and training"),
    ("languages", "Languages"),
    ("experience", "Work experience"),
    ("competence", "Informal competence"),
    ("interests", "Interests"),
    ("wants", "What the person wants"),
    ("avoids", "Tasks to avoid"),
    ("hours", "Hours and times"),
    ("support", "Support needed"),
]
STATES = [("begun", "Begun"), ("done", "Done"), ("not_relevant", "Not relevant")]
ANSWERS = [
    ("yes", "Yes"),
    ("no", "No"),
    ("unknown", "Unknown"),
    ("declined", "Declined to say"),
    ("not_asked", "Not asked"),
]


def _id() -> "tuple[str, models.BigAutoField[int, int]]":
    return (
        "id",
        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
    )


def _by() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("participants", "0003_sealed"),
    ]

    operations = [
        migrations.CreateModel(
            name="MappingEntry",
            fields=[
                _id(),
                ("section", models.CharField(choices=SECTIONS, max_length=20, verbose_name="section")),
                (
                    "state",
                    models.CharField(
                        choices=STATES, default="begun", max_length=12, verbose_name="how far it has come"
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="text")),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed")),
                ("changed_by", _by()),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mapping",
                        to="participants.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "section of the mapping",
                "verbose_name_plural": "sections of the mapping",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "section"),
                        name="mapping_section_once",
                        violation_error_message=(
                            "Somebody else has just begun this section. Look at it first."
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerMapping",
            fields=[
                _id(),
                (
                    "state",
                    models.CharField(
                        choices=STATES, editable=False, max_length=12, verbose_name="how far it has come"
                    ),
                ),
                ("text", models.TextField(blank=True, editable=False, verbose_name="text")),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed")),
                ("changed_by", _by()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former",
                        to="participants.mappingentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "former text of the mapping",
                "verbose_name_plural": "former texts of the mapping",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="EligibilityCondition",
            fields=[
                _id(),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("label", models.CharField(max_length=200, verbose_name="condition")),
                (
                    "label_en",
                    models.CharField(blank=True, max_length=200, verbose_name="condition in English"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("since", models.DateField(verbose_name="applies to starts from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="applies to starts until")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="eligibility_conditions",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "label", "since"),
                        name="condition_once",
                        violation_error_message="The project has this condition from that day already.",
                    ),
                    models.CheckConstraint(
                        condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                        name="condition_until_after_since",
                        violation_error_message=("The last day is before the first. Check the two dates."),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityAnswer",
            fields=[
                _id(),
                ("answered_on", models.DateField(verbose_name="date")),
                ("answer", models.CharField(choices=ANSWERS, max_length=9, verbose_name="answer")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("answered_by", _by()),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="participants.eligibilitycondition",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="eligibility_answers",
                        to="participants.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a condition",
                "verbose_name_plural": "answers to conditions",
                "ordering": ["-answered_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "condition", "answered_on"),
                        name="condition_answered_once_a_day",
                        violation_error_message=(
                            "The condition is answered for that day. Change that answer."
                        ),
                    )
                ],
            },
        ),
        *(
            migrations.RunSQL(f"CALL jobbredo_fence_in('{table}')", f"CALL jobbredo_unfence('{table}')")
            for table in FENCED
        ),
        # An answer stays within the enrolment's project, see projects/migrations/0003_sealed.py.
        migrations.RunSQL(
            "CALL jobbredo_carry('participants_eligibilityanswer', 'enrolment_id', 'of_project', "
            "'participants_enrolment', 'project_id')",
            "CALL jobbredo_uncarry('participants_eligibilityanswer', 'enrolment_id', 'of_project')",
        ),
        migrations.RunSQL(
            "CALL jobbredo_tie('participants_eligibilityanswer', 'condition_id', 'of_project', "
            "'participants_eligibilitycondition', 'project_id')",
            "CALL jobbredo_untie('participants_eligibilityanswer', 'condition_id', 'of_project')",
        ),
    ]
