from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit"),
        ("reporting", "0002_frozen"),
    ]

    operations = [
        # A write that no action explains is noted, see accounts/migrations/0002_audit.py.
        migrations.RunSQL(
            "CALL jobbredo_fence_in('reporting_acceptedgap')",
            "CALL jobbredo_unfence('reporting_acceptedgap')",
        ),
    ]
