import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

# A write that no action explains is noted, see accounts/migrations/0002_audit.py.
FENCED = [
    "coaching_supportedprocess",
    "coaching_supportedmove",
    "coaching_applicantanalysis",
    "coaching_maytell",
    "coaching_jobanalysis",
    "coaching_introductionagreement",
    "coaching_plannedsupport",
]
# The companies that a process is about are those of the enrolment's organisation, see
# projects/migrations/0003_sealed.py. Table, key and column to fill; where it is filled from.
PROCESS = ("process_id", "of_organisation", "coaching_supportedprocess", "of_organisation")
CARRIED = [
    (
        "coaching_supportedprocess",
        "enrolment_id",
        "of_organisation",
        "participants_enrolment",
        "of_organisation",
    ),
    ("coaching_maytell", *PROCESS),
    ("coaching_jobanalysis", *PROCESS),
    ("coaching_introductionagreement", *PROCESS),
]
# Table, key and column that must agree; with what.
COMPANY = ("company_id", "of_organisation", "employers_company", "organisation_id")
TIED = [
    ("coaching_maytell", *COMPANY),
    ("coaching_jobanalysis", *COMPANY),
    ("coaching_introductionagreement", *COMPANY),
]


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0008_caseload"),
        ("employers", "0003_sealed"),
        ("participants", "0003_sealed"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportedProcess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supported_processes",
                        to="participants.enrolment",
                    ),
                ),
                (
                    "employee_talk_on",
                    models.DateField(blank=True, null=True, verbose_name="talk with the employee"),
                ),
                ("employee_view", models.TextField(blank=True, verbose_name="the employee's view")),
                (
                    "employer_talk_on",
                    models.DateField(blank=True, null=True, verbose_name="talk with the employer"),
                ),
                ("employer_view", models.TextField(blank=True, verbose_name="the employer's view")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="the support ends on")),
                ("broken_off_on", models.DateField(blank=True, null=True, verbose_name="broken off on")),
                (
                    "broken_off_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="why it was broken off"),
                ),
            ],
            options={
                "verbose_name": "supported employment",
                "verbose_name_plural": "supported employment",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("broken_off_on", None), ("closed_on", None)),
                        fields=("enrolment",),
                        name="supported_process_open_once",
                        violation_error_message="Supported employment is going on already. Go on with that.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None),
                            models.Q(
                                ("employee_talk_on__isnull", False),
                                ("employee_talk_on__lte", models.F("closed_on")),
                                ("employer_talk_on__isnull", False),
                                ("employer_talk_on__lte", models.F("closed_on")),
                                models.Q(("employee_view", ""), _negated=True),
                                models.Q(("employer_view", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="supported_process_closed_with_both",
                        violation_error_message="The support ends when both the employee and the employer have had their closing talk, with the day and the view of each.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_on", None), ("broken_off_on", None), _connector="OR"),
                        name="supported_process_ends_one_way",
                        violation_error_message="It is either closed or broken off, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("broken_off_on", None), ("broken_off_reason", "")),
                            models.Q(
                                ("broken_off_on__isnull", False),
                                models.Q(("broken_off_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="supported_process_broken_off_for_a_reason",
                        violation_error_message="Say both when and why it was broken off.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SupportedMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="coaching.supportedprocess",
                    ),
                ),
                (
                    "step",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Applicant analysis"),
                            (2, "Job finding"),
                            (3, "Job analysis"),
                            (4, "Introduction at the workplace"),
                            (5, "Follow-up support"),
                        ],
                        verbose_name="step",
                    ),
                ),
                ("moved_on", models.DateField(verbose_name="from")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
            ],
            options={
                "verbose_name": "move between the steps",
                "verbose_name_plural": "moves between the steps",
                "ordering": ["moved_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("process", "moved_on"),
                        name="supported_move_one_a_day",
                        violation_error_message="There is a move on that day. Change that one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", [1, 2, 3, 4, 5])),
                        name="supported_move_to_a_step",
                        violation_error_message="Choose one of the five steps.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ApplicantAnalysis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "process",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="analysis",
                        to="coaching.supportedprocess",
                    ),
                ),
                (
                    "informed_on",
                    models.DateField(blank=True, null=True, verbose_name="told how the support works"),
                ),
                ("analysed_on", models.DateField(blank=True, null=True, verbose_name="done together")),
                (
                    "work_sought",
                    models.TextField(blank=True, verbose_name="work and fields of interest to seek"),
                ),
                (
                    "presented",
                    models.TextField(
                        blank=True, verbose_name="experience, education and knowledge to present"
                    ),
                ),
                ("tasks_sought", models.TextField(blank=True, verbose_name="tasks to seek")),
                ("tasks_avoided", models.TextField(blank=True, verbose_name="tasks to avoid")),
                ("environment_sought", models.TextField(blank=True, verbose_name="environment to seek")),
                ("environment_avoided", models.TextField(blank=True, verbose_name="environment to avoid")),
                ("hours_sought", models.CharField(blank=True, max_length=200, verbose_name="hours to seek")),
                (
                    "hours_avoided",
                    models.CharField(blank=True, max_length=200, verbose_name="hours to avoid"),
                ),
                ("support_needed", models.TextField(blank=True, verbose_name="support needed")),
            ],
            options={
                "verbose_name": "applicant analysis",
                "verbose_name_plural": "applicant analyses",
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="MayTell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="may_tell",
                        to="coaching.supportedprocess",
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="what may be told")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="employers.company",
                        verbose_name="to whom",
                    ),
                ),
                ("agreed_on", models.DateField(verbose_name="agreed on")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("withdrawn_on", models.DateField(editable=False, null=True, verbose_name="withdrawn")),
            ],
            options={
                "verbose_name": "what employers may be told",
                "verbose_name_plural": "what employers may be told",
                "ordering": ["agreed_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("agreed_on")), _connector="OR"
                        ),
                        name="may_tell_until_after_agreed",
                        violation_error_message="The last day is before the day it was agreed. Check the two dates.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on", None),
                            ("withdrawn_on__gte", models.F("agreed_on")),
                            _connector="OR",
                        ),
                        name="may_tell_withdrawn_after_agreed",
                        violation_error_message="It can't be withdrawn before it was agreed.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="JobAnalysis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="employers.company",
                        verbose_name="company",
                    ),
                ),
                ("workplace", models.CharField(blank=True, max_length=200, verbose_name="workplace")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="job_analyses",
                        to="coaching.supportedprocess",
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="date of the visit")),
                ("tasks", models.TextField(blank=True, verbose_name="tasks")),
                ("hours", models.CharField(blank=True, max_length=200, verbose_name="hours")),
                ("organisation", models.TextField(blank=True, verbose_name="work organisation")),
                (
                    "organisation_fit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fits", "Fits"),
                            ("adapted", "Fits if something is adapted"),
                            ("not", "Doesn't fit"),
                        ],
                        max_length=10,
                        verbose_name="match",
                    ),
                ),
                ("psychosocial", models.TextField(blank=True, verbose_name="psychosocial factors")),
                (
                    "psychosocial_fit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fits", "Fits"),
                            ("adapted", "Fits if something is adapted"),
                            ("not", "Doesn't fit"),
                        ],
                        max_length=10,
                        verbose_name="match",
                    ),
                ),
                ("physical", models.TextField(blank=True, verbose_name="physical factors")),
                (
                    "physical_fit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fits", "Fits"),
                            ("adapted", "Fits if something is adapted"),
                            ("not", "Doesn't fit"),
                        ],
                        max_length=10,
                        verbose_name="match",
                    ),
                ),
                ("knowledge", models.TextField(blank=True, verbose_name="knowledge factors")),
                (
                    "knowledge_fit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fits", "Fits"),
                            ("adapted", "Fits if something is adapted"),
                            ("not", "Doesn't fit"),
                        ],
                        max_length=10,
                        verbose_name="match",
                    ),
                ),
                ("support_needed", models.TextField(blank=True, verbose_name="support needed there")),
                (
                    "judgement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("direct", "Can be employed directly"),
                            ("introduction", "Needs support in the introduction"),
                            ("follow_up", "Needs follow-up support"),
                            ("both", "Needs support in the introduction and afterwards"),
                            ("unsuitable", "The workplace doesn't suit"),
                        ],
                        max_length=15,
                        verbose_name="judgement",
                    ),
                ),
            ],
            options={
                "verbose_name": "job analysis",
                "verbose_name_plural": "job analyses",
                "ordering": ["-visited_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("company__isnull", False),
                            models.Q(("workplace", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="job_analysis_of_a_workplace",
                        violation_error_message="Choose a company or write the workplace.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="IntroductionAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="employers.company",
                        verbose_name="company",
                    ),
                ),
                ("workplace", models.CharField(blank=True, max_length=200, verbose_name="workplace")),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="coaching.supportedprocess",
                    ),
                ),
                ("supervisor", models.CharField(blank=True, max_length=150, verbose_name="supervisor")),
                ("tasks", models.TextField(blank=True, verbose_name="tasks")),
                (
                    "hours_per_week",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(168)),
                        ],
                        verbose_name="hours a week",
                    ),
                ),
                ("times", models.CharField(blank=True, max_length=200, verbose_name="days and times")),
                ("start", models.DateField(blank=True, null=True, verbose_name="from")),
                ("end", models.DateField(blank=True, null=True, verbose_name="until")),
                ("participant_does", models.TextField(blank=True, verbose_name="what the employee does")),
                ("workplace_does", models.TextField(blank=True, verbose_name="what the workplace does")),
                ("coach_does", models.TextField(blank=True, verbose_name="what the coach does")),
                (
                    "follow_up",
                    models.TextField(blank=True, verbose_name="how and how long it is followed up"),
                ),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="agreed on")),
            ],
            options={
                "verbose_name": "introduction agreement",
                "verbose_name_plural": "introduction agreements",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("company__isnull", False),
                            models.Q(("workplace", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="introduction_at_a_workplace",
                        violation_error_message="Choose a company or write the workplace.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start", None), ("end", None), ("end__gte", models.F("start")), _connector="OR"
                        ),
                        name="introduction_end_after_start",
                        violation_error_message="The last day is before the first. Check the two dates.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_per_week", None), ("hours_per_week__range", (0, 168)), _connector="OR"
                        ),
                        name="introduction_hours_in_week",
                        violation_error_message="A week has 168 hours. Check the hours a week.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PlannedSupport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned_support",
                        to="coaching.supportedprocess",
                    ),
                ),
                ("start", models.DateField(verbose_name="from")),
                (
                    "hours_per_week",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal(0)),
                            django.core.validators.MaxValueValidator(Decimal(168)),
                        ],
                        verbose_name="hours of support a week",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned support",
                "verbose_name_plural": "planned support",
                "ordering": ["start", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("process", "start"),
                        name="planned_support_once_a_day",
                        violation_error_message="Support is planned from that day. Change that instead.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours_per_week__range", (0, 168))),
                        name="planned_support_hours_in_week",
                        violation_error_message="A week has 168 hours. Check the hours a week.",
                    ),
                ],
                "indexes": [],
            },
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
