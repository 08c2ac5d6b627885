"""A coach shares a profile with a company, as the participant agrees, and takes it back."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import Permission
from accounts.models import AuditEvent, User
from employers.models import Company
from participants import actions
from participants.models import Enrolment, PersonalLink, ProfileShare
from participants.profiles import Standing, shared_profiles
from participants.views.pages import page_of, work_of
from projects.calendar import add_months
from projects.models import Project
from tests import factories
from tests.conftest import signed_in_client
from tests.portal.conftest import TODAY, days
from tests.posting import errors, fill_in, saved, shown

pytestmark = pytest.mark.django_db


def form_of(stay: Enrolment) -> str:
    return reverse("participants:share", args=[stay.public_id])


def answers(company: Company, /, **others: Any) -> dict[str, Any]:
    return {"company": company.pk, "presentation": "Van vid ugnar."} | others


class TestTheForm:
    def test_shows_first_what_the_company_will_see(
        self, coach_client: Client, stay: Enrolment, company: Company
    ) -> None:
        stay.languages = "arabiska"
        stay.save()
        response = fill_in(coach_client, form_of(stay), **answers(company, fields=["languages"]))
        assert response.status_code == 200
        profile = response.context["profile"]
        assert (profile.name, profile.presentation, profile.languages, profile.hours_wanted) == (
            "Maja",
            "Van vid ugnar.",
            "arabiska",
            None,
        )
        assert not ProfileShare.objects.exists()

    def test_shares_what_was_shown(
        self, coach_client: Client, coach: User, stay: Enrolment, company: Company
    ) -> None:
        preview = fill_in(coach_client, form_of(stay), **answers(company, fields=["languages"]))
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', preview.content.decode())
        data = {**dict(hidden), "step": "share"}
        assert coach_client.post(form_of(stay), data).headers["Location"] == work_of(stay)
        share = ProfileShare.objects.get()
        assert (share.company, share.shown_name, share.presentation) == (company, "Maja", "Van vid ugnar.")
        assert (share.fields, share.start, share.end) == (["languages"], TODAY, add_months(TODAY, 3))
        assert (share.shared_by, share.withdrawn_at) == (coach, None)
        event = AuditEvent.objects.get(action="profileshare.shared")
        assert (event.actor, event.person_id, event.project_id) == (coach, stay.person_id, stay.project_id)

    def test_sent_twice_shares_once(self, coach_client: Client, stay: Enrolment, company: Company) -> None:
        data = {**shown(coach_client.get(form_of(stay)).context["form"]), **answers(company), "step": "share"}
        for _ in range(2):
            assert coach_client.post(form_of(stay), data).status_code == 302
        assert ProfileShare.objects.count() == 1

    def test_goes_back_with_what_was_written(
        self, coach_client: Client, stay: Enrolment, company: Company
    ) -> None:
        page = fill_in(coach_client, form_of(stay), **answers(company, step="change"))
        assert page.context["form"]["presentation"].value() == "Van vid ugnar."
        assert "profile" not in page.context

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"start": days(-1)}, "start"),
            ({"end": days(-1)}, "end"),
            ({"end": add_months(TODAY, 12) + (days(1) - TODAY)}, "end"),
            ({"shown_name": ""}, "shown_name"),
            ({"company": ""}, "company"),
            ({"fields": ["gender"]}, "fields"),
        ],
    )
    def test_says_what_is_wrong(
        self, coach_client: Client, stay: Enrolment, wrong: dict[str, Any], field: str
    ) -> None:
        company = factories.company(organisation=stay.project.organisation)
        for step in ("preview", "share"):
            response = fill_in(coach_client, form_of(stay), **answers(company, **wrong, step=step))
            assert field in errors(response)
        assert not ProfileShare.objects.exists()

    def test_takes_twelve_months(self, coach_client: Client, stay: Enrolment, company: Company) -> None:
        saved(coach_client, form_of(stay), **answers(company, end=add_months(TODAY, 12), step="share"))

    def test_offers_companies_of_the_organisation_only(
        self, coach_client: Client, coach: User, stay: Enrolment, company: Company
    ) -> None:
        other = factories.project()
        factories.membership(project=other, user=coach)
        strange = factories.company(organisation=other.organisation)
        form = coach_client.get(form_of(stay)).context["form"]
        assert list(form.fields["company"].queryset) == [company]
        assert "company" in errors(fill_in(coach_client, form_of(stay), **answers(strange, step="share")))

    def test_shares_once_for_a_time(self, coach_client: Client, stay: Enrolment, company: Company) -> None:
        factories.profile_share(enrolment=stay, company=company, start=days(-9), end=days(-1))
        saved(coach_client, form_of(stay), **answers(company, step="share"))
        again = fill_in(coach_client, form_of(stay), **answers(company, step="share"))
        assert "__all__" in errors(again)

    @pytest.mark.parametrize(
        "facts", [{"end": TODAY}, {"registered_by_mistake": True}, {"protected_identity": True}]
    )
    def test_says_why_there_is_nothing_to_share(
        self, coach_client: Client, coach: User, project: Project, company: Company, facts: dict[str, Any]
    ) -> None:
        stay = factories.enrolment(project=project, coach=coach, start=days(-9), **facts)
        page = coach_client.get(form_of(stay))
        assert page.context["text"] == actions.why_not_shared(stay, on=TODAY)
        assert "form" not in page.context
        sent = {**answers(company), "shown_name": "M", "start": TODAY, "end": days(9), "step": "share"}
        assert coach_client.post(form_of(stay), sent).status_code == 200
        assert not ProfileShare.objects.exists()

    def test_is_the_coachs_alone(self, lead_client: Client, stay: Enrolment) -> None:
        assert lead_client.get(form_of(stay)).status_code == 403
        assert (
            signed_in_client(factories.coach(project=factories.project())).get(form_of(stay)).status_code
            == 404
        )


class TestTheAction:
    def facts(self, company: Company) -> actions.ShareFacts:
        return {
            "company": company,
            "shown_name": "Maja",
            "presentation": "",
            "fields": [],
            "start": TODAY,
            "end": days(30),
        }

    def test_refuses_somebody_whose_identity_was_protected_since(
        self, coach: User, stay: Enrolment, company: Company
    ) -> None:
        assert not stay.person.protected_identity
        type(stay.person).objects.update(protected_identity=True)
        with pytest.raises(ValidationError):
            actions.share_profile(
                by=coach, enrolment=stay, key=stay.public_id, on=TODAY, **self.facts(company)
            )

    def test_refuses_another_organisations_company(self, coach: User, stay: Enrolment) -> None:
        strange = factories.company(organisation=factories.organisation())
        with pytest.raises(ValidationError):
            actions.share_profile(
                by=coach, enrolment=stay, key=stay.public_id, on=TODAY, **self.facts(strange)
            )


class TestWithdrawing:
    def test_asks_then_withdraws(self, coach_client: Client, coach: User, stay: Enrolment) -> None:
        share = factories.profile_share(enrolment=stay)
        address = reverse("participants:withdraw_share", args=[share.public_id])
        assert coach_client.get(address).status_code == 200
        share.refresh_from_db()
        assert share.withdrawn_at is None
        assert coach_client.post(address).headers["Location"] == work_of(stay)
        share.refresh_from_db()
        assert share.withdrawn_at is not None
        assert AuditEvent.objects.get(action="profileshare.withdrawn").actor == coach

    def test_once_more_changes_nothing(self, coach: User, stay: Enrolment) -> None:
        share = factories.profile_share(enrolment=stay)
        stale = ProfileShare.objects.get()
        actions.withdraw_share(by=coach, share=share, at=timezone.now())
        actions.withdraw_share(by=coach, share=stale, at=timezone.now())
        assert AuditEvent.objects.filter(action="profileshare.withdrawn").count() == 1
        assert ProfileShare.objects.get().withdrawn_at == share.withdrawn_at

    def test_of_what_isnt_reached_is_not_found(self, coach_client: Client) -> None:
        share = factories.profile_share(enrolment=factories.enrolment())
        address = reverse("participants:withdraw_share", args=[share.public_id])
        assert coach_client.get(address).status_code == coach_client.post(address).status_code == 404

    def change_person(self, client: Client, stay: Enrolment, **facts: Any) -> None:
        saved(client, reverse("participants:change_person", args=[stay.public_id]), **facts)

    def test_happens_by_itself_when_protection_begins_and_isnt_undone_with_it(
        self, coach_client: Client, coach: User, stay: Enrolment
    ) -> None:
        factories.profile_share(enrolment=stay)
        elsewhere = factories.enrolment(
            project=factories.project(organisation=stay.project.organisation), person=stay.person, coach=coach
        )
        factories.profile_share(enrolment=elsewhere)
        link = factories.personal_link(enrolment=stay)
        self.change_person(coach_client, stay, protected_identity="on")
        assert not ProfileShare.objects.filter(withdrawn_at=None).exists()
        assert AuditEvent.objects.filter(action="profileshare.withdrawn", actor=coach).count() == 2
        self.change_person(coach_client, stay, protected_identity=None)
        assert not ProfileShare.objects.filter(withdrawn_at=None).exists()
        assert PersonalLink.objects.get().withdrawn_at == link.withdrawn_at is None

    def test_happens_when_protection_that_came_another_way_is_lifted(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        """An import turns protection on past the form: what was shared before must not come back."""
        factories.profile_share(enrolment=stay)
        type(stay.person).objects.update(protected_identity=True)
        self.change_person(coach_client, stay, protected_identity=None)
        assert not ProfileShare.objects.filter(withdrawn_at=None).exists()

    def test_leaves_shares_alone_when_a_name_is_corrected(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        factories.profile_share(enrolment=stay)
        self.change_person(coach_client, stay, last_name="Ek")
        assert ProfileShare.objects.get().withdrawn_at is None


class TestVisibleTo:
    def test_follows_the_case_for_staff(self, coach: User, lead: User, stay: Enrolment) -> None:
        share = factories.profile_share(enrolment=stay, withdrawn_at=timezone.now())
        factories.profile_share(enrolment=factories.enrolment())
        assert list(ProfileShare.objects.visible_to(coach, Permission.CASE_WRITE)) == [share]
        assert list(ProfileShare.objects.visible_to(lead, Permission.CASELOAD_READ)) == [share]
        assert not ProfileShare.objects.visible_to(lead, Permission.CASE_WRITE)

    def test_opens_nothing_by_another_permission(self, coach: User, referrer: User, stay: Enrolment) -> None:
        stay.referrer = referrer
        stay.save()
        factories.profile_share(enrolment=stay)
        for permission in set(Permission) - {Permission.CASE_WRITE, Permission.CASELOAD_READ}:
            for user in (coach, referrer):
                assert not ProfileShare.objects.visible_to(user, permission), permission


class TestThePage:
    def test_says_what_is_shared_and_who_has_looked_when(
        self, coach_client: Client, employer: User, stay: Enrolment, company: Company
    ) -> None:
        share = factories.profile_share(enrolment=stay, company=company)
        other = factories.employer_contact(company=company, name="Åke Ugn")
        for user, times in ((employer, 2), (other, 1)):
            for _ in range(times):
                signed_in_client(user).get(reverse("portal:profile", args=[share.public_id]))
        (shared,) = coach_client.get(page_of(stay)).context["journey"].shares
        assert (shared.share, shared.standing, shared.open) == (share, Standing.SHOWN, True)
        assert [(looks.who, looks.times) for looks in shared.looks] == [("Åke Ugn", 1), (employer.name, 2)]
        assert shared.looks[0].last > shared.looks[1].last

    def test_doesnt_take_the_coachs_own_look_for_the_companys(
        self, coach_client: Client, stay: Enrolment
    ) -> None:
        share = factories.profile_share(enrolment=stay)
        coach_client.get(reverse("participants:withdraw_share", args=[share.public_id]))
        (shared,) = coach_client.get(page_of(stay)).context["journey"].shares
        assert shared.looks == []

    def test_lets_a_lead_read_and_change_nothing(self, lead_client: Client, stay: Enrolment) -> None:
        factories.profile_share(enrolment=stay)
        page = lead_client.get(work_of(stay)).content.decode()
        assert 'data-standing="shown"' in page
        assert "/ta-tillbaka/" not in page
        assert "/dela/" not in page

    @pytest.mark.parametrize(
        ("share", "facts", "standing"),
        [
            ({"start": days(1)}, {}, Standing.LATER),
            ({"end": days(-1)}, {}, Standing.ENDED),
            ({"withdrawn_at": timezone.now()}, {}, Standing.WITHDRAWN),
            ({}, {"end": TODAY}, Standing.HIDDEN),
            ({}, {"end": days(1)}, Standing.SHOWN),
            ({}, {"registered_by_mistake": True}, Standing.HIDDEN),
            ({}, {"protected_identity": True}, Standing.HIDDEN),
        ],
    )
    def test_says_where_each_stands_as_the_company_sees_it(
        self,
        employer: User,
        share: dict[str, Any],
        facts: dict[str, Any],
        standing: Standing,
    ) -> None:
        company = employer.seats.get().company
        project = factories.project(organisation=company.organisation)
        stay = factories.enrolment(project=project, start=days(-9), **facts)
        factories.profile_share(enrolment=stay, company=company, **share)
        (shared,) = shared_profiles([stay], on=TODAY)
        assert shared.standing == standing
        seen = ProfileShare.objects.visible_to(employer, Permission.PROFILES_READ).exists()
        assert seen == (standing == Standing.SHOWN)
