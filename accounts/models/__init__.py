"""Users, and the audit log of what they do."""

from accounts.models.audit import AuditEvent, AuditHead, Kind, UnexplainedWrite, Verb
from accounts.models.user import User, UserManager

__all__ = ["AuditEvent", "AuditHead", "Kind", "UnexplainedWrite", "User", "UserManager", "Verb"]
