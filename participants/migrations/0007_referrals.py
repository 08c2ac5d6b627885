import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FENCED = ["participants_referral", "participants_referrednumber"]
# A referral stays within its project, and its number within the organisation, see projects/migrations/0003_sealed.py.
CARRIED = [
    ("participants_referral", "project_id", "of_organisation", "projects_project", "organisation_id"),
]
TIED = [
    ("participants_referral", "target_group_id", "project_id", "projects_targetgroup", "project_id"),
    ("participants_referral", "enrolment_id", "project_id", "participants_enrolment", "project_id"),
    (
        "participants_referrednumber",
        "referral_id",
        "organisation_id",
        "participants_referral",
        "of_organisation",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0006_follow_ups"),
        ("projects", "0003_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("referred_by", models.CharField(blank=True, max_length=200, verbose_name="referred by")),
                ("received_on", models.DateField(verbose_name="received")),
                (
                    "financing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("social_assistance", "Social assistance"),
                            ("introduction", "Introduction or establishment benefit"),
                            ("activity_support", "Activity support"),
                            ("unemployment_benefit", "Unemployment benefit"),
                            ("sickness_benefit", "Sickness benefit or rehabilitation"),
                            ("subsidised_wage", "Wage with a subsidy"),
                            ("other", "Other, in words"),
                        ],
                        max_length=20,
                        verbose_name="lives on",
                    ),
                ),
                (
                    "financing_words",
                    models.CharField(blank=True, max_length=200, verbose_name="lives on, in words"),
                ),
                ("first_name", models.CharField(blank=True, max_length=100, verbose_name="first name")),
                ("last_name", models.CharField(max_length=100, verbose_name="last name")),
                ("phone", models.CharField(blank=True, max_length=50, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("protected_identity", models.BooleanField(default=False, verbose_name="protected identity")),
                (
                    "why",
                    models.TextField(blank=True, max_length=4000, verbose_name="why the person is referred"),
                ),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="decided on")),
                (
                    "declined_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_place", "No place free"),
                            ("not_target_group", "Not in the project’s target group"),
                            ("not_eligible", "Doesn’t meet the project’s conditions"),
                            ("not_wanted", "The person doesn’t want to take part"),
                            ("not_reached", "The person couldn’t be reached"),
                            ("other_measure", "Has another measure already"),
                            ("wrong", "Sent by mistake, or twice"),
                            ("other", "Other reason"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                (
                    "declined_words",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="in words"),
                ),
            ],
            options={
                "verbose_name": "referral",
                "verbose_name_plural": "referrals",
                "ordering": ["received_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReferredNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.TextField(editable=False, verbose_name="personal number")),
                ("index", models.CharField(editable=False, max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("personal", "Personal number"),
                            ("coordination", "Coordination number"),
                            ("interim", "Interim number"),
                        ],
                        default="personal",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "personal number of a referral",
                "verbose_name_plural": "personal numbers of referrals",
            },
        ),
        migrations.AddField(
            model_name="coachassignment",
            name="reads_until",
            field=models.DateField(blank=True, null=True, verbose_name="reads until"),
        ),
        migrations.AddConstraint(
            model_name="coachassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reads_until__isnull", True),
                    models.Q(("end__isnull", False), ("reads_until__gte", models.F("end"))),
                    _connector="OR",
                ),
                name="coach_assignment_reads_after_end",
                violation_error_message="Only a coach who has handed over goes on reading after that.",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="coach",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="coach who receives it",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="enrolment",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referral",
                to="participants.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="project",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="projects.project",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="referrer",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_referrals",
                to=settings.AUTH_USER_MODEL,
                verbose_name="referrer who signs in",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="registered_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="target_group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="projects.targetgroup",
                verbose_name="target group",
            ),
        ),
        migrations.AddField(
            model_name="referrednumber",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="projects.organisation"
            ),
        ),
        migrations.AddField(
            model_name="referrednumber",
            name="referral",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="number", to="participants.referral"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("referrer__isnull", False), models.Q(("referred_by", ""), _negated=True), _connector="OR"
                ),
                name="referral_is_from_somebody",
                violation_error_message="Write who refers the person.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("protected_identity", False), ("coach__isnull", False), _connector="OR"),
                name="referral_protected_names_coach",
                violation_error_message="Name the coach who alone receives it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_on__isnull", True),
                        ("declined_reason", ""),
                        ("declined_words", ""),
                        ("enrolment__isnull", True),
                    ),
                    models.Q(
                        ("decided_on__isnull", False),
                        ("declined_reason", ""),
                        ("declined_words", ""),
                        ("enrolment__isnull", False),
                    ),
                    models.Q(
                        ("decided_on__isnull", False),
                        ("enrolment__isnull", True),
                        models.Q(("declined_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="referral_decided_once",
                violation_error_message="A referral is either waiting, accepted or declined for a reason.",
            ),
        ),
        migrations.AddIndex(
            model_name="referrednumber",
            index=models.Index(fields=["organisation", "index"], name="referred_number_index"),
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
