"""A plan: goals, who does what by when, what was agreed on, and the paper that both sign."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AuditEvent, User
from coaching.models import ActionState, Owner, PlanAction, PlanAgreement, PlanGoal
from participants.models import Enrolment
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in, saved, shown
from tests.reporting.tagged_pdf import TaggedPdf

TODAY = timezone.localdate()


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


@pytest.fixture
def stay(project: Project, coach: User) -> Enrolment:
    person = factories.person(organisation=project.organisation, first_name="Åsa", last_name="Öberg")
    return factories.enrolment(project=project, coach=coach, person=person, start=days(-60))


@pytest.fixture
def goal(stay: Enrolment) -> PlanGoal:
    return factories.plan_goal(enrolment=stay, text="Ett jobb i ett kök")


@pytest.fixture
def action(goal: PlanGoal) -> PlanAction:
    return factories.plan_action(goal=goal, text="Ringa skolköket", due_on=days(7))


def plan(stay: Enrolment, part: str = "") -> str:
    return f"/deltagare/{stay.public_id}/plan/{part}"


def to(row: PlanGoal | PlanAction | PlanAgreement, part: str = "") -> str:
    where = {PlanGoal: "mal", PlanAction: "atgard", PlanAgreement: "overenskommelse"}[type(row)]
    return f"/deltagare/plan/{where}/{row.public_id}/{part}"


def english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def page(client: Client, stay: Enrolment) -> str:
    return english(client).get(plan(stay)).content.decode()


class TestAGoal:
    def test_is_written_and_shown(self, coach_client: Client, stay: Enrolment) -> None:
        saved(coach_client, plan(stay, "mal/ny/"), text="Körkort")
        assert PlanGoal.objects.get().text == "Körkort"
        assert "Körkort" in page(coach_client, stay)

    def test_sent_twice_is_one(self, coach_client: Client, stay: Enrolment) -> None:
        key = coach_client.get(plan(stay, "mal/ny/")).context["form"]["key"].value()
        for _time in (1, 2):
            coach_client.post(plan(stay, "mal/ny/"), {"text": "Körkort", "key": key})
        assert PlanGoal.objects.count() == 1

    def test_has_steps_which_have_none(self, coach_client: Client, stay: Enrolment, goal: PlanGoal) -> None:
        saved(coach_client, plan(stay, "mal/ny/"), text="Prova en vecka", parent=goal.pk)
        step = PlanGoal.objects.get(parent=goal)
        other = factories.plan_goal(enrolment=stay)
        assert "parent" in errors(fill_in(coach_client, to(other), parent=step.pk))
        assert "parent" in errors(fill_in(coach_client, to(goal), parent=other.pk))

    def test_is_no_step_towards_somebody_elses(
        self, coach_client: Client, stay: Enrolment, goal: PlanGoal
    ) -> None:
        factories.plan_goal(enrolment=stay)
        elsewhere = factories.plan_goal(enrolment=factories.enrolment(project=stay.project))
        assert "parent" in errors(fill_in(coach_client, to(goal), parent=elsewhere.pk))

    def test_is_reached_on_a_day(self, coach_client: Client, stay: Enrolment, goal: PlanGoal) -> None:
        assert "reached_on" in errors(fill_in(coach_client, to(goal), reached_on=days(1)))
        saved(coach_client, to(goal), reached_on=TODAY)
        assert f"Reached {TODAY}" in page(coach_client, stay)

    def test_is_removed_with_what_hangs_on_it(self, coach_client: Client, action: PlanAction) -> None:
        factories.plan_goal(enrolment=action.goal.enrolment, parent=action.goal)
        assert coach_client.get(to(action.goal, "ta-bort/")).status_code == 200
        assert PlanGoal.objects.exists()
        coach_client.post(to(action.goal, "ta-bort/"))
        assert not PlanGoal.objects.exists()
        assert not PlanAction.objects.exists()
        removed = AuditEvent.objects.filter(action__endswith=".removed").order_by("sequence")
        assert [event.action for event in removed] == [
            "plangoal.removed",
            "planaction.removed",
            "plangoal.removed",
        ]
        assert AuditEvent.objects.filter(action="plangoal.removed").exists()


class TestAnAction:
    def test_says_who_does_what_by_when(self, coach_client: Client, goal: PlanGoal) -> None:
        url = to(goal, "atgard/")
        saved(coach_client, url, text="Visa runt", owner="other", owner_name="Köksmästaren", due_on=days(3))
        made = PlanAction.objects.get()
        assert (made.goal, made.who, made.due_on) == (goal, "Köksmästaren", days(3))
        assert made.state == ActionState.OPEN
        assert "Köksmästaren" in page(coach_client, goal.enrolment)

    @pytest.mark.parametrize(("owner", "name"), [("other", ""), ("coach", "Köksmästaren")])
    def test_names_somebody_else_only(
        self, coach_client: Client, goal: PlanGoal, owner: str, name: str
    ) -> None:
        sent = fill_in(
            coach_client, to(goal, "atgard/"), text="x", owner=owner, owner_name=name, due_on=days(3)
        )
        assert list(errors(sent)) == ["owner_name"]

    def test_needs_a_day(self, coach_client: Client, goal: PlanGoal) -> None:
        assert "due_on" in errors(fill_in(coach_client, to(goal, "atgard/"), text="Ringa"))

    def test_is_done_in_one_tap(self, coach_client: Client, action: PlanAction) -> None:
        for _tap in (1, 2):
            assert coach_client.post(to(action, "klar/")).headers["Location"] == plan(action.goal.enrolment)
        action.refresh_from_db()
        assert (action.state, action.settled_on) == (ActionState.DONE, TODAY)
        assert AuditEvent.objects.filter(action="planaction.completed").count() == 1

    def test_is_struck_out_for_a_reason(self, coach_client: Client, action: PlanAction) -> None:
        assert "reason" in errors(fill_in(coach_client, to(action, "stryk/")))
        saved(coach_client, to(action, "stryk/"), reason="Köket stänger")
        action.refresh_from_db()
        assert (action.state, action.settled_on, action.reason) == (
            ActionState.DROPPED,
            TODAY,
            "Köket stänger",
        )
        shown = page(coach_client, action.goal.enrolment)
        assert "<del>Ringa skolköket</del>" in shown
        assert "Köket stänger" in shown

    def test_that_is_done_is_not_struck_out(self, coach_client: Client, action: PlanAction) -> None:
        coach_client.post(to(action, "klar/"))
        assert errors(fill_in(coach_client, to(action, "stryk/"), reason="Köket stänger"))["__all__"]
        action.refresh_from_db()
        assert (action.state, action.reason) == (ActionState.DONE, "")

    @pytest.mark.parametrize("way", ["/deltagare/plan/atgard/{}/klar/", "/idag/klar/{}/"])
    def test_that_was_struck_out_is_not_said_to_be_done(
        self, coach_client: Client, action: PlanAction, way: str
    ) -> None:
        coach_client.post(to(action, "stryk/"), {"reason": "Köket stänger"})
        english(coach_client).get(plan(action.goal.enrolment))
        answer = coach_client.post(way.format(action.public_id), follow=True)
        assert [said.level_tag for said in answer.context["messages"]] == ["warning"]
        action.refresh_from_db()
        assert action.state == ActionState.DROPPED

    @pytest.mark.parametrize("part", ["klar/", "stryk/"])
    def test_is_to_do_again(self, coach_client: Client, action: PlanAction, part: str) -> None:
        coach_client.post(to(action, part), {"reason": "Köket stänger"})
        coach_client.post(to(action, "oppna/"))
        action.refresh_from_db()
        assert (action.state, action.settled_on, action.reason) == (ActionState.OPEN, None, "")

    def test_is_changed_and_removed(self, coach_client: Client, action: PlanAction) -> None:
        saved(coach_client, to(action), due_on=days(30))
        action.refresh_from_db()
        assert (action.due_on, action.text) == (days(30), "Ringa skolköket")
        assert coach_client.get(to(action, "ta-bort/")).status_code == 200
        coach_client.post(to(action, "ta-bort/"))
        assert not PlanAction.objects.exists()

    def test_that_somebody_else_changed_is_not_written_over(
        self, coach_client: Client, action: PlanAction
    ) -> None:
        form = coach_client.get(to(action)).context["form"]
        PlanAction.objects.update(text="Besöka skolköket")
        sent = {"text": "Mejla skolköket", "owner": "participant", "due_on": days(7), "seen": form.seen}
        assert "text" in coach_client.post(to(action), sent).context["form"].errors
        assert PlanAction.objects.get().text == "Besöka skolköket"

    def test_is_late_in_words(self, coach_client: Client, action: PlanAction) -> None:
        assert " late" not in page(coach_client, action.goal.enrolment)
        PlanAction.objects.update(due_on=days(-1))
        assert "1 day late" in page(coach_client, action.goal.enrolment)
        PlanAction.objects.update(due_on=days(-12))
        assert "12 days late" in page(coach_client, action.goal.enrolment)
        coach_client.post(to(action, "klar/"))
        assert "days late" not in page(coach_client, action.goal.enrolment)

    def test_is_due_on_its_day_and_after(self, goal: PlanGoal) -> None:
        late, today, _ahead = (factories.plan_action(goal=goal, due_on=days(number)) for number in (-3, 0, 1))
        factories.plan_action(goal=goal, due_on=days(-9), state=ActionState.DONE, settled_on=TODAY)
        assert list(PlanAction.objects.due(on=TODAY)) == [late, today]


class TestAgreeing:
    def test_keeps_the_plan_as_it_stands(self, coach_client: Client, coach: User, action: PlanAction) -> None:
        stay = action.goal.enrolment
        assert "Not agreed yet" in page(coach_client, stay)
        saved(coach_client, plan(stay, "overenskommelse/"), agreed_on=TODAY)
        made = PlanAgreement.objects.get()
        assert (made.agreed_on, made.agreed_by) == (TODAY, coach)
        assert f"Agreed {TODAY}" in page(coach_client, stay)

        PlanAction.objects.update(text="Något helt annat", due_on=days(90))
        assert f"Changed since it was agreed {TODAY}" in page(coach_client, stay)
        kept = english(coach_client).get(to(made)).content.decode()
        assert "Ringa skolköket" in kept
        assert str(days(7)) in kept
        assert "Något helt annat" not in kept

    @pytest.mark.parametrize("change", ["goal", "step", "action", "owner", "struck out", "removed"])
    def test_must_be_done_again_when_the_plan_changes(
        self, coach_client: Client, action: PlanAction, change: str
    ) -> None:
        stay = action.goal.enrolment
        factories.plan_agreement(enrolment=stay)
        changes: dict[str, Callable[[], object]] = {
            "goal": lambda: PlanGoal.objects.update(text="Ett annat mål"),
            "step": lambda: factories.plan_goal(enrolment=stay, parent=action.goal),
            "action": lambda: factories.plan_action(goal=action.goal),
            "owner": lambda: PlanAction.objects.update(owner=Owner.COACH),
            "struck out": lambda: PlanAction.objects.update(state="dropped", settled_on=TODAY, reason="x"),
            "removed": action.delete,
        }
        changes[change]()
        assert "Changed since it was agreed" in page(coach_client, stay)
        saved(coach_client, plan(stay, "overenskommelse/"), agreed_on=TODAY)
        assert "Changed since it was agreed" not in page(coach_client, stay)
        assert PlanAgreement.objects.count() == 2

    def test_stands_when_what_was_agreed_gets_done(self, coach_client: Client, action: PlanAction) -> None:
        factories.plan_agreement(enrolment=action.goal.enrolment)
        coach_client.post(to(action, "klar/"))
        saved(coach_client, to(action.goal), reached_on=TODAY)
        assert "Changed since" not in page(coach_client, action.goal.enrolment)

    def test_twice_a_day_keeps_the_later_plan(self, coach_client: Client, action: PlanAction) -> None:
        stay = action.goal.enrolment
        for text in ("Först", "Sedan"):
            PlanAction.objects.update(text=text)
            saved(coach_client, plan(stay, "overenskommelse/"))
        assert PlanAgreement.objects.get().content[0]["actions"][0]["text"] == "Sedan"

    def test_on_what_somebody_changed_meanwhile_is_asked_again(
        self, coach_client: Client, action: PlanAction
    ) -> None:
        url = plan(action.goal.enrolment, "overenskommelse/")
        sent = shown(coach_client.get(url).context["form"])
        PlanAction.objects.update(text="Något helt annat")
        answer: Any = coach_client.post(url, sent)
        assert errors(answer)["__all__"]
        then, now = answer.content.decode().split('id="stands"')
        assert "Ringa skolköket" in then
        assert "Något helt annat" in now
        assert "Ringa skolköket" not in now
        assert then.index("error-summary") < then.index('id="stood"')
        assert [part.count('class="status') for part in (then, now)] == [1, 1]
        assert not PlanAgreement.objects.exists()
        assert coach_client.post(url, {**sent, "version": "skräp"}).context["goals_before"] == []
        coach_client.post(url, shown(answer.context["form"]))
        assert PlanAgreement.objects.get().content[0]["actions"][0]["text"] == "Något helt annat"

    def test_marks_what_only_moved_to_another_goal_and_nothing_under_one_worded_anew(
        self, coach_client: Client, action: PlanAction
    ) -> None:
        stay = action.goal.enrolment
        other = factories.plan_goal(enrolment=stay, text="Körkort")
        step = factories.plan_goal(enrolment=stay, text="Teoriprov", parent=other)
        factories.plan_action(goal=step, text="Boka tid", due_on=days(7))
        url = plan(stay, "overenskommelse/")
        sent = shown(coach_client.get(url).context["form"])
        PlanAction.objects.filter(pk=action.pk).update(goal=other)
        PlanGoal.objects.filter(pk=other.pk).update(text="B-körkort")
        moved: Any = coach_client.post(url, sent).context
        assert {(towards, what) for towards, what, *_more in moved["new"]} == {
            ("", "B-körkort"),
            ("B-körkort", "Ringa skolköket"),
        }
        PlanGoal.objects.filter(pk=step.pk).update(parent=None)
        moved = coach_client.post(url, sent)
        assert ("", "Teoriprov") in moved.context["new"]
        assert ("Körkort", "Teoriprov") in moved.context["gone"]
        then, now = moved.content.decode().split('id="stands"')
        assert [part.count('class="status') for part in (then, now)] == [3, 3]

    def test_does_not_replace_what_was_agreed_on_an_earlier_day(
        self, coach_client: Client, action: PlanAction
    ) -> None:
        url = plan(action.goal.enrolment, "overenskommelse/")
        saved(coach_client, url, agreed_on=days(-3))
        saved(coach_client, url, agreed_on=days(-3))
        PlanAction.objects.update(text="Något helt annat")
        assert list(errors(fill_in(coach_client, url, agreed_on=days(-3)))) == ["agreed_on"]
        assert PlanAgreement.objects.get().content[0]["actions"][0]["text"] == "Ringa skolköket"

    @pytest.mark.parametrize("number", [1, -61, -11])
    def test_lies_neither_ahead_nor_before_the_start_or_the_last(
        self, coach_client: Client, action: PlanAction, number: int
    ) -> None:
        stay = action.goal.enrolment
        factories.plan_agreement(enrolment=stay, agreed_on=days(-10))
        sent = fill_in(coach_client, plan(stay, "overenskommelse/"), agreed_on=days(number))
        assert list(errors(sent)) == ["agreed_on"]

    def test_lies_within_the_stay(self, coach_client: Client, action: PlanAction) -> None:
        stay, left = action.goal.enrolment, days(-5)
        Enrolment.objects.filter(pk=stay.pk).update(end=left)
        url = plan(stay, "overenskommelse/")
        assert list(errors(fill_in(coach_client, url, agreed_on=days(-4)))) == ["agreed_on"]
        saved(coach_client, url)
        assert PlanAgreement.objects.get().agreed_on == left

    def test_needs_something_to_agree_on(self, coach_client: Client, stay: Enrolment) -> None:
        assert errors(fill_in(coach_client, plan(stay, "overenskommelse/")))["__all__"]
        assert not PlanAgreement.objects.exists()

    def test_that_never_was_is_removed(self, coach_client: Client, action: PlanAction) -> None:
        made = factories.plan_agreement(enrolment=action.goal.enrolment)
        assert coach_client.get(to(made, "ta-bort/")).status_code == 200
        coach_client.post(to(made, "ta-bort/"))
        assert not PlanAgreement.objects.exists()
        assert PlanAction.objects.exists()


class TestThePage:
    def test_teaches_where_there_is_no_plan(
        self, coach_client: Client, lead_client: Client, stay: Enrolment
    ) -> None:
        assert plan(stay, "mal/ny/") in page(coach_client, stay)
        assert 'class="empty"' in page(lead_client, stay)
        assert plan(stay, "mal/ny/") not in page(lead_client, stay)

    def test_shows_a_lead_nothing_to_press(self, lead_client: Client, action: PlanAction) -> None:
        shown = page(lead_client, action.goal.enrolment)
        assert "Ringa skolköket" in shown
        assert to(action) not in shown

    def test_takes_as_many_queries_for_1_10_and_1000(
        self, coach_client: Client, stay: Enrolment, coach: User
    ) -> None:
        counts = {}
        for number, more in ((1, 1), (10, 9), (1000, 990)):
            goals = PlanGoal.objects.bulk_create(PlanGoal(enrolment=stay, text="Mål") for _ in range(more))
            steps = PlanGoal.objects.bulk_create(
                PlanGoal(enrolment=stay, text="Steg", parent=goal) for goal in goals
            )
            PlanAction.objects.bulk_create(
                PlanAction(goal=goal, text="Göra", due_on=TODAY) for goal in (*goals, *steps)
            )
            factories.plan_agreement(enrolment=stay, agreed_by=coach, agreed_on=days(-number % 59))
            with CaptureQueriesContext(connection) as queries:
                assert len(coach_client.get(plan(stay)).context["rows"]) == number
            counts[number] = len(queries)
        assert len(set(counts.values())) == 1, counts


class TestThePaper:
    @pytest.fixture
    def printed(self, action: PlanAction) -> Enrolment:
        stay = action.goal.enrolment
        step = factories.plan_goal(enrolment=stay, parent=action.goal, text="Prova en vecka")
        factories.plan_action(goal=step, text="Boka en dag", owner=Owner.COACH, due_on=days(14))
        factories.plan_agreement(enrolment=stay)
        return stay

    def paper(self, client: Client, stay: Enrolment, language: str = "sv") -> tuple[str, TaggedPdf]:
        answer = client.get(plan(stay, "skriv-ut/"), {"sprak": language})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        pages = PdfReader(BytesIO(answer.content)).pages
        return " ".join(" ".join(one.extract_text() for one in pages).split()), TaggedPdf(answer.content)

    def test_holds_all_that_is_agreed_and_room_to_sign(
        self, coach_client: Client, coach: User, printed: Enrolment
    ) -> None:
        text, tagged = self.paper(coach_client, printed)
        for told in ("Åsa Öberg", coach.name, "Ett jobb i ett kök", "Prova en vecka", "Ringa skolköket"):
            assert told in text
        assert str(days(7)) in text
        signing = [table for table in tagged.root.find("Table") if "Underskrift" in table.words]
        assert [table.find("Caption")[0].words for table in signing] == ["Deltagare", "Coach"]
        assert all("Ort och datum" in table.words for table in signing)
        assert not tagged.untagged
        assert {head.scope for head in tagged.root.find("TH")} == {"/Row", "/Column"}

    def test_is_in_english_too(self, coach_client: Client, printed: Enrolment) -> None:
        text, _tagged = self.paper(coach_client, printed, "en")
        for told in ("What to do", "The coach", "Signature", "Place and date", "Ringa skolköket"):
            assert told in text

    def test_says_on_which_day_it_was_agreed_until_it_changes(
        self, coach_client: Client, printed: Enrolment
    ) -> None:
        agreed = f"{printed.start:%-d %B %Y}"
        assert f"Agreed on {agreed}" in self.paper(coach_client, printed, "en")[0]
        PlanGoal.objects.update(text="Ett annat mål")
        assert f"Agreed on {agreed}" not in self.paper(coach_client, printed, "en")[0]

    def test_is_logged_as_read(self, coach_client: Client, coach: User, printed: Enrolment) -> None:
        self.paper(coach_client, printed)
        event = AuditEvent.objects.latest("sequence")
        assert (event.kind, event.actor, event.person_id) == ("read", coach, printed.person_id)

    def test_is_not_for_a_stranger(self, printed: Enrolment) -> None:
        stranger = signed_in_client(factories.coach(project=factories.project()))
        assert stranger.get(plan(printed, "skriv-ut/")).status_code == 404
