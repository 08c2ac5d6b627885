import re

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0004_mapping"),
    ]

    operations = [
        migrations.AddField(
            model_name="cventry",
            name="text_en",
            field=models.CharField(blank=True, max_length=500, verbose_name="text in English"),
        ),
        migrations.AddField(
            model_name="cventry",
            name="details",
            field=models.TextField(blank=True, max_length=5000, verbose_name="more about it"),
        ),
        migrations.AddField(
            model_name="cventry",
            name="details_en",
            field=models.TextField(blank=True, max_length=5000, verbose_name="more about it in English"),
        ),
        migrations.AddField(
            model_name="cventry",
            name="place",
            field=models.CharField(blank=True, max_length=200, verbose_name="employer or school"),
        ),
        migrations.AddField(
            model_name="cventry",
            name="begun",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        re.compile("(19|20)\\d\\d(-(0[1-9]|1[0-2]))?\\Z", re.ASCII),
                        "Write a year, or a year and a month: 2009 or 2009-03.",
                    )
                ],
                verbose_name="from",
            ),
        ),
        migrations.AddField(
            model_name="cventry",
            name="ended",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        re.compile("(19|20)\\d\\d(-(0[1-9]|1[0-2]))?\\Z", re.ASCII),
                        "Write a year, or a year and a month: 2009 or 2009-03.",
                    )
                ],
                verbose_name="until",
            ),
        ),
        migrations.AddField(
            model_name="cventry",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("native", "Mother tongue"),
                    ("fluent", "Fluent in speech and writing"),
                    ("good", "Good in speech and writing"),
                    ("basic", "Basic"),
                ],
                max_length=10,
                verbose_name="level",
            ),
        ),
        migrations.AddField(
            model_name="cventry",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="cventry",
            name="activity_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="activity in English"),
        ),
        migrations.AddConstraint(
            model_name="cventry",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", ""), ("kind", "language"), _connector="OR"),
                name="cv_entry_level_of_language",
                violation_error_message="Only a language has a level.",
            ),
        ),
        migrations.AlterModelOptions(
            name="cventry",
            options={
                "ordering": ["position", "pk"],
                "verbose_name": "CV entry",
                "verbose_name_plural": "CV entries",
            },
        ),
    ]
