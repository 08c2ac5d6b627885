"""Facts of every kind for hypothesis, made from the types of their fields: a new field is drawn as well."""

import types
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from reporting.facts import ProjectFacts

_PLAIN: dict[Any, SearchStrategy[Any]] = {
    int: st.integers(0, 2**40),
    str: st.text(max_size=8),
    bool: st.booleans(),
    date: st.dates(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**6),
}


def any_of(hint: Any) -> SearchStrategy[Any]:
    """Values of a type that facts have."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of([st.none(), *(any_of(inner) for inner in get_args(hint) if inner is not type(None))])
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        if inner[-1] is Ellipsis:
            return st.lists(any_of(inner[0]), max_size=2).map(tuple)
        return st.tuples(*map(any_of, inner))
    assert is_dataclass(hint)
    hints = get_type_hints(hint)
    return st.builds(hint, **{field.name: any_of(hints[field.name]) for field in fields(hint)})  # type: ignore[arg-type]  # a class


any_facts: SearchStrategy[ProjectFacts] = any_of(ProjectFacts)
