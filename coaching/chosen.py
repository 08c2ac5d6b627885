"""What the lists send of those ticked in them, for handing over, inviting and attendance of many at once."""

import uuid
from typing import TYPE_CHECKING, Final

from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.http import QueryDict

MOST: Final = 500
"""So many are handed over, invited or entered at once; who has more does it in several goes."""
LATELY: Final = 14
"""Sessions held so many days ago are offered too: who came to one without being expected."""


def read_chosen(sent: "QueryDict") -> list[uuid.UUID]:
    """The public ids chosen in a list: all on the page, or those ticked. What is no id is left out."""
    texts = sent.getlist("on_page" if sent.get("everybody") else "chosen")
    found = []
    for text in dict.fromkeys(texts[:MOST]):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def out_of_reach(number: int) -> str:
    """That some of those chosen can't be reached, or not any more; never who."""
    said = ngettext(
        "%(number)d of those chosen is out of your reach, and was left as it was.",
        "%(number)d of those chosen are out of your reach, and were left as they were.",
        number,
    )
    return said % {"number": number}
