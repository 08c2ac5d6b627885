from django.apps import AppConfig
from django.db.models import ForeignKey


class CoachingConfig(AppConfig):
    name = "coaching"

    def ready(self) -> None:
        """Make the lookup known that asks for rows by many ids."""
        from coaching.lookups import AnyOf  # noqa: PLC0415  as Django has it: what is registered, is so here

        ForeignKey.register_lookup(AnyOf)
