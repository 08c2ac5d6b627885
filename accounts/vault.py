"""What is encrypted at rest: personal numbers and the secrets of second factors.

AES-256-GCM with keys that are kept outside the database and apart from SECRET_KEY. What is sealed
is bound to its row: moved to another one, it doesn't open.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE: Final = 12  # bytes, as NIST SP 800-38D has it for GCM


class SealBrokenError(Exception):
    """The text doesn't open: another key, another row, or not what was stored. Never says what it holds."""


def seal(plain: str, *, bound_to: str) -> str:
    """Encrypt a text with the current key: `KEYID.BASE64`. `bound_to` names the row, and opens it again."""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = secrets.token_bytes(_NONCE)
    hidden = AESGCM(key).encrypt(nonce, plain.encode(), _context(key_id, bound_to))
    return f"{key_id}.{base64.b64encode(nonce + hidden).decode('ascii')}"


def unseal(sealed: str, *, bound_to: str) -> str:
    """The text that was sealed. Raises SealBrokenError."""
    key_id, _dot, text = sealed.partition(".")
    try:
        key, stored = settings.FIELD_KEYS[key_id], base64.b64decode(text, validate=True)
        plain = AESGCM(key).decrypt(stored[:_NONCE], stored[_NONCE:], _context(key_id, bound_to))
    except (KeyError, binascii.Error, ValueError, InvalidTag):
        raise SealBrokenError from None
    return plain.decode()


def is_sealed_with_current_key(sealed: str) -> bool:
    """Whether the text was sealed with the key that new texts get."""
    return sealed.partition(".")[0] == next(iter(settings.FIELD_KEYS))


def blind_index(plain: str, *, bound_to: str) -> str:
    """What an exact search finds a sealed text by: 64 hexadecimal digits, keyed (HMAC-SHA-256).

    The same text gives the same index where `bound_to` is the same, and another elsewhere.
    """
    message = f"{bound_to}\x00{plain}".encode()
    return hmac.new(settings.INDEX_KEY, message, hashlib.sha256).hexdigest()


def _context(key_id: str, bound_to: str) -> bytes:
    return f"{key_id}\x00{bound_to}".encode()
