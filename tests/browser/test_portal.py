"""What a participant agrees to, from the coach's desk to the employer's page, and back on their own phone."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from employers.models import Company
from participants.models import Enrolment, ProfileShare
from projects.models import Project
from tests import factories
from tests.browser.pages import PHONE, axe, follow, looked_at, save, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company(project: Project) -> Company:
    return factories.company(organisation=project.organisation, name="Bageriet vid Ån AB")


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, first_name="Maja", languages="arabiska, svenska")


def test_what_a_coach_shares_the_employer_sees_until_it_is_withdrawn(
    page: Page, elsewhere: Page, coach: User, company: Company, stay: Enrolment
) -> None:
    sign_in(page, coach)
    page.goto(f"/deltagare/{stay.public_id}/praktik-och-jobb/")
    follow(page.locator('a[href$="/dela/"]'))
    looked_at(page)
    page.locator("[name=company]").select_option(str(company.pk))
    page.locator("[name=presentation]").fill("Van vid ugnar.")
    page.locator("[name=fields][value=languages]").check()
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".profile")).to_contain_text("Van vid ugnar.")
    looked_at(page)
    page.locator("button[value=share]").click()
    expect(page.locator(".message-success")).to_be_visible()
    looked_at(page)

    sign_in(elsewhere, factories.employer_contact(company=company))
    elsewhere.goto("/")
    looked_at(elsewhere)
    elsewhere.locator("tbody a").click()
    expect(elsewhere.locator("h1")).to_have_text("Maja")
    expect(elsewhere.locator(".profile")).to_contain_text("arabiska, svenska")
    looked_at(elsewhere)

    page.reload()
    expect(page.locator("tr[data-standing=shown]")).to_contain_text("Elin Arbetsgivare")
    follow(page.locator('a[href$="/ta-tillbaka/"]'))
    looked_at(page)
    page.locator("main button.btn-danger").click()
    expect(page.locator("tr[data-standing=withdrawn]")).to_be_visible()

    gone = elsewhere.reload()
    assert gone
    assert gone.status == 404
    elsewhere.goto("/arbetsgivare/")
    expect(elsewhere.locator(".empty")).to_be_visible()
    looked_at(elsewhere)


def test_a_participant_opens_their_page_on_a_phone_and_stops_a_share(
    page: Page, elsewhere: Page, coach: User, company: Company, stay: Enrolment
) -> None:
    factories.assessment(enrolment=stay, states={"A1": "met", "A2": "partly"})
    factories.phase_move(enrolment=stay, phase=factories.phase(project=stay.project))
    factories.episode(enrolment=stay, company=company)
    factories.profile_share(enrolment=stay, company=company)
    sign_in(page, coach)
    page.goto(f"/deltagare/{stay.public_id}/personlig-lank/")
    looked_at(page)
    page.locator("main form button.btn-primary").click()
    code = page.locator("#link-code").inner_text()
    link = page.locator(".link-address a").inner_text()
    looked_at(page)

    asked: list[str] = []
    phone = elsewhere
    phone.set_viewport_size(PHONE)
    phone.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
    phone.goto(link)
    expect(phone.locator("[name=code]")).to_have_value(code)
    assert "#" not in phone.url
    looked_at(phone)
    phone.locator("main button.btn-primary").click()
    expect(phone.locator("h1")).to_have_text("Maja")
    assert phone.url.endswith("/min-sida/hem/")
    looked_at(phone)
    _judge_oneself(phone)
    follow(phone.locator('a[href$="/ta-tillbaka/"]'))
    looked_at(phone)
    phone.locator("main button.btn-danger").click()
    expect(phone.locator("tr[data-standing=withdrawn]")).to_be_visible()
    assert ProfileShare.objects.get().withdrawn_at
    assert not [where for where in asked if code in where]

    phone.locator('form[action$="/lamna/"] button').click()
    expect(phone.locator("[name=code]")).to_have_value("")
    phone.goto("/min-sida/hem/")
    assert phone.url.endswith("/min-sida/")


def _judge_oneself(phone: Page) -> None:
    """The button to save stands at the lower edge: no menu lies below it."""
    follow(phone.locator('a[href$="/bedomning/"]'))
    looked_at(phone)
    button = phone.locator(".sticky-actions").bounding_box()
    assert button
    assert button["y"] + button["height"] == pytest.approx(PHONE["height"], abs=1)
    phone.locator("[name^=state_][value=partly]").first.check()
    save(phone)
    expect(phone.locator("h1")).to_have_text("Maja")


def test_a_code_is_typed_without_script_and_a_wrong_one_is_refused(unscripted: Page, stay: Enrolment) -> None:
    factories.personal_link(enrolment=stay, code="7K3M-Q9XA-2B4C-5D6E-8F0G")
    page = unscripted
    page.goto("/min-sida/")
    page.locator("[name=code]").fill("7K3M")
    page.locator("main button.btn-primary").click()
    expect(page.locator("#id_code_error")).to_be_visible()
    axe(page)
    page.locator("[name=code]").fill("7k3m q9xa 2b4c 5d6e 8f0g")
    page.locator("main button.btn-primary").click()
    expect(page.locator("h1")).to_have_text("Maja")
