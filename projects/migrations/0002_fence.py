from django.db import migrations

# A write that no action explains is noted, see accounts/migrations/0002_audit.py.
FENCED = [
    "projects_membership",
    "projects_organisationrole",
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit"),
        ("projects", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(f"CALL jobbredo_fence_in('{table}')", f"CALL jobbredo_unfence('{table}')")
        for table in FENCED
    ] + [
        # A report names the version that it used: what that said can't be rewritten.
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON projects_projectdefinitions "
            "FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_append_only()",
            "DROP TRIGGER append_only ON projects_projectdefinitions",
        ),
    ]
