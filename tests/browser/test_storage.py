"""What htmx leaves behind and lets in: no page in the browser's storage, no text of a page as a script."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from projects.models import Project
from tests import factories
from tests.browser.pages import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def kept(page: Page) -> dict[str, int]:
    """How many things the browser keeps of the site, by kind of store."""
    found: dict[str, int] = page.evaluate(
        """async () => ({
            local: localStorage.length,
            session: Object.keys(sessionStorage).filter(key => !key.startsWith("htmx-current-path")).length,
            databases: (await indexedDB.databases()).length,
            caches: window.caches ? (await caches.keys()).length : 0,
            workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
        })"""
    )
    return found


WHERE = "htmx-current-path-for-history"


def test_no_page_is_kept_in_the_browser(page: Page, coach: User, project: Project) -> None:
    """After a tour with parts of pages fetched by htmx, and back through the history."""
    for number in range(3):
        factories.enrolment(project=project, coach=coach, last_name=f"Kvarsson {number}")
    sign_in(page, coach)
    page.goto("/deltagare/")
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        page.locator("[name=q]").press_sequentially("kvarsson")
    expect(page.get_by_role("link", name="Kvarsson 0")).to_be_visible()
    page.get_by_role("link", name="Kvarsson 0").click()
    page.wait_for_url("**/deltagare/*-*/")
    page.go_back()
    page.goto("/projekt/")
    assert page.evaluate("key => sessionStorage.getItem(key)", WHERE) == "/projekt/"  # all that htmx notes
    assert kept(page) == {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}


def test_text_in_attributes_of_htmx_is_never_run(page: Page, coach: User, faults: list[str]) -> None:
    """Expressions need eval, which both htmx's settings and the policy refuse."""
    sign_in(page, coach)
    page.goto("/deltagare/")
    page.evaluate(
        """() => {
            const text = `<div id="prov"
                hx-on:click="globalThis.__hit = 1" hx-on::load="globalThis.__hit = 1"
                data-hx-on:click="globalThis.__hit = 1"
                hx-get="/konto/halsa/" hx-trigger="click[globalThis.__hit = 1]"
                hx-vals="js:{a: globalThis.__hit = 1}" hx-headers="js:{a: globalThis.__hit = 1}"
                hx-vars="a:globalThis.__hit = 1">Prov</div>`;
            document.querySelector("main").insertAdjacentHTML("afterbegin", text);
            htmx.process(document.getElementById("prov"));
        }"""
    )
    page.locator("#prov").click()
    page.wait_for_timeout(300)
    assert page.evaluate("typeof globalThis.__hit") == "undefined"
    faults.clear()  # htmx says in the console what it wouldn't do


def test_htmx_is_told_so_on_every_page(page: Page) -> None:
    page.goto("/konto/logga-in/")
    told = page.evaluate(
        "() => [htmx.config.historyCacheSize, htmx.config.allowEval, htmx.config.selfRequestsOnly]"
    )
    assert told == [0, False, True]
