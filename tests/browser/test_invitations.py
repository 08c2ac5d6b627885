"""From the administrator's invitation to an account of one's own, by the letter that was sent."""

import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from config.mail import mailers
from projects.models import Project
from tests import factories
from tests.browser.pages import axe, no_sideways_scroll, sign_in

PASSWORD = "grön-cykel-i-regn"


def checked(page: Page) -> None:
    axe(page)
    no_sideways_scroll(page)


def link_in(folder: Path) -> str:
    [file] = folder.iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    found = re.search(r"http\S+#\S+", letter.get_content())
    assert found
    return found[0]


def chosen(page: Page) -> None:
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


@pytest.fixture
def letters(tmp_path: Path, settings: Any) -> Path:
    """Where the site's letters go, as it is where no mail server is named."""
    settings.MAILERS = mailers("", tmp_path / "mail")
    return tmp_path / "mail"


@pytest.mark.usefixtures("transactional_db")
class TestAnInvitation:
    def test_leads_from_the_administrator_to_an_account_of_ones_own(
        self, page: Page, project: Project, letters: Path, browser: Browser, live_server: LiveServer
    ) -> None:
        sign_in(page, factories.administrator(organisation=project.organisation))
        page.goto("/organisation/")
        checked(page)
        page.locator(f'a[href="/projekt/{project.public_id}/personal/"]').click()
        checked(page)
        page.locator(".page-header .btn-primary").click()
        checked(page)
        page.locator("#id_role").select_option("coach")
        page.locator("#id_email").fill("ny.coach@exempel.se")
        page.locator("#id_name").fill("Ny Coach")
        page.locator("main form[method=post] .btn-primary").click()
        expect(page.locator(".message-success")).to_be_visible()
        page.get_by_role("link", name="Ny Coach").click()
        checked(page)

        link = link_in(letters)
        with browser.new_page(base_url=live_server.url, locale="sv-SE") as other:
            asked: list[str] = []
            other.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
            other.goto(link)
            code = link.partition("#")[2]
            expect(other.locator("#id_code")).to_have_value(code)
            assert "#" not in other.url
            checked(other)
            chosen(other)
            other.wait_for_url("**/konto/logga-in/")
            expect(other.locator(".message-success")).to_be_visible()
            assert not [line for line in asked if code in line]
            user = User.objects.get(email="ny.coach@exempel.se")
            sign_in_first_time(other, user)

    def test_is_typed_where_there_is_no_script(self, browser: Browser, live_server: LiveServer) -> None:
        user = factories.invitation(code="7K3M-Q9XA-0000-AAAA-ZZZZ").user
        with browser.new_page(base_url=live_server.url, java_script_enabled=False) as page:
            page.goto("/konto/inbjudan/")
            page.locator("#id_code").fill("7k3m q9xa 0000 aaaa zzzz")
            chosen(page)
            page.wait_for_url("**/konto/logga-in/")
        user.refresh_from_db()
        assert user.check_password(PASSWORD)


def sign_in_first_time(page: Page, user: User) -> None:
    """The password opens the account; what staff see first is that they need a second factor."""
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/konto/sakerhet/")
    page.goto("/deltagare/")
    page.wait_for_url("**/konto/sakerhet/")
