"""A caseload worked as a whole: filters that are kept, many at once, and all of it handed over."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from coaching.models import Absence, Attendance, Expected, Note, SavedFilter
from participants.models import CoachAssignment, Enrolment
from projects.models import Project
from tests import factories
from tests.browser.pages import DESKTOP, PHONE, follow, looked_at, refused, save, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def stays(project: Project, coach: User) -> list[Enrolment]:
    """Three who are there, and one who has left."""
    there = [
        factories.enrolment(
            project=project, coach=coach, start=days_ago(40), first_name=first, last_name=last
        )
        for first, last in (("Zoé", "Öberg"), ("Eva", "Ärlig"), ("Ali", "Zander"))
    ]
    left = factories.enrolment(
        project=project, coach=coach, start=days_ago(90), end=days_ago(9), last_name="Borta"
    )
    return [*there, left]


def tab_to(what: Locator) -> None:
    """Go on with the key until the focus is there, as somebody without a mouse does."""
    for _step in range(60):
        if what.evaluate("element => element === document.activeElement"):
            return
        what.page.keyboard.press("Tab")
    expect(what).to_be_focused()


def pressed(what: Locator) -> None:
    """Go there and press it, which leads to another page."""
    tab_to(what)
    with what.page.expect_navigation():
        what.page.keyboard.press("Enter")


@pytest.mark.usefixtures("stays")
def test_a_filter_is_kept_used_and_removed_by_keyboard(desk: Page) -> None:
    desk.goto("/deltagare/")
    names, keys = desk.locator(".caseload tbody th a"), desk.keyboard
    expect(names).to_have_count(3)
    tab_to(desk.locator("[name=standing]"))
    keys.press("ArrowDown")
    expect(names).to_have_text(["Borta, Eva"])
    expect(desk.locator("[name=standing]")).to_be_focused()
    looked_at(desk)

    pressed(desk.locator('main a[href*="/filter/ny/"]'))
    looked_at(desk)
    tab_to(desk.locator("[name=name]"))
    with desk.expect_navigation():
        keys.press("Enter")
    expect(desk.locator(".error-summary")).to_be_focused()
    looked_at(desk)
    tab_to(desk.locator("[name=name]"))
    with desk.expect_navigation():
        keys.type("De som slutat\n")
    expect(desk.locator(".saved-filters [aria-current]")).to_have_text("De som slutat")
    looked_at(desk)

    desk.goto("/deltagare/")
    expect(names).to_have_count(3)
    pressed(desk.locator(".saved-filters a"))
    expect(names).to_have_text(["Borta, Eva"])

    pressed(desk.locator(f'main a[href*="/filter/{SavedFilter.objects.get().public_id}/"]'))
    _removed(desk)


def _removed(page: Page) -> None:
    """Asked first, in a dialog that keeps the focus and closes with Escape."""
    keys, dialog = page.keyboard, page.locator("#remove-filter")
    opens = page.locator('[commandfor="remove-filter"]').first
    tab_to(opens)
    keys.press("Enter")
    expect(dialog).to_be_visible()
    looked_at(page)
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opens).to_be_focused()
    keys.press("Enter")
    pressed(dialog.locator("[type=submit]"))
    expect(page.locator(".saved-filters")).to_have_count(0)
    expect(page.locator(".caseload tbody th")).to_have_count(3)
    assert not SavedFilter.objects.exists()


@pytest.mark.usefixtures("stays")
def test_many_are_added_to_a_session_and_entered_at_once(desk: Page, project: Project) -> None:
    held = factories.session(project=project, held_on=TODAY, begins="09:00", ends="10:30", kind="job_club")
    desk.set_viewport_size(PHONE)
    desk.goto("/deltagare/")
    for action in ("lagg-till-i-aktivitet", "narvaro"):
        follow(desk.locator(f'.bulk button[formaction$="/{action}/"]'))
        expect(desk.locator(".empty")).to_be_visible()
        looked_at(desk)
        follow(desk.locator(".empty a"))

    _choose_two(desk, "lagg-till-i-aktivitet")
    refused(desk, "session")
    desk.locator("[name=session]").select_option(index=1)
    save(desk)
    expect(desk.locator(".attendance-row")).to_have_count(2)
    assert desk.url.endswith(f"/aktiviteter/{held.public_id}/")
    assert Expected.objects.filter(session=held).count() == 2

    desk.set_viewport_size(DESKTOP)
    desk.goto("/deltagare/")
    _choose_two(desk, "narvaro")
    refused(desk, "begins")
    desk.locator("[name=session]").select_option(str(held.public_id))
    absent = desk.locator(".attendance-row", has_text="Zander")
    absent.locator("[value=away]").check()
    absent.locator("select").select_option("ill")
    looked_at(desk)
    save(desk)
    expect(desk.locator(".message-success")).to_be_visible()
    assert Attendance.objects.get().minutes == 90
    assert Absence.objects.get().reason == "ill"


def _choose_two(page: Page, action: str) -> None:
    for name in ("Öberg, Zoé", "Zander, Ali"):
        page.locator(".caseload tr", has_text=name).locator("[name=chosen]").check()
    follow(page.locator(f'.bulk [formaction$="/{action}/"]'))


def test_a_caseload_is_handed_over_with_what_is_promised(
    desk: Page, unscripted: Page, project: Project, coach: User, stays: list[Enrolment]
) -> None:
    """The coach before hands over and reads on; the new one, without script, finds them and works."""
    new = factories.coach(project=project, name="Nils Ny")
    Enrolment.objects.exclude(pk=stays[0].pk).delete()
    hidden = factories.enrolment(
        project=project, coach=coach, start=days_ago(40), last_name="Skyddad", protected_identity=True
    )
    factories.plan_action(
        goal=factories.plan_goal(enrolment=stays[0]), text="Ringa Norrängs", due_on=days_ago(1)
    )
    _hand_over(desk, new)
    _reads_on(desk, hidden)
    sign_in(unscripted, new, at="/deltagare/overlamnade/")
    _works(unscripted, stays[0])
    assert set(CoachAssignment.objects.filter(end=None).values_list("coach", flat=True)) == {new.pk}


def _hand_over(page: Page, new: User) -> None:
    page.goto("/deltagare/")
    follow(page.locator('.desk-links a[href$="/lamna-over/"]'))
    expect(page.locator("[name=chosen]:checked")).to_have_count(2)
    expect(page.locator(".promises")).to_contain_text("Ringa Norrängs")
    looked_at(page)
    refused(page, "coach")
    main = page.locator("main form[method=post]")
    main.locator("[name=coach]").select_option(label=new.name)
    save(page)
    expect(page.locator(".promises")).to_contain_text("Ringa Norrängs")
    looked_at(page)


def _reads_on(page: Page, hidden: Enrolment) -> None:
    """For thirty days, and no more than reads: somebody protected whom other colleagues never see."""
    page.goto("/deltagare/overlamnade/")
    row = page.locator("main tbody tr", has_text="Skyddad")
    expect(row).to_contain_text(str(TODAY + dt.timedelta(days=29)))
    looked_at(page)
    follow(row.locator("th a"))
    assert str(hidden.public_id) in page.url
    expect(page.locator(".log-bar")).to_have_count(0)
    looked_at(page)


def _works(page: Page, stay: Enrolment) -> None:
    """On a phone, then at a desk."""
    expect(page.locator("main tbody tr")).to_have_count(2)
    expect(page.locator(".promises")).to_contain_text("Ringa Norrängs")
    page.goto("/deltagare/")
    expect(page.locator(".caseload tbody tr")).to_have_count(2)
    page.set_viewport_size(DESKTOP)
    follow(page.locator(".caseload tbody th a", has_text="Öberg"))
    expect(page.locator(".marks")).to_contain_text(str(TODAY))
    follow(page.locator('.tabs a[href$="/anteckningar/"]'))
    page.locator("[name=text]").fill("Nils tar över.")
    save(page)
    expect(page.locator(".note-text")).to_contain_text("Nils tar över.")
    assert Note.objects.get().enrolment == stay
