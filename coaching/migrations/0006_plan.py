from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0005_activities"),
    ]

    operations = []
