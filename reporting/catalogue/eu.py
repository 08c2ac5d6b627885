"""Who was a member of the European Union on a day: third-country nationals are citizens of none of them."""

from datetime import date

FOUNDED = date(1958, 1, 1)

# The first day of membership, by country (ISO 3166-1). Source: the treaties of accession.
_JOINED = {
    FOUNDED: ("BE", "DE", "FR", "IT", "LU", "NL"),
    date(1973, 1, 1): ("DK", "GB", "IE"),
    date(1981, 1, 1): ("GR",),
    date(1986, 1, 1): ("ES", "PT"),
    date(1995, 1, 1): ("AT", "FI", "SE"),
    date(2004, 5, 1): ("CY", "CZ", "EE", "HU", "LT", "LV", "MT", "PL", "SI", "SK"),
    date(2007, 1, 1): ("BG", "RO"),
    date(2013, 7, 1): ("HR",),
}
_FIRST_DAY = {country: day for day, countries in _JOINED.items() for country in countries}

# The last day of membership. Source: Article 185 of the Withdrawal Agreement (OJ L 29, 31.1.2020).
_LAST_DAY = {"GB": date(2020, 1, 31)}


def in_union(country: str, on: date) -> bool:
    """The country, by its two letters, was a member state on the day."""
    first, last = _FIRST_DAY.get(country), _LAST_DAY.get(country)
    return first is not None and first <= on and (last is None or on <= last)
