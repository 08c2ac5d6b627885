from django.db import migrations

# A write that no action explains is noted, see accounts/migrations/0002_audit.py.
FENCED = [
    "employers_companyseat",
    "employers_supervisor",
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit"),
        ("employers", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(f"CALL jobbredo_fence_in('{table}')", f"CALL jobbredo_unfence('{table}')")
        for table in FENCED
    ]
