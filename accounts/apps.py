from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate  # noqa: PLC0415  with the rest below

        from accounts import key_check  # noqa: PLC0415  models are loaded by now
        from accounts.sealed import register_sealed  # noqa: PLC0415  likewise
        from accounts.sign_in.sealed import SECRETS  # noqa: PLC0415  likewise

        register_sealed(SECRETS)
        pre_migrate.connect(key_check.before_migrating, sender=self)
        post_migrate.connect(key_check.after_migrating, sender=self)
        from accounts import checks  # noqa: F401, PLC0415  registers the system check
        from accounts.audit import sign_ins  # noqa: F401, PLC0415  listens to signals
        from accounts.sign_in import events  # noqa: F401, PLC0415  likewise
