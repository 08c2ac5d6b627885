"""Loading the demo projects into an installation, with accounts that anyone can sign in to."""

import datetime as dt
from io import BytesIO
from typing import Final

from accounts.access import Office, Role
from accounts.actions import create_account
from accounts.audit import audited
from accounts.models import User
from accounts.sign_in.code_app import set_up_code_app
from employers.actions import seat_contact
from exchange.actions import import_workbook
from exchange.demo import fotfaste, leanlink, linkopingsmodellen, navigator, sin, vagen_tillbaka
from exchange.demo.desk import fill_desk
from exchange.demo.files import FOLDER, write_workbook
from exchange.demo.frames import set_frames
from exchange.demo.occupations import load_occupation_list
from exchange.demo.outside import open_to_outside
from exchange.demo.staff import (
    ADMINISTRATOR,
    COACH,
    COACHES,
    COLLEAGUE,
    EMPLOYER,
    LEAD,
    OFFICER,
    REFERRER,
    Account,
)
from exchange.demo.supported import support_some
from projects.actions import add_member, appoint, set_methods
from projects.models import Project

# Known to everyone who reads this: for accounts of invented people on one's own machine.
PASSWORD: Final = "jobbredo-demo-2026"  # noqa: S105  meant to be known
# What the demo accounts' apps for codes are set up with; `manage.py demo_code` shows the code.
CODE_SECRET: Final = "JOBBREDODEMOJOBBREDODEMOJOBBREDO"  # noqa: S105  likewise
PAST: Final = (linkopingsmodellen, navigator, sin, vagen_tillbaka, leanlink)
FRAMES: Final = frozenset((module.OWNER, module.NAME) for module in (*PAST, fotfaste))


class OtherProjectsError(Exception):
    """There are projects that aren't the demo's: accounts with a known password don't belong there."""


def accounts() -> list[Account]:
    """All who sign in to the demo, each once: the coaches last."""
    coaches = [coach for of_project in COACHES.values() for coach in of_project]
    return list(dict.fromkeys([LEAD, OFFICER, ADMINISTRATOR, REFERRER, EMPLOYER, *coaches]))


@audited()
def load_demo(*, on: dt.date) -> list[str]:
    """Load the demo projects that are missing; their names. Dates of the present one count from `on`.

    What has been loaded before stays as it is. All or nothing: a load that is cut off leaves nothing
    behind. Raises OtherProjectsError when something is missing beside projects that aren't the demo's.
    """
    there = set(Project.objects.values_list("organisation__name", "name"))
    missing = FRAMES - there
    if not missing:
        return []
    if there - FRAMES:
        raise OtherProjectsError
    for account in accounts():
        _account(account)
    lead = User.objects.get(email=LEAD.email)
    for module in PAST:
        if (module.OWNER, module.NAME) in missing:
            with (FOLDER / f"{module.FILE}.xlsx").open("rb") as file:
                import_workbook(by=lead, file=file)
    if (fotfaste.OWNER, fotfaste.NAME) in missing:
        written = BytesIO()
        write_workbook(fotfaste.book(on), written)
        import_workbook(by=lead, file=written)
    loaded = [
        project for project in Project.objects.all() if (project.organisation.name, project.name) in missing
    ]
    for project in loaded:
        add_member(project=project, user=lead, role=Role.LEAD, start=project.start)
    set_frames(loaded, by=lead)
    _officials(loaded, on=on)
    _guests(loaded, on=on)
    load_occupation_list()
    return sorted(project.name for project in loaded)


def _officials(loaded: list[Project], *, on: dt.date) -> None:
    """Appoint officer and administrator of the projects' owners, unless they are."""
    for account, office in ((OFFICER, Office.OFFICER), (ADMINISTRATOR, Office.ADMINISTRATOR)):
        holder = User.objects.get(email=account.email)
        for organisation in {project.organisation for project in loaded}:
            if not organisation.offices.filter(user=holder).exists():
                appoint(organisation=organisation, user=holder, office=office, start=on)


def _guests(loaded: list[Project], *, on: dt.date) -> None:
    """Let somebody refer to the present project, and somebody speak for a company of its owner."""
    for project in loaded:
        if project.name == sin.NAME:
            set_methods(project=project, by=User.objects.get(email=LEAD.email), supported_employment=True)
        if project.name == fotfaste.NAME:
            referrer = User.objects.get(email=REFERRER.email)
            add_member(project=project, user=referrer, role=Role.REFERRER, start=on)
            company = project.organisation.companies.all()[0]
            seat_contact(company=company, user=User.objects.get(email=EMPLOYER.email), start=on)
            coach = User.objects.get(email=COACH.email)
            open_to_outside(project=project, coach=coach, referrer=referrer, company=company, on=on)
            lead = User.objects.get(email=LEAD.email)
            kitchen = project.organisation.companies.filter(name__icontains="restaurang").first()
            support_some(project, lead=lead, coach=coach, company=kitchen or company, on=on)
            colleague = User.objects.get(email=COLLEAGUE.email)
            fill_desk(project, coach=coach, colleague=colleague, lead=lead, referrer=referrer, on=on)


def _account(account: Account) -> None:
    """Make the account, with the known password, unless it is there."""
    if User.objects.filter(email=account.email).exists():
        return
    user = create_account(by=None, email=account.email, name=account.name)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    set_up_code_app(user=user, secret=CODE_SECRET)
