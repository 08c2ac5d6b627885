"""What the accounts need done by the clock."""

from celery import shared_task

from accounts.sign_in.store import SessionStore


@shared_task
def clear_sessions() -> None:
    """Remove the sessions that have run out: what waited in them, sealed, waits for nobody any more."""
    SessionStore.clear_expired()
