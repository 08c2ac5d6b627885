"""The archive of a bundle: its finished reports as PDF and JSON, and a list of what there is and isn't.

Made of what the reports keep, so the same reports give the same bytes. Names say project and set, nobody.
"""

from __future__ import annotations

import json
import os
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.text import slugify
from django.utils.translation import override

from reporting.models import ReportState
from reporting.output import dumps
from reporting.verification import SENTENCES, check_hashes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reporting.models import Report, ReportBundle

CONTENTS = "contents.json"
FAILED = "failed.txt"
SCHEMA = 1


def write_archive(
    file: IO[bytes], *, bundle: ReportBundle, reports: Iterable[Report], go_on: Callable[[], None]
) -> None:
    """Write the archive, one report after the other; `go_on` is called before each, and may raise."""
    lines: list[dict[str, Any]] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, override(bundle.language):
        for position, report in enumerate(reports, start=1):
            go_on()
            lines.append(_add(archive, bundle, report, position))
        contents = {
            "schema": SCHEMA,
            "organisation": bundle.organisation.name,
            "ordered": f"{bundle.ordered_at:%Y-%m-%d}",
            "reports": lines,
        }
        whole = json.dumps(contents, ensure_ascii=False, indent=2) + "\n"
        archive.writestr(_entry(bundle, CONTENTS), whole)
        missing = [f"{line['project']}, {line['set']}: {line['cause']}" for line in lines if line["cause"]]
        archive.writestr(_entry(bundle, FAILED), "".join(f"{line}\n" for line in missing))
    file.flush()
    os.fsync(file.fileno())


def _add(archive: ZipFile, bundle: ReportBundle, report: Report, position: int) -> dict[str, Any]:
    """Put a finished report into the archive; what is said of it in the list."""
    cause = _cause(report)
    files: list[str] = []
    if not cause:
        stem = f"{position:03}-{slugify(report.project.name)[:60]}/{report.file_stem}"
        files = [f"{stem}.pdf", f"{stem}.json"]
        archive.writestr(_entry(bundle, files[0]), report.pdf_path.read_bytes())
        archive.writestr(_entry(bundle, files[1]), dumps(report.figures or {}))
    return {
        "project": report.project.name,
        "set": report.indicator_set,
        "from": report.period_start.isoformat(),
        "to": report.period_end.isoformat(),
        "as_of": report.as_of.isoformat(),
        "revision": report.revision if report.finished_at else None,
        "state": report.state.value,
        "cause": cause,
        "files": files,
    }


def _cause(report: Report) -> str:
    """Why a report isn't in the archive; "" for one that is. A file that isn't as it was frozen stays out."""
    if report.state is ReportState.DONE:
        return " ".join(str(SENTENCES[finding]) for finding in check_hashes(report))
    return report.failure or str(report.state.label)


def _entry(bundle: ReportBundle, name: str) -> ZipInfo:
    """An entry of the day of the order: neither clock nor file system show in the bytes."""
    entry = ZipInfo(
        name, date_time=(bundle.ordered_at.year, bundle.ordered_at.month, bundle.ordered_at.day, 0, 0, 0)
    )
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
