"""How each form is filled in so that it is accepted, by the name of its route; FIRST and LAST are choices.

A form that is accepted as its page shows it needs no line. `CANT` are those that a test can't send for good:
they ask for something that only a device or a mail has.
"""

from typing import Any, Final

from tests.access.page_forms import PageForm

FIRST: Final = "the first one offered"
LAST: Final = "the last one offered"
_INVITED: Final = {"role": FIRST, "email": "inbjuden@exempel.se", "name": "Ines Inbjuden"}
FILLED: Final[dict[str, dict[str, str]]] = {
    "accept_gap": {"reason": "Vill inte säga."},
    "break_glass": {"number": "PROTECTED", "reason": "Ringer och behöver hjälp genast."},
    "enrol": {"last_name": "Provsson"},
    "find": {"personal_number": "19900520-2388"},
    "hand_over": {"coach": LAST},
    "invite": _INVITED,
    "log_support": {"source": FIRST},
    "move": {"phase": FIRST},
    "share": {"company": FIRST, "step": "share"},
}
# Forms that are answered with a page, not with the way to one.
SHOW: Final = frozenset({"caseload", "find", "people", "personal_link"})
CANT: Final[dict[str, str]] = {
    "mfa_activate_totp": "a code of an app that is set up already",
    "mfa_add_webauthn": "a passkey's answer",
    "mfa_reauthenticate": "a code that an app shows now",
    "mfa_reauthenticate_webauthn": "a passkey's answer",
    "office": "the last administrator can't end their own office",
}


def filled(name: str, form: PageForm) -> dict[str, Any]:
    """What is sent: what the page shows, with the answers that the route of this name needs."""
    answers = {
        field: form.offered[field][{FIRST: 0, LAST: -1}[answer]] if answer in {FIRST, LAST} else answer
        for field, answer in FILLED.get(name, {}).items()
        if field in form.names or field == "step"
    }
    return {**form.values, **answers}
