"""The shape of handing over, and of inviting, many at once."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.access import Permission, Role
from coaching.chosen import LATELY
from coaching.models import Session
from participants.forms.base import PlainForm
from participants.querysets import OVERLAP_DAYS
from projects.models import Membership, Project
from projects.sorting import SwedishOrder

if TYPE_CHECKING:
    from accounts.models import User


class ManyCoachField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no parameter when it runs
    """The coaches of some projects today, each once, by name in Swedish order."""

    def __init__(self, by: "User", projects: "Iterable[Project]", **kwargs: Any) -> None:
        reached = Membership.objects.visible_to(by, Permission.COACH_NAME)
        coaches = reached.current().filter(role=Role.COACH, project__in=list(projects))
        first: dict[int, int] = {}
        for membership in coaches.order_by("pk"):
            first.setdefault(membership.user_id, membership.pk)
        offered = reached.filter(pk__in=first.values()).select_related("user")
        super().__init__(offered.order_by(SwedishOrder(F("user__name")), "pk"), **kwargs)

    def label_from_instance(self, obj: Membership) -> str:
        """A coach goes by name."""
        return str(obj.user)


class FromForm(forms.Form):
    """Whose caseload is handed over."""

    def __init__(self, data: Any, *, by: "User", projects: "Iterable[Project]") -> None:
        super().__init__(data)
        self.fields["coach"] = ManyCoachField(
            by, projects, label=_("From"), required=False, to_field_name="public_id", empty_label=_("Choose")
        )

    def giver(self) -> "User | None":
        """The coach who was chosen, if any."""
        chosen: Membership | None = self.cleaned_data.get("coach") if self.is_valid() else None
        return chosen.user if chosen else None


class HandOverManyForm(PlainForm):
    """To whom, from which day, and whether the coach before goes on reading."""

    on = forms.DateField(
        label=_("First day"), help_text=_("The coach before has the participants until the day before.")
    )
    overlap = forms.BooleanField(
        label="",
        required=False,
        initial=True,
        help_text=_(
            "It matters for people with protected identity. Who has no role in the project any more reads"
            " nothing there, ticked or not."
        ),
    )

    def __init__(self, *args: Any, by: "User", projects: "Iterable[Project]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"coach": ManyCoachField(by, projects, label=_("To")), **self.fields}
        kept = _("The coach before goes on reading for %(days)d days") % {"days": OVERLAP_DAYS}
        self.fields["overlap"].label = kept

    def facts(self) -> dict[str, Any]:
        """What the action asks for."""
        data = self.cleaned_data
        chosen = cast("Membership", data["coach"])
        return {"coach": chosen.user, "on": data["on"], "overlap": data["overlap"]}


class InviteForm(PlainForm):
    """Which session the chosen are expected at."""

    def __init__(
        self, *args: Any, by: "User", projects: "Iterable[Project]", on: "dt.date", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        since = on - dt.timedelta(days=LATELY)
        near = Session.objects.visible_to(by, Permission.CASE_WRITE).filter(
            project__in=list(projects), held_on__gte=since
        )
        self.fields["session"] = SessionField(
            near.select_related("project").order_by("held_on", "begins", "pk"), label=_("Session")
        )


class SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """Sessions by day, time and title."""

    def label_from_instance(self, obj: Session) -> str:
        """When, what, and in which project."""
        words = (str(obj.held_on), obj.hours_of_day, obj.called)
        return f"{' '.join(word for word in words if word)} ({obj.project})"
