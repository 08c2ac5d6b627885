"""The form of one step of a project's staircase."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.drawn_forms import FactForm
from projects.models import Phase


class PhaseForm(FactForm):
    """A step: what it is called, and how long somebody may stand there."""

    class Meta:
        model = Phase
        fields = ("name", "weeks_at_least", "weeks_at_most")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("The workbook names the step by this name.")
        least, most = self.fields["weeks_at_least"], self.fields["weeks_at_most"]
        least.help_text = _("Whole weeks from the first day of the step. Leave it empty for no limit.")
        most.help_text = _("Coaches are told two weeks before, and when it is past.")
        for field in (least, most):
            field.widget.attrs |= {"class": "short", "min": 1, "max": 520}

    def clean(self) -> dict[str, Any]:
        """Check that the limits are weeks, and in order."""
        data = super().clean()
        for name in ("weeks_at_least", "weeks_at_most"):
            if data.get(name) == 0:
                self.add_error(name, _("Write 1 or more, or leave it empty for no limit."))
        least, most = data.get("weeks_at_least"), data.get("weeks_at_most")
        if least and most and most < least:
            self.add_error("weeks_at_most", _("The longest time of a phase is shorter than its shortest."))
        return data
