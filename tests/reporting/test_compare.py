"""An earlier report beside the figures now, and all projects beside each other."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from projects.models import Project
from reporting.compare import Change, Compared, compare, redefined
from reporting.facts import GoalFacts, ProjectFacts
from reporting.output import as_json
from reporting.views import projects as side_by_side_view
from tests import factories
from tests.conftest import signed_in_client
from tests.reporting.builders import figures, person, placement, project, wage
from tests.reporting.rows import write
from tests.reporting.test_query_counts import of_size
from tests.reporting.test_views import asked, words

COMPARE = "/rapporter/jamfor/"
PROJECTS = "/rapporter/projekt/"
D = dt.date


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The words that the tests look for are those of the source."""
    with override("en"):
        yield


@pytest.fixture
def client(lead: User) -> Client:
    """The lead, reading English."""
    made = signed_in_client(lead)
    made.cookies["django_language"] = "en"
    return made


def by_code(compared: list[Compared]) -> dict[str, Compared]:
    return {entry.code: entry for entry in compared}


def read(change: Change) -> tuple[str, str, str]:
    return change.then.text, change.now.text, change.difference


class TestTheDifference:
    """By hand: two people then, one more and one fewer now."""

    @pytest.fixture
    def compared(self) -> dict[str, Compared]:
        begun, working = placement(D(2009, 2, 1), None), wage(D(2009, 1, 11))
        woman = person(1, D(2009, 1, 1), episodes=(begun,), support=(working,))
        other = person(2, D(2009, 1, 1))
        man = person(3, D(2009, 1, 1), gender="man", episodes=(begun,))
        left = person(4, D(2009, 1, 1), D(2009, 6, 1), cause="moved")
        then = as_json(figures(project(woman, other)))
        return by_code(compare(then, figures(project(woman, man, other, left))))

    def test_of_counts_is_now_less_then(self, compared: dict[str, Compared]) -> None:
        assert read(compared["L5"].total) == ("1", "2", "+1")
        assert {cell.label: read(cell) for cell in compared["L5"].cells} == {
            "Women, 25–54 years": ("1", "1", "0"),
            "Men, 25–54 years": ("0", "1", "+1"),
        }
        assert compared["L5"].moved == 1

    def test_of_shares_is_in_points_of_what_was_printed(self, compared: dict[str, Compared]) -> None:
        assert read(compared["L1"].total) == (
            "50.0\N{NO-BREAK SPACE}%",
            "25.0\N{NO-BREAK SPACE}%",
            "−25.0 points",
        )
        men = compared["L1"].cells[1]
        assert read(men) == ("–", "0.0\N{NO-BREAK SPACE}%", "–")

    def test_of_means_is_in_their_unit(self, compared: dict[str, Compared]) -> None:
        assert read(compared["L9"].total) == ("10.0", "10.0", "0.0")
        assert not compared["L9"].total.differs

    def test_names_groups_in_the_readers_words(self, compared: dict[str, Compared]) -> None:
        assert [cell.label for cell in compared["L10"].cells] == ["Moved away, Women, 25–54 years"]

    def test_of_what_wasnt_recorded_is_none(self) -> None:
        computed = figures(project(person(1, D(2009, 1, 1))))
        then = as_json(computed)
        five = next(figure for figure in then["indicators"] if figure["code"] == "L5")
        five |= {"recorded": False, "total": None, "cells": []}
        total = by_code(compare(then, computed))["L5"].total
        assert (read(total), total.differs) == (("Not recorded", "0", "–"), True)

    def test_is_of_all_that_stands_beside_the_number(self) -> None:
        """The provisional share, the targets and the tables, too; a target that there was none of isn't 0."""
        working = person(1, D(2009, 1, 1), support=(wage(D(2009, 1, 11)),))
        goal = GoalFacts("L1", Decimal(60), gender="woman")
        then = as_json(figures(project(working), as_of=D(2009, 6, 1)))
        now = figures(project(working, person(2, D(2009, 1, 1)), goals=(goal,)), as_of=D(2009, 6, 1))
        cells = {cell.label: read(cell) for cell in by_code(compare(then, now))["L1"].cells}
        assert cells["Provisional: of all who started, Women, 25–54 years"] == (
            "100.0\N{NO-BREAK SPACE}%",
            "50.0\N{NO-BREAK SPACE}%",
            "−50.0 points",
        )
        assert cells["Target, Women"] == ("–", "60\N{NO-BREAK SPACE}%", "–")

    def test_names_the_definitions_that_differ(self) -> None:
        before = project(person(1, D(2009, 1, 1)))
        after = replace(before, age_bands=("16-29",), extra_service_is_income=True, definitions_version=9)
        apart = redefined(as_json(figures(before)), figures(after))
        assert [one.label for one in apart] == ["Age bands", "Counts as own income"]
        assert (apart[0].then, apart[0].now) == ("16–24 years, 25–54 years", "16–29 years")
        assert redefined(as_json(figures(after)), figures(after)) == []

    def test_keeps_an_indicator_that_only_the_report_has(self) -> None:
        computed = figures(project())
        then = as_json(computed)
        then["indicators"].append({**then["indicators"][4], "code": "L99", "label": "Förr"})
        last = compare(then, computed)[-1]
        assert (last.code, last.label, last.total.now.text) == ("L99", "Förr", "Not recorded")


def finished(project: Project, lead: User, **fields: Any) -> Any:
    """A report whose figures are stored, of a project that had nobody then."""
    stored = as_json(figures(ProjectFacts(project.name, project.start, project.end)))
    moments = {"finished_at": timezone.now(), "figures": stored, "pages": 3, **fields}
    return factories.report(project=project, ordered_by=lead, **moments)


@pytest.mark.django_db
class TestTheComparison:
    def test_shows_then_now_and_difference(self, client: Client, project: Project, lead: User) -> None:
        report = finished(project, lead, revision=3)
        stay = factories.enrolment(project=project, start=D(2024, 2, 1))
        factories.episode(enrolment=stay, kind="work_placement")

        shown = words(client.get(COMPARE, asked(project, report=report.public_id)))

        assert "Revision 3: 2" in shown

        assert "L5 Participants in placement 0 1 +1" in shown
        assert "1 cell differs" in shown
        assert "Women, 25–54 years 0 1 +1" in shown

    def test_is_a_link_in_the_list_of_reports(self, client: Client, project: Project, lead: User) -> None:
        report = finished(project, lead)
        page = client.get("/rapporter/", asked(project)).content.decode()
        links = re.findall(r'href="(/rapporter/jamfor/[^"]+)"', page)
        assert len(links) == 1
        assert f"report={report.public_id}" in links[0]
        assert client.get(unescape(links[0])).context["report"] == report

    def test_says_what_to_do_when_there_is_none(self, client: Client, project: Project, lead: User) -> None:
        factories.report(project=project, ordered_by=lead)
        finished(project, lead, audience="outside")
        assert "No finished report to compare with" in words(client.get(COMPARE, asked(project)))

    def test_is_404_of_a_report_that_isnt_the_projects(self, client: Client, project: Project) -> None:
        other = factories.project()
        theirs = finished(other, factories.lead(project=other))
        for wrong in (theirs.public_id, uuid4(), "nej"):
            assert client.get(COMPARE, asked(project, report=wrong)).status_code == 404
        assert client.get(COMPARE, asked(other)).status_code == 404

    def test_is_not_for_coaches(self, coach: User, project: Project) -> None:
        assert signed_in_client(coach).get(COMPARE, asked(project)).status_code == 403


@pytest.mark.django_db
class TestSideBySide:
    def test_has_a_column_for_each_project_of_the_readers(
        self, client: Client, project: Project, lead: User
    ) -> None:
        other = factories.project(name="Andra sidan", start=D(2025, 1, 1))
        factories.membership(project=other, user=lead, role="lead")
        elsewhere = factories.project(name="Någon annans")
        not_this_set = factories.project(name="Annan sats", indicator_sets=["F"])
        factories.membership(project=not_this_set, user=lead, role="lead")
        factories.goal(project=other, indicator="L5", value=7)
        stay = factories.enrolment(project=project, start=D(2024, 2, 1))
        factories.episode(enrolment=stay, kind="work_placement")

        answer = client.get(PROJECTS, {"indicator_set": "L"})

        table = answer.context["table"]
        assert [column.project for column in table.columns] == sorted([str(other), str(project)])
        row = next(row for row in table.rows if row.code == "L5")
        assert {number.column.project: (number.cell.text, number.target) for number in row.numbers} == {
            str(project): ("1", ""),
            str(other): ("0", "7"),
        }
        shown = words(answer)
        assert "Target 7" in shown
        assert "Jan. 1, 2025 – Dec. 31, 2027" in shown
        assert elsewhere.name not in shown
        assert not_this_set.name not in shown

    def test_says_which_has_no_such_period(self, client: Client, project: Project, lead: User) -> None:
        old = factories.project(name="Den gamla", start=D(2005, 1, 1), end=D(2007, 12, 31))
        factories.membership(project=old, user=lead, role="lead")
        answer = client.get(PROJECTS, {"indicator_set": "L", "period_start": "2026-01-01"})
        assert [column.project for column in answer.context["table"].columns] == [str(project)]
        assert "Den gamla" in words(answer)

    def test_takes_one_period_for_all(self, client: Client, project: Project) -> None:
        factories.enrolment(project=project, start=D(2024, 2, 1))
        answer = client.get(PROJECTS, {"indicator_set": "L", "period_start": "2024-03-01"})
        assert "March 1, 2024" in words(answer)
        wrong = client.get(PROJECTS, {"indicator_set": "L", "as_of": "2999-01-01"})
        assert "As of: As of lies after today." in words(wrong)

    def test_shows_the_first_set_when_none_is_asked_for(self, client: Client) -> None:
        assert client.get(PROJECTS).context["table"].rows[0].code == "L1"

    def test_says_when_there_is_nothing_to_show(self, client: Client) -> None:
        Project.objects.update(indicator_sets=[])
        assert "No project with indicators yet" in words(client.get(PROJECTS))

    @pytest.mark.usefixtures("project")
    def test_says_which_it_leaves_out(
        self, client: Client, lead: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(side_by_side_view, "MOST", 1)
        other = factories.project(name="Ö, det sista")
        factories.membership(project=other, user=lead, role="lead")
        answer = client.get(PROJECTS)
        assert len(answer.context["table"].columns) == 1
        assert "Not shown, because the page takes no more: Ö, det sista." in words(answer)

    def test_adds_up_all_projects_those_left_out_too(
        self, client: Client, project: Project, lead: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(side_by_side_view, "MOST", 2)
        others = [factories.project(name=f"Ö {number}") for number in range(2)]
        for other in others:
            factories.membership(project=other, user=lead, role="lead")
        for each, starts in zip([project, *others], (1, 2, 3), strict=True):
            for _start in range(starts):
                stay = factories.enrolment(project=each, start=D(2024, 2, 1))
                factories.episode(enrolment=stay, kind="work_placement")

        table = client.get(PROJECTS, {"indicator_set": "L"}).context["table"]

        rows = {row.code: row for row in table.rows}
        assert len(rows["L5"].numbers) == 2
        assert (rows["L5"].together.text, rows["L5"].together.notes) == ("6", ())
        assert "All together" in words(client.get(PROJECTS))

    @pytest.mark.usefixtures("project")
    def test_has_no_sum_of_a_single_project(self, client: Client) -> None:
        assert "All together" not in words(client.get(PROJECTS))

    def test_adds_those_alone_that_record_it_and_says_what_isnt_alike(
        self, client: Client, project: Project, lead: User
    ) -> None:
        """The first by name records no steps, the second does."""
        Project.objects.update(indicator_sets=["X"])
        first = factories.project(name="A, utan trappa", indicator_sets=["X"], age_bands=["16-29"])
        factories.membership(project=first, user=lead, role="lead")
        factories.phase(project=project)
        for each in (first, project):
            factories.enrolment(project=each, start=D(2024, 2, 1))

        answer = client.get(PROJECTS, {"indicator_set": "X"})

        row = next(row for row in answer.context["table"].rows if row.code == "X5")
        assert row.numbers[0].cell.text == "Not recorded"
        assert (row.together.text, row.together.notes) == (row.numbers[1].cell.text, ("1 of 2 projects",))
        assert answer.context["table"].unlike == ("Age bands",)
        assert "What differs in their definitions: Age bands." in words(answer)

    def test_can_be_of_one_organisation(self, client: Client, project: Project, lead: User) -> None:
        other = factories.project(name="Andra sidan", organisation=factories.organisation(name="Grannen"))
        factories.membership(project=other, user=lead, role="lead")
        factories.project(organisation=other.organisation)

        def shown(organisation: str) -> list[str]:
            answer = client.get(PROJECTS, {"indicator_set": "L", "organisation": organisation})
            return [column.project for column in answer.context["table"].columns]

        assert shown(str(other.organisation.public_id)) == [str(other)]
        assert shown(str(project.organisation.public_id)) == [str(project)]
        assert shown("") == sorted([str(project), str(other)])
        assert (
            client.get(PROJECTS, {"indicator_set": "L", "organisation": str(uuid4())}).context["form"].errors
        )
        Project.objects.filter(pk=other.pk).update(indicator_sets=["F"])
        none = client.get(PROJECTS, {"indicator_set": "L", "organisation": str(other.organisation.public_id)})
        assert "None of the organisation’s projects that you can see reports this set." in words(none)

    @pytest.mark.usefixtures("project")
    def test_leads_to_the_page_behind_each_number(self, client: Client) -> None:
        page = client.get(PROJECTS).content.decode()
        links = [unescape(link) for link in re.findall(r'class="why" href="([^"]+)"', page)]
        assert links
        assert client.get(links[0]).status_code == 200

    def test_costs_the_same_queries_for_each_project_whatever_its_size(self) -> None:
        def count(*sizes: int) -> int:
            made = [write(of_size(size)) for size in sizes]
            user = factories.user()
            for one in made:
                factories.membership(project=one, user=user, role="lead")
            client = signed_in_client(user)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(PROJECTS, {"indicator_set": "L"}).status_code == 200
            return len(captured)

        one, two, three = count(10), count(10, 10), count(10, 10, 100)
        assert three - two == two - one <= 30

    def test_is_not_for_coaches(self, coach: User) -> None:
        assert signed_in_client(coach).get(PROJECTS).status_code == 403
