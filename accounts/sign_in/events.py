"""What happens to the session when its user signs in, or proves or changes how they do."""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.sign_in.session import begin, count_as_second_factor, show_codes_next


@receiver(user_logged_in)
def begun(request: HttpRequest, user: User, **_rest: Any) -> None:
    """Note when the session begins. It has got a new key from Django."""
    begin(request, user)


@receiver(authenticator_used)
def proven(request: HttpRequest, *, reauthenticated: bool, **_rest: Any) -> None:
    """Give the session a new key once its user has shown a second factor; signing in gives one by itself."""
    if reauthenticated:
        request.session.cycle_key()


@receiver(post_save, sender=Authenticator)
def set_up(instance: Authenticator, *, created: bool, **_rest: Any) -> None:
    """A factor that was set up in this session counts for it, under a new key; new codes are shown next."""
    request: HttpRequest | None = context.request
    if not created or request is None or request.user != instance.user:
        return
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        show_codes_next(request)
    else:
        count_as_second_factor(request, instance)
        request.session.cycle_key()
