"""The fields that are asked for in several forms about a person and their stay: the same everywhere."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.access import Role
from participants.actions import check_birth_date, read_number
from participants.codes import Answer, Gender
from participants.countries import countries
from participants.models import SensitiveBackground
from participants.personal_numbers import PersonalNumberBroken, parse_personal_number
from projects.models import Membership
from projects.sorting import SwedishOrder

if TYPE_CHECKING:
    import datetime as dt

    from django_stubs_ext import StrOrPromise

    from accounts.models import User
    from participants.forms.base import CaseForm
    from projects.models import Project

PERSON = ["first_name", "last_name", "birth_date", "gender", "protected_identity"]
ENROLMENT = [
    "target_group",
    "referred_by",
    "referred_on",
    "start",
    "entry_status",
    "unemployed_since",
    "education_level",
    "hours_wanted",
    "languages",
]
BACKGROUND = ["birth_country", "parents_born_abroad", "citizenship", "reduced_work_capacity"]
ANSWERS = frozenset({"gender", "parents_born_abroad", "reduced_work_capacity"})
HELP = {
    "birth_date": _("Left empty, it is taken from the personal number."),
    "protected_identity": _("Then only the coaches named for the person see that they are here."),
    "referred_by": _("For example the social services, or a named officer there."),
    "referrer": _("They see that the person has begun and left, and nothing else."),
    "start": _("The first day in the project."),
    "entry_status": _("On the day before the first day in the project."),
    "hours_wanted": _("As many as the person wants and can work."),
    "languages": _("For example: Arabic, Swedish (SFI C)."),
}
SENSITIVE = _("Only as the person tells it. Used in totals only: it can't be searched, filtered or listed.")


class CoachField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no parameter when it runs
    """The coaches of a project today, by name in Swedish order."""

    def __init__(self, project: "Project", **kwargs: Any) -> None:
        coaches = project.memberships.current().filter(role=Role.COACH).select_related("user")
        super().__init__(coaches.order_by(SwedishOrder(F("user__name")), "pk"), label=_("Coach"), **kwargs)

    def label_from_instance(self, obj: Membership) -> str:
        """A coach goes by name."""
        return str(obj.user)


class ReferrerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """The referrers of a project today, and the one recorded even where they are none any more."""

    def __init__(self, project: "Project", recorded: "User | None") -> None:
        there = project.memberships.filter(role=Role.REFERRER)
        offered = {membership.user_id: membership.pk for membership in there.filter(user=recorded)}
        offered |= {membership.user_id: membership.pk for membership in there.current()}
        super().__init__(
            there.filter(pk__in=offered.values())
            .select_related("user")
            .order_by(SwedishOrder(F("user__name")), "pk"),
            label=_("Referrer who signs in"),
            required=False,
            initial=offered.get(recorded.pk) if recorded else None,
        )
        self.offers_someone = bool(offered)

    def label_from_instance(self, obj: Membership) -> str:
        """A referrer goes by name."""
        return str(obj.user)


def _country_select(form: forms.BaseForm, name: str, recorded: str) -> None:
    """Offer reasons why there is no country, then countries, and what stands there but is neither."""
    told = [(code, Answer(code).label) for code in (Answer.NOT_ASKED, Answer.UNKNOWN, Answer.DECLINED)]
    known = countries()
    other = (
        [(recorded, recorded)] if recorded and recorded not in known and recorded not in Answer.values else []
    )
    form.fields[name].widget = forms.Select(choices=[*told, *other, (_("Countries"), list(known.items()))])


def describe(form: forms.BaseForm, background: SensitiveBackground | None = None) -> None:
    """Help texts, answers as buttons, countries as a list: the same wherever the field is asked for."""
    for name, text in HELP.items():
        if name in form.fields:
            form.fields[name].help_text = text
    for name in ANSWERS & form.fields.keys():
        offered = form.fields[name].widget
        if isinstance(offered, forms.Select):
            form.fields[name].widget = forms.RadioSelect(choices=offered.choices)
    for name in ("birth_country", "citizenship"):
        if name in form.fields:
            _country_select(form, name, getattr(background, name, ""))


def check_number(form: "CaseForm", *, first_day: "dt.date | None") -> None:
    """Say with the form's other errors what the action would say of the number and the birth date."""
    data = form.cleaned_data
    try:
        number = read_number(data.get("personal_number", ""))
        check_birth_date(number, data.get("birth_date"), first_day=first_day)
    except ValidationError as error:
        form.show(error)


def check_name(form: forms.BaseForm) -> None:
    """Somebody has one name at least."""
    if not (form.cleaned_data.get("first_name") or form.cleaned_data.get("last_name")):
        form.add_error("last_name", _("Write at least one name."))


def number_hints_at_other_gender(number: str, gender: str) -> bool:
    """Whether the number is of the kind given to men and a woman is recorded, or the other way round.

    An empty or broken number, and any other gender, hint at nothing.
    """
    try:
        sign = parse_personal_number(number).digits[10] if number else ""
    except PersonalNumberBroken:
        return False
    usual = Gender.MAN if sign in set("13579") else Gender.WOMAN
    return bool(sign) and gender in {Gender.MAN, Gender.WOMAN} and gender != usual


def personal_number_field(help_text: "StrOrPromise") -> forms.CharField:
    """A field for a personal number, which the browser neither keeps nor corrects."""
    return forms.CharField(
        label=_("Personal number"),
        required=False,
        max_length=20,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "medium"}),
    )
