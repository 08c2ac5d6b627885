"""Rebuild the committed demo workbooks: `python -m exchange.demo.build`."""

import os
import sys
from pathlib import Path

import django

FOLDER = Path(__file__).parent / "workbooks"


def main() -> None:
    """Write the five workbooks of past projects, and say where."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from exchange.demo.files import BOOKS, write_workbook  # noqa: PLC0415  the columns need Django set up

    FOLDER.mkdir(exist_ok=True)
    for make in BOOKS:
        book = make()
        path = FOLDER / f"{book.file_name}.xlsx"
        write_workbook(book, path)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
