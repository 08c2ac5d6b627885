import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                (
                    "set_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="set at"),
                ),
                (
                    "indicator_sets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("L", "Linköpingsmodellen"),
                                ("K", "Navigator"),
                                ("S", "SIN fact box"),
                                ("X", "LeanLink"),
                                ("V", "Vägen tillbaka"),
                                ("E07", "ESF 2007–2013"),
                                ("E14", "ESF 2014–2020"),
                                ("E21", "ESF+ 2021–2027"),
                                ("F", "Finsam"),
                            ],
                            max_length=3,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="indicator sets",
                    ),
                ),
                ("target_groups", models.JSONField(blank=True, default=list, verbose_name="target groups")),
                ("goals", models.JSONField(blank=True, default=list, verbose_name="goals")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="projects.project",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "version"),
                        name="plan_version_once",
                        violation_error_message="Somebody else has just changed the plan. Look at it first.",
                    )
                ],
            },
        ),
        # As the versions of the definitions: what was planned once can't be rewritten.
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON projects_planversion "
            "FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_append_only()",
            "DROP TRIGGER append_only ON projects_planversion",
        ),
    ]
