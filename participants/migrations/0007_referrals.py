from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0006_follow_ups"),
    ]

    operations = []
