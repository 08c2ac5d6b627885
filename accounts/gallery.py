"""The design gallery: sample forms and data to show every component with. Its words are samples."""

import json
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.conf import settings


class GalleryFilterForm(forms.Form):
    """Filters to show in the gallery; the words are samples."""

    use_required_attribute = False
    name = forms.CharField(label="Namn", required=False)
    phase = forms.ChoiceField(label="Fas", required=False, choices=[("", "Alla"), ("1", "Introduktion")])


class GalleryForm(forms.Form):
    """One field of each kind to show in the gallery; the words are samples."""

    use_required_attribute = False
    occupation = forms.CharField(label="Yrke", help_text="Skriv början av yrket eller koden i SSYK 2012.")
    start = forms.DateField(label="Startdatum", widget=forms.DateInput(attrs={"type": "date"}))
    hours = forms.DecimalField(label="Timmar per vecka", required=False, min_value=1, max_value=40)
    kind = forms.ChoiceField(label="Insats", choices=[("", "Välj"), ("work_placement", "Arbetspraktik")])
    state = forms.ChoiceField(
        label="Förstår svenska",
        widget=forms.RadioSelect,
        choices=[
            ("met", "Uppfyllt"),
            ("partly", "Delvis"),
            ("not_met", "Ej uppfyllt"),
            ("not_assessed", "Ej bedömt"),
        ],
        help_text="I arbetet, inte i skolan.",
    )
    languages = forms.MultipleChoiceField(
        label="Språk",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("so", "Somaliska"), ("ar", "Arabiska")],
    )
    note = forms.CharField(label="Iakttagelse", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="Överenskommet med deltagaren")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "occupation",
            "start",
            "hours",
            "kind",
            Field("state", wrapper_class="choices-inline"),
            "languages",
            "note",
            "agreed",
        )
        self.helper.add_input(Submit("save", "Spara"))


def gallery_context() -> dict[str, Any]:
    """What templates/gallery.html shows."""
    samples = json.loads((settings.BASE_DIR / "templates" / "gallery.json").read_text("utf-8"))
    return {
        "samples": samples,
        "filter_form": GalleryFilterForm(auto_id="filter_%s"),
        "form": GalleryForm(auto_id="form_%s"),
        "faulty_form": GalleryForm({"hours": "99", "kind": "work_placement"}, auto_id="faulty_%s"),
    }
