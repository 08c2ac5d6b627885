"""The site's settings for workers and beat, with less waiting: for sweeps, and for calm."""

import datetime as dt

from config.settings import *  # noqa: F403  settings are all that the other module names
from config.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE["sweep-reports"] |= {"schedule": 3.0, "options": {"expires": 3}}
REPORTS_CALM = dt.timedelta(seconds=15)
