"""Sign-ins in the audit log: who came, who left, who failed, and who changed how they sign in."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_reset_code_rejected
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.audit.recording import Subject, audited, record, record_read
from accounts.models import Kind, User, Verb


@receiver(user_logged_in)
def signed_in(user: User, **_rest: Any) -> None:
    """Record a sign-in; without it there is none."""
    record_read(row=user, by=user, subject=Subject(), verb=Verb.SIGNED_IN, kind=Kind.SIGN_IN)


@receiver(user_logged_out)
def signed_out(user: User | None, **_rest: Any) -> None:
    """Record that someone left; a session that had run out says no name."""
    if user is not None:
        record_read(row=user, by=user, subject=Subject(), verb=Verb.SIGNED_OUT, kind=Kind.SIGN_IN)


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], **_rest: Any) -> None:
    """Record a failed try, with the account where there is one; what was typed stays out."""
    typed = str(credentials.get("email", "")).strip().lower()
    account = User.objects.filter(email=typed).first()
    record_read(row=account or User, by=None, subject=Subject(), verb=Verb.REFUSED, kind=Kind.SIGN_IN)


@audited()
def second_factor_refused(user: User | None, *, factor: str) -> None:
    """Record a wrong code or passkey, with the account where it is known."""
    _tell(user or User, verb=Verb.REFUSED, by=None, changed=factor)


@receiver(authentication_failed)
def code_refused(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Record a code that was wrong."""
    second_factor_refused(user, factor=authenticator.type)


@receiver(password_reset_code_rejected)
@audited()
def mailed_code_refused(user: User, **_rest: Any) -> None:
    """Record a code for a new password that was wrong."""
    _tell(user, verb=Verb.REFUSED, by=None, changed="password")


@receiver([password_changed, password_reset])
@audited()
def password_is_new(user: User, **_rest: Any) -> None:
    """Record that someone has a new password."""
    _tell(user, verb=Verb.SECURED, by=user, changed="password")


@receiver(authenticator_used)
@audited()
def factor_used(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Record that a recovery code was used up; apps and passkeys are used at every sign-in."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _tell(authenticator, verb=Verb.CHANGED, by=user, changed=authenticator.type)


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, *, created: bool, **_rest: Any) -> None:
    """Record a new app, passkey or set of recovery codes, in the transaction that makes it."""
    if created:
        _factor(instance, Verb.CREATED)


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **_rest: Any) -> None:
    """Record that an app, a passkey or a set of recovery codes is gone, likewise."""
    _factor(instance, Verb.REMOVED)


@receiver(post_save, sender=SocialAccount)
@audited()
def provider_connected(instance: SocialAccount, *, created: bool, **_rest: Any) -> None:
    """Record that an account at an identity provider opens the user's account from now on."""
    if created:
        _tell(instance, verb=Verb.CREATED, by=instance.user, changed="openid")


@receiver(post_delete, sender=SocialAccount)
@audited()
def provider_disconnected(instance: SocialAccount, **_rest: Any) -> None:
    """Record that it no longer does."""
    _tell(instance, verb=Verb.REMOVED, by=instance.user, changed="openid")


@audited()
def _factor(factor: Authenticator, verb: Verb) -> None:
    _tell(factor, verb=verb, by=factor.user, changed=factor.type)


def _tell(row: Any, *, verb: Verb, by: User | None, changed: str) -> None:
    record(verb=verb, row=row, by=by, subject=Subject(), kind=Kind.SIGN_IN, changed=[changed])
