"""Personal numbers as they are written. Those of real birth dates are Skatteverket's test numbers;
the others are of days that lie ahead, which nobody can have been given."""

import datetime as dt

import pytest

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
        ("19900560-2388", "date"),
        ("19900592-2388", "date"),
        ("20900231-T123", "date"),
        ("19900520-2387", "check_digit"),
        ("19900520-2389", "check_digit"),
        ("19900581-2388", "check_digit"),
    ],
)
def test_a_broken_number_says_what_is_broken_and_not_the_number(text: str, fault: str) -> None:
    with pytest.raises(PersonalNumberBroken) as caught:
        parse_personal_number(text)
    assert str(caught.value) == fault
