"""Show the code that the demo accounts are asked for after the password."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from accounts.sign_in.code_app import PERIOD, code_now
from exchange.demo.loading import CODE_SECRET


class Command(BaseCommand):
    help = (
        "Show the code that the demo accounts are asked for after the password. Each is good once; an app "
        "for codes shows the same ones when it is given the secret."
    )

    # Reads a constant and the clock: needs no database, nor waits for one.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        now = time.time()
        left = PERIOD - int(now) % PERIOD
        self.stdout.write(
            f"{code_now(CODE_SECRET, at=now)}  for another {left} s. In an app for codes: {CODE_SECRET}"
        )
