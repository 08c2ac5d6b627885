"""No web server and no worker runs with keys that aren't its database's."""

import sys

from django.db import DatabaseError, connection

from accounts.key_check import WrongKeyError, check_keys


def refuse_wrong_keys() -> None:
    """End the program with a sentence where a key is wrong, or nobody can tell: nothing is to be lost."""
    try:
        check_keys()
    except WrongKeyError as problem:
        sys.exit(f"Jobbredo: {problem}")
    except DatabaseError as problem:
        sys.exit(
            f"Jobbredo: the keys can't be checked, since the database doesn't answer as it should. {problem}"
        )
    finally:
        # Processes that are forked from this one must not share a connection.
        connection.close()
