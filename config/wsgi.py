"""Entry point of the web server."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    sys.exit(f"Jobbredo: the settings are not right: {problem}")

from config.keys import refuse_wrong_keys  # models can be read from here on

refuse_wrong_keys()
