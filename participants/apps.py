from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self) -> None:
        from accounts.sealed import register_sealed  # noqa: PLC0415  models are loaded by now
        from participants.sealed import NUMBERS, REFERRED  # noqa: PLC0415  as above

        register_sealed(NUMBERS)
        register_sealed(REFERRED)
