from django.db import migrations

# A case stays within one organisation and one project, see projects/migrations/0003_sealed.py.
# Table, key and column to fill; where it is filled from.
CARRIED = [
    ("participants_enrolment", "project_id", "of_organisation", "projects_project", "organisation_id"),
    (
        "participants_participantnumber",
        "project_id",
        "of_organisation",
        "projects_project",
        "organisation_id",
    ),
    ("participants_episode", "enrolment_id", "of_organisation", "participants_enrolment", "of_organisation"),
    (
        "participants_profileshare",
        "enrolment_id",
        "of_organisation",
        "participants_enrolment",
        "of_organisation",
    ),
]
# Table, key and column that must agree; with what.
TIED = [
    ("participants_enrolment", "person_id", "of_organisation", "participants_person", "organisation_id"),
    ("participants_enrolment", "target_group_id", "project_id", "projects_targetgroup", "project_id"),
    (
        "participants_participantnumber",
        "person_id",
        "of_organisation",
        "participants_person",
        "organisation_id",
    ),
    (
        "participants_personalnumber",
        "person_id",
        "organisation_id",
        "participants_person",
        "organisation_id",
    ),
    ("participants_episode", "company_id", "of_organisation", "employers_company", "organisation_id"),
    ("participants_profileshare", "company_id", "of_organisation", "employers_company", "organisation_id"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0003_sealed"),
        ("participants", "0002_fence"),
    ]

    operations = [
        *(
            migrations.RunSQL(f"CALL jobbredo_carry{row}", f"CALL jobbredo_uncarry{row[:3]}")
            for row in CARRIED
        ),
        *(migrations.RunSQL(f"CALL jobbredo_tie{row}", f"CALL jobbredo_untie{row[:3]}") for row in TIED),
    ]
