import datetime as dt
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from accounts.models import AuditEvent, User
from participants.models import Enrolment, ProfileShare
from participants.views.pages import page_of
from tests import factories
from tests.conftest import signed_in_client
from tests.posting import errors, fill_in
from tests.accounts.sign_in.test_passwords import ask, mailed_code, CODE, NEW, PASSWORD

pytestmark = pytest.mark.django_db

def test_expired_invitation_is_bypassed():
    now = timezone.now()
    u = factories.user()
    factories.invitation(user=u, made_at=now - dt.timedelta(days=30), expires_at=now - dt.timedelta(days=23))
    c = ask(u.email)
    c.post(CODE, {"code": mailed_code()})
    c.post(NEW, {"password1": PASSWORD, "password2": PASSWORD})
    u.refresh_from_db()
    print("BYPASSED", u.has_usable_password())

def test_kelvin():
    u = factories.user(email="kajsa@exempel.se", password=factories.PASSWORD)
    Client().post(reverse("account_reset_password"), {"email": "\u212aajsa@exempel.se"})
    print("KELVIN", [m.to for m in mail.outbox], [m.subject for m in mail.outbox], str(mail.outbox[-1].body)[:200] if mail.outbox else "")

def test_number_oracle(coach, coach_client, project):
    mine = factories.enrolment(project=project, coach=coach)
    other = factories.enrolment(project=project, coach=factories.coach(project=project), protected_identity=True)
    factories.personal_number(person=other.person, number="199005202388")
    url = reverse("participants:change_person", args=[mine.public_id])
    before = AuditEvent.objects.count()
    codes = []
    for i in range(40):
        a = fill_in(coach_client, url, personal_number="19900520-2388", birth_date="")
        codes.append(a.status_code)
    print("ORACLE", errors(a), set(codes), AuditEvent.objects.filter(action="personalnumber.searched").count())

def test_protect_by_enrolling_elsewhere(coach, project):
    p2 = factories.project(organisation=project.organisation)
    there = factories.coach(project=p2)
    stay = factories.enrolment(project=project, first_name="Anna", last_name="Ask")
    factories.personal_number(person=stay.person, number="199005202388")
    c = signed_in_client(there)
    a = fill_in(c, reverse("participants:enrol"), personal_number="19900520-2388", first_name="Anna", last_name="Ask", protected_identity="on")
    stay.person.refresh_from_db()
    print("PROTECT", a.status_code, stay.person.protected_identity, signed_in_client(coach).get(page_of(stay)).status_code)

def test_other_name(coach, coach_client, project):
    p2 = factories.project(organisation=project.organisation)
    stay = factories.enrolment(project=p2, first_name="Anna", last_name="Ask")
    factories.personal_number(person=stay.person, number="199005202388")
    a = fill_in(coach_client, reverse("participants:enrol"), personal_number="19900520-2388", first_name="X", last_name="Y")
    print("OTHERNAME", errors(a), list(AuditEvent.objects.filter(person_id=stay.person_id).values_list("action", flat=True)))
    # as is: new_name, read gender/birth
    a = fill_in(coach_client, reverse("participants:enrol"), personal_number="19900520-2388", first_name="X", last_name="Y", new_name="on")
    stay.person.refresh_from_db()
    print("TAKEN OVER", stay.person.name, stay.person.enrolments.count())

def test_failed_invitation_event():
    c = Client()
    c.post(reverse("accounts:invitation"), {"code": "AAAA-AAAA-AAAA-AAAA-AAAA", "password": PASSWORD, "again": PASSWORD})
    print("INV EVENTS", list(AuditEvent.objects.values_list("action", flat=True)))
