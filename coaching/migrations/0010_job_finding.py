"""One more kind of note, about employers who were asked. The tables stay as they are."""

from typing import ClassVar

from django.db import migrations, models

KINDS = [
    ("contact", "Contact: phone, letter or message"),
    ("talk", "Talk"),
    ("employer", "Job finding: an employer who was asked"),
    ("other", "Something else"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("coaching", "0009_supported")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name=model,
            name="kind",
            field=models.CharField(blank=True, choices=KINDS, max_length=10, verbose_name="kind"),
        )
        for model in ("note", "notedraft", "noteversion")
    ]
