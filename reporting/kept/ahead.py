"""What is kept ready before anybody asks.

A figure is as of a day, so that each day begins with none; and during the day facts change.
"""

import datetime as dt

from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.facts import Window
from reporting.kept.findings import kept_findings
from reporting.kept.keeping import kept_figures
from reporting.loading import load_frame
from reporting.models import FINDINGS, KeptFigures


def going_on(*, on: dt.date) -> list[int]:
    """The keys of the projects that haven't ended by the day."""
    return list(Project.objects.filter(end__gte=on).order_by("pk").values_list("pk", flat=True))


def keep_ready(project_id: int, *, on: dt.date, at: dt.datetime) -> None:
    """Keep a project's figures of all its sets and what is missing: over its whole period, as of the day."""
    project = Project.objects.get(pk=project_id)
    window = Window.build(load_frame(project), today=on)
    for code in project.indicator_sets:
        if code in CATALOGUE:
            kept_figures(project, code, window, at=at)
    kept_findings(project, window, at=at)


def catch_up(key: int, *, at: dt.datetime) -> None:
    """Bring kept figures up to date. Nothing happens when they are gone."""
    kept = KeptFigures.objects.select_related("project").filter(pk=key).first()
    if kept is not None:
        window = Window(kept.period_start, kept.period_end, kept.as_of)
        if kept.indicator_set == FINDINGS:
            kept_findings(kept.project, window, at=at)
            return
        kept_figures(kept.project, kept.indicator_set, window, at=at)
