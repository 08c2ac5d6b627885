#!/usr/bin/env python
"""Administrative commands of Jobbredo."""

import os
import sys

from config.embedded import SetupError, use_embedded_services


def main() -> None:
    """Run a command on the servers that DATABASE_URL and REDIS_URL name, else on the embedded ones."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        use_embedded_services()
    except SetupError as problem:
        sys.exit(str(problem))
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  Django reads settings
    from django.core.management import execute_from_command_line  # noqa: PLC0415  likewise
    from django.db import OperationalError  # noqa: PLC0415  likewise

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"The settings are not right: {problem}")
    except OperationalError as problem:
        sys.exit(
            f"The database doesn't answer as it should. Is DATABASE_URL right, and the server up? {problem}"
        )


if __name__ == "__main__":
    main()
