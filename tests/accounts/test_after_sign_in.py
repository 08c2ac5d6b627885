"""Where one comes after signing in again."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
BUTTON = reverse("coaching:settle_action", args=[UUID(int=1)])


class TestAfterASessionThatEnded:
    @pytest.mark.parametrize(
        ("sent_from", "leads_to"),
        [
            ("http://testserver/idag/?week=48", "/idag/?week=48"),
            ("http://elsewhere.example/idag/", BUTTON),
            ("http://testserver.elsewhere.example/idag/", BUTTON),
            ("", BUTTON),
        ],
    )
    def test_what_was_pressed_leads_back_to_its_page(
        self, client: Client, sent_from: str, leads_to: str
    ) -> None:
        answer = client.post(BUTTON, headers={"referer": sent_from} if sent_from else {})
        assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [leads_to]
