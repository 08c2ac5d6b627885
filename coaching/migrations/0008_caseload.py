from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0007_today"),
    ]

    operations = []
