from django.db import migrations

# A write that no action explains is noted, see accounts/migrations/0002_audit.py.
FENCED = [
    "participants_person",
    "participants_personalnumber",
    "participants_participantnumber",
    "participants_enrolment",
    "participants_sensitivebackground",
    "participants_coachassignment",
    "participants_episode",
    "participants_supportperiod",
    "participants_cventry",
    "participants_followup",
    "participants_surveyanswer",
    "participants_profileshare",
    "participants_personallink",
    "participants_emergencyaccess",
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit"),
        ("participants", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(f"CALL jobbredo_fence_in('{table}')", f"CALL jobbredo_unfence('{table}')")
        for table in FENCED
    ]
