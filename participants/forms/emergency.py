"""What is asked of someone who breaks the glass."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.forms.base import PlainForm
from projects.models import Project

if TYPE_CHECKING:
    from django.db.models import QuerySet

LEAST_REASON, LONGEST_REASON = 20, 1000


class EmergencyForm(PlainForm):
    """Where, whom, and why. Whoever isn't found is answered for in one and the same sentence."""

    error_title = _("That did not work")
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), to_field_name="public_id"
    )
    number = forms.CharField(
        label=_("Participant number or personal number"),
        max_length=50,
        help_text=_("The whole number. A personal number has twelve digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "medium"}),
    )
    reason = forms.CharField(
        label=_("Why do you need to see this person now?"),
        min_length=LEAST_REASON,
        max_length=LONGEST_REASON,
        help_text=_(
            "For the data protection officer. Say why it can't wait for the person's coach. "
            "Write nothing about the person: no name, no number, no facts."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, projects: "QuerySet[Project]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = projects
            if only := projects.first() if len(projects[:2]) == 1 else None:
                field.initial = only.public_id

    def say_nobody(self) -> None:
        """The same for a number that nobody has, for someone who isn't protected and for one elsewhere."""
        nobody = _(
            "Nobody with protected identity is enrolled in the project under that number. Everybody else is "
            "in the list of participants."
        )
        self.add_error("number", nobody)
