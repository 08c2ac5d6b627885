"""Which codes of occupations there can be.

SSYK 2012, SCB: ten areas (one digit), each with main groups (two digits) and finer groups under those.
"""

from typing import Final

MAIN_GROUPS: Final = frozenset(
    f"{area}{group}"
    for area, groups in enumerate(
        ("123", "1234567", "123456", "12345", "1234", "1234", "12", "123456", "123", "123456")
    )
    for group in groups
)


def is_occupation(code: str) -> bool:
    """Whether a code of one to four digits lies in an area and a main group that there are."""
    return len(code) == 1 or code[:2] in MAIN_GROUPS
