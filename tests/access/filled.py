"""How each form is filled in so that it is accepted, by the name of its route; "" clears what the page shows.

A form that is accepted as its page shows it needs no line. `CANT` are those that a test can't send for good:
they ask for something that only a device or a mail has.
"""

from typing import Final

FILLED: Final[dict[str, dict[str, str]]] = {
    "enrol": {"last_name": "Provsson"},
}
CANT: Final[dict[str, str]] = {
    "mfa_add_webauthn": "a passkey's answer",
}
