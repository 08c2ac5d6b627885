from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import checks  # noqa: F401, PLC0415  registers the system check
        from accounts.audit import sign_ins  # noqa: F401, PLC0415  listens to Django's signals
