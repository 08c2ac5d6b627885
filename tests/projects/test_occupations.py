"""Lists of occupations: read from a file, told what is wrong by line, the newest applies."""

import datetime as dt
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from projects.models import Occupation, OccupationList
from projects.occupations import OccupationFaultsError, read_occupations
from reporting.loading.frame import load_occupations
from tests import factories as f

HEAD = "SSYK;Yrke;Andel kvinnor (%)\n"


class TestReading:
    @pytest.mark.parametrize("mark", [";", ",", "\t"])
    def test_takes_the_two_columns_wherever_they_stand(self, mark: str) -> None:
        text = (
            f"Andel kvinnor (%){mark}Yrke{mark}SSYK\n91.5{mark}Barnskötare{mark}5311\n\n0{mark}Annat{mark}1\n"
        )
        assert read_occupations(text) == [("5311", Decimal("91.5")), ("1", Decimal(0))]

    def test_takes_decimals_with_a_comma_and_codes_with_their_zeros(self) -> None:
        assert read_occupations(f"{HEAD}0110;Officerare;8,4\n") == [("0110", Decimal("8.4"))]

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("53111;;50", "“53111” is not an SSYK code"),
            (";;50", "“” is not an SSYK code"),
            ("5A;;50", "“5A” is not an SSYK code"),
            ("٣;;50", "is not an SSYK code"),
            ("5311;;", "“” is not a share"),
            ("5311", "“” is not a share"),
            ("5311;;100.1", "“100.1” is not a share"),
            ("5311;;-1", "“-1” is not a share"),
            ("5311;;39.95", "“39.95” is not a share"),
            ("5311;;NaN", "“NaN” is not a share"),
            ("1;;50", "SSYK 1 stands in the file already"),
        ],
    )
    def test_tells_what_is_wrong_on_which_line(self, line: str, told: str) -> None:
        with pytest.raises(OccupationFaultsError) as caught:
            read_occupations(f"{HEAD}1;;50\n{line}\n")
        (fault,) = caught.value.faults
        assert fault.startswith("Line 3: ")
        assert told in fault

    def test_tells_all_at_once(self) -> None:
        with pytest.raises(OccupationFaultsError) as caught:
            read_occupations(f"{HEAD}x;;50\n1;;y\n")
        assert [fault[:7] for fault in caught.value.faults] == ["Line 2:", "Line 3:"]

    @pytest.mark.parametrize("text", ["", "Yrke;Andel kvinnor (%)\n", "SSYK\n1\n"])
    def test_needs_both_columns(self, text: str) -> None:
        with pytest.raises(OccupationFaultsError, match="Line 1: no column"):
            read_occupations(text)

    def test_needs_an_occupation(self) -> None:
        with pytest.raises(OccupationFaultsError, match="no occupations"):
            read_occupations(HEAD)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "lista.csv"
    made.write_text(f"{HEAD}5311;Barnskötare;91,5\n7111;Träarbetare;1,2\n", encoding="utf-8-sig")
    return made


def load(path: Path, *more: str, version: str = "2023") -> str:
    out = StringIO()
    call_command("load_occupations", str(path), "--version", version, "--source", "SCB", *more, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestTheCommand:
    def test_loads_the_list_and_says_so(self, file: Path) -> None:
        assert "2 occupations of “2023”" in load(file, "--valid-from", "2023-12-31")
        made = OccupationList.objects.get()
        assert (made.version, made.source, made.valid_from) == ("2023", "SCB", dt.date(2023, 12, 31))
        assert list(made.occupations.values_list("code", "women_share")) == [
            ("5311", Decimal("91.5")),
            ("7111", Decimal("1.2")),
        ]
        assert AuditEvent.objects.filter(object_label="projects.OccupationList").count() == 1

    def test_refuses_a_version_that_is_there(self, file: Path) -> None:
        load(file)
        with pytest.raises(CommandError) as caught:
            load(file)
        assert caught.value.returncode == 1
        assert Occupation.objects.count() == 2

    def test_loads_nothing_of_a_file_with_faults(self, file: Path) -> None:
        file.write_text(f"{HEAD}1;;50\n" + "x;;y\n" * 15)
        with pytest.raises(CommandError) as caught:
            load(file)
        assert caught.value.returncode == 1
        assert "And 10 more." in str(caught.value)
        assert not OccupationList.objects.exists()

    @pytest.mark.parametrize("day", ["2023-13-01", "i går", "2999-01-01"])
    def test_refuses_a_day_that_cannot_be(self, file: Path, day: str) -> None:
        with pytest.raises(CommandError) as caught:
            load(file, "--valid-from", day)
        assert caught.value.returncode == 2

    def test_refuses_a_file_that_is_not_there_or_not_text(self, file: Path) -> None:
        with pytest.raises(CommandError) as missing:
            load(file.with_name("annan.csv"))
        file.write_bytes("SSYK;Andel kvinnor (%)\n1;å".encode("latin-1"))
        with pytest.raises(CommandError) as unread:
            load(file)
        assert (missing.value.returncode, unread.value.returncode) == (2, 1)


@pytest.mark.django_db
class TestTheListThatApplies:
    def test_is_the_newest_and_of_two_from_one_day_the_one_loaded_last(self) -> None:
        assert load_occupations() is None
        f.occupation_list(women={"1": 10}, version="äldre", valid_from=dt.date(2023, 1, 1))
        f.occupation_list(women={"1": 20}, version="ny", valid_from=dt.date(2024, 1, 1))
        f.occupation_list(women={"2": 40, "1": 30}, version="rättad", valid_from=dt.date(2024, 1, 1))
        f.occupation_list(women={"1": 50}, version="gammal", valid_from=dt.date(2022, 1, 1))
        found = load_occupations()
        assert found is not None
        assert (found.version, found.women) == ("rättad", (("1", Decimal(30)), ("2", Decimal(40))))
