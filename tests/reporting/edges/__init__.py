"""Projects on the edges, told in the fewest facts. Each is compared on every run, for every set."""

from tests.reporting.described import ProjectOf
from tests.reporting.edges import esf, followed, linkoping, states
from tests.reporting.edges.telling import ONE_OF_EACH

__all__ = ["ALL", "ONE_OF_EACH"]

ALL: dict[str, ProjectOf] = {**linkoping.ALL, **followed.ALL, **states.ALL, **esf.ALL}
