"""A PDF as a screen reader gets it: by its tags, not by how it looks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pypdf import PdfReader


@dataclass
class Element:
    """A tag with what is below it, in reading order; text has no tag. `alt` stands for a figure."""

    tag: str
    text: str = ""
    alt: str = ""
    scope: str = ""
    page: int = 0
    children: list["Element"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, *tags: str) -> list["Element"]:
        return [element for element in self.walk() if element.tag in tags]

    @property
    def words(self) -> str:
        """All text below, white space evened out."""
        return " ".join("".join(f" {element.text}" for element in self.walk()).split())

    @property
    def parts(self) -> list[str]:
        """The texts below, piece by piece: a cell's number, then its notes."""
        return [" ".join(element.text.split()) for element in self.walk() if element.text.strip()]


@dataclass
class Section:
    """A heading and what follows it up to the next one."""

    heading: Element
    content: list[Element]

    @property
    def tables(self) -> dict[str, "TagTable"]:
        """By caption."""
        tables = [table for element in self.content for table in element.find("Table")]
        return {table.find("Caption")[0].words: TagTable(table) for table in tables if table.find("Caption")}

    @property
    def words(self) -> str:
        return " ".join(element.words for element in self.content)


class TagTable:
    """A two-way table: `cells[row, column]`, each a list of the number and its notes."""

    def __init__(self, table: Element) -> None:
        head, *body = table.find("TR")
        self.columns = [cell.words for cell in head.find("TH")]
        self.rows = [row.find("TH")[0].words for row in body]
        self.cells = {
            (name, column): cell.parts
            for name, row in zip(self.rows, body, strict=True)
            for column, cell in zip(self.columns, row.find("TD"), strict=False)
        }


class TaggedPdf:
    """The whole document.

    `untagged`: marked content, by page and mark, that no tag leads to. `linked`: the link annotations
    that a Link tag holds.
    """

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(content))
        self._texts = _marked_texts(content)
        self._pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.untagged = set(self._texts)
        self.linked: set[tuple[int, int]] = set()
        self.root = self._element(self.pdf.Root.StructTreeRoot.K[0])

    @property
    def headings(self) -> list[Element]:
        return self.root.find("H1", "H2", "H3", "H4", "H5", "H6")

    def section(self, title: str) -> Section:
        """The first section whose heading begins with these words."""
        order = [
            element
            for element in self.root.walk()
            if element.tag in ("H1", "H2", "P", "Table", "L", "Figure")
        ]
        starts = [place for place, element in enumerate(order) if element.tag == "H2"]
        start = next(place for place in starts if f"{order[place].words} ".startswith(f"{title} "))
        end = next((place for place in starts if place > start), len(order))
        return Section(order[start], order[start + 1 : end])

    def _element(self, node: Any) -> Element:
        kids = node.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        page = self._pages[node.Pg.objgen] if "/Pg" in node else 0
        attributes = node.get("/A", {})
        children = []
        for kid in kids:
            if isinstance(kid, int):
                self.untagged.discard((page, int(kid)))
                children.append(Element("", self._texts[page, int(kid)], page=page + 1))
            elif "/Obj" in kid and str(node.S) == "/Link":
                self.linked.add(kid.Obj.objgen)
            elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                children.append(self._element(kid))
        return Element(
            tag=str(node.S).removeprefix("/"),
            alt=str(node.get("/Alt", "")),
            scope=str(attributes.get("/Scope", "")),
            page=page + 1,
            children=children,
        )


def _marked_texts(content: bytes) -> dict[tuple[int, int], str]:
    """The text of each marked piece of content, by page and mark."""
    texts: dict[tuple[int, int], str] = defaultdict(str)
    for number, page in enumerate(PdfReader(BytesIO(content)).pages):
        marks: list[int | None] = []

        def before(operator: bytes, operands: Any, *_: Any, marks: list[int | None] = marks) -> None:
            if operator in (b"BDC", b"BMC"):
                properties = operands[1] if len(operands) > 1 else None
                marks.append(properties.get("/MCID") if isinstance(properties, dict) else None)
            elif operator == b"EMC":
                marks.pop()

        def text(found: str, *_: Any, number: int = number, marks: list[int | None] = marks) -> None:
            mark = next((mark for mark in reversed(marks) if mark is not None), None)
            if mark is not None:
                texts[number, int(mark)] += found

        page.extract_text(visitor_operand_before=before, visitor_text=text)
    return texts
