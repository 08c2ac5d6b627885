"""How commands are told what they are about."""

from django.core.management.base import CommandError

from projects.models import Project


def project_named(text: str) -> Project:
    """The project of this name or public id. Raises CommandError."""
    try:
        return Project.objects.named(text)
    except Project.DoesNotExist:
        raise CommandError(f"There is no project “{text}”.") from None
    except Project.MultipleObjectsReturned:
        raise CommandError(f"Several projects are called “{text}”: give the public id.") from None
