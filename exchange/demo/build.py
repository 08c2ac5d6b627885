"""Rebuild the committed demo workbooks: `python -m exchange.demo.build`."""

import os
import sys

import django


def main() -> None:
    """Write the five workbooks of past projects, and say where."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from exchange.demo.files import BOOKS, FOLDER, write_workbook  # noqa: PLC0415  needs Django set up

    FOLDER.mkdir(exist_ok=True)
    for make in BOOKS:
        book = make()
        path = FOLDER / f"{book.file_name}.xlsx"
        write_workbook(book, path)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
