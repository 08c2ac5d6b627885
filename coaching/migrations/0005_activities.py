import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A write that no action explains is noted, see accounts/migrations/0002_audit.py.
FENCED = [
    "coaching_absence",
    "coaching_attendancechange",
    "coaching_expected",
    "coaching_seriesexpected",
]
# Who is invited, was missing or is corrected stays within the enrolment's project, and a session within its
# series', see projects/migrations/0003_sealed.py.
CARRIED = [(table, "enrolment_id", "of_project", "participants_enrolment", "project_id") for table in FENCED]
TIED = [
    ("coaching_absence", "session_id", "of_project", "coaching_session", "project_id"),
    ("coaching_attendancechange", "session_id", "of_project", "coaching_session", "project_id"),
    ("coaching_expected", "session_id", "of_project", "coaching_session", "project_id"),
    ("coaching_seriesexpected", "series_id", "of_project", "coaching_series", "project_id"),
    ("coaching_session", "series_id", "project_id", "coaching_series", "project_id"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0004_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("ill", "Ill"),
                            ("child_ill", "Child ill"),
                            ("care", "Doctor or other care"),
                            ("authority", "Meeting with another authority"),
                            ("work", "Work, placement or interview"),
                            ("studies", "Studies"),
                            ("leave", "Agreed leave"),
                            ("travel", "Trouble on the way"),
                            ("unexcused", "No valid reason"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
            },
        ),
        migrations.CreateModel(
            name="AttendanceChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed at")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "old_minutes",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="minutes before"
                    ),
                ),
                (
                    "old_late",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="minutes late before"
                    ),
                ),
                (
                    "old_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ill", "Ill"),
                            ("child_ill", "Child ill"),
                            ("care", "Doctor or other care"),
                            ("authority", "Meeting with another authority"),
                            ("work", "Work, placement or interview"),
                            ("studies", "Studies"),
                            ("leave", "Agreed leave"),
                            ("travel", "Trouble on the way"),
                            ("unexcused", "No valid reason"),
                            ("unknown", "Not known yet"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="reason before",
                    ),
                ),
                (
                    "new_minutes",
                    models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="minutes"),
                ),
                (
                    "new_late",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="minutes late"),
                ),
                (
                    "new_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ill", "Ill"),
                            ("child_ill", "Child ill"),
                            ("care", "Doctor or other care"),
                            ("authority", "Meeting with another authority"),
                            ("work", "Work, placement or interview"),
                            ("studies", "Studies"),
                            ("leave", "Agreed leave"),
                            ("travel", "Trouble on the way"),
                            ("unexcused", "No valid reason"),
                            ("unknown", "Not known yet"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of attendance",
                "verbose_name_plural": "changes of attendance",
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Expected",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to a session",
                "verbose_name_plural": "invitations to a session",
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("talk", "Individual talk"),
                            ("job_club", "Job club"),
                            ("weekly_meeting", "Weekly meeting"),
                            ("seminar", "Seminar"),
                            ("role_model", "Role model"),
                            ("study_visit", "Study visit"),
                            ("study_circle", "Study circle"),
                            ("theme_day", "Theme day"),
                            ("three_party_talk", "Three-party talk"),
                            ("other", "Other activity"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("begins", models.TimeField(blank=True, null=True, verbose_name="begins")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="ends")),
                (
                    "place",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="place"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Monday"),
                                (2, "Tuesday"),
                                (3, "Wednesday"),
                                (4, "Thursday"),
                                (5, "Friday"),
                                (6, "Saturday"),
                                (7, "Sunday"),
                            ]
                        ),
                        default=list,
                        verbose_name="weekdays",
                    ),
                ),
                (
                    "every_weeks",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="every … weeks",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "ordering": ["starts_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SeriesExpected",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to a series",
                "verbose_name_plural": "invitations to a series",
            },
        ),
        migrations.AddField(
            model_name="attendance",
            name="late_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ill", "Ill"),
                    ("child_ill", "Child ill"),
                    ("care", "Doctor or other care"),
                    ("authority", "Meeting with another authority"),
                    ("work", "Work, placement or interview"),
                    ("studies", "Studies"),
                    ("leave", "Agreed leave"),
                    ("travel", "Trouble on the way"),
                    ("unexcused", "No valid reason"),
                    ("unknown", "Not known yet"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="why late",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="minutes_late",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="minutes late"),
        ),
        migrations.AddField(
            model_name="session",
            name="begins",
            field=models.TimeField(blank=True, null=True, verbose_name="begins"),
        ),
        migrations.AddField(
            model_name="session",
            name="ends",
            field=models.TimeField(blank=True, null=True, verbose_name="ends"),
        ),
        migrations.AddField(
            model_name="session",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="held by",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="place",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="place"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="public_id",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes_late__lte", 1440)),
                name="attendance_late_within_a_day",
                violation_error_message="Nobody is more than 24 hours late. Check the minutes.",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="absences",
                to="participants.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="absences", to="coaching.session"
            ),
        ),
        migrations.AddField(
            model_name="attendancechange",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AddField(
            model_name="attendancechange",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attendance_changes",
                to="participants.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="attendancechange",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="coaching.session"
            ),
        ),
        migrations.AddField(
            model_name="expected",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="expected",
                to="participants.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="expected",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="expected", to="coaching.session"
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="held by",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="series", to="projects.project"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sessions",
                to="coaching.series",
                verbose_name="series",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends", None),
                    models.Q(("begins__isnull", False), ("ends__gt", models.F("begins"))),
                    _connector="OR",
                ),
                name="session_ends_after_it_begins",
                violation_error_message="It ends before it begins. Check the two times.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="session",
            name="session_once",
            constraint=models.UniqueConstraint(
                fields=("project", "held_on", "kind", "title"),
                name="session_once",
                violation_error_message="The session is already there. Add attendance to it, or give the new one another title.",
            ),
        ),
        migrations.AddField(
            model_name="seriesexpected",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="expected_in_series",
                to="participants.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="seriesexpected",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="expected", to="coaching.series"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.UniqueConstraint(
                fields=("session", "enrolment"),
                name="absence_once",
                violation_error_message="The participant's absence is already entered. Change that entry.",
            ),
        ),
        migrations.AddConstraint(
            model_name="expected",
            constraint=models.UniqueConstraint(
                fields=("session", "enrolment"),
                name="expected_once",
                violation_error_message="The participant is already invited.",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends", None),
                    models.Q(("begins__isnull", False), ("ends__gt", models.F("begins"))),
                    _connector="OR",
                ),
                name="series_ends_after_it_begins",
                violation_error_message="It ends before it begins. Check the two times.",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="series_ends_after_it_starts",
                violation_error_message="The last day is before the first. Check the two dates.",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekdays__len__gte", 1)),
                name="series_has_a_weekday",
                violation_error_message="Choose at least one weekday.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seriesexpected",
            constraint=models.UniqueConstraint(
                fields=("series", "enrolment"),
                name="series_expected_once",
                violation_error_message="The participant is already invited.",
            ),
        ),
        *(
            migrations.RunSQL(f"CALL jobbredo_fence_in('{table}')", f"CALL jobbredo_unfence('{table}')")
            for table in FENCED
        ),
        *(
            migrations.RunSQL(f"CALL jobbredo_carry{row}", f"CALL jobbredo_uncarry{row[:3]}")
            for row in CARRIED
        ),
        *(migrations.RunSQL(f"CALL jobbredo_tie{row}", f"CALL jobbredo_untie{row[:3]}") for row in TIED),
    ]
