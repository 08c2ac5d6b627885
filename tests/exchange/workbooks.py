"""A small good workbook to break, and the ways to write it to a file."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from exchange.workbook.columns import PROJECT, SHEETS

# From Skatteverket's list of test numbers: born 1990-05-20, serial 238, and 1985-03-14, serial 239.
WOMANS_NUMBER = "19900520-2388"
MANS_NUMBER = "19850314-2393"
COMPANY = "556000-1111"
_SHARED_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_SHARED_RELATION = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
OTHER_COMPANY = "556000-2222"


@dataclass
class Draft:
    """The sheets of a workbook as lists of rows, the headers first. Change them, then write the file."""

    sheets: dict[str, list[list[Any]]]
    epoch: dt.datetime | None = None
    # Ranges to merge, a sheet.
    merges: dict[str, list[str]] = field(default_factory=dict)
    # Number formats: (sheet, header) → format for that column's cells.
    formats: dict[tuple[str, str], str] = field(default_factory=dict)

    def column(self, sheet: str, header: str) -> int:
        return self.sheets[sheet][0].index(header)

    def set(self, sheet: str, row: int, header: str, value: Any) -> None:
        """Set a cell; `row` is the sheet's own row number, 2 for the first below the headers."""
        self.sheets[sheet][row - 1][self.column(sheet, header)] = value

    def set_field(self, label: str, value: Any) -> None:
        """Set the value of a field of Projekt, adding the field where it is missing."""
        for row in self.sheets["Projekt"][1:]:
            if row[0] == label:
                row[1] = value
                return
        self.sheets["Projekt"].append([label, value])

    def add(self, sheet: str, **values: Any) -> int:
        """Add a row, by header with _ for the spaces and hyphens; the number that it gets."""
        headers = self.sheets[sheet][0]
        named = {header.replace(" ", "_").replace("-", "_"): header for header in headers}
        row: list[Any] = [None] * len(headers)
        for name, value in values.items():
            row[headers.index(named[name])] = value
        self.sheets[sheet].append(row)
        return len(self.sheets[sheet])

    def rename_column(self, sheet: str, header: str, new: str) -> None:
        self.sheets[sheet][0][self.column(sheet, header)] = new

    def file(self) -> io.BytesIO:
        """The workbook as a file."""
        workbook = openpyxl.Workbook()
        if self.epoch is not None:
            workbook.epoch = self.epoch
        workbook.remove(workbook.worksheets[0])
        for name, rows in self.sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
            for cells in self.merges.get(name, []):
                sheet.merge_cells(cells)
        for (name, header), number_format in self.formats.items():
            for cells_of_row in workbook[name].iter_rows(min_row=2):
                cells_of_row[self.column(name, header)].number_format = number_format
        file = io.BytesIO()
        workbook.save(file)
        file.seek(0)
        return file


def good() -> Draft:
    """A workbook with all sheets and columns, a few rows in each, and nothing wrong."""
    draft = Draft({sheet.name: [[column.header for column in sheet.columns.values()]] for sheet in SHEETS})
    draft.sheets[PROJECT.name] = [["Fält", "Värde"]]
    for label, value in {
        "Namn": "Provprojektet",
        "Diarienummer": "2008-1",
        "Projektägare": "Provköpings kommun",
        "Start": dt.date(2008, 8, 1),
        "Slut": dt.date(2011, 7, 31),
        "Beviljat ESF-stöd": 4_000_000,
        "Indikatoruppsättningar": "L, E07",
        "Åldersband": "16-24, 25-54",
        "Minsta timmar i arbete": 17,
        "Trappsteg": "Start, Mitten, Mål",
        "Försörjningsstöd per månad": 7000,
    }.items():
        draft.set_field(label, value)
    draft.add("Mål", Indikator="L1", Målvärde=60)
    draft.add("Mål", Indikator="L5", Målvärde=30, Kön="kvinna", Ålder="16-24")
    draft.add("Målgrupper", Namn="Unga", Mål=50)
    draft.add("Målgrupper", Namn="Unga utan gymnasium", Mål=20, Överordnad="Unga")
    _add_participants(draft)
    _add_facts(draft)
    _add_companies(draft)
    return draft


def _add_participants(draft: Draft) -> None:
    draft.add(
        "Deltagare",
        Deltagar_id="D1",
        Personnummer=WOMANS_NUMBER,
        Förnamn="Åsa",
        Efternamn="Örn",
        Födelsedatum=dt.date(1990, 5, 20),
        Kön="kvinna",
        Skyddade_personuppgifter="nej",
        Födelseland="SO",
        Föräldrar_födda_utomlands="ja",
        Medborgarskap="SE",
        Nedsatt_arbetsförmåga="vill ej svara",
        Målgrupp="Unga utan gymnasium",
        Anvisad_av="Socialtjänsten",
        Anvisad_datum=dt.date(2008, 8, 20),
        Startdatum=dt.date(2008, 9, 1),
        Slutdatum=dt.date(2009, 3, 31),
        Avslutsorsak="flytt",
        Avslutad_till="arbetssökande",
        Coach="karin@exempel.se",
        Utbildningsnivå=2,
        Status_vid_start="arbetslös",
        Arbetslös_sedan=dt.date(2008, 1, 1),
        Önskade_timmar_per_vecka=37.5,
        Trappsteg="Start",
        Språk="somaliska, svenska",
    )
    draft.add("Deltagare", Deltagar_id="D1", Startdatum=dt.date(2009, 9, 1), Coach="karin@exempel.se")
    draft.add(
        "Deltagare", Deltagar_id="D2", Personnummer=MANS_NUMBER, Kön="man", Startdatum=dt.date(2008, 10, 1)
    )
    draft.add("Deltagare", Deltagar_id="D3", Startdatum=dt.date(2008, 10, 1), Avslutsorsak="felregistrerad")


def _add_facts(draft: Draft) -> None:
    day = dt.date
    draft.add(
        "Försörjning", Deltagar_id="D1", Källa="försörjningsstöd", Från=day(2008, 1, 1), Till=day(2009, 1, 31)
    )
    draft.add("Försörjning", Deltagar_id="D1", Källa="lön", Från=day(2009, 2, 1))
    draft.add(
        "Insatser",
        Deltagar_id="D1",
        Typ="arbetspraktik",
        Från=day(2008, 11, 1),
        Till=day(2009, 1, 31),
        Organisationsnummer=COMPANY,
    )
    draft.add(
        "Insatser",
        Deltagar_id="D1",
        Typ="anställning",
        Från=day(2009, 10, 1),
        Timmar_per_vecka=20,
        Stöd="nystartsjobb",
        Yrke="5321",
        Arbetsplats="Solgården",
        Benämning="Vårdbiträde",
        Före_start="nej",
    )
    draft.add(
        "Jobbredo", Deltagar_id="D1", Datum=day(2008, 10, 1), Bedömd_av="coach", A1="uppfyllt", D2="delvis"
    )
    draft.add(
        "Närvaro", Deltagar_id="D1", Datum=day(2008, 9, 5), Timmar=1.25, Aktivitet="Start", Typ="jobbklubb"
    )
    draft.add("Närvaro", Deltagar_id="D2", Datum=day(2008, 10, 5), Minuter=50)
    draft.add("CV", Deltagar_id="D1", Typ="färdighet", Text="Truckkort", Bekräftad_datum=day(2009, 1, 31))
    draft.add("Uppföljning", Deltagar_id="D1", Typ="90 dagar", Datum=day(2009, 6, 29), Utfall="arbete")
    draft.add("Enkät", Deltagar_id="D1", Datum=day(2009, 3, 31), Fråga="chans", Svar="ja")
    draft.add("Enkät", Deltagar_id="D1", Datum=day(2009, 3, 31), Fråga="utvecklats", Svar=4)


def _add_companies(draft: Draft) -> None:
    draft.add(
        "Företag",
        Organisationsnummer=COMPANY,
        Namn="Verkstaden AB",
        Kommun="0580",
        SNI="25620",
        Antal_anställda=12,
        Andel_kvinnor=25,
        Ring="Ring 1",
    )
    draft.add("Företag", Organisationsnummer=OTHER_COMPANY, Namn="Vården AB")
    draft.add("Företagskontakter", Organisationsnummer=COMPANY, Datum=dt.date(2008, 9, 2), Typ="besök")
    draft.add(
        "Rekryteringsbehov", Organisationsnummer=COMPANY, Datum=dt.date(2008, 9, 2), Yrke="7212", Antal=2
    )
    draft.add("Handledare", Organisationsnummer=COMPANY, Namn="Bo Prov", Utbildad_datum=dt.date(2008, 9, 9))


def repacked(file: io.BytesIO, change: Callable[[str, bytes], bytes | None]) -> io.BytesIO:
    """The same archive with each part's content passed through `change`; None leaves the part out."""
    new = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = change(part.filename, source.read(part))
            if content is not None:
                target.writestr(part.filename, content)
    new.seek(0)
    return new


def with_part(file: io.BytesIO, name: str, content: bytes) -> io.BytesIO:
    """The same archive with one part more."""
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    file.seek(0)
    return file


def with_shared_texts(file: io.BytesIO) -> io.BytesIO:
    """The same workbook with its texts in a table of their own, as Excel writes them."""
    texts: list[bytes] = []

    def number(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b' t="s"><v>%d</v>' % (len(texts) - 1)

    def change(name: str, content: bytes) -> bytes:
        if name == "[Content_Types].xml":
            part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % _SHARED_TYPE
            return content.replace(b"</Types>", part)
        if name == "xl/_rels/workbook.xml.rels":
            relation = b'<Relationship Id="rIdTexts" Type="%b" Target="sharedStrings.xml"/></Relationships>'
            return content.replace(b"</Relationships>", relation % _SHARED_RELATION)
        return re.sub(rb' t="inlineStr"><is><t[^>]*>([^<]*)</t></is>', number, content)

    changed = repacked(file, change)
    table = b"".join(b"<si><t>%b</t></si>" % text for text in texts)
    return with_part(
        changed,
        "xl/sharedStrings.xml",
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%b</sst>' % table,
    )
