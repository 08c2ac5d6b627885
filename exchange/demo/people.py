"""Invented participants, with personal numbers that belong to nobody.

A number is either on Skatteverket's published list of test numbers or left out: for each birth
date from 1976-01-02 to 2013-12-31, but for a few dates, the list holds serial 238 (a woman) and
serial 239 (a man) with their check digit. Each is used at most once over all demo projects: a
project takes only birth dates whose ordinal leaves that project's remainder, its lane.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from exchange.demo.dates import years_before
from exchange.demo.dice import Dice, words
from exchange.demo.names import ORIGINS

WOMAN, MAN, NONBINARY, UNKNOWN = "kvinna", "man", "icke-binär", "okänt"
LANES = 6
FIRST_LISTED, LAST_LISTED = date(1976, 1, 2), date(2013, 12, 31)
NOT_LISTED = frozenset(
    date.fromisoformat(day)
    for day in words(
        "19800101 19891220 19900101 19900102 19900104 19900105 19900106 19900108 19900109 19900113 20001218 "
        "20010303 20011104 20021016 20021227 20050509 20070911 20071228 20101211 20111230"
    )
)
SERIALS = {WOMAN: "238", MAN: "239"}


def luhn_digit(digits: str) -> str:
    """The check digit of personal numbers and organisation numbers over the nine digits before it."""
    total = 0
    for place, digit in enumerate(digits):
        doubled = int(digit) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def listed_number(born: date, gender: str) -> str:
    """The listed test number for a woman or a man born that day, twelve digits; "" when there is none."""
    if gender not in SERIALS or not FIRST_LISTED <= born <= LAST_LISTED or born in NOT_LISTED:
        return ""
    digits = f"{born:%y%m%d}{SERIALS[gender]}"
    return f"{born:%Y%m%d}{SERIALS[gender]}{luhn_digit(digits)}"


@dataclass(slots=True)
class Person:
    """A participant's own facts, in the workbook's words; "" and None stand for not recorded."""

    id: str
    gender: str
    first: str
    last: str
    born: date | None = None
    personal_number: str = ""
    protected: bool = False
    birth_country: str = ""
    parents_abroad: str = ""
    citizenship: str = ""
    reduced_capacity: str = ""
    education: str = ""
    languages: str = ""


@dataclass(slots=True)
class People:
    """Makes the people of one project. `lane` is the project's own, from 0 to LANES - 1."""

    dice: Dice
    lane: int
    prefix: str
    _count: int = 0
    _names: set[tuple[str, str]] = field(default_factory=set)
    _numbers: set[str] = field(default_factory=set)

    def person(
        self,
        *,
        gender: str,
        origin: str,
        on: date,
        ages: tuple[int, int],
        born_here: bool = False,
        numbered: float = 0.9,
    ) -> Person:
        """Someone who is `ages` years old on a day. `born_here`: the second generation, born in Sweden.

        `numbered` is how likely they are to have a personal number, where the list has one to give.
        """
        self._count += 1
        first, last = self._name(gender, origin)
        born, number = self._born(gender, on, ages, wanted=self.dice.chance(numbered))
        abroad = origin != "SE" and not born_here
        return Person(
            id=f"{self.prefix}-{self._count:03d}",
            gender=gender,
            first=first,
            last=last,
            born=born,
            personal_number=number,
            birth_country=origin if abroad else "SE",
            parents_abroad="ja" if origin != "SE" else "nej",
            citizenship=self._citizenship(origin) if abroad else "SE",
            reduced_capacity=self.dice.weighted(
                {"nej": 8, "ja": 1, "ej tillfrågad": 0.6, "vill ej svara": 0.4}
            ),
            education=self.dice.weighted(
                {"1": 2, "2": 4, "3": 5, "4": 1, "5": 1, "6": 2, "7": 0.5, "okänt": 0.5}
            ),
            languages=self._languages(origin),
        )

    def _name(self, gender: str, origin: str) -> tuple[str, str]:
        names = ORIGINS[origin]
        pool = {WOMAN: names.women, MAN: names.men}.get(gender, names.women + names.men)
        while True:
            name = (self.dice.pick(pool), self.dice.pick(names.last))
            if name not in self._names:
                self._names.add(name)
                return name

    def _born(self, gender: str, on: date, ages: tuple[int, int], *, wanted: bool) -> tuple[date, str]:
        """A birth date, with the test number for it where one is wanted and to be had."""
        first = years_before(on, ages[1] + 1) + timedelta(days=LANES + 1)
        last = years_before(on, ages[0]) - timedelta(days=LANES)
        while True:
            born = first + timedelta(days=self.dice.between(0, (last - first).days))
            born -= timedelta(days=(born.toordinal() - self.lane) % LANES)
            number = listed_number(born, gender)
            if number not in self._numbers:
                break
        if wanted and number:
            self._numbers.add(number)
            return born, number
        return born, ""

    def _citizenship(self, origin: str) -> str:
        return self.dice.weighted({origin: 6, "SE": 3, "okänt": 0.5})

    def _languages(self, origin: str) -> str:
        spoken = list(ORIGINS[origin].languages)
        own = spoken[: self.dice.between(1, len(spoken))]
        return ", ".join(dict.fromkeys([*own, "svenska"]))
