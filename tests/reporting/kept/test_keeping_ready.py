"""The figures of a new day are made ready at night, and by day brought up to date, by a worker."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from config.celery import app as celery_app
from projects.models import Project
from reporting.catalogue import CATALOGUE
from reporting.facts import Window
from reporting.kept import catch_up, fallen_behind, kept_figures, ready_figures, store
from reporting.models import FINDINGS, KeptFigures
from reporting.stats import Mean
from reporting.tasks import keep_all_figures, keep_up_figures
from tests import factories
from tests.worker import Worker


def test_beat_does_it_every_night_and_every_five_minutes() -> None:
    entry = celery_app.conf.beat_schedule["keep-all-figures"]
    assert entry["task"] == keep_all_figures.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({0}, {20})
    entry = celery_app.conf.beat_schedule["keep-up-figures"]
    assert (entry["task"], entry["schedule"]) == (keep_up_figures.name, 300.0)


@pytest.mark.django_db(transaction=True)
class TestKeepingReady:
    def test_a_worker_keeps_each_set_of_each_project_that_goes_on(
        self, start_worker: Callable[..., Worker]
    ) -> None:
        today = timezone.localdate()
        on = factories.project(start=today.replace(day=1), end=today, indicator_sets=["L", "F", "X"])
        factories.enrolment(project=on, start=today)
        factories.project(start=today.replace(year=2020, day=1), end=today.replace(year=2020, day=2))
        worker = start_worker()

        keep_all_figures.delay()
        worker.wait_for(lambda: KeptFigures.objects.count() == 3)

        kept = KeptFigures.objects.order_by("indicator_set")
        assert [(one.project, one.indicator_set, one.as_of) for one in kept] == [
            (on, FINDINGS, today),
            (on, "F", today),
            (on, "L", today),
        ]
        assert Project.objects.count() == 2

    def test_a_worker_brings_up_to_date_what_has_fallen_behind(
        self, start_worker: Callable[..., Worker]
    ) -> None:
        today = timezone.localdate()
        project, other = (factories.project(start=today, end=today) for _each in range(2))
        stay = factories.enrolment(project=project, start=today)
        window = Window(today, today, today)
        for one in (project, other):
            kept_figures(one, "L", window, at=timezone.now())
        assert not fallen_behind(at=timezone.now())
        factories.support(enrolment=stay, source="wage", start=today)
        behind = KeptFigures.objects.get(project=project)
        assert fallen_behind(at=timezone.now()) == [behind.pk]
        assert not fallen_behind(at=timezone.now() + store.LASTS)
        worker = start_worker()

        keep_up_figures.delay()
        worker.wait_for(lambda: not fallen_behind(at=timezone.now()))

        assert KeptFigures.objects.get(pk=behind.pk).snapshot != behind.snapshot
        ready = list(ready_figures([(project, window), (other, window)], "L", at=timezone.now()))
        codes = [indicator.code for indicator in CATALOGUE["L"].indicators]
        assert [one.total(codes.index("L9")) for one in ready] == [Mean((0,)), Mean()]

    def test_nothing_happens_to_what_is_gone(self) -> None:
        catch_up(0, at=timezone.now())
        assert not KeptFigures.objects.exists()
