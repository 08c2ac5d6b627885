"""What is asked of someone who looks for a person by personal number."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participants.actions import read_number
from participants.forms.base import PlainForm
from participants.forms.enrolment_fields import personal_number_field


class NumberSearchForm(PlainForm):
    """The whole number; parts of one find nobody."""

    error_title = _("That did not work")
    personal_number = personal_number_field(_("The whole number, twelve digits: YYYYMMDD-NNNN."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["personal_number"].required = True

    def clean_personal_number(self) -> str:
        """What can't be a number is said to be none. Raises ValidationError."""
        text = str(self.cleaned_data["personal_number"])
        try:
            read_number(text)
        except ValidationError as error:
            raise ValidationError(error.messages) from None
        return text
