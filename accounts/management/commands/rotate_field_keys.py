"""Change the keys of encrypted texts."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from accounts import rotation
from accounts.key_check import WrongKeyError, check_keys


class Command(BaseCommand):
    help = (
        "Encrypt personal numbers and the secrets of second factors with a new key. End web server and "
        "worker first and start them afterwards: they read the keys when they start. Cut off, it goes on "
        "where it was when run again. With --index instead, what an exact search goes by gets a new key. "
        "With --drop-old instead, keys that nothing needs any more are dropped; sessions of theirs end. "
        "Back up the new keys before you start again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument("--index", action="store_true", help="change the key of the search instead")
        instead.add_argument("--drop-old", action="store_true", help="drop the keys that nothing needs")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rotation.make_sure_of_peace()
            check_keys(also_of_index=not options["index"])
            if options["index"]:
                self._index()
            elif options["drop_old"]:
                self._drop_old()
            else:
                self._rotate()
        except (rotation.RotationError, WrongKeyError) as problem:
            self.stderr.write(str(problem))
            sys.exit(1)

    def _rotate(self) -> None:
        from_file = settings.FIELD_KEYS_FILE is not None
        if rotation.is_under_way():
            self.stdout.write("Going on with the first key: something is encrypted with another.")
        elif from_file:
            self.stdout.write(f"New key: {rotation.add_field_key()}.")
        done, name = rotation.reseal(), next(iter(settings.FIELD_KEYS))
        self.stdout.write(f"{done} rows encrypted with {name}, and now all of them.")
        if len(settings.FIELD_KEYS) > 1:
            self.stdout.write("Back up the keys, start web server and worker, and later run --drop-old.")
        elif not from_file:
            self.stdout.write("For a new key put one NAME:BASE64 first in FIELD_KEYS, then run this again.")

    def _drop_old(self) -> None:
        dropped = rotation.drop_old_keys()
        rotation.forget_old_keys()
        self.stdout.write(f"Dropped: {', '.join(dropped) or 'none'}.")
        if dropped and settings.FIELD_KEYS_FILE is None:
            self.stdout.write("Take them out of FIELD_KEYS before you start web server and worker.")

    def _index(self) -> None:
        self.stdout.write(f"{rotation.change_index_key()} rows are found by a new key.")
        self.stdout.write("Back up the key, then start web server and worker.")
