import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coaching.models.caseload


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0007_today"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "name",
                    models.CharField(
                        max_length=60,
                        validators=[coaching.models.caseload.holds_no_personal_number],
                        verbose_name="name",
                    ),
                ),
                ("query", models.CharField(editable=False, max_length=500, verbose_name="filters")),
                (
                    "is_default",
                    models.BooleanField(default=False, verbose_name="in force when I open the list"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "name"),
                        name="saved_filter_once",
                        violation_error_message="You have a filter with this name. Choose another name.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("user",),
                        name="saved_filter_one_default",
                        violation_error_message="Another filter is in force when you open the list already.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CALL jobbredo_fence_in('coaching_savedfilter')", "CALL jobbredo_unfence('coaching_savedfilter')"
        ),
    ]
