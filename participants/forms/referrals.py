"""Forms about a referral: sent by who refers, registered by a coach, declined."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participants.actions.persons import read_number
from participants.forms.base import NewRowForm, PlainForm
from participants.forms.enrolment_fields import CoachField, ReferrerField, personal_number_field
from participants.models import DeclineReason, Referral

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from participants.actions.referrals import ReferralFacts
    from participants.forms.base import Group
    from projects.models import Project

PERSON = ["first_name", "last_name", "phone", "email", "protected_identity"]
MONEY = ["financing", "financing_words"]


class ReferralForm(NewRowForm):
    """A person whom somebody wants the project to take in. The project is the page's."""

    personal_number = personal_number_field(_("Twelve digits. Leave it empty when you don’t have it."))

    class Meta:
        model = Referral
        fields = ("target_group", "received_on", *MONEY, *PERSON, "why", "referred_by")

    def __init__(self, *args: Any, project: "Project", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = cast("forms.ModelChoiceField[Any]", self.fields["target_group"])
        groups.queryset = project.target_groups.all()
        if not project.target_groups.exists():
            groups.widget = forms.HiddenInput()
        self.fields["coach"] = CoachField(project, required=False)
        self.fields["coach"].help_text = _("Needed with protected identity: nobody else then sees it.")
        self.fields["protected_identity"].help_text = _(
            "Then one coach alone receives the referral, and your list shows it without a name."
        )
        self.fields["why"].help_text = _("What the person needs help with, and what you agreed on.")
        self.order_fields(["key", *(name for _title, names, _text in self.groups() for name in names)])

    def groups(self) -> list["Group"]:
        """Who, then why and on what."""
        group = [] if self.fields["target_group"].widget.is_hidden else ["target_group"]
        return [
            (_("The person"), ["personal_number", *PERSON, "coach"], ""),
            (_("The referral"), [*self.sender(), *group, *MONEY, "why"], ""),
        ]

    def sender(self) -> list[str]:
        """The fields about who refers, and when."""
        return []

    def clean_personal_number(self) -> str:
        """Say at the field what is wrong with the number; never whose it is."""
        text: str = self.cleaned_data["personal_number"]
        try:
            read_number(text)
        except ValidationError as error:
            raise ValidationError(error.message_dict["personal_number"]) from None
        return text

    def facts(self, *, referrer: "User | None", received_on: "dt.date") -> "ReferralFacts":
        """What the action asks for."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("target_group", *MONEY, *PERSON, "why")}
        coach = data["coach"].user if data["coach"] else None
        words = data.get("referred_by", "")
        return cast(
            "ReferralFacts",
            {**facts, "coach": coach, "referrer": referrer, "referred_by": words, "received_on": received_on},
        )


class SendReferralForm(ReferralForm):
    """As the referrer who signs in sends it."""

    class Meta(ReferralForm.Meta):
        fields = ("target_group", *MONEY, *PERSON, "why")


class RegisterReferralForm(ReferralForm):
    """As a coach registers one that came by phone or letter."""

    def __init__(self, *args: Any, project: "Project", **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        self.fields["referrer"] = referrer = ReferrerField(project, None)
        if not referrer.offers_someone:
            referrer.widget = forms.HiddenInput()
        referrer.help_text = _("They then see what becomes of the referral.")
        self.fields["referred_by"].help_text = _("For example the social services, or a named officer there.")
        self.fields["protected_identity"].help_text = _("Then one coach alone sees the referral.")
        self.order_fields(["key", *(name for _title, names, _text in self.groups() for name in names)])

    def sender(self) -> list[str]:
        """In words, or who signs in."""
        offered = "referrer" in self.fields and not self.fields["referrer"].widget.is_hidden
        return ["referred_by", *(["referrer"] if offered else []), "received_on"]

    def clean(self) -> dict[str, Any]:
        """Somebody refers."""
        data = super().clean()
        if not data.get("referred_by") and not data.get("referrer"):
            self.add_error("referred_by", _("Write who refers the person."))
        return data


class DeclineForm(PlainForm):
    """Why a referral is declined: what the referrer is told, and in words for the project."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=DeclineReason, help_text=_("The referrer is told this.")
    )
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=500,
        help_text=_("For the project alone. Don’t write about health or the like."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["reason"]).choices = [("", ""), *DeclineReason.choices]


class ReceiverForm(PlainForm):
    """Who alone receives a referral about somebody with protected identity."""

    def __init__(self, *args: Any, project: "Project", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"] = CoachField(project)
