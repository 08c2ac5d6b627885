"""What figures are asked for: project, set, period and as of."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import Permission
from accounts.drawn_forms import PlainForm
from accounts.models import User
from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.checks import CHECKS
from reporting.disclosure import NotForOutsideError, check_outside, latest_outside
from reporting.facts import ProjectFacts, Window, WindowError
from reporting.models import BundlePeriod, ReportAudience, ReportState
from reporting.querysets import ReportQuerySet
from reporting.stats import Audience

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from projects.querysets import ProjectQuerySet
_NOT_ITS_SET = _("%(project)s doesn't report this set.")
_NONE_OF_THEIRS = _("None of the organisation’s projects that you can see reports this set.")
_NO_FIGURES = _("The figures can't be shown yet: something must be put right")


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that can be computed."""

    project: Project
    indicator_set: str
    window: Window
    audience: Audience = Audience.INSIDE

    @property
    def query(self) -> str:
        """The question as part of an address; it asks for the same figures on whatever day."""
        days = {"period_start": self.window.period_start, "period_end": self.window.period_end}
        asked = {"project": self.project.public_id, "indicator_set": self.indicator_set, **days}
        readers = {"audience": self.audience} if self.audience is Audience.OUTSIDE else {}
        return urlencode({**asked, "as_of": self.window.as_of, **readers})


class DayInput(forms.DateInput):
    """The browser's own date field; without one, a text field that takes 2011-07-31."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FiguresForm(forms.Form):
    """Which figures to show or order. Dates left empty: the project's period, as of its end or today.

    Of a project alone, without a set, it is the project's first one.

    Offers the projects in which the user holds `permission`, and the sets of theirs that the catalogue
    knows. `choice` is what was asked for; of a form that nothing was sent with, the user's latest project.
    `anything_to_choose`: whether there is a project with a set that the catalogue knows.
    """

    error_title = _NO_FIGURES
    period_start = forms.DateField(label=_("From"), required=False, widget=DayInput)
    period_end = forms.DateField(label=_("To"), required=False, widget=DayInput)
    as_of = forms.DateField(label=_("As of"), required=False, widget=DayInput)
    audience = forms.ChoiceField(label=_("Readers"), required=False, choices=ReportAudience.choices)

    def __init__(self, *args: Any, user: User, permission: Permission, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.choice: Choice | None = None
        visible = Project.objects.visible_to(user, permission).select_related("organisation")
        projects = [project for project in visible if _sets(project)]
        self.anything_to_choose = bool(projects)
        self.fields["project"] = _project_field(visible, projects)
        self.fields["indicator_set"] = _set_field(projects)
        self.order_fields(["project", "indicator_set"])
        if self.is_bound and "indicator_set" not in self.data:
            self._complete(projects)
        if projects and not self.is_bound:
            self._choose_first(projects)

    def clean(self) -> dict[str, Any]:
        """Put the dates together. What can't be is told at the field that must change."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        project, code = cleaned["project"], cleaned["indicator_set"]
        if code not in _sets(project):
            self.add_error("indicator_set", _NOT_ITS_SET % {"project": project.name})
            return cleaned
        try:
            window = self._window(project, cleaned["period_start"], cleaned["period_end"], cleaned["as_of"])
            audience = Audience(cleaned["audience"] or Audience.INSIDE)
            if audience is Audience.OUTSIDE:
                if not cleaned["as_of"]:
                    window = latest_outside(window, end=project.end)
                check_outside(code, window, start=project.start, end=project.end)
        except WindowError as error:
            self.add_error(error.field, str(error.message))
        except NotForOutsideError as error:
            self.add_error("audience", str(error))
        else:
            self.choice = Choice(project, code, window, audience)
        return cleaned

    def _complete(self, projects: list[Project]) -> None:
        asked = next((one for one in projects if str(one.public_id) == self.data.get("project")), None)
        if asked:
            sent = {name: self.data.get(name) for name in self.data}
            self.data = {**sent, "indicator_set": _sets(asked)[0]}

    def _choose_first(self, projects: list[Project]) -> None:
        going_on = [project for project in projects if project.start <= self.today <= project.end]
        project = (going_on or projects)[0]
        code = _sets(project)[0]
        self.initial = {"project": project.public_id, "indicator_set": code}
        self.choice = Choice(project, code, self._window(project, None, None, None))

    def _window(
        self, project: Project, start: dt.date | None, end: dt.date | None, as_of: dt.date | None
    ) -> Window:
        return window_of(project, start, end, as_of, today=self.today)


class SideBySideForm(forms.Form):
    """Which set to show of several projects, and over which days; left empty, each project's own.

    `choices`: one for each project in which the user holds `permission` and that reports the set, by name;
    of one organisation alone, where they belong to several and one is chosen.
    Of a form that nothing was sent with, the first set that one of them reports.
    """

    error_title = _NO_FIGURES
    period_start = forms.DateField(label=_("From"), required=False, widget=DayInput)
    period_end = forms.DateField(label=_("To"), required=False, widget=DayInput)
    as_of = forms.DateField(label=_("As of"), required=False, widget=DayInput)

    def __init__(self, *args: Any, user: User, permission: Permission, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.choices: list[Choice] = []
        self.far_away: list[str] = []
        visible = Project.objects.visible_to(user, permission).select_related("organisation")
        self._projects = list(visible.order_by("name", "pk"))
        offered = {code for project in self._projects for code in _sets(project)}
        self.anything_to_choose = bool(offered)
        self.fields["indicator_set"] = _set_field(self._projects)
        reporting = [project.organisation for project in self._projects if _sets(project)]
        owners = {str(one.public_id): one.name for one in reporting}
        if len(owners) > 1:
            self.fields["organisation"] = _organisation_field(owners)
        self.order_fields(["organisation", "indicator_set"])
        if offered and not self.is_bound:
            code = next(code for code in CATALOGUE if code in offered)
            self.initial = {"indicator_set": code}
            self.choices = self._choices(code)

    def clean(self) -> dict[str, Any]:
        """A window for each project; what can't be of one is told at the field that must change."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        code = cleaned["indicator_set"]
        days = (cleaned["period_start"], cleaned["period_end"], cleaned["as_of"])
        try:
            self.choices = self._choices(code, *days, owner=cleaned.get("organisation", ""))
        except WindowError as error:
            self.add_error(error.field, str(error.message))
            return cleaned
        if not self.choices:
            self.add_error("indicator_set", _NONE_OF_THEIRS)
        return cleaned

    def _choices(self, code: str, *days: dt.date | None, owner: str = "") -> list[Choice]:
        """Raises WindowError where no project has such a window; one that hasn't is `far_away`."""
        asked = days or (None, None, None)
        choices, refused = [], None
        for project in self._projects:
            if code not in _sets(project) or owner not in ("", str(project.organisation.public_id)):
                continue
            try:
                choices.append(Choice(project, code, window_of(project, *asked, today=self.today)))
            except WindowError as error:
                refused = error
                self.far_away.append(project.name)
        if refused and not choices:
            raise refused
        return choices


class HistoryForm(forms.Form):
    """Which of the ordered reports to list; what isn't chosen, or isn't there, limits nothing."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *ReportState.choices]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"] = forms.ModelChoiceField(
            label=_("Project"),
            queryset=Project.objects.visible_to(user, Permission.FIGURES_READ),
            to_field_name="public_id",
            empty_label=_("All"),
            required=False,
        )
        self.order_fields(["project"])

    def filtered(self, reports: ReportQuerySet) -> ReportQuerySet:
        """The reports that were asked for."""
        if project := self.cleaned_data.get("project"):
            reports = reports.filter(project=project)
        if state := self.cleaned_data.get("state"):
            reports = reports.in_state(ReportState(state))
        return reports


class StandingOrderForm(forms.Form):
    """A report to order for every month, of the projects whose reports the user may order."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        # The page has another form with a project: without ids of its own, labels lead into that one.
        super().__init__(*args, **{"auto_id": "id_every_month_%s", **kwargs})
        visible = Project.objects.visible_to(user, Permission.REPORT_ORDER)
        projects = [project for project in visible if _sets(project)]
        self.anything_to_choose = bool(projects)
        self.fields["project"] = _project_field(visible, projects)
        self.fields["indicator_set"] = _set_field(projects)
        self.fields["audience"] = forms.ChoiceField(
            label=_("Readers"), required=False, choices=ReportAudience.choices
        )

    def clean(self) -> dict[str, Any]:
        """The set must be one of the project's."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and cleaned["indicator_set"] not in _sets(cleaned["project"]):
            self.add_error("indicator_set", _NOT_ITS_SET % {"project": cleaned["project"].name})
        return cleaned


class OrderForm(forms.Form):
    """What an order has besides its question."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


class BundleForm(OrderForm):
    """The reports of all projects of an organisation whose reports the user may order."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Project.objects.visible_to(user, Permission.REPORT_ORDER)
        self.anything_to_choose = any(_sets(project) for project in mine)
        self.fields["organisation"] = forms.ModelChoiceField(
            label=_("Organisation"),
            queryset=mine.organisations(),
            to_field_name="public_id",
            empty_label=None,
        )
        self.fields["indicator_set"] = _set_field(mine, none=_("Each project’s own sets"))
        self.fields["period"] = forms.ChoiceField(
            label=_("Period"),
            choices=BundlePeriod.choices,
            help_text=_("Projects that aren’t going on in the period are left out."),
        )
        self.fields["audience"] = forms.ChoiceField(
            label=_("Readers"),
            choices=ReportAudience.choices,
            help_text=_("Indicator sets that can’t be shown outside yet are left out there."),
        )


def window_of(
    project: Project, start: dt.date | None, end: dt.date | None, as_of: dt.date | None, *, today: dt.date
) -> Window:
    """The window asked for; a day left out is the project's own. Raises WindowError."""
    frame = ProjectFacts(name=project.name, start=project.start, end=project.end)
    return Window.build(frame, today=today, period_start=start, period_end=end, as_of=as_of)


def _sets(project: Project) -> list[str]:
    """The project's sets that can be computed, in its own order."""
    return [code for code in project.indicator_sets if code in CATALOGUE]


def _project_field(
    visible: "ProjectQuerySet", offered: Sequence[Project]
) -> "forms.ModelChoiceField[Project]":
    """One of the projects offered, which are some of the visible ones."""
    field = forms.ModelChoiceField(
        label=_("Project"), queryset=visible, to_field_name="public_id", empty_label=None
    )
    field.widget.choices = [(project.public_id, str(project)) for project in offered]
    return field


def _set_field(projects: Iterable[Project], *, none: "StrOrPromise" = "") -> forms.ChoiceField:
    """One of the sets that the projects report, in the catalogue's order; with `none`, or none of them."""
    reported = {code for project in projects for code in _sets(project)}
    offered = [(code, f"{code} – {chosen.name}") for code, chosen in CATALOGUE.items() if code in reported]
    choices: list[tuple[str, StrOrPromise]] = [("", none), *offered] if none else [*offered]
    return forms.ChoiceField(label=_("Indicator set"), required=not none, choices=choices)


def _organisation_field(names: Mapping[str, str]) -> forms.ChoiceField:
    """One of the organisations, by its public id, or all of them."""
    offered = sorted(names.items(), key=lambda one: (one[1], one[0]))
    return forms.ChoiceField(label=_("Organisation"), required=False, choices=[("", _("All")), *offered])


class QualityForm(forms.Form):
    """Which project's data to look at, and which check ("" for all). `project`: chosen, else the latest one.

    Offers the projects whose figures the user reads and that report a set which the catalogue knows.
    """

    check = forms.ChoiceField(
        label=_("What is missing"),
        required=False,
        choices=[("", _("Everything")), *((check.code, check.label) for check in CHECKS)],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = Project.objects.visible_to(user, Permission.FIGURES_READ).select_related("organisation")
        projects = [project for project in visible if _sets(project)]
        self.latest = projects[0] if projects else None
        self.project: Project | None = None
        self.fields["project"] = forms.ModelChoiceField(
            label=_("Project"), queryset=visible, to_field_name="public_id", required=False, empty_label=None
        )
        self.fields["project"].widget.choices = [(project.public_id, str(project)) for project in projects]
        self.order_fields(["project", "check"])

    def clean(self) -> dict[str, Any]:
        """Take the latest project where none is chosen."""
        cleaned = super().clean() or self.cleaned_data
        self.project = cleaned.get("project") or self.latest
        cleaned.setdefault("check", "")
        return cleaned


class AcceptForm(PlainForm):
    """Why something is left as it is, and until when."""

    reason = forms.CharField(
        label=_("Why it stays as it is"),
        max_length=500,
        help_text=_("As “asked twice, doesn’t want to say”. It is shown to those who see the participant."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = forms.DateField(
        label=pgettext_lazy("the last day", "Until"),
        help_text=_("After that day it is open again. At most two years ahead."),
    )
