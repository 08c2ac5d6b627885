"""The Celery application. Jobs are rows in the database; messages carry ids only."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_process_init
from django.conf import settings
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("jobbredo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_everywhere(loglevel: int | None, **_rest: Any) -> None:
    """Log as the settings say; Celery's own way would write what errors quote."""
    logging.config.dictConfig(settings.LOGGING)
    if loglevel:
        logging.getLogger().setLevel(loglevel)


@worker_init.connect
def refuse_wrong_keys(**_rest: Any) -> None:
    """Take no job with keys that aren't the database's."""
    from config import keys  # noqa: PLC0415  models can't be read before the worker starts

    keys.refuse_wrong_keys()


@worker_process_init.connect
def note_start(**_rest: Any) -> None:
    """Note each start of a process for tasks: it may be in the place of one that has died."""
    from reporting import actions  # noqa: PLC0415  as above

    actions.note_start(at=timezone.now())
