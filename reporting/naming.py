"""What files of figures are called on the computer that they are downloaded to."""

from reporting.facts import Window
from reporting.stats import Audience


def file_stem(indicator_set: str, window: Window, *, audience: Audience, revision: int | None) -> str:
    """The name without its ending: set, period, as of, revision and readers; it names nobody.

    Two files that differ don't share a name, least of all the one in which small numbers are hidden and the
    one in which they aren't. No `revision`: figures of the moment, which no report keeps.
    """
    parts = [
        f"jobbredo-{indicator_set}-{window.period_start}--{window.period_end}-per-{window.as_of}",
        f"v{revision}" if revision else "",
        "utat" if audience is Audience.OUTSIDE else "internt",
    ]
    return "-".join(part for part in parts if part)
