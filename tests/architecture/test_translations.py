"""Every sentence of the source has its Swedish."""

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

from tests.architecture.sources import APPS, ROOT, modules, place, templates

CATALOGUE = ROOT / "locale" / "sv" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
CONTEXT_CALLS = {"pgettext", "pgettext_lazy"}
_TEXT = r"""u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_TEMPLATE_CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext)\({_TEXT}(?:, {_TEXT})?")

# What a catalogue looks a sentence up by: its context ("" for none) and the English.
type Key = tuple[str, str]


def key(call: str, texts: list[str]) -> Key:
    return (texts[0], texts[1]) if call in CONTEXT_CALLS else ("", texts[0])


def in_python() -> Iterator[tuple[str, Key]]:
    for path, tree in modules(*APPS, "config"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CALLS | PLURAL_CALLS | CONTEXT_CALLS:
                texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                yield place(path, node.lineno), key(name, [str(text) for text in texts])


def in_templates() -> Iterator[tuple[str, Key]]:
    for path, text in templates():
        for line, written in enumerate(templatize(text).splitlines(), start=1):
            for call in _TEMPLATE_CALL.finditer(written):
                texts = [ast.literal_eval(part) for part in call.groups()[1:] if part]
                yield place(path, line), key(call[1], texts)


@cache
def catalogue() -> dict[Key, list[str]]:
    """The Swedish catalogue as written: for each sentence its translations, one for each number form."""
    found = {}
    for entry in CATALOGUE.read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in entry.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                name, _, line = line.partition(" ")  # noqa: PLW2901  what is left is the text
            fields[name] = fields.get(name, "") + ast.literal_eval(line)
        if "msgid" in fields:
            found[fields.get("msgctxt", ""), fields["msgid"]] = [
                text for name, text in fields.items() if name.startswith("msgstr")
            ]
    return found


def test_every_sentence_has_its_swedish() -> None:
    known = {key for key, texts in catalogue().items() if all(texts)}
    missing = [f"{where}: {key}" for where, key in [*in_python(), *in_templates()] if key not in known]
    assert not missing, "\n".join(missing)


def test_no_translation_is_a_guess() -> None:
    """A fuzzy entry is one that gettext took from a similar sentence; nobody has read it."""
    assert "#, fuzzy" not in CATALOGUE.read_text(encoding="utf-8")


def test_the_catalogue_holds_no_sentence_that_is_gone() -> None:
    used = {key for _where, key in [*in_python(), *in_templates()]}
    assert not catalogue().keys() - used - {("", "")}


def test_what_the_site_reads_is_what_was_written() -> None:
    compiled: Path = CATALOGUE.with_suffix(".mo")
    with compiled.open("rb") as file:
        read = gettext.GNUTranslations(file)
    for (context, text), written in catalogue().items():
        if len(written) == 1 and text:
            assert (read.pgettext(context, text) if context else read.gettext(text)) == written[0]
