"""Who is behind a number: for every cell of every table of every set, the list's length is the number."""

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import given, settings

from reporting.catalogue import CATALOGUE
from reporting.catalogue.reasons import REASONS, Reason
from reporting.compute import Figure, Figures, Table, compute
from reporting.dated import recorded_on
from reporting.explain import Explanation, NoSuchCellError, Part, Place, explain
from reporting.facts import CriterionFacts, SupportFacts, Window
from reporting.loading import load_facts
from reporting.said import amount_of, reason_of, tally_of
from reporting.stats import Count, Mean, Share, Time
from tests.reporting import edges
from tests.reporting.builders import assessed, figures, person, placement, project, wage
from tests.reporting.described import ProjectOf
from tests.reporting.generated import projects
from tests.reporting.rows import write

D = date


def tables_of(figure: Figure) -> Iterator[tuple[str, Table]]:
    yield "", figure.table
    for side in figure.sides:
        yield side.side.name, side.table


def places_of(figure: Figure) -> Iterator[Place]:
    """Every cell of a figure's tables, with the sums over each axis."""
    for name, table in tables_of(figure):
        groups = [(), *((group.code,) for group in table.groups)]
        for gender, age, group in product((None, *table.genders), (None, *table.ages), groups):
            yield Place(figure.indicator.code, name, gender, age, group)


def assert_is_the_number(explained: Explanation) -> None:
    """The list against the number. To sums, of which most stand beside an indicator, a case may add more."""
    counted, rest = explained.counted, explained.rest
    weights = [entry.weight for entry in counted]
    summed = explained.figure.indicator.sums or isinstance(explained.number, Time)
    if not explained.place.table and not summed:
        assert set(weights) <= {1}
    match explained.number:
        case Count():
            assert sum(weights) == explained.number.value
        case Share():
            assert len(counted) == explained.number.numerator
            assert len(counted) + len(rest) == explained.number.denominator
        case Mean():
            values = sorted(value for entry in counted for value in entry.values)
            assert values == sorted(explained.number.values)
            assert sum(weights) == explained.number.n
        case Time():
            assert sum(weights) == explained.number.minutes


def assert_explained(computed: Figures) -> int:
    """Every cell of a set; how many that were."""
    cells = 0
    for figure in computed.figures:
        for place in places_of(figure):
            explained = explain(figure, place)
            assert_is_the_number(explained)
            whom = [entry.case for part in Part for entry in explained.part(part)]
            assert all(case in figure.cases for case in whom)
            in_cell = [
                case
                for case in figure.cases
                if place.gender in (None, case.gender) and place.age in (None, case.age)
            ]
            assert len(whom) == len(in_cell)
            for part in Part:
                tally = tally_of(explained, part)
                assert sum(number for _reason, number in tally) == len(explained.part(part))
            cells += 1
    return cells


def assert_all_explained(described: ProjectOf) -> None:
    with transaction.atomic():
        facts = load_facts(write(described))
        transaction.set_rollback(True)
    for code in CATALOGUE:
        assert assert_explained(compute(facts, code, Window(*described.period, described.as_of)))


@pytest.mark.django_db
def test_the_list_is_the_number_where_there_is_one_of_each() -> None:
    assert_all_explained(edges.ONE_OF_EACH)


@pytest.mark.proof
@pytest.mark.django_db
@pytest.mark.parametrize("described", edges.ALL.values(), ids=edges.ALL.keys())
def test_the_list_is_the_number_on_the_edges(described: ProjectOf) -> None:
    assert_all_explained(described)


@pytest.mark.django_db
@given(described=projects())
@settings(max_examples=5, derandomize=True, deadline=None)
def test_the_list_is_the_number_in_generated_projects(described: ProjectOf) -> None:
    assert_all_explained(described)


@pytest.mark.proof
@pytest.mark.django_db
@given(described=projects())
@settings(max_examples=40, deadline=None)
def test_the_list_is_the_number_in_many_new_projects(described: ProjectOf) -> None:
    assert_all_explained(described)


def keys(explained: Explanation, part: Part = Part.COUNTED) -> list[int]:
    return [entry.case.key for entry in explained.part(part)]


def reasons(explained: Explanation, part: Part) -> dict[int, str]:
    with override("en"):
        return {entry.case.key: reason_of(explained, part, entry) for entry in explained.part(part)}


class TestACell:
    """By hand: who stands where, and why."""

    def test_of_a_count_lists_the_counted_and_the_others_of_its_gender_with_their_reason(self) -> None:
        begun = placement(D(2009, 2, 1), None)
        computed = figures(
            project(
                person(1, D(2009, 1, 1), episodes=(begun,)),
                person(2, D(2009, 1, 1), gender="man", episodes=(begun,)),
                person(3, D(2009, 1, 1)),
            )
        )
        explained = explain(computed["L5"], Place("L5", gender="woman"))
        assert keys(explained) == [1]
        assert [entry.case.on for entry in explained.counted] == [D(2009, 2, 1)]
        assert reasons(explained, Part.OTHERS) == {3: "Has begun none."}
        assert explained.number == Count(1)
        assert keys(explain(computed["L5"], Place("L5"))) == [1, 2]

    def test_of_a_group_has_those_in_another_one_among_the_others_with_that_group(self) -> None:
        computed = figures(
            project(
                person(1, D(2009, 1, 1), D(2009, 6, 1), cause="moved"),
                person(2, D(2009, 1, 1), D(2009, 6, 1), cause="illness"),
                person(3, D(2009, 1, 1)),
            )
        )
        explained = explain(computed["L10"], Place("L10", groups=("moved",)))
        assert keys(explained) == [1]
        assert reasons(explained, Part.OTHERS) == {
            2: "Stands under another heading: Illness.",
            3: "Still enrolled.",
        }
        both = explain(computed["L10"], Place("L10", groups=("moved", "illness")))
        assert keys(both) == [1, 2]
        assert both.number == Count(2)

    def test_of_a_share_has_the_rest_of_its_denominator_apart_from_those_outside(self) -> None:
        computed = figures(
            project(
                person(1, D(2009, 1, 1), support=(wage(D(2009, 5, 1)),)),
                person(2, D(2009, 1, 1)),
                person(3, D(2011, 1, 1)),
            )
        )
        explained = explain(computed["L1"], Place("L1"))
        assert explained.number == Share(1, 2)
        assert keys(explained) == [1]
        assert reasons(explained, Part.REST) == {2: "Not self-supporting, and the 18 months have run out."}
        assert reasons(explained, Part.OTHERS) == {
            3: "Not self-supporting yet; the 18 months haven't run out."
        }
        provisional = explain(computed["L1"], Place("L1", table="provisional"))
        assert (keys(provisional), keys(provisional, Part.REST)) == ([1], [2, 3])

    def test_of_a_mean_has_the_values_that_it_is_taken_of(self) -> None:
        computed = figures(project(person(1, D(2009, 1, 1), support=(wage(D(2009, 1, 11)),))))
        explained = explain(computed["L9"], Place("L9", table="by_year", groups=("2009",)))
        assert [entry.values for entry in explained.counted] == [(10,)]
        with override("en"):
            assert amount_of(explained, explained.counted[0]) == "10 days"

    def test_of_a_criterion_tells_of_the_same_criterion_only(self) -> None:
        criteria = tuple(CriterionFacts(code, code) for code in ("A1", "A2", "B1"))
        states = (
            assessed(D(2010, 1, 1), "met", "partly", "met"),
            assessed(D(2010, 1, 1), "partly", "met", "met"),
        )
        computed = figures(
            project(
                *(person(n, D(2009, 1, 1), assessments=(one,)) for n, one in enumerate(states)),
                criteria=criteria,
            )
        )
        explained = explain(computed["L11"], Place("L11", table="criteria", groups=("A1:met",)))
        assert keys(explained) == [0]
        assert reasons(explained, Part.OTHERS) == {1: "Stands under another heading: A1: Partly."}

    @pytest.mark.parametrize(
        "place",
        [
            Place("L5", table="nothing"),
            Place("L5", gender="women"),
            Place("L5", age="1-2"),
            Place("L5", groups=("moved",)),
            Place("L3", gender="woman"),
            Place("L10", groups=("moved", "nothing")),
        ],
    )
    def test_that_isnt_there_is_refused(self, place: Place) -> None:
        with pytest.raises(NoSuchCellError):
            explain(figures(project())[place.indicator], place)

    def test_has_an_address_that_says_no_more_than_it_must(self) -> None:
        assert Place("L5").query == "indicator=L5"
        assert Place("L10", "t", "woman", "16-24", ("a", "b")).query == (
            "indicator=L10&table=t&gender=woman&age=16-24&group=a&group=b"
        )


class TestADay:
    """What is recorded of the day that decided."""

    def test_is_told_by_what_began_or_ended_then(self) -> None:
        stay = person(
            1,
            D(2009, 1, 1),
            D(2009, 6, 1),
            episodes=(placement(D(2009, 2, 1), D(2009, 6, 1)),),
            support=(SupportFacts("social_assistance", D(2008, 1, 1), D(2009, 1, 31)), wage(D(2009, 2, 1))),
            assessments=(assessed(D(2009, 2, 1), "met", "met", "met"),),
        )
        with override("en"):
            assert recorded_on(stay, D(2009, 1, 1), income=True) == ("Start in the project",)
            assert recorded_on(stay, D(2009, 2, 1), income=True) == (
                "Work placement: first day",
                "Social assistance: last day the day before",
                "Wage: first day",
                "Coach's assessment",
            )
            assert recorded_on(stay, D(2009, 6, 1), income=True) == (
                "Last day in the project",
                "Work placement: last day",
            )
            assert recorded_on(stay, D(2009, 3, 1), income=True) == ()


def test_every_reason_has_its_sentence() -> None:
    assert set(REASONS) == set(Reason)
