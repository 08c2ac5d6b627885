"""What must stay fast, measured: `python -m tests.bench` (`make bench`).

Each time is set against a floor taken in the same run on the same rows, since a ratio says more
than a time on another machine. Nothing fails for being slow: the numbers are for people to read. Where
two ways to the same figures are compared and differ, it ends with what differs.
"""

import argparse
import os
import sys

from config.embedded import SetupError, open_home, use_embedded_services
from config.home import data_home

PARTS = ("figures", "pages", "pdf", "desk", "scale")


def main() -> None:
    """Measure on a database of its own beside the tests', which is gone afterwards."""
    asked = _asked()
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

    run(asked.parts or PARTS, asked.enrolments, asked.people)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}; all without")
    parser.add_argument("--enrolments", type=int, default=1_000_000, help="for scale, 2 000 a project")
    parser.add_argument("--people", type=int, default=100_000, help="for desk, who else is in the database")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return asked


main()
