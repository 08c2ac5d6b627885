"""Codes that open a door once or for a time: invitations and personal links.

A code is never stored and never part of an address that reaches the server. A link carries it after
`#`, which browsers keep to themselves; who has the code on paper types it.
"""

import hashlib
import secrets
from typing import Final

# Without I, L, O and U, so that nothing is misread or reads as a word.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
_LENGTH: Final = 20
_GROUP: Final = 4


def new_code() -> str:
    """A code of 100 random bits, as people copy it: `7K3M-Q9XA-…`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def hash_of_code(typed: str) -> str:
    """What is stored of a code, however it is typed: 64 hexadecimal digits (SHA-256).

    A slow hash would protect nothing: nobody guesses 100 bits.
    """
    return hashlib.sha256(typed.upper().translate(_MISREAD).strip().encode()).hexdigest()
