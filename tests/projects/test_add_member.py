"""manage.py add_member: how staff come to a project."""

import pytest
from django.core.management import CommandError, call_command

from accounts.access import Permission, Role
from accounts.models import User
from projects.models import Project
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORDS = "projects.management.commands.add_member.getpass"


def add(email: str, project: str, role: str = "coach") -> None:
    call_command("add_member", email, project=project, role=role, name="Karin Ek")


class TestAddMember:
    def test_makes_an_account_that_can_sign_in(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(PASSWORDS, lambda _prompt: "grön-cykel-i-regn")
        add("Karin@Exempel.se", project.name)
        user = User.objects.get(email="karin@exempel.se")
        assert user.check_password("grön-cykel-i-regn")
        assert user.name == "Karin Ek"
        assert project in Project.objects.visible_to(user, Permission.CASE_WRITE)

    def test_finds_the_project_by_its_public_id(self, project: Project) -> None:
        user = factories.user(password=factories.PASSWORD)
        add(user.email, str(project.public_id), role="lead")
        assert project in Project.objects.visible_to(user, Permission.FIGURES_READ)

    def test_leaves_no_account_behind_when_the_password_is_too_weak(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(PASSWORDS, lambda _prompt: "kort")
        with pytest.raises(CommandError):
            add("karin@exempel.se", project.name)
        assert not User.objects.filter(email="karin@exempel.se").exists()

    def test_changes_nothing_where_no_password_is_given(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def nobody_answers(_prompt: str) -> str:
            raise EOFError

        monkeypatch.setattr(PASSWORDS, nobody_answers)
        with pytest.raises(CommandError, match="No password"):
            add("karin@exempel.se", project.name)
        assert not User.objects.filter(email="karin@exempel.se").exists()

    def test_says_so_when_there_is_no_such_project(self) -> None:
        with pytest.raises(CommandError, match="Finns inte"):
            add("karin@exempel.se", "Finns inte")

    def test_says_so_when_two_projects_have_the_name(self) -> None:
        factories.project(name="Språng")
        factories.project(name="Språng")
        with pytest.raises(CommandError, match="public id"):
            add("karin@exempel.se", "Språng")

    def test_gives_nobody_the_same_role_twice(self, project: Project) -> None:
        user = factories.user(password=factories.PASSWORD)
        add(user.email, project.name)
        with pytest.raises(CommandError):
            add(user.email, project.name)
        assert user.memberships.filter(role=Role.COACH).count() == 1
