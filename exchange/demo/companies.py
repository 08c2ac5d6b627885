"""Invented companies, with organisation numbers that no company can have.

An organisation number has ten digits, the third at least 2 and the last a Luhn check digit. Its
first digit is the group: 1 estates, 2 public bodies, 3 foreign companies, 5 limited companies,
6 simple partnerships, 7 economic and 8 non-profit associations, 9 trading partnerships. Group 4
is given to nobody: numbers here are well formed, begin with 4, and belong to no one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from exchange.demo.book import Book
from exchange.demo.dice import Dice, words
from exchange.demo.people import luhn_digit


@dataclass(frozen=True, slots=True)
class Industry:
    """A kind of company: SNI 2007, names, occupations (SSYK 2012), women in per cent, what it asks for."""

    sni: str
    called: tuple[str, ...]
    occupations: tuple[str, ...]
    women: tuple[int, int]
    asks: tuple[str, ...] = ("",)


INDUSTRIES = {
    "metall": Industry(
        "25620", ("Mekaniska AB", "Plåt & Svets AB"), ("7223", "7212", "8213"), (5, 22), ("Kan läsa ritning",)
    ),
    "plast": Industry(
        "22290", ("Plastdetaljer AB",), ("8142", "9320"), (20, 45), ("Skiftarbete", "Noggrann")
    ),
    "trä": Industry("16101", ("Såg & Hyvel AB",), ("8173", "7523"), (4, 18), ("Fysiskt arbete",)),
    "städ": Industry(
        "81210", ("Städservice AB", "Lokalvård HB"), ("9111", "9111", "5151"), (55, 85), ("B-körkort", "")
    ),
    "restaurang": Industry(
        "56100",
        ("Restaurang AB", "Lunch & Catering HB"),
        ("9412", "5120", "5131"),
        (35, 65),
        ("Livsmedelshygien",),
    ),
    "hotell": Industry(
        "55101", ("Hotell AB",), ("9111", "4224", "9412"), (50, 75), ("Talar svenska med gäster",)
    ),
    "butik": Industry(
        "47112", ("Livs AB", "Matmarknad AB"), ("5222", "5230"), (45, 70), ("Kassavana eller kurs",)
    ),
    "lager": Industry("52100", ("Lager & Logistik AB",), ("4322", "8344"), (15, 35), ("Truckkort A och B",)),
    "åkeri": Industry(
        "49410", ("Åkeri AB", "Budtransport AB"), ("8332", "8329"), (3, 15), ("C-körkort", "YKB")
    ),
    "äldreboende": Industry(
        "87301", ("Omsorg AB",), ("5330", "5321"), (75, 92), ("Svenska, förstår och skriver",)
    ),
    "hemtjänst": Industry("88101", ("Hemtjänst AB",), ("5330", "5343"), (70, 90), ("B-körkort",)),
    "förskola": Industry("85100", ("Förskola ekonomisk förening",), ("5311", "9412"), (80, 96), ("Utdrag",)),
    "bygg": Industry("41200", ("Bygg AB", "Byggservice HB"), ("7111", "9310"), (2, 10), ("Heta arbeten",)),
    "bageri": Industry("10710", ("Bageri AB",), ("7612", "8163", "9413"), (35, 60), ("Tidiga morgnar",)),
    "bil": Industry("45201", ("Bilverkstad AB",), ("7231", "9120"), (3, 14), ("B-körkort",)),
    "grönyta": Industry("81300", ("Trädgård & Mark AB",), ("6113", "6210"), (10, 30), ("Motorsågskort",)),
    "tvätt": Industry("96011", ("Tvätteri AB",), ("8151", "9320"), (45, 75), ("",)),
    "återvinning": Industry("38110", ("Återvinning AB",), ("9610",), (8, 22), ("Truckkort",)),
    "fastighet": Industry("81100", ("Fastighetsskötsel AB",), ("5152", "9111"), (15, 35), ("B-körkort",)),
    "it": Industry("62010", ("Data & Support AB",), ("3512",), (15, 35), ("Engelska",)),
    "skog": Industry("02200", ("Skogstjänst AB",), ("6210", "8341"), (2, 12), ("Röjsågskort",)),
    "verkstad": Industry(
        "28", ("Maskin AB", "Verkstads AB"), ("7223", "8213", "7233"), (6, 20), ("Skiftarbete",)
    ),
    "stål": Industry("24100", ("Stålverk AB",), ("8129",), (6, 18), ("Skiftarbete",)),
}
PLACES = words(
    "Almvik Bergtorp Björnhult Brunnsta Dalskog Ekhaga Fallänge Furudal Granlida Hagtorp Hällbo "
    "Ingelstorp Kvarnhult Källtorp Lillbränna Lindnäs Långmossa Mörtsjö Norrskoga Oxhult Rönnbo "
    "Sandvreten Skogslycka Solänge Stenkil Svartnäs Säterhult Tallåsa Tjärnbo Torpaberg Ulvsta Vassbo "
    "Vintergård Åsbräcka Älgnäs Ängsholm Ödelycka Östanmyra Kråkhult Hjortsta Gärdesbo Mossebo Tvärnö "
    "Backlycka Grindtorp Hammarvreten Järnbo Kärrsta Ljungbräcka Myrheden Näverkärr Orrhult Pilebo "
    "Rosenänge Slättmon Tuvhult Uddbräcka Videhult Yxtorp Ärlinge Björkvreten Dammtorp Enkulla Fågelmyra "
    "Getholm Hultamosse Isbo Kornvik"
)


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company with its number, and what it does."""

    number: str
    name: str
    kind: str

    @property
    def industry(self) -> Industry:
        """What kind of company it is."""
        return INDUSTRIES[self.kind]


@dataclass(slots=True)
class Companies:
    """Makes the companies of one project and writes them to its book. `lane` keeps numbers apart."""

    book: Book
    dice: Dice
    lane: int
    _count: int = 0

    def company(
        self, kind: str, *, municipality: str = "", ring: str = "", employees: tuple[int, int] = (4, 180)
    ) -> Company:
        """A company of a kind. Small and middle-sized where nothing else is said."""
        nine = f"4{self.lane}5{self._count * 137 + 1021:06d}"
        digits = nine + luhn_digit(nine)
        place = PLACES[(self._count + self.lane * 11) % len(PLACES)]
        owner = place if place.endswith(("s", "x")) else f"{place}s"
        self._count += 1
        industry = INDUSTRIES[kind]
        company = Company(f"{digits[:6]}-{digits[6:]}", f"{owner} {self.dice.pick(industry.called)}", kind)
        self.book.company(
            company.number,
            company.name,
            ring=ring,
            municipality_code=municipality,
            industry_code=industry.sni,
            employees=self.dice.between(*employees) if self.dice.chance(0.92) else None,
            women_share=self.dice.between(*industry.women) if self.dice.chance(0.85) else None,
        )
        return company

    def contacts(self, company: Company, first: date, last: date, count: int) -> None:
        """So many contacts over a time, a visit or a call at first and e-mails in between."""
        for on in sorted(self.dice.day(first, last) for _ in range(count)):
            kind = self.dice.weighted({"telefon": 4, "besök": 3, "e-post": 2, "möte": 1})
            self.book.contact(company.number, on, kind, self.dice.pick(COMMENTS[kind]))

    def need(self, company: Company, on: date, *, open_days: int | None) -> None:
        """A recruitment need, open for so many days; None = still open."""
        self.book.need(
            company.number,
            on,
            None if open_days is None else on + timedelta(days=open_days),
            occupation=self.dice.pick(company.industry.occupations),
            positions=self.dice.between(1, 4),
            requirements=self.dice.pick(company.industry.asks),
        )


COMMENTS = {
    "telefon": (
        "Första samtalet",
        "Frågade om praktikplats",
        "Bokade besök",
        "Återkommer efter semestern",
        "",
    ),
    "besök": ("Såg arbetsplatsen", "Gick igenom arbetsmomenten", "Uppföljning på plats", ""),
    "e-post": ("Skickade information om projektet", "Bekräftade start", ""),
    "möte": ("Möte med företagen om behoven framåt", "Möte med handledare och chef", ""),
}
