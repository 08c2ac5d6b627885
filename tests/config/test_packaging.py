"""Files that other programs read: locked requirements and the compose file."""

import re
from typing import Any

import pytest
import yaml

from tests.config.conftest import ROOT


class TestRequirements:
    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_are_pinned_and_hashed(self, name: str) -> None:
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]

        assert lines
        unlocked = [line for line in lines if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:", line)]
        assert unlocked == []

    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_name_no_place_to_fetch_from(self, name: str) -> None:
        text = (ROOT / name).read_text(encoding="utf-8")

        assert not re.search(r"://|--index|--find-links|--extra", text)

    @pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
    def test_lock_all_that_is_asked_for(self, name: str) -> None:
        asked = re.findall(r"^[a-z][\w-]*", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
        locked = re.findall(r"^[a-z][\w-]*", (ROOT / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE)

        assert set(asked) <= set(locked)


class TestCompose:
    @pytest.fixture
    def compose(self) -> dict[str, Any]:
        content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
        return content

    def test_runs_one_image_in_each_part_of_jobbredo(self, compose: dict[str, Any]) -> None:
        own = {name for name, service in compose["services"].items() if service["image"] == "jobbredo"}

        assert own == {"migrate", "web", "worker", "beat"}
        assert set(compose["services"]) - own == {"postgres", "redis"}

    def test_checks_the_health_of_all_that_stays_up(self, compose: dict[str, Any]) -> None:
        unchecked = [name for name, service in compose["services"].items() if "healthcheck" not in service]

        assert unchecked == ["migrate"]

    def test_keeps_all_data_in_volumes(self, compose: dict[str, Any]) -> None:
        kept = {
            mount.split(":")[0] for service in compose["services"].values() for mount in service["volumes"]
        }

        assert kept == set(compose["volumes"]) == {"data", "postgres", "redis"}

    def test_waits_only_for_services_that_exist(self, compose: dict[str, Any]) -> None:
        awaited = {name for service in compose["services"].values() for name in service.get("depends_on", {})}

        assert awaited <= set(compose["services"])

    def test_opens_no_port_beyond_this_machine(self, compose: dict[str, Any]) -> None:
        ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

        assert ports == ["127.0.0.1:${PORT:-8000}:8000"]
