"""What a page says of that which it is about."""

import re

import pytest
from django.test import Client

from accounts.models import User
from projects.models import Project
from tests import factories

pytestmark = pytest.mark.django_db


class TestAQuestion:
    def test_shows_what_would_go(self, coach_client: Client, project: Project, coach: User) -> None:
        goal = factories.plan_goal(
            enrolment=factories.enrolment(project=project, coach=coach), text="Bli kock"
        )
        page = coach_client.get(f"/deltagare/plan/mal/{goal.public_id}/ta-bort/").content.decode()
        assert '<blockquote class="about">Bli kock</blockquote>' in page


class TestAFormThatIsRefused:
    def test_is_about_the_person_as_stored(self, coach_client: Client, project: Project, coach: User) -> None:
        stay = factories.enrolment(project=project, coach=coach, first_name="Åsa", last_name="Örn")
        sent = {"first_name": "Eva", "last_name": "Ny"}
        page = coach_client.post(f"/deltagare/{stay.public_id}/person/", sent).content.decode()
        back = re.search(r'<a class="page-back".*?</a>', page, re.DOTALL)
        assert back
        assert "Åsa Örn" in back[0]

    def test_lists_what_is_wrong_in_the_order_of_the_page(
        self, coach_client: Client, project: Project
    ) -> None:
        page = coach_client.post(f"/aktiviteter/ny/{project.public_id}/", {"place": ""}).content.decode()
        listed = re.findall(r'<a href="#(?:div_)?id_(\w+)">', page)
        shown = [name for name in re.findall(r'id="(?:div_)?id_(\w+)_error"', page) if name in listed]
        assert len(shown) > 1
        assert listed == shown
