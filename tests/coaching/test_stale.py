"""Two who have the same form open: the later one is shown both versions; nothing is overwritten unseen."""

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from accounts.stale import digest
from coaching.actions import assessing
from coaching.models import CriterionState, PhaseMove, ReadinessAssessment
from participants import actions
from participants.models import Enrolment, Episode, Person, SensitiveBackground, SupportPeriod
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in, saved, shown

TODAY = timezone.localdate()

type Made = tuple[str, dict[str, Any], dict[str, Any], Callable[[], Any]]
"""An address, what somebody else answers, what the user answers, and how to read what is stored."""


@pytest.fixture
def enrolment(project: Project, coach: User) -> Enrolment:
    return factories.enrolment(project=project, coach=coach, start=TODAY - dt.timedelta(days=60))


def _of(enrolment: Enrolment) -> str:
    return f"/deltagare/{enrolment.public_id}/"


def _stay(enrolment: Enrolment) -> Made:
    read = Enrolment.objects.filter(pk=enrolment.pk).values_list("languages", flat=True).get
    return f"{_of(enrolment)}inskrivning/", {"languages": "somaliska"}, {"languages": "arabiska"}, read


def _referrer(enrolment: Enrolment) -> Made:
    roles = [factories.referrer(project=enrolment.project).memberships.get() for _each in range(2)]
    read = Enrolment.objects.filter(pk=enrolment.pk).values_list("referrer__memberships", flat=True).get
    first, second = ({"referrer": role.pk} for role in roles)
    return f"{_of(enrolment)}inskrivning/", first, second, read


def _person(enrolment: Enrolment) -> Made:
    read = Person.objects.values_list("first_name", flat=True).get
    return f"{_of(enrolment)}person/", {"first_name": "Åsa"}, {"first_name": "Asta"}, read


def _background(enrolment: Enrolment) -> Made:
    read = SensitiveBackground.objects.values_list("parents_born_abroad", flat=True).get
    theirs, mine = {"parents_born_abroad": "yes"}, {"parents_born_abroad": "no"}
    return f"{_of(enrolment)}bakgrund/", theirs, mine, read


def _episode(enrolment: Enrolment) -> Made:
    made = factories.episode(enrolment=enrolment)
    read = Episode.objects.values_list("title", flat=True).get
    return f"/deltagare/insatser/{made.public_id}/", {"title": "Kock"}, {"title": "Diskare"}, read


def _support(enrolment: Enrolment) -> Made:
    made = factories.support(enrolment=enrolment)
    read = SupportPeriod.objects.values_list("end", flat=True).get
    theirs, mine = ({"end": made.start + dt.timedelta(days=days)} for days in (3, 5))
    return f"/deltagare/forsorjning/{made.public_id}/", theirs, mine, read


def _assessment(enrolment: Enrolment) -> Made:
    made = factories.assessment(enrolment=enrolment)
    name = f"state_{enrolment.project.checklists.get().criteria.get(code='B2').pk}"
    read = made.results.filter(criterion__code="B2").values_list("state", flat=True).get
    return f"/deltagare/jobbredo/{made.public_id}/", {name: "partly"}, {name: "not_met"}, read


def _move(enrolment: Enrolment) -> Made:
    made = factories.phase_move(enrolment=enrolment, phase=factories.phase(project=enrolment.project))
    read = PhaseMove.objects.values_list("reason", flat=True).get
    return f"{_of(enrolment)}trappan/{made.pk}/", {"reason": "Praktik"}, {"reason": "Kurs"}, read


def _exit(enrolment: Enrolment) -> Made:
    actions.record_exit(
        by=factories.coach(project=enrolment.project),
        enrolment=enrolment,
        end=TODAY,
        exit_cause="",
        exit_destination="",
        on=TODAY,
    )
    read = Enrolment.objects.values_list("exit_cause", flat=True).get
    return f"{_of(enrolment)}avslut/", {"exit_cause": "moved"}, {"exit_cause": "illness"}, read


FORMS = [_stay, _referrer, _person, _background, _episode, _support, _assessment, _move, _exit]


def _sent(answers: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in answers.items()}


@pytest.mark.parametrize("made_by", FORMS)
class TestAFormThatSomebodyElseSavedMeanwhile:
    def test_shows_both_versions_and_saves_when_sent_again(
        self, coach_client: Client, enrolment: Enrolment, made_by: Callable[[Enrolment], Made]
    ) -> None:
        url, theirs, mine, stored = made_by(enrolment)
        other = factories.coach(project=enrolment.project)
        page = shown(coach_client.get(url).context["form"])
        saved(signed_in_client(other), url, **theirs)
        kept = stored()

        answer: Any = coach_client.post(url, {**page, **_sent(mine)})
        assert answer.status_code == 200
        assert stored() == kept
        form = answer.context["form"]
        (name,) = mine
        theirs_said, mine_said = (form.in_words(name, value) for value in (kept, form[name].value()))
        if name != "referrer":
            assert theirs_said in errors(answer)[name][0]
            assert mine_said in errors(answer)[name][0]
        assert any(other.name in said for said in errors(answer)["__all__"])
        assert str(form[name].value()) == _sent(mine)[name]

        again: Any = coach_client.post(url, shown(form))
        assert again.status_code == 302, errors(again)
        assert stored() != kept

    def test_is_not_stale_when_it_was_sent_twice(
        self, coach_client: Client, enrolment: Enrolment, made_by: Callable[[Enrolment], Made]
    ) -> None:
        url, _theirs, mine, stored = made_by(enrolment)
        page = {**shown(coach_client.get(url).context["form"]), **_sent(mine)}
        first: Any = coach_client.post(url, page)
        assert first.status_code == 302, errors(first)
        kept = stored()
        assert coach_client.post(url, page).status_code == 302
        assert stored() == kept


def test_a_referrer_is_said_by_name(coach_client: Client, enrolment: Enrolment) -> None:
    url, theirs, mine, _stored = _referrer(enrolment)
    page = shown(coach_client.get(url).context["form"])
    saved(coach_client, url, **theirs)
    answer: Any = coach_client.post(url, {**page, **_sent(mine)})
    said = errors(answer)["referrer"][0]
    offered = coach_client.get(url).context["form"].fields["referrer"].queryset
    assert all(str(role.user) in said for role in offered)


def test_what_the_form_does_not_ask_for_stays_as_somebody_else_saved_it(
    coach_client: Client, enrolment: Enrolment
) -> None:
    page = shown(coach_client.get(f"{_of(enrolment)}inskrivning/").context["form"])
    saved(coach_client, f"{_of(enrolment)}avslut/", exit_cause="moved")
    assert (
        coach_client.post(f"{_of(enrolment)}inskrivning/", {**page, "languages": "dari"}).status_code == 302
    )
    enrolment.refresh_from_db()
    assert (enrolment.languages, enrolment.exit_cause) == ("dari", "moved")


def test_an_assessment_that_somebody_else_made_today_is_shown_first(
    coach_client: Client, enrolment: Enrolment
) -> None:
    url = f"{_of(enrolment)}jobbredo/ny/"
    name = f"state_{enrolment.project.checklists.get().criteria.get(code='A1').pk}"
    page = shown(coach_client.get(url).context["form"])
    saved(signed_in_client(factories.coach(project=enrolment.project)), url, **{name: "met"})

    answer: Any = coach_client.post(url, {**page, name: "not_met"})
    assert name in errors(answer)
    assert ReadinessAssessment.objects.get().results.get(criterion__code="A1").state == "met"
    assert coach_client.post(url, shown(answer.context["form"])).status_code == 302
    assert ReadinessAssessment.objects.get().results.get(criterion__code="A1").state == "not_met"


def test_an_assessment_of_another_day_is_not_written_over(coach_client: Client, enrolment: Enrolment) -> None:
    old = factories.assessment(enrolment=enrolment, assessed_on=TODAY - dt.timedelta(days=9))
    factories.assessment(enrolment=enrolment, assessed_on=TODAY - dt.timedelta(days=3))
    name = f"state_{enrolment.project.checklists.get().criteria.get(code='A1').pk}"
    answer = fill_in(
        coach_client, f"{_of(enrolment)}jobbredo/ny/", assessed_on=old.assessed_on, **{name: "not_met"}
    )
    assert list(errors(answer)) == ["assessed_on"]
    assert old.results.get(criterion__code="A1").state == "met"


def test_the_token_tells_nothing_without_the_key(coach_client: Client, enrolment: Enrolment) -> None:
    url = f"{_of(enrolment)}person/"
    form = coach_client.get(url).context["form"]
    assert f'value="{form.seen}"' in coach_client.get(url).content.decode()
    assert enrolment.person.last_name not in form.seen
    told = digest("last_name", enrolment.person.last_name)
    assert told in form.seen
    assert told != digest("first_name", enrolment.person.last_name)
    with override_settings(SECRET_KEY="another" * 8):
        assert told != digest("last_name", enrolment.person.last_name)


@pytest.mark.django_db(transaction=True)
class TestBetweenTheCheckAndTheWrite:
    """The other one's change is committed when the form has been checked and waits for the enrolment."""

    def _sent_meanwhile(
        self, client: Client, url: str, page: dict[str, Any], act: Callable[[], object]
    ) -> Any:
        def send() -> Any:
            try:
                return client.post(url, page)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                act()
                answer = pool.submit(send)
                _someone_waits()
            return answer.result(timeout=20)

    def test_an_episode_is_not_written_over(self, coach_client: Client, enrolment: Enrolment) -> None:
        url, _theirs, mine, stored = _episode(enrolment)
        made = Episode.objects.get()
        page = {**shown(coach_client.get(url).context["form"]), **mine}
        facts: Any = {
            name: getattr(made, name)
            for name in ("kind", "start", "end", "hours_per_week", "subsidy", "occupation", "company")
        }
        facts |= {"workplace": made.workplace, "title": "Kock", "before_start": made.before_start}
        answer = self._sent_meanwhile(
            coach_client,
            url,
            page,
            lambda: actions.change_episode(by=factories.user(), episode=made, **facts),
        )
        assert "Kock" in errors(answer)["title"][0]
        assert stored() == "Kock"
        assert coach_client.post(url, shown(answer.context["form"])).status_code == 302
        assert stored() == "Diskare"

    def test_a_person_is_not_written_over(self, coach_client: Client, enrolment: Enrolment) -> None:
        url, _theirs, mine, stored = _person(enrolment)
        page = {**shown(coach_client.get(url).context["form"]), **mine}

        def change() -> None:
            person = Person.objects.select_for_update().get()
            names = ("last_name", "birth_date", "gender", "protected_identity")
            facts: Any = {"first_name": "Åsa", **{name: getattr(person, name) for name in names}}
            actions.change_person(
                by=factories.user(),
                person=person,
                personal_number="",
                on=TODAY,
                at=timezone.now(),
                facts=facts,
            )

        assert "Åsa" in errors(self._sent_meanwhile(coach_client, url, page, change))["first_name"][0]
        assert stored() == "Åsa"

    def test_an_exit_stays_under_a_change_of_the_enrolment(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        url, _theirs, mine, _stored = _stay(enrolment)
        page = {**shown(coach_client.get(url).context["form"]), **mine}
        answer = self._sent_meanwhile(
            coach_client,
            url,
            page,
            lambda: actions.record_exit(
                by=factories.user(),
                enrolment=Enrolment.objects.get(),
                end=TODAY,
                exit_cause="moved",
                exit_destination="",
                on=TODAY,
            ),
        )
        assert answer.status_code == 302
        enrolment.refresh_from_db()
        assert (enrolment.languages, enrolment.end, enrolment.exit_cause) == ("arabiska", TODAY, "moved")

    def test_an_answer_about_background_is_not_written_over_where_there_was_none(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        url, _theirs, mine, stored = _background(enrolment)
        SensitiveBackground.objects.all().delete()
        page = {**shown(coach_client.get(url).context["form"]), **mine}
        answer = self._sent_meanwhile(
            coach_client,
            url,
            page,
            lambda: actions.change_background(
                by=factories.user(),
                enrolment=enrolment,
                birth_country="not_asked",
                parents_born_abroad="yes",
                citizenship="not_asked",
                reduced_work_capacity="not_asked",
            ),
        )
        assert "parents_born_abroad" in errors(answer)
        assert stored() == "yes"

    def test_the_first_assessment_of_a_day_is_not_written_over(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        url = f"{_of(enrolment)}jobbredo/ny/"
        checklist = enrolment.project.checklists.get()
        cv = checklist.criteria.get(code="A1").pk
        page = {**shown(coach_client.get(url).context["form"]), f"state_{cv}": "not_met"}
        answer = self._sent_meanwhile(
            coach_client,
            url,
            page,
            lambda: assessing.assess(
                by=factories.user(),
                enrolment=enrolment,
                checklist=checklist,
                assessed_on=TODAY,
                said={cv: (CriterionState.MET, "")},
                observation="",
                on=TODAY,
            ),
        )
        assert list(errors(answer)) == ["assessed_on"]
        assert ReadinessAssessment.objects.get().results.get(criterion_id=cv).state == "met"

    def test_what_somebody_else_removed_is_not_brought_back(
        self, coach_client: Client, enrolment: Enrolment
    ) -> None:
        url, _theirs, mine, _stored = _support(enrolment)
        page = {**shown(coach_client.get(url).context["form"]), **_sent(mine)}
        answer = self._sent_meanwhile(
            coach_client,
            url,
            page,
            lambda: actions.remove_support(by=factories.user(), period=SupportPeriod.objects.get()),
        )
        assert errors(answer)["__all__"]
        assert not SupportPeriod.objects.exists()


def _someone_waits() -> None:
    """Return when a transaction waits for another one's lock."""
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("Nobody waited for the lock.")
