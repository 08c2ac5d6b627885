"""The Celery application. Jobs are rows in the database; messages carry ids only."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("jobbredo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
