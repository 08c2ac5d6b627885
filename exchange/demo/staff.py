"""The invented people who work in the demo projects, and sign in to them.

The addresses end in .example, which no one can have (RFC 2606).
"""

from dataclasses import dataclass

DOMAIN = "demo.jobbredo.example"


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who signs in."""

    email: str
    name: str


def _account(local: str, name: str) -> Account:
    return Account(f"{local}@{DOMAIN}", name)


LEAD = _account("lead", "Rolf Tingvall")
OFFICER = _account("dataombud", "Hanna Granlid")
ADMINISTRATOR = _account("forvaltare", "Tove Sandhem")
REFERRER = _account("anvisare", "Amina Lindvall")
EMPLOYER = _account("arbetsgivare", "Stig Norräng")
COACH = _account("coach", "Maja Ekdal")
COLLEAGUE = _account("nora.stenhag", "Nora Stenhag")
COACHES = {
    "linkopingsmodellen": (
        COACH,
        _account("samira.holt", "Samira Holt"),
        _account("bengt.asplid", "Bengt Asplid"),
    ),
    "navigator": (
        _account("disa.vallgren", "Disa Vallgren"),
        _account("pekka.rautio", "Pekka Rautio"),
        _account("leyla.acar", "Leyla Acar"),
        _account("olle.brandin", "Olle Brandin"),
    ),
    "sin-projektet": (
        _account("gunhild.marklid", "Gunhild Marklid"),
        _account("tor.isaksbo", "Tor Isaksbo"),
        _account("anja.keskitalo", "Anja Keskitalo"),
    ),
    "vagen-tillbaka": (
        _account("monica.stral", "Monica Stråhl"),
        _account("dragan.petrov", "Dragan Petrov"),
        _account("ellen.kihl", "Ellen Kihl"),
        _account("jussi.laine", "Jussi Laine"),
    ),
    "leanlink": (_account("farida.ode", "Farida Ode"),),
    "fotfaste": (COACH, COLLEAGUE),
}
