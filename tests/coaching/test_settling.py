"""What stands on Today goes where its link leads, and the one who settled it comes back to the list."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from coaching.models import ItemKind
from participants.codes import EpisodeKind
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.coaching.due import PAGE, ahead, complete, days_ago, found, the_one


def exit_due(project: Project, coach: User) -> Enrolment:
    project.end = ahead(3)
    project.save()
    return complete(project=project, coach=coach, start=days_ago(5))


def first_day(project: Project, coach: User) -> Enrolment:
    return complete(project=project, coach=coach, start=ahead(2))


def clock(project: Project, coach: User) -> Enrolment:
    return complete(project=project, coach=coach, start=days_ago(200))


def step(project: Project, coach: User) -> Enrolment:
    phase, _next = factories.phase(project=project), factories.phase(project=project, position=2)
    phase.weeks_at_most = 1
    phase.save()
    stay = complete(project=project, coach=coach, start=days_ago(13))
    factories.phase_move(enrolment=stay, phase=phase, moved_on=days_ago(13))
    return stay


def placement(project: Project, coach: User) -> Enrolment:
    stay = complete(project=project, coach=coach, start=days_ago(13))
    factories.episode(enrolment=stay, kind=EpisodeKind.WORK_PLACEMENT, start=days_ago(9), end=ahead(3))
    return stay


def follow_up(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(
        project=project,
        coach=coach,
        start=days_ago(300),
        end=days_ago(90),
        exit_cause="work",
        exit_destination="work",
    )


def silent(project: Project, coach: User) -> Enrolment:
    return complete(project=project, coach=coach, start=days_ago(20))


def incomplete(project: Project, coach: User) -> Enrolment:
    stay = complete(project=project, coach=coach, start=days_ago(5))
    stay.hours_wanted = None
    stay.save()
    return stay


# Kind, who it is about, which of its links, and the least that is filled in beside what stands there.
SETTLED: Any = [
    (ItemKind.PROJECT_OVER, exit_due, 0, {}),
    (ItemKind.FIRST_DAY, first_day, 0, {"start": str(days_ago(1))}),
    (ItemKind.CLOCK, clock, 0, "met"),
    (ItemKind.STEP, step, 0, "next"),
    (ItemKind.EPISODE, placement, 0, {"end": str(ahead(60))}),
    (ItemKind.FOLLOW_UP, follow_up, 1, {"outcome": "work"}),
    (ItemKind.CONTACT, silent, 0, {"minutes": "30"}),
    (ItemKind.CONTACT, silent, 1, {"text": "Ringde."}),
    (ItemKind.MISSING, incomplete, 0, {"hours_wanted": "40"}),
]


class TestALinkOfToday:
    @pytest.mark.parametrize("settled", SETTLED)
    def test_settles_its_item_and_leads_back(
        self, coach_client: Client, coach: User, project: Project, settled: Any
    ) -> None:
        kind, about, link, least = settled
        stay = about(project, coach)
        item = the_one(stay, kind)
        url, came = item.links[link].url, f"http://testserver{PAGE}?kind={kind}"
        form = coach_client.get(url, headers={"Referer": came}).context
        sent = filled(form["form"])
        if least == "next":
            least = {"phase": str(project.phases.get(position=2).pk)}
        if least == "met":
            least = {name: "met" for name in sent if name.startswith("state_")}
        back = form.get("came_from")
        answer = coach_client.post(url, sent | ({"back": back} if back else {}) | least)

        assert answer.status_code == 302, answer.context["form"].errors
        assert answer["Location"] == f"{PAGE}?kind={kind}#person-{stay.public_id}"
        assert not found(Enrolment.objects.get(pk=stay.pk), kind)

    def test_leads_nowhere_else(self, coach_client: Client, coach: User, project: Project) -> None:
        stay = silent(project, coach)
        url = the_one(stay, ItemKind.CONTACT).links[1].url
        for back in (
            "//[",
            "//ont.example/idag/",
            "https://ont.example/idag/",
            "/projekt/",
            "/idag/../projekt/",
        ):
            sent = filled(coach_client.get(url).context["form"]) | {"text": "Ringde.", "back": back}
            assert coach_client.post(url, sent)["Location"] == f"/deltagare/{stay.public_id}/anteckningar/"


def filled(form: Any) -> dict[str, str]:
    """What a browser would send of the form as it is shown."""
    values = {field.html_name: field.value() for field in form}
    return {name: shown(value) for name, value in values.items() if value not in (None, False)}


def shown(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat()
    return [str(one) for one in value] if isinstance(value, list) else str(value)
