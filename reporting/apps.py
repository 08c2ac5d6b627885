from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from accounts.sealed import register_sealed  # noqa: PLC0415  models are loaded by now
        from reporting.pseudonyms import PSEUDONYM_KEYS  # noqa: PLC0415  as above

        register_sealed(PSEUDONYM_KEYS)
