import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0006_follow_ups"),
        ("coaching", "0006_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Postponement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("project_over", "Exit when the project ends"),
                            ("first_day", "First day"),
                            ("clock", "Job-ready within 4 months"),
                            ("step", "Time on the step"),
                            ("episode", "Placement or the like ends"),
                            ("plan", "Plan"),
                            ("follow_up", "Follow-up"),
                            ("contact", "Contact"),
                            ("missing", "Missing facts"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="what it is about",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=100)),
                (
                    "way",
                    models.CharField(
                        choices=[("later", "I do it later"), ("as_is", "It is right as it is")],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("until", models.DateField(verbose_name="comes back on")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
            ],
            options={
                "verbose_name": "postponement",
                "verbose_name_plural": "postponements",
                "ordering": ["until", "pk"],
            },
        ),
        migrations.AddField(
            model_name="postponement",
            name="by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="postponement",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="postponements",
                to="participants.enrolment",
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "kind", "key"),
                name="postponement_once",
                violation_error_message="This is put off already. Open the page again.",
            ),
        ),
        # A write that no action explains is noted, see accounts/migrations/0002_audit.py.
        migrations.RunSQL(
            "CALL jobbredo_fence_in('coaching_postponement')",
            "CALL jobbredo_unfence('coaching_postponement')",
        ),
    ]
