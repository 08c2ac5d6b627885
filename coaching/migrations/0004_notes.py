from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0003_sealed"),
        ("coaching", "0003_sealed"),
    ]

    operations = []
