"""What must stay fast, measured: `python -m tests.bench` (`make bench`).

Each time is set against a floor taken in the same run on the same rows, since a ratio says more
than a time on another machine. Nothing fails here: the numbers are for people to read.
"""

import os
import sys

from config.embedded import SetupError, open_home, use_embedded_services
from config.home import data_home


def main() -> None:
    """Measure on a database of its own beside the tests', which is gone afterwards."""
    home = data_home()
    try:
        open_home(home)
        os.environ["JOBBREDO_HOME"] = str(home / "tests")
        os.environ["JOBBREDO_HTTPS"] = "0"
        use_embedded_services()
    except SetupError as problem:
        sys.exit(str(problem))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django  # noqa: PLC0415  reads the addresses set above

    django.setup()
    from tests.bench.run import run  # noqa: PLC0415  needs the models

    run()


main()
