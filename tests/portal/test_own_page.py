"""The participant's own page: opened by a code, theirs alone, and closed at once when the link is."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from pypdf import PdfReader

from accounts.link_codes import hash_of_code
from accounts.models import AuditEvent, Kind, User
from coaching.models import SupportedProcess
from employers.models import Company
from participants import actions
from participants.models import Enrolment, Person, PersonalLink, ProfileShare
from participants.views.pages import page_of, work_of
from tests import factories
from tests.conftest import signed_in_client
from tests.portal.conftest import CODE, DOOR, HOME, days, opened
from tests.posting import fill_in

pytestmark = pytest.mark.django_db
LEAVE = "/min-sida/lamna/"


def masked(response: Any) -> str:
    """A page without what differs each time: tokens, and what was written in its field."""
    return re.sub(r' value="[^"]*"|X-CSRFToken": "\w+"', "", response.content.decode())


@pytest.mark.usefixtures("link")
class TestTheDoor:
    @pytest.mark.parametrize(
        "typed", [CODE, CODE.lower(), CODE.replace("-", ""), f" {CODE.replace('-', ' ')} "]
    )
    def test_opens_by_the_code_however_it_is_written(self, typed: str) -> None:
        client, response = opened(typed)
        assert response.headers["Location"] == HOME
        assert client.get(HOME).status_code == 200

    @pytest.mark.parametrize("typed", ["", " ", "x", "7K3M-Q9XA-2B4C-5D6E-8F0H", "å" * 5000, "\0", "'; --"])
    def test_says_the_same_of_every_code_that_opens_nothing(self, typed: str, link: PersonalLink) -> None:
        withdrawn = factories.personal_link(enrolment=factories.enrolment(), code="withdrawn")
        PersonalLink.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
        answers = {masked(opened(code)[1]) for code in (typed, "withdrawn", "never given")}
        PersonalLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
        answers.add(masked(opened(CODE)[1]))
        assert len(answers) == 1
        assert 'id="id_code_error"' in answers.pop()

    def test_says_it_of_no_code_at_all_too(self) -> None:
        assert masked(Client().post(DOOR)) == masked(opened("never given")[1])

    def test_of_an_enrolment_by_mistake_is_shut(self) -> None:
        Enrolment.objects.update(registered_by_mistake=True)
        assert opened(CODE)[1].status_code == 200

    def test_holds_off_whoever_tries_many(self) -> None:
        client = Client()
        answers = [client.post(DOOR, {"code": f"{number:020}"}).status_code for number in range(11)]
        assert answers == [200] * 10 + [429]
        assert opened(CODE, client)[1].status_code == 429

    def test_begins_a_session_that_holds_the_links_id_and_nothing_else(self, link: PersonalLink) -> None:
        client = Client()
        before = client.session
        before["old"] = "thing"
        before.save()
        opened(CODE, client)
        assert client.session.session_key != before.session_key
        assert client.session.keys() == {"personal_link"}
        assert client.session["personal_link"]["id"] == link.pk

    def test_signs_out_whoever_was_signed_in(self, coach: User, stay: Enrolment) -> None:
        client = signed_in_client(coach)
        opened(CODE, client)
        assert client.get(HOME).status_code == 200
        assert client.get(page_of(stay)).status_code == 302
        assert AuditEvent.objects.filter(action="user.signed_out", actor=coach).exists()

    def test_is_recorded_whether_it_opens_or_not(self, link: PersonalLink, stay: Enrolment) -> None:
        opened("fel kod")
        refused = AuditEvent.objects.latest("sequence")
        assert (refused.action, refused.kind, refused.object_id) == (
            "personallink.refused",
            Kind.SIGN_IN,
            None,
        )
        opened(CODE)
        let_in = AuditEvent.objects.latest("sequence")
        assert (let_in.action, let_in.object_id, let_in.actor) == ("personallink.signed_in", link.pk, None)
        assert (let_in.person_id, let_in.reason) == (stay.person_id, f"personal_link:{link.pk}")

    def test_leads_nowhere_by_itself(self, own_client: Client) -> None:
        """A redirect would carry the code after # along to the next address."""
        assert own_client.get(DOOR).status_code == 200

    def test_wants_a_csrf_token(self) -> None:
        client = Client(enforce_csrf_checks=True)
        assert client.post(DOOR, {"code": CODE}).status_code == 403


class TestThePage:
    def test_shows_where_i_stand(
        self, own_client: Client, stay: Enrolment, coach: User, company: Company
    ) -> None:
        for position in (1, 2):
            phase = factories.phase(project=stay.project, position=position)
        factories.phase_move(enrolment=stay, phase=phase)
        factories.assessment(enrolment=stay, states={"A1": "met"}, observation="Hemlig iakttagelse")
        factories.episode(enrolment=stay, company=company)
        factories.profile_share(enrolment=stay, company=company)
        response = own_client.get(HOME)
        page = response.context["page"]
        assert (page.first_name, page.project, page.coach) == ("Maja", stay.project.name, coach.name)
        assert [step.here for step in page.steps] == [False, True]
        assert page.meter.met == 1
        assert [episode.where for episode in page.episodes] == [company.name]
        assert [shared.share.company for shared in page.shares] == [company]
        assert "Hemlig" not in response.content.decode()
        assert response.headers["Cache-Control"] == "no-store, private"

    def test_says_who_has_seen_my_profile(
        self, own_client: Client, stay: Enrolment, company: Company, employer_client: Client, employer: User
    ) -> None:
        share = factories.profile_share(enrolment=stay, company=company)
        employer_client.get(reverse("portal:profile", args=[share.public_id]))
        (shared,) = own_client.get(HOME).context["page"].shares
        assert [(looks.who, looks.times) for looks in shared.looks] == [(employer.name, 1)]

    def test_is_recorded_as_mine(self, own_client: Client, stay: Enrolment, link: PersonalLink) -> None:
        own_client.get(HOME)
        event = AuditEvent.objects.latest("sequence")
        assert (event.kind, event.action, event.actor) == (Kind.READ, "enrolment.opened", None)
        assert (event.object_id, event.reason) == (stay.pk, f"personal_link:{link.pk}")
        officer = factories.officer(organisation=stay.project.organisation)
        rows = signed_in_client(officer).get("/granskning/").context["rows"]
        assert [row.who for row in rows if row.event == event] == [gettext("The participant")]

    def test_that_cant_be_recorded_isnt_shown(self, own_client: Client) -> None:
        own_client.raise_request_exception = False
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE accounts_auditevent ADD CONSTRAINT no_more CHECK (false) NOT VALID")
        answer = own_client.get(HOME)
        assert answer.status_code == 500
        assert "Maja" not in answer.content.decode()

    def test_tells_neither_who_nor_where_of_a_protected_person(
        self, own_client: Client, stay: Enrolment, company: Company, coach: User
    ) -> None:
        factories.episode(enrolment=stay, company=company, title="Ugnsvakt")
        factories.profile_share(enrolment=stay, company=company)
        Person.objects.update(protected_identity=True)
        page = own_client.get(HOME).content.decode()
        for told in ("Maja", "Provsson", company.name, coach.name, stay.project.name, "Ugnsvakt"):
            assert told not in page

    def test_holds_no_number_nor_sensitive_fact(self, own_client: Client, stay: Enrolment) -> None:
        number = factories.personal_number(person=stay.person)
        factories.background(enrolment=stay, birth_country="SO")
        factories.support(enrolment=stay, source="social_assistance")
        page = own_client.get(HOME).content.decode()
        for told in (number.digits, number.digits[-4:], "Somalia", "rsörjningsstöd"):
            assert told not in page

    def test_takes_as_many_queries_however_much_there_is(self, own_client: Client, stay: Enrolment) -> None:
        counts = []
        for number in (1, 10):
            for _ in range(number):
                company = factories.company(organisation=stay.project.organisation)
                factories.episode(enrolment=stay, company=company)
                factories.profile_share(enrolment=stay, company=company)
            with CaptureQueriesContext(connection) as queries:
                own_client.get(HOME)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 30


class TestMyPlan:
    def test_shows_goals_who_does_what_and_the_day_it_was_agreed_on(
        self, own_client: Client, stay: Enrolment
    ) -> None:
        goal = factories.plan_goal(enrolment=stay, text="Ett jobb i ett kök")
        factories.plan_action(goal=goal, text="Ringa skolköket", due_on=days(9))
        factories.plan_agreement(enrolment=stay, agreed_on=days(-3))
        answer = own_client.get(HOME)
        shown = answer.content.decode()
        for told in (goal.text, "Ringa skolköket", str(days(9)), str(days(-3))):
            assert told in shown
        assert not answer.context["page"].plan.changed
        factories.plan_action(goal=goal)
        assert own_client.get(HOME).context["page"].plan.changed

    def test_is_not_shown_with_protected_identity(self, own_client: Client, stay: Enrolment) -> None:
        factories.plan_goal(enrolment=stay, text="Ett jobb i Fjärrboda")
        Person.objects.update(protected_identity=True)
        assert "Fjärrboda" not in own_client.get(HOME).content.decode()


class TestWhatEmployersMayBeTold:
    def test_is_what_i_have_agreed_to_and_to_whom(
        self, own_client: Client, stay: Enrolment, company: Company
    ) -> None:
        assert own_client.get(HOME).context["page"].told is None
        process = factories.supported_process(enrolment=stay)
        assert own_client.get(HOME).context["page"].told == []
        factories.applicant_analysis(process=process, tasks_avoided="Tunga lyft")
        factories.may_tell(process=process, what="Behöver korta pass", until=days(9))
        factories.may_tell(process=process, what="Har körkort", company=company)
        factories.may_tell(process=process, what="Återtaget", withdrawn_on=days(0))
        shown = own_client.get(HOME).content.decode()
        for told in ("Behöver korta pass", str(days(9)), "Har körkort", company.name):
            assert told in shown
        for kept in ("Återtaget", "Tunga lyft"):
            assert kept not in shown

    def test_is_not_shown_with_protected_identity_nor_when_the_support_has_ended(
        self, own_client: Client, stay: Enrolment
    ) -> None:
        process = factories.supported_process(enrolment=stay)
        factories.may_tell(process=process, what="Bor i Fjärrboda")
        SupportedProcess.objects.update(broken_off_on=days(0), broken_off_reason="Flyttar")
        assert own_client.get(HOME).context["page"].told is None
        SupportedProcess.objects.update(broken_off_on=None, broken_off_reason="")
        Person.objects.update(protected_identity=True)
        assert own_client.get(HOME).context["page"].told is None


class TestMyCv:
    CV = "/min-sida/cv/"

    def test_is_a_pdf_of_my_own(self, own_client: Client, link: PersonalLink, stay: Enrolment) -> None:
        factories.cv_entry(enrolment=stay, text="Kan laga mat")
        factories.cv_entry(enrolment=factories.enrolment(project=stay.project), text="Kan baka")
        answer = fill_in(own_client, self.CV)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="cv.pdf"'
        (page,) = PdfReader(BytesIO(answer.content)).pages
        assert "Kan laga mat" in page.extract_text()
        assert "Kan baka" not in page.extract_text()
        event = AuditEvent.objects.latest("sequence")
        assert (event.action, event.reason) == ("enrolment.opened", f"personal_link:{link.pk}")

    def test_is_nobodys_with_protected_identity(self, own_client: Client) -> None:
        Person.objects.update(protected_identity=True)
        assert own_client.get(self.CV).status_code == 404
        assert "/min-sida/cv/" not in own_client.get(HOME).content.decode()


class TestASession:
    def closed(self, client: Client) -> bool:
        answers = [client.get(HOME), client.post(LEAVE)]
        return all(answer.headers.get("Location") == DOOR for answer in answers)

    def test_is_needed(self) -> None:
        assert self.closed(Client())

    @pytest.mark.parametrize(
        "change",
        [{"withdrawn_at": timezone.now()}, {"expires_at": timezone.now() - dt.timedelta(seconds=1)}],
    )
    def test_ends_with_the_link_at_the_next_request(self, own_client: Client, change: dict[str, Any]) -> None:
        PersonalLink.objects.update(made_at=timezone.now() - dt.timedelta(days=9), **change)
        assert self.closed(own_client)

    def test_ends_when_the_enrolment_proves_a_mistake(self, own_client: Client) -> None:
        Enrolment.objects.update(registered_by_mistake=True)
        assert self.closed(own_client)

    @pytest.mark.parametrize(("minutes", "closed"), [(29, False), (31, True)])
    def test_ends_after_half_an_hour_without_a_request(
        self, own_client: Client, minutes: int, *, closed: bool
    ) -> None:
        session = own_client.session
        session["personal_link"] = {
            **session["personal_link"],
            "seen": session["personal_link"]["seen"] - minutes * 60,
        }
        session.save()
        assert (own_client.get(HOME).status_code == 302) == closed
        assert (own_client.get(HOME).status_code == 302) == closed

    def test_is_never_shared_with_a_user(self, own_client: Client, employer: User) -> None:
        own_client.force_login(employer)
        assert self.closed(own_client)
        own_client.logout()
        assert self.closed(own_client)

    def test_ends_when_one_leaves(self, own_client: Client) -> None:
        key = own_client.session.session_key
        answer = own_client.post(LEAVE)
        assert answer.headers["Location"] == DOOR
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert own_client.session.session_key != key
        assert self.closed(own_client)

    def test_outlives_that_protection_begins(self, own_client: Client) -> None:
        Person.objects.update(protected_identity=True)
        assert own_client.get(HOME).status_code == 200


class TestWithdrawing:
    def url(self, share: ProfileShare) -> str:
        return reverse("portal:withdraw_share", args=[share.public_id])

    def test_takes_back_my_profile_and_says_it_was_me(
        self,
        own_client: Client,
        link: PersonalLink,
        stay: Enrolment,
        company: Company,
        employer_client: Client,
    ) -> None:
        share = factories.profile_share(enrolment=stay, company=company)
        seen = reverse("portal:profile", args=[share.public_id])
        assert own_client.get(self.url(share)).status_code == 200
        assert employer_client.get(seen).status_code == 200
        assert own_client.post(self.url(share)).headers["Location"] == HOME
        assert employer_client.get(seen).status_code == 404
        event = AuditEvent.objects.get(action="profileshare.withdrawn")
        assert (event.actor, event.reason, event.person_id) == (
            None,
            f"personal_link:{link.pk}",
            stay.person_id,
        )

    @pytest.mark.parametrize("whose", ["another's", "my other project's", "withdrawn"])
    def test_finds_only_what_is_mine_and_open(self, own_client: Client, stay: Enrolment, whose: str) -> None:
        place = factories.project(organisation=stay.project.organisation)
        share = {
            "another's": lambda: factories.profile_share(enrolment=factories.enrolment(project=stay.project)),
            "my other project's": lambda: factories.profile_share(
                enrolment=factories.enrolment(project=place, person=stay.person)
            ),
            "withdrawn": lambda: factories.profile_share(enrolment=stay, withdrawn_at=timezone.now()),
        }[whose]()
        assert own_client.get(self.url(share)).status_code == 404
        assert own_client.post(self.url(share)).status_code == 404


class TestTheCoachsPage:
    def url(self, stay: Enrolment) -> str:
        return reverse("participants:personal_link", args=[stay.public_id])

    def test_shows_the_code_once_and_stores_it_nowhere(
        self, coach_client: Client, stay: Enrolment, coach: User
    ) -> None:
        answer = coach_client.post(self.url(stay))
        code = answer.context["code"]
        assert f"{DOOR}#{code}" in answer.content.decode()
        link = PersonalLink.objects.get()
        assert (link.code_hash, link.made_by) == (hash_of_code(code), coach)
        assert link.expires_at - link.made_at == dt.timedelta(days=90)
        assert code not in coach_client.get(self.url(stay)).content.decode()
        kept = str(list(AuditEvent.objects.values())) + str(dict(coach_client.session))
        assert code not in kept
        assert hash_of_code(code) not in kept
        assert "Location" not in answer.headers
        assert "no-store" in answer.headers["Cache-Control"]
        assert opened(code)[1].headers["Location"] == HOME

    def test_leaves_the_name_off_what_is_printed(self, coach_client: Client, stay: Enrolment) -> None:
        main = coach_client.post(self.url(stay)).content.decode().split("<main", 1)[1]
        without_back = re.sub(r'<a class="page-back".*?</a>', "", main, flags=re.DOTALL)
        assert "Maja" not in without_back.replace("Maja Provsson</a>", "")

    def test_a_new_link_closes_the_one_before(
        self, coach_client: Client, own_client: Client, stay: Enrolment
    ) -> None:
        coach_client.post(self.url(stay))
        assert own_client.get(HOME).status_code == 302
        assert opened(CODE)[1].status_code == 200
        assert PersonalLink.objects.open(at=timezone.now()).count() == 1

    def test_closes_a_link_after_asking(
        self, coach_client: Client, own_client: Client, stay: Enrolment
    ) -> None:
        address = reverse("participants:withdraw_link", args=[stay.public_id])
        assert coach_client.get(address).status_code == 200
        assert own_client.get(HOME).status_code == 200
        assert coach_client.post(address).headers["Location"] == work_of(stay)
        assert own_client.get(HOME).status_code == 302
        assert AuditEvent.objects.filter(action="personallink.withdrawn").count() == 1

    def test_makes_none_for_an_enrolment_by_mistake(self, coach_client: Client, stay: Enrolment) -> None:
        Enrolment.objects.update(registered_by_mistake=True)
        assert coach_client.post(self.url(stay)).headers["Location"] == work_of(stay)
        assert not PersonalLink.objects.exists()

    def test_is_the_coachs_alone(self, lead_client: Client, stay: Enrolment) -> None:
        assert lead_client.post(self.url(stay)).status_code == 403
        stranger = signed_in_client(factories.coach(project=factories.project()))
        assert stranger.post(self.url(stay)).status_code == 404

    def test_makes_one_for_somebody_who_has_left(self, coach: User, stay: Enrolment) -> None:
        Enrolment.objects.update(end=days(-1))
        stay.refresh_from_db()
        code = actions.make_personal_link(by=coach, enrolment=stay, at=timezone.now())
        client, _answer = opened(code)
        assert client.get(HOME).context["page"].end == days(-1)
