"""Texts that would run, shown to Chromium under the enforced policy: none runs, and nothing is blocked.

That no page holds anything that could run is shown in tests/access/test_payloads.py; here the browser says
the same of what it makes of those pages. `faults` fails a test on every report of the policy.
"""

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Error, Page

from tests.access.payloads import PAYLOADS
from tests.access.poison import poison_everything
from tests.access.routes import routes
from tests.access.test_payloads import AT_ONCE, pages
from tests.access.world import Part, Relation, World, build

pytestmark = pytest.mark.django_db(transaction=True)


def as_somebody(context: BrowserContext, client: Client, base_url: str) -> None:
    """Give the browser the session of a client that has come in already."""
    context.clear_cookies()
    context.add_cookies(
        [{"name": name, "value": morsel.value, "url": base_url} for name, morsel in client.cookies.items()]
    )


def opened(page: Page, address: str) -> bool:
    """Whether there is a page at the address; a file to keep is none."""
    try:
        page.goto(address)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    return True


def show(page: Page, world: World, base_url: str, *, parts: tuple[Part, ...]) -> int:
    """Open every page of these people, touch it, and see that nothing ran. How many pages."""
    dialogs: list[str] = []

    def on_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", on_dialog)
    shown = 0
    for part in parts:
        as_somebody(page.context, world.client(part), base_url)
        for route, whose, address in pages(world):
            if whose != part or route.mark == "public" or not opened(page, address):
                continue
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            page.mouse.move(300, 300)
            page.keyboard.press("Tab")
            assert page.evaluate("typeof globalThis.__hit") == "undefined", f"{address} as {part}"
            assert page.url.startswith(base_url), f"{address} led away"
            shown += 1
    assert dialogs == []
    return shown


def test_no_payload_runs_on_the_pages_of_a_case(page: Page, base_url: str) -> None:
    """What a coach and the participant see, with a payload in every text."""
    world = build()
    poison_everything(world, 0)
    assert show(page, world, base_url, parts=(Part.PARTICIPANT, Part.EMPLOYER, Part.REFERRER)) > 4
    as_somebody(page.context, world.client(Part.COACH), base_url)
    for address in (
        "/deltagare/?whose=all&standing=all",
        f"/projekt/{world.crews[Relation.OWN].project.public_id}/",
    ):
        page.goto(address)
        assert page.evaluate("typeof globalThis.__hit") == "undefined", address


def test_no_payload_runs_that_a_form_shows_again(page: Page, base_url: str) -> None:
    """All sixty in each field that one writes in, sent by the browser and shown again as too long."""
    world = build()
    as_somebody(page.context, world.client(Part.COACH), base_url)
    page.goto("/deltagare/ny/")
    page.evaluate(
        """text => [...document.querySelectorAll("main form[method=post] :is(textarea, input)")]
            .filter(field => ["text", "textarea"].includes(field.type))
            .forEach(field => { field.removeAttribute("maxlength"); field.value = text; })""",
        "\n".join(PAYLOADS),
    )
    with page.expect_navigation():
        page.locator("main form[method=post]").first.evaluate("form => form.submit()")
    page.keyboard.press("Tab")
    assert page.locator(".error-summary, .invalid-feedback").first.is_visible()
    assert page.evaluate("typeof globalThis.__hit") == "undefined"


@pytest.mark.proof
@pytest.mark.parametrize("number", range(0, len(PAYLOADS), AT_ONCE))
def test_no_payload_runs_on_any_page_of_anybody(page: Page, base_url: str, number: int) -> None:
    """Each payload comes by in each text that has room for twelve, and in a twelfth of the short ones.

    That pages show each of them as text in every field is shown without a browser.
    """
    world = build()
    poison_everything(world, number, AT_ONCE)
    assert show(page, world, base_url, parts=tuple(Part)) > len(routes()) // 2


def test_the_net_holds(page: Page, faults: list[str]) -> None:
    """On a page without a policy, payloads run; with it, they are reported."""
    page.set_content("<!DOCTYPE html><p>" + PAYLOADS[13])
    page.wait_for_function("globalThis.__hit === 1")
    faults.clear()
    page.goto("/konto/logga-in/")
    page.evaluate("text => document.body.insertAdjacentHTML('beforeend', text)", PAYLOADS[13])
    page.wait_for_timeout(200)
    assert page.evaluate("typeof globalThis.__hit") == "undefined"
    assert any("Content Security Policy" in fault for fault in faults)
    faults.clear()
