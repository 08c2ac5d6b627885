"""A referral's way: sent on a referrer's phone, taken in or declined at the coach's desk, and answered."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from participants.models import Enrolment, Person, Referral
from projects.models import Project
from tests import factories
from tests.browser.pages import PHONE, follow, looked_at, refused, save, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def referrer(project: Project) -> User:
    return factories.referrer(project=project, name="Rut Remiss")


def test_is_sent_taken_in_or_declined_and_answered(
    desk: Page, elsewhere: Page, project: Project, referrer: User
) -> None:
    phone = elsewhere
    phone.set_viewport_size(PHONE)
    _send(phone, referrer)
    factories.referral(project=project, referrer=referrer, last_name="Ek", why="Vill arbeta i kök.")
    _take_in(desk)
    _decline(desk)

    phone.reload()
    expect(phone.locator("tr[data-stage=started]")).to_contain_text("Öberg, Zoé")
    declined = phone.locator("tr[data-stage=declined]")
    expect(declined).to_contain_text(Referral.objects.get(last_name="Ek").get_declined_reason_display())
    expect(declined).not_to_contain_text("Ring i januari.")
    looked_at(phone)
    assert Enrolment.objects.get().referrer == referrer
    assert (Person.objects.count(), Referral.objects.waiting().count()) == (1, 0)


def _send(phone: Page, referrer: User) -> None:
    sign_in(phone, referrer)
    expect(phone.locator(".empty")).to_be_visible()
    looked_at(phone)
    follow(phone.locator(".page-header .btn-primary"))
    looked_at(phone)
    phone.locator("[name=first_name]").fill("Zoé")
    phone.locator("[name=personal_number]").fill("900520")
    phone.locator("[name=financing]").select_option("other")
    refused(phone, "personal_number", "last_name")
    expect(phone.locator("[name=first_name]")).to_have_value("Zoé")
    phone.locator("[name=personal_number]").fill("19900520-2388")
    phone.locator("[name=last_name]").fill("Öberg")
    refused(phone, "financing_words")
    phone.locator("[name=financing_words]").fill("Sparade pengar")
    phone.locator("[name=why]").fill("Har arbetat som bagare och vill tillbaka.")
    save(phone)
    expect(phone.locator("tr[data-stage=received]")).to_contain_text("Öberg, Zoé")
    looked_at(phone)


def _take_in(page: Page) -> None:
    page.goto("/deltagare/")
    link = page.locator('.desk-links a[href="/deltagare/anvisningar/"]')
    expect(link).to_contain_text("2")
    follow(link)
    looked_at(page)
    follow(page.locator("main th a", has_text="Öberg"))
    expect(page.locator("main")).to_contain_text("Har arbetat som bagare")
    expect(page.locator("main")).not_to_contain_text("2388")
    looked_at(page)
    follow(page.locator('main a[href$="/skriv-in/"]'))
    expect(page.locator("[name=last_name]")).to_have_value("Öberg")
    page.locator("[name=start]").fill("2019-01-01")
    refused(page, "start")
    page.locator("[name=start]").fill(str(Referral.objects.get(last_name="Öberg").received_on))
    save(page)
    expect(page.locator("h1")).to_have_text("Zoé Öberg")
    expect(page.locator("[data-number]")).to_contain_text("19900520-****")


def _decline(page: Page) -> None:
    page.goto("/deltagare/anvisningar/")
    follow(page.locator("main th a", has_text="Ek"))
    follow(page.locator('main a[href$="/avbojd/"]'))
    refused(page, "reason")
    page.locator("[name=reason]").select_option("no_place")
    page.locator("[name=words]").fill("Ring i januari.")
    save(page)
    expect(page.locator(".empty")).to_be_visible()
    looked_at(page)
    follow(page.locator(".tabs a").last)
    expect(page.locator("main tbody tr")).to_have_count(2)
    looked_at(page)
    follow(page.locator("main th a", has_text="Ek"))
    expect(page.locator("main")).to_contain_text("Ring i januari.")
    looked_at(page)
