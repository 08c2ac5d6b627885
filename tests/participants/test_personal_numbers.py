"""Personal numbers as they are written. Those of real birth dates are Skatteverket's test numbers;
the others are of days that lie ahead, which nobody can have been given."""

import datetime as dt

import pytest
from personnummer import personnummer

from participants.personal_numbers import PersonalNumberBroken, parse_personal_number


@pytest.mark.parametrize("text", ["199005202388", "19900520-2388", "19900520 2388", "  19900520-2388 "])
def test_twelve_digits_are_read_with_and_without_hyphen(text: str) -> None:
    parsed = parse_personal_number(text)
    assert (parsed.digits, parsed.kind, parsed.birth_date) == (
        "199005202388",
        "personal",
        dt.date(1990, 5, 20),
    )


def test_a_coordination_number_has_its_day_moved_by_60() -> None:
    parsed = parse_personal_number("20900581-2384")
    assert (parsed.digits, parsed.kind, parsed.birth_date) == (
        "209005812384",
        "coordination",
        dt.date(2090, 5, 21),
    )


@pytest.mark.parametrize("text", ["20900521-T123", "20900521t123"])
def test_an_interim_number_has_a_letter_and_no_check_digit(text: str) -> None:
    parsed = parse_personal_number(text)
    assert (parsed.digits, parsed.kind, parsed.birth_date) == (
        "20900521T123",
        "interim",
        dt.date(2090, 5, 21),
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "form"),
        ("900520-2388", "form"),
        ("900520+2388", "form"),
        ("19900520--2388", "form"),
        ("1990052023888", "form"),
        ("١٩٩٠٠٥٢٠٢٣٨٨", "form"),
        ("19900520-23é8", "form"),
        ("19900231-2388", "date"),
        ("19901320-2388", "date"),
        ("00000520-2388", "date"),
        ("17900520-2388", "date"),
        ("21900520-2388", "date"),
        ("20900020-2388", "date"),
        ("20900500-2388", "date"),
        ("20900231-2388", "date"),
        ("20910229-2388", "date"),
        ("19900592-2388", "date"),
        ("20900231-T123", "date"),
        ("19900520-2387", "check_digit"),
        ("19900520-2389", "check_digit"),
        ("19900581-2388", "check_digit"),
        ("20901381-2388", "date"),
        ("20900093-2388", "date"),
        ("20900292-2388", "date"),
        ("20900500T123", "date"),
        # Serials begin at 001, though the check digit fits.
        ("20900521-0008", "check_digit"),
        ("19900520-A38", "form"),
        ("19900520-AB88", "form"),
        ("19900520-238T", "form"),
        ("1990 0520 2388", "form"),
        ("19900520–2388", "form"),
    ],
)
def test_a_broken_number_says_what_is_broken_and_not_the_number(text: str, fault: str) -> None:
    with pytest.raises(PersonalNumberBroken) as caught:
        parse_personal_number(text)
    assert str(caught.value) == fault


# Of Skatteverket's published test numbers for coordination numbers: what isn't known of the birth is 00.
@pytest.mark.parametrize("text", ["191500722390", "191500882392"])
def test_a_coordination_number_may_not_know_the_month_or_day_of_birth(text: str) -> None:
    parsed = parse_personal_number(text)
    assert (parsed.digits, parsed.kind, parsed.birth_date) == (text, "coordination", None)


def test_a_coordination_number_without_a_day_is_not_of_day_0() -> None:
    parsed = parse_personal_number(f"20900560-001{_check_digit('900560001')}")
    assert (parsed.kind, parsed.birth_date) == ("coordination", None)


@pytest.mark.parametrize("text", ["20960229-001", "18991231-999", "20001131"])
def test_days_are_those_of_the_calendar(text: str) -> None:
    number = text.replace("-", "")
    if len(number) == 8:
        with pytest.raises(PersonalNumberBroken):
            parse_personal_number(f"{number}0019")
        return
    parsed = parse_personal_number(f"{number}{_check_digit(number[2:])}")
    assert parsed.birth_date == dt.datetime.strptime(number[:8], "%Y%m%d").date()  # noqa: DTZ007  a day


def test_the_check_digit_is_the_one_that_another_program_reckons() -> None:
    for serial in range(1, 1000):
        nine = f"900521{serial:03}"
        for digit in range(10):
            number = f"20{nine}{digit}"
            assert _is_taken(number) == personnummer.valid(f"19{nine}{digit}"), serial


def _is_taken(number: str) -> bool:
    try:
        return parse_personal_number(number).kind == "personal"
    except PersonalNumberBroken:
        return False


def _check_digit(nine: str) -> str:
    """By the weights 2 1 2 1 … of the law's own example, digit sums added, up to the next ten."""
    weighed = "".join(str(int(digit) * weight) for digit, weight in zip(nine, [2, 1] * 5, strict=False))
    return str(-sum(map(int, weighed)) % 10)
