"""Each night the figures of the new day are made ready, by a worker."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from config.celery import app as celery_app
from projects.models import Project
from reporting.models import KeptFigures
from reporting.tasks import keep_all_figures
from tests import factories
from tests.worker import Worker


def test_beat_does_it_every_night() -> None:
    entry = celery_app.conf.beat_schedule["keep-all-figures"]
    assert entry["task"] == keep_all_figures.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({0}, {20})


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
        worker.wait_for(lambda: KeptFigures.objects.count() == 2)

        kept = KeptFigures.objects.order_by("indicator_set")
        assert [(one.project, one.indicator_set, one.as_of) for one in kept] == [
            (on, "F", today),
            (on, "L", today),
        ]
        assert Project.objects.count() == 2
