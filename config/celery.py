"""The Celery application. Jobs are rows in the database; messages carry ids only."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init
from django.conf import settings

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
