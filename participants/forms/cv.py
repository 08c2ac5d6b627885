"""Forms about a participant's CV."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.actions.cv import CvFacts
from participants.codes import CvEntryKind
from participants.forms.base import FactForm, NewRowForm, PlainForm
from participants.models import CvEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.drawn_forms import Group

ENTRY: Final = ("kind", "text", "text_en", "details", "details_en", "place", "begun", "ended", "level")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the CV: `slug` in the address, what its entries are about, and their fields."""

    slug: str
    kind: str
    heading: "StrOrPromise"
    new: "StrOrPromise"
    text: "StrOrPromise"
    place: "StrOrPromise"
    fields: tuple[str, ...]


_LASTED: Final = ("text", "place", "begun", "ended", "details")
SECTIONS: Final = (
    Section(
        "fardighet",
        CvEntryKind.SKILL,
        _("Skills"),
        _("New skill"),
        _("What the person can do"),
        "",
        ("text", "details"),
    ),
    Section(
        "erfarenhet",
        CvEntryKind.EXPERIENCE,
        _("Experience"),
        _("New experience"),
        _("Post or task"),
        _("Employer"),
        _LASTED,
    ),
    Section(
        "utbildning",
        CvEntryKind.EDUCATION,
        _("Education"),
        _("New education"),
        _("Education"),
        _("School"),
        _LASTED,
    ),
    Section(
        "sprak",
        CvEntryKind.LANGUAGE,
        _("Languages"),
        _("New language"),
        _("Language"),
        "",
        ("text", "level"),
    ),
    Section(
        "korkort",
        CvEntryKind.DRIVING_LICENCE,
        _("Driving licence"),
        _("New driving licence"),
        _("Licence class"),
        "",
        ("text",),
    ),
)
# What an import brought without a kind: it can be given one.
OTHER: Final = Section("", "", _("Other entries"), "", _("Text"), "", ("kind", "text", "details"))
SECTION_OF: Final = {section.kind: section for section in (*SECTIONS, OTHER)}


class CvEntryForm(FactForm):
    """An entry of one section; in English too, where somebody has written it."""

    class Meta:
        model = CvEntry
        fields = ENTRY

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        translated = [f"{name}_en" for name in section.fields if name in {"text", "details"}]
        key = {"key": self.fields["key"]} if "key" in self.fields else {}
        self.fields = {**key, **{name: self.fields[name] for name in (*section.fields, *translated)}}
        self._word()

    def _word(self) -> None:
        fields, section = self.fields, self.section
        for name, rows in (("text", 2), ("details", 3), ("details_en", 3)):
            if name in fields:
                fields[name].widget = forms.Textarea(attrs={"rows": rows})
        fields["text"].label = section.text
        if "place" in fields:
            fields["place"].label = section.place
        if "begun" in fields:
            fields["begun"].help_text = _("A year, or a year and a month: 2009 or 2009-03.")
            fields["ended"].help_text = _("Leave it empty as long as it goes on.")
            for name in ("begun", "ended"):
                fields[name].widget.attrs.update({"inputmode": "numeric", "class": "short"})

    def groups(self) -> list["Group"]:
        """The entry, and under a heading the same in English."""
        english = [name for name in self.fields if name.endswith("_en")]
        entry = [name for name in self.fields if name not in {*english, "key"}]
        explanation = _("For a CV in English. What is left empty is printed in Swedish.")
        return [("", entry, ""), (_("In English"), english, explanation)]

    def facts(self) -> CvFacts:
        """What the actions ask for, with what the section doesn't ask for as it was."""
        kept = {name: getattr(self.instance, name) for name in ENTRY}
        asked = {name: self.cleaned_data[name] for name in ENTRY if name in self.cleaned_data}
        return cast("CvFacts", {**kept, **asked})


class NewCvEntryForm(CvEntryForm, NewRowForm):
    """A new entry."""


class MoveCvEntryForm(PlainForm):
    """Which of its neighbours an entry changes places with."""

    way = forms.ChoiceField(choices=[("up", _("Up")), ("down", _("Down"))])


class PrintCvForm(PlainForm):
    """What a CV on paper looks like, and how to reach the person: written here and stored nowhere."""

    side_by_side = frozenset({"language", "look"})
    language = forms.ChoiceField(
        label=_("In which language"),
        choices=[("sv", _("Swedish")), ("en", _("English"))],
        initial="sv",
        widget=forms.RadioSelect,
    )
    look = forms.ChoiceField(
        label=_("How it looks"),
        choices=[("project", _("The project’s")), ("neutral", _("Neutral, without the project"))],
        initial="project",
        widget=forms.RadioSelect,
    )
    name = forms.BooleanField(label=_("The name stands on it"), required=False, initial=True)
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    mail = forms.EmailField(
        label=_("Mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def groups(self) -> list["Group"]:
        """How it looks, and what the person wants to tell of how to reach them."""
        told = _(
            "Only what the participant wants to have on it. What you write here is printed and not stored."
        )
        return [
            ("", ["language", "look"], ""),
            (_("How to reach the person"), ["name", "phone", "mail"], told),
        ]
