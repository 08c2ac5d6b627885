"""Swedish alphabetical order in a database that knows no Swedish.

The embedded PostgreSQL is built without ICU, so names carry a stored sort key: lower case
without accents, with å, ä, ö moved to the three characters that follow z in ASCII. German ü
sorts as y and Danish and Norwegian æ, ø as ä, ö, as Swedish dictionaries have it.
"""

from django.db import models
from django.db.models.expressions import Combinable

_FROM = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÅåÄäÆæÖöØøÜüÁáÀàÂâÃãĀāĂăĄąÇçĆćČčĎďĐđÐðÉéÈèÊêËëĒēĖėĘęĚěĞğÍíÌìÎîÏï"
    "ĪīİıŁłÑñŃńŇňÓóÒòÔôÕõŐőŘřŚśŠšŞşȘșŤťȚțÚúÙùÛûŪūŮůŰűÝýÿŹźŻżŽž"
)
_TO = (
    "abcdefghijklmnopqrstuvwxyz{{||||}}}}yyaaaaaaaaaaaaaaccccccddddddeeeeeeeeeeeeeeeeggiiiiiiii"
    "iiiillnnnnnnoooooooooorrssssssssttttuuuuuuuuuuuuyyyzzzzzz"
)


class SwedishOrder(models.Func):
    """`translate(expression, …)`: what a name sorts by and is searched by, `é` found as `e`."""

    function = "translate"
    arity = 1
    output_field = models.TextField(db_collation="C")

    def __init__(self, expression: Combinable | str) -> None:
        super().__init__(expression)
        self.extra["from"] = _FROM
        self.extra["to"] = _TO

    template = "translate(%(expressions)s, '%(from)s', '%(to)s')"


def swedish_sort_key(text: str) -> str:
    """The same key for a text in Python, to search by."""
    return text.translate(_TABLE)


_TABLE = str.maketrans(_FROM, _TO)
