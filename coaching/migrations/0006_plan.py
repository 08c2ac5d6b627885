import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A write that no action explains is noted, see accounts/migrations/0002_audit.py.
FENCED = ["coaching_plangoal", "coaching_planaction", "coaching_planagreement"]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit"),
        ("participants", "0003_sealed"),
        ("coaching", "0005_activities"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanGoal",
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
                        related_name="plan_goals",
                        to="participants.enrolment",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subgoals",
                        to="coaching.plangoal",
                        verbose_name="a step towards",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="goal")),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
            ],
            options={
                "verbose_name": "goal of a plan",
                "verbose_name_plural": "goals of plans",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_goal_not_its_own_step",
                        violation_error_message="A goal isn’t a step towards itself. Choose another goal.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="coaching.plangoal",
                        verbose_name="goal",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="what to do")),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("participant", "The participant"),
                            ("coach", "The coach"),
                            ("other", "Somebody else"),
                        ],
                        default="participant",
                        max_length=12,
                        verbose_name="who does it",
                    ),
                ),
                ("owner_name", models.CharField(blank=True, max_length=100, verbose_name="who that is")),
                ("due_on", models.DateField(verbose_name="done by")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To do"), ("done", "Done"), ("dropped", "Struck out")],
                        default="open",
                        max_length=8,
                        verbose_name="how far it has come",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="settled on")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
            ],
            options={
                "verbose_name": "action of a plan",
                "verbose_name_plural": "actions of plans",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner", "other"), models.Q(("owner_name", ""), _negated=True)),
                            models.Q(models.Q(("owner", "other"), _negated=True), ("owner_name", "")),
                            _connector="OR",
                        ),
                        name="plan_action_owner_named",
                        violation_error_message="Write who it is when it is somebody else, and only then.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_on__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("settled_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="plan_action_settled_on_a_day",
                        violation_error_message="What is done or struck out has its day, and nothing else has.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "dropped"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="plan_action_dropped_for_a_reason",
                        violation_error_message="Write why the action is struck out. Nothing else has a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanAgreement",
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
                        related_name="plan_agreements",
                        to="participants.enrolment",
                    ),
                ),
                ("agreed_on", models.DateField(verbose_name="agreed on")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coach",
                    ),
                ),
                ("content", models.JSONField(verbose_name="content")),
            ],
            options={
                "verbose_name": "agreed plan",
                "verbose_name_plural": "agreed plans",
                "ordering": ["-agreed_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "agreed_on"),
                        name="plan_agreed_once_a_day",
                        violation_error_message="The plan was agreed on that day already.",
                    )
                ],
            },
        ),
        *(
            migrations.RunSQL(f"CALL jobbredo_fence_in('{table}')", f"CALL jobbredo_unfence('{table}')")
            for table in FENCED
        ),
        # A step towards a goal belongs to the same stay, see projects/migrations/0003_sealed.py.
        migrations.RunSQL(
            "CALL jobbredo_tie('coaching_plangoal', 'parent_id', 'enrolment_id', "
            "'coaching_plangoal', 'enrolment_id')",
            "CALL jobbredo_untie('coaching_plangoal', 'parent_id', 'enrolment_id')",
        ),
    ]
