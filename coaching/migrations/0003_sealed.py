from django.db import migrations

# What is assessed, attended and decided stays within the enrolment's project, and a result within its
# assessment's checklist, see projects/migrations/0003_sealed.py.
# Table, key and column to fill; where it is filled from.
CARRIED = [
    ("coaching_readinessassessment", "enrolment_id", "of_project", "participants_enrolment", "project_id"),
    ("coaching_phasemove", "enrolment_id", "of_project", "participants_enrolment", "project_id"),
    ("coaching_attendance", "enrolment_id", "of_project", "participants_enrolment", "project_id"),
    (
        "coaching_criterionresult",
        "assessment_id",
        "of_checklist",
        "coaching_readinessassessment",
        "checklist_id",
    ),
]
# Table, key and column that must agree; with what.
TIED = [
    ("coaching_readinessassessment", "checklist_id", "of_project", "coaching_checklist", "project_id"),
    ("coaching_phasemove", "phase_id", "of_project", "projects_phase", "project_id"),
    ("coaching_attendance", "session_id", "of_project", "coaching_session", "project_id"),
    ("coaching_criterionresult", "criterion_id", "of_checklist", "coaching_criterion", "checklist_id"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0003_sealed"),
        ("coaching", "0002_fence"),
    ]

    operations = [
        *(
            migrations.RunSQL(f"CALL jobbredo_carry{row}", f"CALL jobbredo_uncarry{row[:3]}")
            for row in CARRIED
        ),
        *(migrations.RunSQL(f"CALL jobbredo_tie{row}", f"CALL jobbredo_untie{row[:3]}") for row in TIED),
    ]
