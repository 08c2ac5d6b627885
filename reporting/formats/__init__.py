"""The files that a report can be had as, each made from the report's JSON and from nothing else.

So the files of a finished report say what was stored, and can't differ from each other. JSON and CSV are
for machines: codes as in the JSON. XLSX is for people: Swedish words, as the JSON's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reporting import output
from reporting.formats import csv, xlsx
from reporting.totals import check_totals


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the ending of its name, its content type, and what writes it."""

    ending: str
    content_type: str
    write: Callable[[dict[str, Any]], bytes]


FORMATS = {
    form.ending: form
    for form in (
        Format("json", "application/json", output.dumps),
        Format("csv", "text/csv; charset=utf-8", csv.write),
        Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.write),
    )
}


def write_file(report: dict[str, Any], form: Format) -> bytes:
    """The report as a file. Raises BrokenTotalError, and no file is made, where its numbers don't add up."""
    check_totals(report)
    return form.write(report)
