import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Drafts save themselves while somebody writes, outside the audit log; the note that one becomes is recorded.
FENCED = ["coaching_note", "coaching_noteversion"]


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0003_sealed"),
        ("participants", "0003_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "Contact: phone, letter or message"),
                            ("talk", "Talk"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(20000)], verbose_name="note"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="participants.enrolment",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["-day", "-pk"],
                "indexes": [models.Index(fields=["enrolment", "-day"], name="notes_of_enrolment")],
            },
        ),
        migrations.CreateModel(
            name="NoteVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "Contact: phone, letter or message"),
                            ("talk", "Talk"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(20000)], verbose_name="note"
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="coaching.note",
                    ),
                ),
                ("replaced_at", models.DateTimeField(verbose_name="replaced")),
            ],
            options={
                "verbose_name": "former text of a note",
                "verbose_name_plural": "former texts of notes",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="NoteDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="note_drafts",
                        to="participants.enrolment",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("key", models.UUIDField(editable=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("day", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "Contact: phone, letter or message"),
                            ("talk", "Talk"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(20000)], verbose_name="note"
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="saved")),
            ],
            options={
                "verbose_name": "draft of a note",
                "verbose_name_plural": "drafts of notes",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "author"),
                        name="note_draft_one_each",
                        violation_error_message="You have a draft of a note about this participant already.",
                    )
                ],
            },
        ),
        *(
            migrations.RunSQL(f"CALL jobbredo_fence_in('{table}')", f"CALL jobbredo_unfence('{table}')")
            for table in FENCED
        ),
    ]
