"""Forms about a person and their stay in a project."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.access import Role
from participants.actions import BackgroundFacts, EnrolmentFacts, NewParticipant, NewStay, PersonFacts
from participants.codes import SupportSource
from participants.forms.base import NEEDED, FactForm, HoursField, NewRowForm, PlainForm
from participants.forms.enrolment_fields import (
    ANSWERS,
    BACKGROUND,
    ENROLMENT,
    PERSON,
    SENSITIVE,
    CoachField,
    ReferrerField,
    check_name,
    check_number,
    describe,
    personal_number_field,
)
from participants.models import Enrolment, Person, SensitiveBackground
from participants.querysets import OVERLAP_DAYS
from projects.models import Membership

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from participants.forms.base import Group
    from projects.models import Project


class StayForm(FactForm):
    """What is known of a stay at its start."""

    needed = NEEDED

    class Meta:
        model = Enrolment
        fields = ENROLMENT
        field_classes = {"hours_wanted": HoursField}

    def __init__(self, *args: Any, project: "Project", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        groups = cast("forms.ModelChoiceField[Any]", self.fields["target_group"])
        groups.queryset = project.target_groups.all()
        referrer = ReferrerField(project, self.instance.referrer)
        if not referrer.offers_someone:
            referrer.widget = forms.HiddenInput()
        self.fields["referrer"] = referrer
        self.order_fields(["key", "target_group", "referred_by", "referrer"])
        describe(self)

    def clean_start(self) -> "dt.date":
        """A start lies within the project; one that was recorded outside it may stay."""
        start: dt.date = self.cleaned_data["start"]
        if "start" in self.changed_data and not self.project.start <= start <= self.project.end:
            runs = _("The project runs from %(start)s to %(end)s. Choose a day within it.")
            raise ValidationError(runs, params={"start": self.project.start, "end": self.project.end})
        return start

    def clean(self) -> dict[str, Any]:
        """Check what two fields say together."""
        data = super().clean() or self.cleaned_data
        start, since = data.get("start"), data.get("unemployed_since")
        if start and since and since > start:
            self.add_error("unemployed_since", _("That is after the start. Check the two dates."))
        return data

    def written(self, name: str) -> object:
        """A referrer is chosen by their role in the project, and stored as who they are."""
        if name != "referrer":
            return super().written(name)
        chosen: Membership | None = self.cleaned_data[name]
        return chosen.user_id if chosen else None

    def in_words(self, name: str, value: object) -> str:
        """A referrer goes by name."""
        if name == "referrer" and value:
            there = cast("ReferrerField", self.fields[name]).queryset
            value = next((str(role.user) for role in there or () if role.user_id == value), "")
        return super().in_words(name, value)

    def stay(self) -> EnrolmentFacts:
        """What the actions ask for."""
        facts = {name: self.cleaned_data[name] for name in ENROLMENT}
        chosen: Membership | None = self.cleaned_data["referrer"]
        return cast("EnrolmentFacts", {**facts, "referrer": chosen.user if chosen else None})


class EnrolForm(StayForm, NewRowForm):
    """Everything about somebody new in a project. What isn't known yet is left empty."""

    side_by_side = ANSWERS

    personal_number = personal_number_field(_("Twelve digits. Leave it empty when there is none."))
    new_name = forms.BooleanField(label=_("It is the same person, under a new name"), required=False)
    participant_number = forms.CharField(
        label=_("Participant number"),
        required=False,
        max_length=50,
        help_text=_("What the project calls the person in its papers. Left empty, the next number is given."),
    )
    support_source = forms.ChoiceField(label=_("Support at the start"), required=False)
    support_from = forms.DateField(
        label=_("Support since"), required=False, help_text=_("Left empty, it counts from the first day.")
    )

    def __init__(self, *args: Any, project: "Project", by: "User", on: "dt.date", **kwargs: Any) -> None:
        self.asks_for_new_name = False
        super().__init__(*args, project=project, **kwargs)
        self.fields["start"].initial = max(on, project.start) if on <= project.end else None
        self.fields["coach"] = coach = CoachField(project, required=False)
        coach.initial = project.memberships.current().filter(role=Role.COACH, user=by).first()
        sources = cast("forms.ChoiceField", self.fields["support_source"])
        sources.choices = [("", ""), *SupportSource.choices]
        self.fields.update(forms.fields_for_model(Person, PERSON))
        self.fields.update(forms.fields_for_model(SensitiveBackground, BACKGROUND))
        if not project.target_groups.exists():
            self.fields["target_group"].widget = forms.HiddenInput()
        describe(self)
        # What must be put right is listed in the order of the page.
        self.order_fields([name for _heading, names, _explanation in self.groups() for name in names])

    def groups(self) -> list["Group"]:
        """The fields as the talk goes: who, where, from what; sensitive ones last and apart."""
        asks = self.asks_for_new_name or ("new_name" in self.fields and self["new_name"].value())
        again = ["new_name"] if asks else []
        group = [] if self.fields["target_group"].widget.is_hidden else ["target_group"]
        referrer = [] if self.fields["referrer"].widget.is_hidden else ["referrer"]
        return [
            (_("The person"), ["personal_number", *again, *PERSON], ""),
            (
                _("In the project"),
                ["start", "coach", *group, "referred_by", *referrer, "referred_on", "participant_number"],
                "",
            ),
            (
                _("At the start"),
                ["support_source", "support_from", "entry_status", "unemployed_since", *ENROLMENT[-3:]],
                "",
            ),
            (_("Sensitive background"), BACKGROUND, SENSITIVE),
        ]

    def clean(self) -> dict[str, Any]:
        """Check what two fields say together."""
        data = super().clean()
        check_name(self)
        check_number(self, first_day=data.get("start"))
        self.check_support()
        return data

    def check_support(self) -> None:
        """Say that a date of support needs a source."""
        if self.cleaned_data.get("support_from") and self.cleaned_data.get("support_source") == "":
            self.add_error("support_source", _("Choose the support too, or take its date away."))

    def ask_for_new_name(self) -> None:
        """The personal number belongs to somebody recorded under another name."""
        self.asks_for_new_name = True
        self.add_error(
            "personal_number",
            _(
                "Somebody with this personal number is recorded under another name. Check the number."
                " If it is the same person, tick the box below."
            ),
        )

    def say_already_enrolled(self, since: "dt.date", url: str | None) -> None:
        """The person has an open enrolment in the project; `url` leads there when the user may see it."""
        text = _("The person is already enrolled in the project, since %(since)s.") % {"since": since}
        if url:
            text = format_html('{} <a href="{}">{}</a>', text, url, _("Open the participant"))
        self.add_error(None, text)

    def new_participant(self) -> NewParticipant:
        """What the action `enrol` asks for."""
        data = self.cleaned_data
        return {
            "person": cast("PersonFacts", {name: data[name] for name in PERSON}),
            "personal_number": data["personal_number"],
            "new_name": data["new_name"],
            **self.new_stay(),
        }

    def new_stay(self) -> NewStay:
        """What the action `enrol_again` asks for: the stay, without who the person is."""
        data = self.cleaned_data
        return {
            "participant_number": data["participant_number"],
            "coach": data["coach"].user if data["coach"] else None,
            "support_source": data["support_source"],
            "support_from": data["support_from"],
            "background": cast("BackgroundFacts", {name: data[name] for name in BACKGROUND}),
            "enrolment": self.stay(),
        }


class ReEnrolForm(EnrolForm):
    """A new stay of somebody who has been in the project before; who they are is known."""

    def __init__(self, *args: Any, before: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, project=before.project, **kwargs)
        self.before = before
        for name in ("personal_number", "new_name", *PERSON):
            del self.fields[name]

    def groups(self) -> list["Group"]:
        """The fields as the talk goes, without who the person is."""
        return super().groups()[1:] if "personal_number" not in self.fields else super().groups()

    def clean(self) -> dict[str, Any]:
        """Check what two fields say together, and that the new stay is later than the one before."""
        data = StayForm.clean(self)
        self.check_support()
        start, left = data.get("start"), self.before.end
        if start and left and start <= left and not self.before.registered_by_mistake:
            told = _("The person was in the project until %(day)s. Choose a later day.")
            self.add_error("start", told % {"day": left})
        return data


class PersonForm(FactForm):
    """Who the person is."""

    needed = NEEDED
    side_by_side = ANSWERS
    personal_number = personal_number_field(
        _("Write a number only to add one. The present one is kept otherwise.")
    )

    class Meta:
        model = Person
        fields = PERSON

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_nameless = not self.instance.name
        describe(self)

    def clean(self) -> dict[str, Any]:
        """Check what two fields say together."""
        data = super().clean() or self.cleaned_data
        if not self.was_nameless:
            check_name(self)
        check_number(self, first_day=self.instance.enrolments.first_start())
        return data

    def person(self) -> PersonFacts:
        """What the actions ask for."""
        return cast("PersonFacts", {name: self.cleaned_data[name] for name in PERSON})


class BackgroundForm(FactForm):
    """Origin and disability, or why nothing was told."""

    side_by_side = ANSWERS

    class Meta:
        model = SensitiveBackground
        fields = BACKGROUND

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        describe(self, self.instance)

    def groups(self) -> list["Group"]:
        """The fields under what they are for."""
        return [("", BACKGROUND, SENSITIVE)]

    def background(self) -> BackgroundFacts:
        """What the actions ask for."""
        return cast("BackgroundFacts", {name: self.cleaned_data[name] for name in BACKGROUND})


class HandOverForm(PlainForm):
    """Who coaches from which day."""

    on = forms.DateField(
        label=_("From"), help_text=_("The coach before has the participant until the day before.")
    )

    def __init__(self, *args: Any, project: "Project", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"coach": CoachField(project), **self.fields}
        kept = _("The coach before goes on reading for %(days)d days") % {"days": OVERLAP_DAYS}
        self.fields["overlap"] = forms.BooleanField(label=kept, required=False, initial=True)


class ExitForm(FactForm):
    """Date, why, and where to: cause and destination are two facts."""

    needed = NEEDED

    class Meta:
        model = Enrolment
        fields = ("end", "exit_cause", "exit_destination")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["end"].required = True
        self.fields["end"].label = _("Last day")
        self.fields["exit_cause"].label = _("Why the person leaves")
        self.fields["exit_destination"].label = _("What the person leaves for")

    def clean_end(self) -> "dt.date":
        """A stay ends on its first day or later."""
        end: dt.date = self.cleaned_data["end"]
        if end < self.instance.start:
            raise ValidationError(_("The exit is before the start. Check the two dates."))
        return end
