"""A standing order has one report for each month that its reports reach up to: all begin with the project."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Reports of one order differ in their last day."""

    dependencies: ClassVar = [("reporting", "0004_kept")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="report", name="report_once_a_month"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                name="report_once_a_month",
                fields=["standing_order", "period_end"],
                violation_error_message="The month’s report is ordered already.",
            ),
        ),
    ]
