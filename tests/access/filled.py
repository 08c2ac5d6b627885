"""How each form is filled in so that it is accepted, by the name of its route; FIRST and LAST are choices.

A form that is accepted as its page shows it needs no line; what must be so before stands in `prepared.py`.
`CANT` are those that a test can't send for good: they ask for what only a device has.
"""

from typing import Any, Final

from tests.access.page_forms import PageForm

FIRST: Final = "the first one offered"
LAST: Final = "the last one offered"
_INVITED: Final = {"role": FIRST, "email": "inbjuden@exempel.se", "name": "Ines Inbjuden"}
FILLED: Final[dict[str, dict[str, str]]] = {
    "accept_gap": {"reason": "Vill inte säga."},
    "break_glass": {"number": "PROTECTED", "reason": "Ringer och behöver hjälp genast."},
    "add": {"label": "Frivilligt"},
    "add_phase": {"name": "Efteråt"},
    "enrol": {"last_name": "Provsson"},
    "accept_referral": {"participant_number": "ANV-1"},
    "decline_referral": {"reason": FIRST},
    "record_follow_up": {"outcome": FIRST},
    "register_referral": {"last_name": "Anvisad", "referred_by": "Socialtjänsten"},
    "name_receiver": {"coach": LAST},
    "save_filter": {"name": "Mina"},
    "send_referral": {"last_name": "Anvisad"},
    "find": {"personal_number": "19900520-2388"},
    "hand_over": {"coach": LAST},
    "invite": _INVITED,
    "log_support": {"source": FIRST},
    "move": {"phase": FIRST},
    "new_action": {"text": "Ringa skolköket", "due_on": "2026-12-01"},
    "new_cv_entry": {"text": "Kan laga mat"},
    "own_assessment": {"observation": "Jag vill mer."},
    "new_note": {"text": "Vi talade om köket."},
    "new_goal": {"text": "Ett jobb i ett kök"},
    "plan_series": {"weekdays": "1"},
    "put_off": {"reason": "Vill inte säga."},
    "quick_log": {"who": FIRST, "minutes": FIRST},
    "session": {"usual": "60"},
    "share": {"company": FIRST, "step": "share"},
    "strike_out_action": {"reason": "Köket stänger"},
    "confirm_cv_entry": {"activity": "Provjobb"},
    "break_off_supported": {"broken_off_on": "2026-01-02", "broken_off_reason": "Vill söka själv."},
    "may_tell": {"what": "Behöver korta pass i början."},
    "new_job_analysis": {"workplace": "Köket"},
    "plan_support": {"hours_per_week": "4"},
    "supported_move": {"reason": "Klar med steget."},
    "try_follow_up": {"result": "not_reached"},
}
# Forms that are answered with a page, not with the way to one.
SHOW: Final = frozenset(
    {
        "attend_many",
        "caseload",
        "find",
        "hand_over_many",
        "invite_many",
        "own_cv",
        "people",
        "personal_link",
        "print_cv",
    }
)
CANT: Final[dict[str, str]] = {
    "mfa_activate_totp": "a code of an app that is set up already",
    "mfa_add_webauthn": "a passkey's answer",
    "mfa_reauthenticate": "a code that an app shows now",
    "mfa_reauthenticate_webauthn": "a passkey's answer",
}


def filled(name: str, form: PageForm) -> dict[str, Any]:
    """What is sent: what the page shows, with the answers that the route of this name needs."""
    answers = {
        field: form.offered[field][{FIRST: 0, LAST: -1}[answer]] if answer in {FIRST, LAST} else answer
        for field, answer in FILLED.get(name, {}).items()
        if field in form.names or field == "step"
    }
    return {**form.values, **answers}
