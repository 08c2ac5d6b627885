"""Changes of the filters that a user keeps."""

from accounts.audit import Subject, audited, changed_fields, record
from accounts.models import User, Verb
from accounts.saving import said_in_words
from coaching.models import SavedFilter


@audited()
def save_filter(*, by: User, kept: SavedFilter) -> None:
    """Keep a filter, new or changed. A default one takes the place of the one before.

    The same filters under the same name twice are one. Raises ValidationError.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    new = kept._state.adding  # noqa: SLF001  Django's documented way to tell a new row
    same = SavedFilter.objects.filter(user=by, name=kept.name, query=kept.query)
    if new and same.filter(is_default=kept.is_default).exists():
        return
    if kept.is_default:
        for other in SavedFilter.objects.filter(user=by, is_default=True).exclude(pk=kept.pk):
            other.is_default = False
            other.save(update_fields=["is_default"])
            record(verb=Verb.CHANGED, row=other, by=by, subject=Subject(), changed=["is_default"])
    kept.full_clean()
    changed = changed_fields(kept)
    with said_in_words(kept):
        kept.save()
    verb = Verb.CREATED if new else Verb.CHANGED
    record(verb=verb, row=kept, by=by, subject=Subject(), changed=changed)


@audited()
def remove_filter(*, by: User, kept: SavedFilter) -> None:
    """Take a filter away."""
    record(verb=Verb.REMOVED, row=kept, by=by, subject=Subject())
    kept.delete()
