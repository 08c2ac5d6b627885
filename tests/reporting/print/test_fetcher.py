"""What is set may use the project's own static files, and nothing else of this machine or another."""

import socket
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from projects.paper import STATIC, set_pages
from tests.reporting.print.printing import printed, some_figures
from tests.reporting.tagged_pdf import TaggedPdf


class Sockets:
    """What this process did with sockets while it was watched. An audit hook can't be taken out again."""

    def __init__(self) -> None:
        self.watching = False
        self.events: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _arguments: tuple[object, ...]) -> None:
        if self.watching and event.startswith(("socket.", "urllib.", "ftplib.", "http.")):
            self.events.append(event)

    def __enter__(self) -> list[str]:
        self.events = []
        self.watching = True
        return self.events

    def __exit__(self, *_: object) -> None:
        self.watching = False


SOCKETS = Sockets()


@pytest.fixture
def eavesdropper() -> Iterator[socket.socket]:
    """A port of this machine where somebody waits to be called."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening


SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"'
FETCHED = {
    "an image of another host": '<img src="{web}" alt="x">',
    "an image over https": '<img src="https://{host}/x.png" alt="x">',
    "an image without a scheme": '<img src="//{host}/x.png" alt="x">',
    "an image over ftp": '<img src="ftp://{host}/x.png" alt="x">',
    "an image in the address": '<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">',
    "a file of the host": '<img src="{file}" alt="x">',
    "a file in capitals": '<img src="FILE://{path}" alt="x">',
    "a file of another host": '<img src="file://{host}{path}" alt="x">',
    "a file beside static/": '<img src="../config/settings.py" alt="x">',
    "a file beside static/, disguised": '<img src="css/%2e%2e/%2e%2e/config/settings.py" alt="x">',
    "a folder": '<img src="css/" alt="x">',
    "a stylesheet": '<link rel="stylesheet" href="{web}">',
    "an imported stylesheet": '<style>@import url("{web}");</style>',
    "a background": '<style>body {{ background: url("{web}") }}</style>',
    "a border": '<p style="border: 1px solid; border-image: url({web}) 3">x</p>',
    "a bullet": '<ul style="list-style-image: url({web})"><li>x</li></ul>',
    "generated content": '<style>p::before {{ content: url("{web}") }}</style><p>x</p>',
    "a font of another host": '<style>@font-face {{ font-family: x; src: url("{web}") }}</style>',
    "a page in the address": '<link rel="stylesheet" href="data:text/css,@import%20url({web})">',
    "a font": '<style>@font-face {{ font-family: x; src: url("{file}") }}</style>',
    "a colour profile": '<style>@color-profile --x {{ src: url("{file}") }}</style>',
    "an object": '<object data="{web}" type="image/png"></object>',
    "an embedded thing": '<embed src="{web}" type="image/png">',
    "another base": '<base href="{web}"><img src="x.png" alt="x">',
    "an attachment of the document": '<link rel="attachment" href="{file}">',
    "an attachment of a link": '<a rel="attachment" href="{file}">x</a>',
}
NOT_FETCHED = {
    "an image in a drawing": f'<svg {SVG}><image xlink:href="{{web}}" width="9" height="9"/></svg>',
    "a part of a drawing elsewhere": f'<svg {SVG}><use xlink:href="{{file}}#a"/></svg>',
    "a frame": '<iframe src="{web}"></iframe>',
    "a reload": '<meta http-equiv="refresh" content="0; url={web}">',
    "a mask": '<p style="mask-image: url({web})">x</p>',
    "a script": '<script src="{web}"></script>',
}


class TestTheFetcher:
    def page(self, markup: str, eavesdropper: socket.socket, secret: Path) -> str:
        host = f"127.0.0.1:{eavesdropper.getsockname()[1]}"
        filled = markup.format(host=host, web=f"http://{host}/x.png", file=secret.as_uri(), path=secret)
        return f'<!DOCTYPE html><html lang="sv"><title>x</title><body>{filled}</body></html>'

    @pytest.fixture
    def secret(self, tmp_path: Path) -> Path:
        path = tmp_path / "secret.txt"
        path.write_text("Nobody may read this.")
        return path

    @pytest.mark.parametrize("markup", FETCHED.values(), ids=FETCHED)
    def test_ends_the_document_at(self, markup: str, eavesdropper: socket.socket, secret: Path) -> None:
        page = self.page(markup, eavesdropper, secret)
        with SOCKETS as used, pytest.raises(FatalURLFetchingError):
            set_pages(page)
        assert used == []
        with pytest.raises(BlockingIOError):
            eavesdropper.accept()

    @pytest.mark.parametrize("markup", NOT_FETCHED.values(), ids=NOT_FETCHED)
    def test_is_never_asked_for(self, markup: str, eavesdropper: socket.socket, secret: Path) -> None:
        page = self.page(markup, eavesdropper, secret)
        with SOCKETS as used:
            made = set_pages(page).content
        assert used == []
        with pytest.raises(BlockingIOError):
            eavesdropper.accept()
        assert b"Nobody may read this." not in made
        self.carries_nothing(made)

    def carries_nothing(self, made: bytes) -> None:
        """No file within the document, whether of it, of a page or of a link."""
        with pikepdf.open(BytesIO(made)) as pdf:
            assert not pdf.attachments
            for part in pdf.objects:
                if isinstance(part, pikepdf.Dictionary):
                    assert "/EF" not in part
                    assert "/AF" not in part
                    assert part.get("/Type") != "/EmbeddedFile"
                    assert part.get("/Subtype") != "/FileAttachment"

    def test_has_nothing_to_do_with_sockets_for_a_whole_report(self) -> None:
        figures = some_figures()
        with SOCKETS as used:
            made = printed(figures, "sv")
        assert used == []
        self.carries_nothing(made)

    def test_would_be_heard_using_one(self) -> None:
        with SOCKETS as used:
            socket.socket().close()
        assert used == ["socket.__new__"]

    def test_follows_no_link_out_of_the_folder(self, eavesdropper: socket.socket, secret: Path) -> None:
        inside = STATIC / "way-out.txt"
        inside.symlink_to(secret)
        try:
            with pytest.raises(FatalURLFetchingError):
                set_pages(self.page('<img src="way-out.txt" alt="x">', eavesdropper, secret))
        finally:
            inside.unlink()

    def test_gives_what_lies_in_static(self) -> None:
        image = '<img src="img/mark.svg" alt="Jobbredo">'
        made = set_pages(f'<!DOCTYPE html><html lang="sv"><title>x</title><body>{image}</body></html>')
        assert [figure.alt for figure in TaggedPdf(made.content).root.find("Figure")] == ["Jobbredo"]
