from django.db import migrations

# Companies and projects meet within one organisation, see projects/migrations/0003_sealed.py.
# Table, key and column to fill; where it is filled from.
CARRIED = [
    ("employers_ring", "project_id", "of_organisation", "projects_project", "organisation_id"),
    ("employers_ringmembership", "ring_id", "of_organisation", "employers_ring", "of_organisation"),
    ("employers_companycontact", "project_id", "of_organisation", "projects_project", "organisation_id"),
    ("employers_recruitmentneed", "project_id", "of_organisation", "projects_project", "organisation_id"),
    ("employers_supervisor", "project_id", "of_organisation", "projects_project", "organisation_id"),
]
# Table, key and column that must agree; with what.
TIED = [
    ("employers_ringmembership", "company_id", "of_organisation", "employers_company", "organisation_id"),
    ("employers_companycontact", "company_id", "of_organisation", "employers_company", "organisation_id"),
    ("employers_recruitmentneed", "company_id", "of_organisation", "employers_company", "organisation_id"),
    ("employers_supervisor", "company_id", "of_organisation", "employers_company", "organisation_id"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_sealed"),
        ("employers", "0002_fence"),
    ]

    operations = [
        *(
            migrations.RunSQL(f"CALL jobbredo_carry{row}", f"CALL jobbredo_uncarry{row[:3]}")
            for row in CARRIED
        ),
        *(migrations.RunSQL(f"CALL jobbredo_tie{row}", f"CALL jobbredo_untie{row[:3]}") for row in TIED),
    ]
