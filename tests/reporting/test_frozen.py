"""What a report keeps of its facts: the same when read again, nobody's, and enough for the same bytes."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, cast, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings

from reporting import facts as facts_module
from reporting.catalogue import CATALOGUE
from reporting.compute import compute
from reporting.facts import (
    BackgroundFacts,
    CompanyFacts,
    ContactFacts,
    EnrolmentFacts,
    ParticipantFacts,
    ProjectFacts,
)
from reporting.frozen import (
    KEYS,
    SETS_WITH_BACKGROUND,
    FactsUnreadableError,
    from_json,
    kept_facts,
    pack,
    recompute,
    to_json,
    unpack,
)
from reporting.known import known_on
from reporting.output import as_json, dumps
from tests.reporting.builders import person, project
from tests.reporting.facts_of_any_kind import any_facts
from tests.reporting.test_json import END, WINDOW, crowd

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
# Whole numbers that count something: no key leads from them to a row.
NUMBERS = {
    "AttendanceFacts.minutes",
    "MoveFacts.step",
    "CompanyFacts.employees",
    "TargetGroupFacts.target",
    "ProjectFacts.social_assistance_monthly",
    "ProjectFacts.definitions_version",
}


def kept(facts: ProjectFacts, *, indicator_set: str = "L", key: bytes = KEY) -> ProjectFacts:
    return kept_facts(facts, indicator_set=indicator_set, as_of=END, key=key)


def keys_in(facts: Any) -> Iterator[int]:
    """Every key of a row in the facts, however deep."""
    if isinstance(facts, tuple):
        for one in facts:
            yield from keys_in(one)
    elif is_dataclass(facts):
        for field in fields(facts):
            value = getattr(facts, field.name)
            if field.name in KEYS.get(cast("type", type(facts)), {}):
                yield from () if value is None else (value,)
            else:
                yield from keys_in(value)


class TestAFile:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(any_facts)
    def test_reads_as_what_was_written(self, facts: ProjectFacts) -> None:
        assert from_json(to_json(facts)) == facts
        assert unpack(pack(facts)) == facts

    def test_has_the_same_bytes_each_time(self) -> None:
        assert pack(crowd(30)) == pack(crowd(30))

    @pytest.mark.parametrize(
        "spoilt",
        [
            b"",
            b"not json",
            b"{}",
            b"[]",
            to_json(crowd(2)).replace(b'"format":1', b'"format":2'),
            to_json(crowd(2)).replace(b'"gender"', b'"sex"'),
            to_json(crowd(2)).replace(b'"2008-08-01"', b'"2008-08-32"'),
            to_json(crowd(2)).replace(b'"2008-08-01"', b"20080801"),
            to_json(crowd(2)).replace(b'"Prov"', b"7"),
        ],
    )
    def test_that_was_spoilt_is_refused(self, spoilt: bytes) -> None:
        with pytest.raises(FactsUnreadableError):
            unpack(zlib.compress(spoilt))

    def test_that_was_cut_is_refused(self) -> None:
        with pytest.raises(FactsUnreadableError):
            unpack(pack(crowd(2))[:-9])

    def test_of_an_earlier_program_lacks_what_it_did_not_record(self) -> None:
        written = json.loads(to_json(project(person(1, date(2009, 1, 1)))))
        where = written["fields"]["ParticipantFacts"].index("moves")
        del written["fields"]["ParticipantFacts"][where]
        at = written["fields"]["ProjectFacts"].index("participants")
        del written["facts"][at][0][where]

        assert from_json(json.dumps(written).encode()) == project(person(1, date(2009, 1, 1)))


class TestWhatIsKept:
    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(any_facts)
    def test_has_no_key_of_a_row(self, facts: ProjectFacts) -> None:
        assert not set(keys_in(facts)) & set(keys_in(kept(facts)))

    def test_names_every_whole_number_of_the_facts(self) -> None:
        """A new one is a key, and gets a pseudonym, or counts something and is named here."""
        found = {
            f"{kind.__name__}.{field.name}"
            for kind in vars(facts_module).values()
            if isinstance(kind, type) and is_dataclass(kind)
            for field in fields(kind)
            if get_type_hints(kind, localns={"StrPromise": str})[field.name] in (int, int | None)
        }
        assert found == NUMBERS | {
            f"{kind.__name__}.{name}" for kind, names in KEYS.items() for name in names
        }

    def test_calls_a_person_the_same_in_every_report_of_the_project(self) -> None:
        one, two = (person(key, date(2009, 1, 1)) for key in (1, 2))
        early, late = kept(project(one, two)), kept(project(two, one, person(3, date(2010, 1, 1))))
        assert {found.key for found in early.participants} < {found.key for found in late.participants}

    def test_calls_a_person_otherwise_in_another_project(self) -> None:
        facts = project(*(person(key, date(2009, 1, 1)) for key in range(50)))
        mine, others = kept(facts), kept(facts, key=OTHER_KEY)
        assert not {one.key for one in mine.participants} & {one.key for one in others.participants}

    def test_calls_a_person_and_a_company_of_one_number_differently(self) -> None:
        found = kept(
            project(
                person(1, date(2009, 1, 1)),
                companies=(CompanyFacts(1),),
                contacts=(ContactFacts(1, date(2009, 1, 1)),),
            )
        )
        assert found.participants[0].key != found.companies[0].key
        assert found.companies[0].key == found.contacts[0].company

    def test_says_nothing_by_its_order(self) -> None:
        people = [person(key, date(2009, 1, 1)) for key in range(50)]
        forward, backward = kept(project(*people)), kept(project(*reversed(people)))
        assert forward == backward
        assert [one.key for one in forward.participants] == sorted(one.key for one in forward.participants)

    def test_is_what_was_known(self) -> None:
        later = person(1, date(2009, 1, 1), date(2012, 1, 1), cause="moved")
        (found,) = kept(project(later, person(2, date(2012, 1, 1)))).participants
        assert (found.enrolments[0].end, found.enrolments[0].cause) == (None, "")

    @pytest.mark.parametrize("code", CATALOGUE)
    def test_has_origin_and_disability_for_the_sets_that_ask_only(self, code: str) -> None:
        told = BackgroundFacts("SO", "yes", "SO", "yes")
        stay = EnrolmentFacts(date(2009, 1, 1), background=told)
        facts = project(ParticipantFacts(1, "woman", date(1980, 1, 1), (stay,)))
        (found,) = kept(facts, indicator_set=code).participants
        assert (found.enrolments[0].background == told) == (code in SETS_WITH_BACKGROUND)


class TestComputingAgain:
    @pytest.mark.parametrize("code", CATALOGUE)
    def test_gives_the_same_bytes_for_every_set(self, code: str) -> None:
        facts = crowd(150)
        told = replace(
            facts,
            participants=tuple(
                replace(
                    one, enrolments=tuple(replace(stay, background=_told(one)) for stay in one.enrolments)
                )
                for one in facts.participants
            ),
        )
        figures = compute(told, code, WINDOW)

        again = recompute(pack(kept(told, indicator_set=code)), code, WINDOW)

        # What was open in the facts is looked for when a report is frozen; no figure depends on it.
        written = as_json(again)
        del written["quality"]
        assert dumps(written) == dumps(as_json(figures))
        for figure in figures.figures:
            code_of = figure.indicator.code
            assert len(again[code_of].counted) == len(figure.counted), code_of

    def test_needs_nothing_later(self) -> None:
        facts = crowd(100)
        assert kept(facts) == kept(known_on(facts, END))


def _told(one: ParticipantFacts) -> BackgroundFacts:
    countries = ("SE", "SO", "NO", "declined")
    return BackgroundFacts(
        countries[one.key % 4], ("yes", "no")[one.key % 2], countries[one.key % 3], ("no", "yes")[one.key % 2]
    )
