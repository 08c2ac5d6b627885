"""Users, and the audit log of what they do."""

from accounts.models.audit import AuditEvent, AuditHead, Kind, UnexplainedWrite, Verb
from accounts.models.invitation import Invitation
from accounts.models.key_check import KeyCheck
from accounts.models.user import User, UserManager

__all__ = [
    "AuditEvent",
    "AuditHead",
    "Invitation",
    "KeyCheck",
    "Kind",
    "UnexplainedWrite",
    "User",
    "UserManager",
    "Verb",
]
