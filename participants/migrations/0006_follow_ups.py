import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TIE = (
    "participants_followupattempt",
    "follow_up_id",
    "enrolment_id",
    "participants_followup",
    "enrolment_id",
)


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0005_cv"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUpAttempt",
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
                        choices=[("days_90", "90 days"), ("months_6", "6 months")],
                        editable=False,
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("tried_on", models.DateField(verbose_name="date")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("text", "Text message"),
                            ("mail", "E-mail"),
                            ("letter", "Letter"),
                            ("visit", "Visit"),
                            ("meeting", "Meeting"),
                            ("other", "Other"),
                        ],
                        default="phone",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "asked",
                    models.CharField(
                        choices=[("participant", "The participant"), ("employer", "The employer")],
                        default="participant",
                        max_length=15,
                        verbose_name="who was asked",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reached", "Reached"),
                            ("not_reached", "Not reached"),
                            ("call_back", "Will be in touch on a day"),
                        ],
                        max_length=15,
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("work", "Work"),
                            ("studies", "Studies"),
                            ("programme", "Labour-market programme"),
                            ("job_seeking", "Job seeking"),
                            ("outside_labour_force", "Outside the labour force"),
                        ],
                        max_length=25,
                        verbose_name="outcome",
                    ),
                ),
                ("call_back_on", models.DateField(blank=True, null=True, verbose_name="will be in touch on")),
                ("comment", models.CharField(blank=True, max_length=500, verbose_name="comment")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_up_attempts",
                        to="participants.enrolment",
                    ),
                ),
                (
                    "follow_up",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="attempt",
                        to="participants.followup",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt to follow up",
                "verbose_name_plural": "attempts to follow up",
                "ordering": ["-tried_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__gt", ""), ("result", "reached")),
                            models.Q(models.Q(("result", "reached"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="attempt_outcome_when_reached",
                        violation_error_message="Say what you found where somebody was reached, and only there.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("call_back_on__gte", models.F("tried_on")),
                                ("call_back_on__isnull", False),
                                ("result", "call_back"),
                            ),
                            models.Q(
                                models.Q(("result", "call_back"), _negated=True),
                                ("call_back_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="attempt_call_back_day",
                        violation_error_message="Give the day on which they will be in touch, not before the attempt.",
                    ),
                ],
            },
        ),
        # A write that no action explains is noted, see accounts/migrations/0002_audit.py.
        migrations.RunSQL(
            "CALL jobbredo_fence_in('participants_followupattempt')",
            "CALL jobbredo_unfence('participants_followupattempt')",
        ),
        # What was found hangs on the stay that the attempt is about, see projects/migrations/0003_sealed.py.
        migrations.RunSQL(f"CALL jobbredo_tie{TIE}", f"CALL jobbredo_untie{TIE[:3]}"),
    ]
