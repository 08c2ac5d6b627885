"""Each set of indicators once more, written from the definitions alone; the tests compare the two.

A new set writes its own file beside `linkoping.py`, and adds it to both tables here.
"""

from tests.reporting.second import esf, esf_moves, finsam, leanlink, linkoping, navigator, sin, vagen_tillbaka
from tests.reporting.second.common import Computation, Moves

SECOND_COMPUTATIONS: dict[str, type[Computation]] = {
    "L": linkoping.Linkoping,
    "K": navigator.Navigator,
    "S": sin.Sin,
    "X": leanlink.Leanlink,
    "V": vagen_tillbaka.VagenTillbaka,
    "F": finsam.Finsam,
    "E07": esf.Esf2007,
    "E14": esf.Esf2014,
    "E21": esf.Esf2021,
}
# By set, then what is changed: applied to `edges.ONE_OF_EACH`.
MOVES: dict[str, Moves] = {
    "L": linkoping.MOVES,
    "K": navigator.MOVES,
    "S": sin.MOVES,
    "X": leanlink.MOVES,
    "V": vagen_tillbaka.MOVES,
    "F": finsam.MOVES,
    "E07": esf_moves.MOVES_2007,
    "E14": esf_moves.MOVES_2014,
    "E21": esf_moves.MOVES_2021,
}
