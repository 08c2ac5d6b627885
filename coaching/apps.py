from django.apps import AppConfig
from django.db.models import ForeignKey


class CoachingConfig(AppConfig):
    name = "coaching"

    def ready(self) -> None:
        """Make known the lookup that asks for rows by many ids, and what the desk holds of a stay."""
        from coaching.lookups import AnyOf  # noqa: PLC0415  as Django has it: what is registered, is so here
        from coaching.within import HELD, check_closing_talks  # noqa: PLC0415  models are loaded by now
        from participants.within import register_before_exit, register_held  # noqa: PLC0415  as above

        ForeignKey.register_lookup(AnyOf)
        register_held(*HELD)
        register_before_exit(check_closing_talks)
