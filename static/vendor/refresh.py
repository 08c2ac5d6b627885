"""Fetch the front-end files that pages load, so that no page asks another host.

    python static/vendor/refresh.py

Needs npm. Each package is fetched with `npm pack NAME@VERSION` (npm checks its integrity); the files
named below are copied here, the icons in use are gathered into one sprite, and README.md is written
with each file's SHA-256. To change a version or add an icon, edit the tables below and run again.
"""

import hashlib
import re
import subprocess
import tarfile
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Package:
    """A package and its files: path in the package → path in this folder."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


SOURCE_SANS = "files/source-sans-3-{}-wght-normal.woff2"
PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "MIT",
        {"dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css", "LICENSE": "bootstrap/LICENSE"},
    ),
    Package(
        "htmx.org",
        "2.0.11",  # version 2 on purpose: what django-htmx and our settings are made for
        "0BSD",
        {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    ),
    Package(
        "@fontsource-variable/source-sans-3",
        "5.3.0",
        "OFL-1.1",
        {
            SOURCE_SANS.format("latin"): "source-sans-3/source-sans-3-latin.woff2",
            SOURCE_SANS.format("latin-ext"): "source-sans-3/source-sans-3-latin-ext.woff2",
            "LICENSE": "source-sans-3/LICENSE",
        },
    ),
    Package("bootstrap-icons", "1.13.2", "MIT", {"LICENSE": "bootstrap-icons/LICENSE"}),
)

SPRITE = "bootstrap-icons/sprite.svg"
ICONS = (
    "arrow-down",
    "arrow-left",
    "arrow-repeat",
    "arrow-right",
    "arrow-up",
    "bar-chart",
    "box-arrow-right",
    "briefcase",
    "building",
    "calendar3",
    "check-circle",
    "check-circle-fill",
    "check-lg",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle",
    "clipboard-check",
    "clock",
    "clock-history",
    "dash-circle",
    "dash-lg",
    "diagram-3",
    "download",
    "envelope",
    "exclamation-circle",
    "exclamation-octagon",
    "exclamation-triangle",
    "file-earmark-pdf",
    "file-earmark-text",
    "folder",
    "funnel",
    "gear",
    "house",
    "info-circle",
    "journal-text",
    "link-45deg",
    "list-ul",
    "mortarboard",
    "pencil",
    "people",
    "person",
    "person-circle",
    "person-plus",
    "plus-lg",
    "printer",
    "question-circle",
    "search",
    "shield-lock",
    "signpost-split",
    "translate",
    "trash",
    "upload",
    "wallet2",
    "x-lg",
)


def unpack(package: Package, folder: Path) -> Path:
    """Fetch a package into the folder and return where its files are."""
    subprocess.run(
        ["npm", "pack", f"{package.name}@{package.version}", "--silent"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def copy(source: Path, target: Path) -> None:
    """Copy a file, without the pointer to its source map: collectstatic demands the map otherwise.

    A stylesheet goes into a cascade layer: our own rules, outside any layer, win whatever their specificity.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if target.suffix in {".css", ".js"}:
        content = re.sub(rb"\n?(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$", b"\n", content)
    if target.suffix == ".css":
        content = b"@layer vendor{" + content.removeprefix(b'@charset "UTF-8";').strip() + b"}\n"
    target.write_bytes(content)


def write_sprite(icons: Path) -> None:
    """Gather the icons in use into one file of symbols."""
    ET.register_namespace("", SVG)
    sprite = ET.Element(f"{{{SVG}}}svg")
    for name in sorted(ICONS):
        icon = ET.parse(icons / f"{name}.svg").getroot()  # noqa: S314 - a package whose integrity npm checked
        symbol = ET.SubElement(sprite, f"{{{SVG}}}symbol", id=name, viewBox=icon.get("viewBox", "0 0 16 16"))
        symbol.extend(list(icon))
    ET.indent(sprite, space=" ")
    target = HERE / SPRITE
    target.write_text(ET.tostring(sprite, encoding="unicode") + "\n", encoding="utf-8")


def write_readme() -> None:
    """Write what is here, from which package, under which licence."""
    lines = [
        "# Front-end files of others",
        "",
        "Made by `python static/vendor/refresh.py`; don't edit by hand. Changed here: pointers to source maps",
        "are cut off, and the stylesheet is wrapped in `@layer vendor`, so that our own rules always win.",
        "Bootstrap's own JavaScript is not here: nothing needs it.",
        "",
        "| package | version | licence | file | SHA-256 |",
        "|---|---|---|---|---|",
    ]
    for package in PACKAGES:
        names = sorted(package.files.values())
        if package.name == "bootstrap-icons":
            names.append(SPRITE)
        for name in names:
            digest = hashlib.sha256((HERE / name).read_bytes()).hexdigest()
            lines.append(f"| {package.name} | {package.version} | {package.licence} | {name} | `{digest}` |")
    lines += ["", f"`{SPRITE}` holds these icons: {', '.join(sorted(ICONS))}.", ""]
    (HERE / "README.md").write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Fetch everything anew."""
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            root = unpack(package, Path(folder))
            for source, target in package.files.items():
                copy(root / source, HERE / target)
            if package.name == "bootstrap-icons":
                write_sprite(root / "icons")
    write_readme()


if __name__ == "__main__":
    main()
