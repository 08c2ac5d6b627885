"""How a participant sees it themselves, written on their own page."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from coaching.actions.assessing import assess_oneself
from coaching.models import ReadinessAssessment
from participants.models import Enrolment, Person, PersonalLink
from portal.access import IDLE
from tests import factories
from tests.conftest import signed_in_client
from tests.portal.conftest import CODE, DOOR, HOME, days, opened
from tests.posting import errors, fill_in, shown

pytestmark = pytest.mark.django_db
ASSESS = "/min-sida/bedomning/"


def leave_alone(client: Client) -> None:
    """Have the page stand untouched for longer than it stays open."""
    session = client.session
    long_ago = timezone.now() - IDLE - dt.timedelta(minutes=1)
    session["personal_link"] = {**session["personal_link"], "seen": int(long_ago.timestamp())}
    session.save()


class TestMyOwnAssessment:
    def test_stands_beside_the_coachs_and_counts_in_none_of_its_figures(
        self, own_client: Client, coach: User, stay: Enrolment, link: PersonalLink
    ) -> None:
        factories.assessment(enrolment=stay, states={"A1": "partly"}, observation="Hemlig iakttagelse")
        form = own_client.get(ASSESS)
        assert "Hemlig" not in form.content.decode()
        criterion = form.context["form"].criteria[0]
        for state in ("not_met", "met"):
            fill_in(own_client, ASSESS, **{f"state_{criterion.pk}": state}, observation="Vill mer")
        own = ReadinessAssessment.objects.by_participant().get()
        assert (own.enrolment, own.assessed_on, own.assessed_by) == (stay, days(0), None)
        assert (own.observation, own.results.get(criterion=criterion).state) == ("Vill mer", "met")
        assert ReadinessAssessment.objects.by_coach().count() == 1
        event = AuditEvent.objects.filter(action="readinessassessment.created").latest("sequence")
        assert (event.actor, event.reason) == (None, f"personal_link:{link.pk}")
        assert own_client.get(HOME).context["page"].own_assessed_on == days(0)
        part = signed_in_client(coach).get(f"/deltagare/{stay.public_id}/jobbredo/")
        assert "Vill mer" in part.content.decode()

    def test_is_not_asked_for_without_a_checklist_after_the_exit_or_with_protected_identity(
        self, own_client: Client, stay: Enrolment
    ) -> None:
        assert own_client.get(ASSESS).status_code == 200
        Enrolment.objects.update(end=days(-1))
        assert own_client.get(ASSESS).status_code == 404
        Enrolment.objects.update(end=None)
        Person.objects.update(protected_identity=True)
        assert own_client.get(ASSESS).status_code == 404
        assert ASSESS not in own_client.get(HOME).content.decode()
        Person.objects.update(protected_identity=False)
        stay.project.checklists.all().delete()
        assert own_client.get(ASSESS).status_code == 404

    @pytest.mark.parametrize("facts", [{"end": days(-1)}, {"start": days(1)}, {"protected": True}])
    def test_is_kept_of_nobody_who_is_not_there_or_is_protected(
        self, link: PersonalLink, stay: Enrolment, facts: dict[str, dt.date | bool]
    ) -> None:
        if "protected" in facts:
            Person.objects.update(protected_identity=True)
        else:
            Enrolment.objects.update(**facts)
        checklist = stay.project.checklists.get()
        found = PersonalLink.objects.with_case().get(pk=link.pk)
        with pytest.raises(ValidationError):
            assess_oneself(by=found, checklist=checklist, said={}, observation="Vill mer", on=days(0))
        assert not ReadinessAssessment.objects.exists()

    def test_has_a_longest_text(self, own_client: Client) -> None:
        answer = fill_in(own_client, ASSESS, observation="x" * 5_001)
        assert list(errors(answer)) == ["observation"]
        assert not ReadinessAssessment.objects.exists()

    def test_in_which_nothing_is_said_is_not_kept(self, own_client: Client) -> None:
        assert errors(fill_in(own_client, ASSESS))["__all__"]
        assert not ReadinessAssessment.objects.exists()

    def test_is_asked_for_in_other_words_than_a_coachs(self, own_client: Client) -> None:
        own_client.cookies["django_language"] = "en"
        page = own_client.get(ASSESS).content.decode()
        assert not [word for word in ("Observation", "Not assessed", "Not met") if word in page]

    def test_sent_when_the_page_had_closed_is_said_not_to_be_saved_and_the_code_leads_back(
        self, own_client: Client
    ) -> None:
        sent = {**shown(own_client.get(ASSESS).context["form"]), "observation": "Vill mer"}
        leave_alone(own_client)
        own_client.cookies["django_language"] = "en"
        told = own_client.post(ASSESS, sent, follow=True)
        assert told.redirect_chain == [(DOOR, 302)]
        assert "nothing was saved" in told.content.decode()
        assert opened(CODE, own_client)[1].headers["Location"] == ASSESS
        page = own_client.get(ASSESS)
        assert page.context["form"]["observation"].value() == "Vill mer"
        assert not ReadinessAssessment.objects.exists()
        criterion = page.context["form"].criteria[0]
        fill_in(own_client, ASSESS, **{f"state_{criterion.pk}": "met"})
        assert ReadinessAssessment.objects.get().observation == "Vill mer"
        assert "Vill mer" not in str(dict(own_client.session))

    def test_sent_too_late_waits_in_nothing_that_the_browser_keeps(self, own_client: Client) -> None:
        leave_alone(own_client)
        told = own_client.post(ASSESS, {"observation": "Vill mer"}, follow=True)
        cookies = " ".join(cookie.value for cookie in own_client.cookies.values())
        assert "Vill" not in told.content.decode() + cookies
        row = Session.objects.get(session_key=own_client.session.session_key)
        assert "Vill" not in row.session_data

    def test_sent_too_late_is_shown_to_nobody_elses_code_nor_kept_where_a_coach_is_signed_in(
        self, own_client: Client, coach: User
    ) -> None:
        leave_alone(own_client)
        own_client.post(ASSESS, {"observation": "Vill mer"})
        factories.personal_link(enrolment=factories.enrolment(), code="another")
        opened("another", own_client)
        assert "Vill" not in str(dict(own_client.session))
        opened(CODE, own_client)
        own_client.force_login(coach)
        own_client.post(ASSESS, {"observation": "Vill mer"})
        assert "Vill" not in str(dict(own_client.session))

    def test_sent_when_no_page_was_open_is_said_not_to_be_saved(self) -> None:
        client = Client()
        client.cookies["django_language"] = "en"
        told = client.post(ASSESS, {"observation": "Vill mer"}, follow=True)
        assert "Nothing was saved" in told.content.decode()

    def test_leads_nobody_elses_code_to_it(self, own_client: Client) -> None:
        leave_alone(own_client)
        own_client.post(ASSESS)
        factories.personal_link(enrolment=factories.enrolment(), code="another")
        assert opened("another", own_client)[1].headers["Location"] == HOME
        leave_alone(own_client)
        own_client.post("/min-sida/lamna/")
        assert opened(CODE, own_client)[1].headers["Location"] == HOME
