"""The forms of a page as a browser finds them: where they are sent, and what they would send untouched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from tinyhtml5 import parse  # type: ignore[import-untyped]  # has no types

_HTML: Final = "{http://www.w3.org/1999/xhtml}"
_TEXTS: Final = frozenset({"text", "search", "email", "tel", "url", "password"})
_CHOSEN: Final = frozenset({"radio", "checkbox"})


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form that is posted: `texts` are the fields that one writes in, `offered` what one chooses of."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def elements(html: str, *names: str) -> Iterator[Any]:
    """Every element of the page, or those of some kinds."""
    wanted = {f"{_HTML}{name}" for name in names}
    for element in parse(html).iter():
        if isinstance(element.tag, str) and (not wanted or element.tag in wanted):
            yield element


def forms_of(html: str, address: str) -> list[PageForm]:
    """The forms that are posted from the page at this address."""
    return [
        _read(form, address) for form in elements(html, "form") if form.get("method", "").lower() == "post"
    ]


def _read(form: Any, address: str) -> PageForm:
    found = PageForm(urlsplit(form.get("action") or address).path)
    for element in form.iter():
        name, kind = element.get("name"), str(element.tag).removeprefix(_HTML)
        if not name or kind not in {"input", "textarea", "select"}:
            continue
        found.names.add(name)
        if kind == "textarea" or (kind == "input" and element.get("type", "text") in _TEXTS):
            found.texts.append(name)
        if offered := [option.get("value", "") for option in element.iter(f"{_HTML}option")]:
            found.offered[name] = [value for value in offered if value]
        if element.get("type") == "radio" and element.get("value"):
            found.offered.setdefault(name, []).append(element.get("value"))
        if values := list(_sent(element, kind)):
            found.values.setdefault(name, []).extend(values)
    found.values.pop("csrfmiddlewaretoken", None)
    return found


def _sent(element: Any, kind: str) -> Iterator[str]:
    if kind == "textarea":
        yield "".join(element.itertext())
    elif kind == "select":
        options = list(element.iter(f"{_HTML}option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        yield from (option.get("value", "".join(option.itertext())) for option in chosen)
    elif element.get("type") not in _CHOSEN or element.get("checked") is not None:
        yield element.get("value", "")
