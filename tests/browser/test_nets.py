"""The nets under the browser tests hold: what they should catch, they catch."""

import pytest
from playwright.sync_api import Page

from accounts.models import User
from tests.browser.pages import axe, no_sideways_scroll, sign_in

GOOD = """<!DOCTYPE html>
<html lang="sv"><head><title>Sida</title></head><body><main><h1>Sida</h1>{}</main></body></html>"""


def show(page: Page, body: str) -> None:
    page.set_content(GOOD.format(body))


def test_axe_finds_a_picture_without_words(page: Page) -> None:
    show(page, "<p>Bra.</p>")
    axe(page)
    show(page, '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_axe_works_where_the_policy_blocks_scripts(page: Page) -> None:
    page.goto("/konto/logga-in/")
    axe(page)


def test_what_is_wider_than_a_phone_is_named(page: Page) -> None:
    show(page, "<p>Smal.</p>")
    no_sideways_scroll(page)
    show(page, '<table id="bred"><tr><td>' + "bred" * 200 + "</table>")
    with pytest.raises(AssertionError, match='id="bred"'):
        no_sideways_scroll(page)
    assert page.viewport_size == {"width": 1280, "height": 900}


def test_a_blocked_style_is_a_fault(page: Page, faults: list[str]) -> None:
    page.goto("/konto/logga-in/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Röd</p>')")
    page.wait_for_function("true")
    assert any("Content Security Policy" in fault for fault in faults)
    faults.clear()


def test_an_error_in_a_page_is_a_fault(page: Page, faults: list[str]) -> None:
    page.goto("/konto/logga-in/")
    page.evaluate("setTimeout(() => { throw new Error('trasig') })")
    page.wait_for_timeout(100)
    assert any("trasig" in fault for fault in faults)
    faults.clear()


def test_a_missing_file_is_a_fault(page: Page, faults: list[str]) -> None:
    page.goto("/finns-inte/")
    assert faults
    faults.clear()


def test_signing_in_leads_to_the_users_place(page: Page, coach: User) -> None:
    sign_in(page, coach)
    assert coach.name in page.get_by_role("banner").inner_text()
