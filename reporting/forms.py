"""What figures are asked for: project, set, period and as of."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import Permission
from accounts.models import User
from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.facts import ProjectFacts, Window, WindowError


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that can be computed."""

    project: Project
    indicator_set: str
    window: Window


class DayInput(forms.DateInput):
    """The browser's own date field; without one, a text field that takes 2011-07-31."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FiguresForm(forms.Form):
    """Which figures to show or order. Dates left empty: the project's period, as of its end or today.

    Offers the projects in which the user holds `permission`, and the sets of theirs that the catalogue
    knows. `choice` is what was asked for; of a form that nothing was sent with, the user's latest project.
    `anything_to_choose`: whether there is a project with a set that the catalogue knows.
    """

    period_start = forms.DateField(label=_("From"), required=False, widget=DayInput)
    period_end = forms.DateField(label=_("To"), required=False, widget=DayInput)
    as_of = forms.DateField(label=_("As of"), required=False, widget=DayInput)

    def __init__(self, *args: Any, user: User, permission: Permission, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.choice: Choice | None = None
        visible = Project.objects.visible_to(user, permission).select_related("organisation")
        projects = [project for project in visible if _sets(project)]
        offered = {code for project in projects for code in _sets(project)}
        self.anything_to_choose = bool(offered)
        self.fields["project"] = forms.ModelChoiceField(
            label=_("Project"), queryset=visible, to_field_name="public_id", empty_label=None
        )
        self.fields["project"].widget.choices = [(project.public_id, str(project)) for project in projects]
        self.fields["indicator_set"] = forms.ChoiceField(
            label=_("Indicator set"),
            choices=[
                (code, f"{code} – {chosen.name}") for code, chosen in CATALOGUE.items() if code in offered
            ],
        )
        self.order_fields(["project", "indicator_set"])
        if projects and not self.is_bound:
            self._choose_first(projects)

    def clean(self) -> dict[str, Any]:
        """Put the dates together. What can't be is told at the field that must change."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        project, code = cleaned["project"], cleaned["indicator_set"]
        if code not in _sets(project):
            self.add_error(
                "indicator_set", _("%(project)s doesn't report this set.") % {"project": project.name}
            )
            return cleaned
        try:
            window = self._window(project, cleaned["period_start"], cleaned["period_end"], cleaned["as_of"])
        except WindowError as error:
            self.add_error(error.field, str(error.message))
        else:
            self.choice = Choice(project, code, window)
        return cleaned

    def _choose_first(self, projects: list[Project]) -> None:
        going_on = [project for project in projects if project.start <= self.today <= project.end]
        project = (going_on or projects)[0]
        code = _sets(project)[0]
        self.initial = {"project": project.public_id, "indicator_set": code}
        self.choice = Choice(project, code, self._window(project, None, None, None))

    def _window(
        self, project: Project, start: dt.date | None, end: dt.date | None, as_of: dt.date | None
    ) -> Window:
        frame = ProjectFacts(name=project.name, start=project.start, end=project.end)
        return Window.build(frame, today=self.today, period_start=start, period_end=end, as_of=as_of)


def _sets(project: Project) -> list[str]:
    """The project's sets that can be computed, in its own order."""
    return [code for code in project.indicator_sets if code in CATALOGUE]
