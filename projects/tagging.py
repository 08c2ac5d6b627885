"""What WeasyPrint leaves out of a tagged PDF, put in before the file is written.

Works on pydyf's objects: dictionaries, arrays and streams of operators, where a reference to another
object is its text, such as b"12 0 R". Rules: ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf
import weasyprint

type Objects = Mapping[bytes, Any]

PRINT_FLAG = 4


def complete(_document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Add scopes to header cells, make running lines artifacts, let links print, and spaces be spaces."""
    objects = {part.reference: part for part in pdf.objects if part.number is not None}
    _state_scopes(objects)
    _make_running_lines_artifacts(pdf, objects)
    for part in objects.values():
        if isinstance(part, pydyf.Dictionary) and part.get("Type") == "/Annot":
            part["F"] = PRINT_FLAG
        elif isinstance(part, pydyf.Stream) and b"begincmap" in part.stream:
            # Both kinds of space are one glyph; read as no-break ones, words can't be searched for.
            part.stream = [line.replace(b"<00a0>", b"<0020>") for line in part.stream]


def _state_scopes(objects: Objects) -> None:
    """Say which cells head a row and which a column: not all readers follow the ids on cells.

    What heads a column stands in the table's head, all else heads its row.
    """
    for part in objects.values():
        if isinstance(part, pydyf.Dictionary) and part.get("S") == "/TH":
            row = objects[part["P"]]
            part["A"]["Scope"] = "/Column" if objects[row["P"]]["S"] == "/THead" else "/Row"


def _make_running_lines_artifacts(pdf: pydyf.PDF, objects: Objects) -> None:
    """Page numbers and running heads have tags that hang on nothing: they are no content (7.8)."""
    root = objects[pdf.catalog["StructTreeRoot"]]
    content = _content_of(root, objects)
    parents = objects[root["ParentTree"]]["Nums"]
    for reference, page in objects.items():
        if not (isinstance(page, pydyf.Dictionary) and page.get("Type") == "/Page"):
            continue
        place = parents.index(page["StructParents"])
        operators = objects[page["Contents"]].stream
        for position, operator in enumerate(operators):
            mark = operators[position - 1]["MCID"] if operator == b"BDC" else None
            if mark is not None and (reference, mark) not in content:
                operators[position - 2] = "/Artifact"
                operators[position - 1] = pydyf.Dictionary({"Type": "/Pagination"})
                parents[place + 1][mark] = "null"


def _content_of(root: Any, objects: Objects) -> set[tuple[bytes, int]]:
    """Every piece of content that the tags lead to: its page and its mark there."""
    found: set[tuple[bytes, int]] = set()
    waiting = list(root["K"])
    while waiting:
        element = objects[waiting.pop()]
        for kid in element.get("K", ()):
            if isinstance(kid, int):
                found.add((element["Pg"], kid))
            else:
                waiting.append(kid)
    return found
