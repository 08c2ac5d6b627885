"""Nothing that is known of somebody is met by anybody, anywhere, but where the policy says: and there it is.

Each field of each case holds a value of its own (`planting.py`); everybody goes through the whole site
(`harvest.py`); what they met is held against `tests/access/sensitive_fields/`.
"""

import zlib
from collections.abc import Iterable
from difflib import unified_diff

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from participants.querysets import EnrolmentQuerySet
from tests.access.asking import taken_back
from tests.access.canaries.harvest import reap
from tests.access.canaries.meeting import (
    Browsers,
    Walks,
    answers_of,
    asked_by,
    expected,
    is_compared,
    meet,
)
from tests.access.canaries.planting import PLANTED, Canaries, Canary, remove
from tests.access.sensitive_fields import (
    COLLEAGUE,
    EVERYBODY,
    FIELDS,
    GLASS,
    LIST,
    Group,
    Reader,
)
from tests.access.world import Part, Relation, World

pytestmark = pytest.mark.django_db


PROOF = [(reader, True) for reader in EVERYBODY]
# The colleague is to their own cases what the coach is to theirs, a broken glass shows a lead what they see
# of others, and those who govern see rows of few kinds on many pages: they walk in `make proof` alone.
LATER = {COLLEAGUE, GLASS, Part.LEAD, Part.OFFICER, Part.ADMINISTRATOR}
SOON = [(reader, False) for reader in EVERYBODY if reader not in LATER]


@pytest.mark.parametrize(
    ("reader", "all_of_it"), [*SOON, *(pytest.param(*one, marks=pytest.mark.proof) for one in PROOF)]
)
def test_everybody_meets_what_the_policy_says_and_nothing_else(
    canaries: Canaries, walks: Walks, reader: Reader, *, all_of_it: bool
) -> None:
    met = walks.of(reader, all_of_it=all_of_it).met
    assert not met.wrongly, "\n".join(sorted(met.wrongly))
    missing = [what for what, planted in expected(reader, canaries) if not met.rightly & set(planted)]
    assert not missing, f"The {reader} doesn't find: {', '.join(missing)}"


def everything(
    world: World, reader: Reader, client: Client, canaries: Canaries, *, all_of_it: bool, only: str = ""
) -> dict[str, bytes]:
    """What a reader gets of every page but those about the hidden person, and but figures."""
    found: dict[str, bytes] = {}
    for request in asked_by(world, reader, canaries, all_of_it=all_of_it):
        if is_compared(request, all_of_it=all_of_it) and only in {"", str(request.route)}:
            found |= answers_of(reap(client, request, alone=True))
    return found


def changed(asked: str, there: bytes, gone: bytes) -> list[str]:
    """The lines of an answer that are others without the person."""
    if there == gone:
        return []
    before, after = (zlib.decompress(text).decode().splitlines() for text in (there, gone))
    lines = unified_diff(before, after, lineterm="", n=0)
    return [f"{asked}: {line.strip()}" for line in lines if not line.startswith(("---", "+++", "@@"))]


UNAWARE = (Part.COACH, Part.LEAD, Part.REFERRER, Part.EMPLOYER, Part.ADMINISTRATOR, Part.PARTICIPANT)


@pytest.mark.parametrize(
    ("reader", "all_of_it"),
    [
        *[(reader, False) for reader in UNAWARE if reader not in LATER],
        *[pytest.param(reader, True, marks=pytest.mark.proof) for reader in UNAWARE],
    ],
)
def test_nobody_can_tell_that_somebody_elses_protected_person_is_there(
    *, world: World, canaries: Canaries, browsers: Browsers, walks: Walks, reader: Reader, all_of_it: bool
) -> None:
    """Neither list nor count nor search nor refusal differs from those of a project without them."""
    there = walks.of(reader, all_of_it=all_of_it).answers
    with taken_back():
        remove(world.enrolment(Relation.PROTECTED))
        gone = everything(world, reader, browsers.of(reader), canaries, all_of_it=all_of_it)
    assert there.keys() == gone.keys()
    changes = [change for asked, text in there.items() for change in changed(asked, text, gone[asked])]
    assert not changes, "\n".join(changes)


def test_the_comparison_sees_somebody_who_isnt_hidden(
    world: World, canaries: Canaries, browsers: Browsers
) -> None:
    client = browsers.of(Part.COACH)
    there = everything(world, Part.COACH, client, canaries, all_of_it=False, only=LIST)
    with taken_back():
        remove(world.enrolment(Relation.COLLEAGUES))
        gone = everything(world, Part.COACH, client, canaries, all_of_it=False, only=LIST)
    asked = f"GET {LIST} (own) all answer"
    assert changed(asked, there[asked], gone[asked])


def test_what_is_cached_names_nobody(canaries: Canaries, browsers: Browsers) -> None:
    """Tries are counted there; by whom, and not of whom."""
    cache.clear()
    client = browsers.of(Part.COACH)
    for relation in PLANTED:
        number = canaries.value(relation, "participants.PersonalNumber.sealed")
        client.post("/deltagare/sok/", {"personal_number": number})
    raw = cached()
    assert raw
    assert not canaries.found(raw)


def cached() -> str:
    """Every key and value of the cache, as they are stored."""
    store = cache._cache.get_client()  # type: ignore[attr-defined]  # Redis'
    return "".join(str((key, store.dump(key))) for key in store.scan_iter())


def test_times_are_such_that_facts_are_shown(canaries: Canaries) -> None:
    ahead = timezone.localdate().isoformat()
    ends = ("participants.Episode.end", "participants.SupportPeriod.end", "participants.ProfileShare.end")
    assert all(canaries.value(relation, of) > ahead for relation in PLANTED for of in ends)


def test_a_leak_is_seen(
    canaries: Canaries, browsers: Browsers, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    """The nets hold: were the base queryset to forget who asks, both the list and the search would tell."""

    def forgetful(rows: EnrolmentQuerySet, *_asked: object) -> EnrolmentQuerySet:
        return rows

    asked = [request for request in asked_by(world, Part.COACH, canaries) if str(request.route) == LIST]
    client = browsers.of(Part.COACH)
    assert not meet(Part.COACH, (reaped for one in asked for reaped in reap(client, one)), canaries).wrongly
    monkeypatch.setattr(EnrolmentQuerySet, "visible_to", forgetful)
    met = meet(Part.COACH, (reaped for one in asked for reaped in reap(client, one)), canaries)
    name = f"participants.Person.last_name of {Relation.PROTECTED} in the answer of POST {LIST} (own)"
    assert {f"{name} all", f"{name} name of {Relation.PROTECTED}"} <= met.wrongly


def names(found: Iterable[Canary]) -> set[str]:
    return {str(canary) for canary in found}


def test_a_canary_is_found_however_it_is_written(canaries: Canaries) -> None:
    digits = canaries.value(Relation.OWN, "participants.PersonalNumber.sealed")
    for text in (digits, f"{digits[:8]}-{digits[8:]}", digits[2:], f"<b>{digits[2:8]}-{digits[8:]}</b>"):
        assert names(canaries.found(text)) == {"participants.PersonalNumber.sealed of own"}
    born = "participants.Person.birth_date of own"
    day = canaries.value(Relation.OWN, "participants.Person.birth_date")
    for text in (day, day.replace("-", ""), f"{int(day[8:])} mars 1961", f"March {int(day[8:])}, 1961"):
        assert names(canaries.found(f"({text})")) == {born}
    assert names(canaries.found("<td>Somalia</td><form><option>Eritrea</option></form>")) == {
        "participants.SensitiveBackground.birth_country of own"
    }
    assert not canaries.found("4" + digits[3:])


def test_every_field_of_a_group_has_its_canary(canaries: Canaries) -> None:
    planted = {canary.field.split()[0] for canary in canaries.all}
    named = {
        f"{label}.{name}"
        for label, fields in FIELDS.items()
        for name, group in fields.items()
        if isinstance(group, Group)
    }
    assert planted == named
