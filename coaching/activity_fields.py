"""Fields of the forms about activities."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coaching.marks import MINUTES_A_DAY

_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)
_WHOLE: Final = re.compile(r"\d{1,4}", re.ASCII)
_MINUTES_AN_HOUR: Final = 60


class ClockInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "short"})


class MinutesField(forms.CharField):
    """A length of time, written as minutes (90) or hours and minutes (1:30). Gives whole minutes or None."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        super().__init__(max_length=6, **kwargs)
        self.least = least

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A short field with the keys for figures on a phone."""
        keys = {"autocomplete": "off", "inputmode": "numeric", "class": "short"}
        return {**super().widget_attrs(widget), **keys}

    def to_python(self, value: Any) -> Any:
        """Read it. Raises ValidationError."""
        text = str(super().to_python(value)).strip()
        if not text:
            return None
        if clock := _CLOCK.fullmatch(text):
            hours, rest = int(clock[1]), int(clock[2])
            minutes = hours * _MINUTES_AN_HOUR + rest if rest < _MINUTES_AN_HOUR else -1
        else:
            minutes = int(text) if _WHOLE.fullmatch(text) else -1
        if not self.least <= minutes <= MINUTES_A_DAY:
            raise ValidationError(_("Write minutes, such as 90, or hours and minutes, such as 1:30."))
        return minutes

    def validate(self, value: Any) -> None:
        """That there is something where something must be."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Nothing more: what is left is a number of minutes that can be."""
