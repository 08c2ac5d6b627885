"""Figures to print, and printing them."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import override

from projects.models import Organisation, Project
from reporting.compute import Figures, compute
from reporting.facts import ContactFacts, CriterionFacts, EpisodeFacts, GoalFacts, SupportFacts, Window
from reporting.pdf import render_pdf
from tests.reporting.builders import OLDER, PERIOD, YOUNGER, assessed, person, placement, project, wage

MADE_AT = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
D = dt.date


def some_figures() -> Figures:
    """A project in which every indicator has something, in cells that no ordinary project has."""
    benefits = SupportFacts("social_assistance", D(2008, 1, 1), D(2009, 3, 1))
    job = EpisodeFacts("employment", D(2009, 4, 1), hours=Decimal(38))
    short_job = EpisodeFacts("employment", D(2010, 2, 1), hours=Decimal(12))
    course = EpisodeFacts("vocational_course", D(2009, 1, 10), D(2009, 3, 1))
    met, partly = ("met", "met", "met"), ("met", "partly", "not_met")
    people = (
        person(
            1,
            D(2008, 9, 1),
            D(2009, 6, 1),
            episodes=(placement(D(2008, 10, 1), D(2009, 1, 1)), course, job),
            support=(benefits, wage(D(2009, 4, 1))),
            assessments=(assessed(D(2008, 11, 1), *met),),
            cause="work",
            wanted=40,
        ),
        person(2, D(2008, 9, 15), gender="man", born=YOUNGER, support=(benefits, wage(D(2010, 5, 1)))),
        person(3, D(2009, 2, 1), gender="man", episodes=(placement(D(2009, 3, 1), D(2009, 9, 1)), short_job)),
        person(4, D(2009, 5, 1), D(2010, 1, 31), gender="nonbinary", born=None, cause="illness"),
        person(5, D(2009, 6, 1), D(2010, 3, 1), gender="unknown", born=D(1950, 1, 1)),
        person(6, D(2011, 6, 1), born=OLDER, assessments=(assessed(D(2011, 6, 20), *partly),)),
        person(7, D(2011, 7, 1), gender="man", assessments=(assessed(D(2011, 7, 20), *met),)),
    )
    facts = project(
        *people,
        contacts=tuple(ContactFacts(company, D(2009, 1, 1)) for company in range(1234)),
        criteria=tuple(
            CriterionFacts(code, words, english)
            for code, words, english in (
                ("A1", "CV", "CV"),
                ("A2", "Personligt brev", "Personal letter"),
                ("B1", "Är motiverad", "Is motivated"),
            )
        ),
        goals=(
            GoalFacts("L1", Decimal("60.00")),
            GoalFacts("L1", Decimal("62.50"), gender="woman"),
            GoalFacts("L3", Decimal("1500.00")),
        ),
    )
    return compute(facts, "L", Window(*PERIOD, PERIOD[1]))


def some_project() -> Project:
    return Project(
        organisation=Organisation(name="Linköpings kommun"),
        name="Prov",
        start=PERIOD[0],
        end=PERIOD[1],
        esf_grant=5_738_370,
        region="Östra Mellansverige",
    )


def printed(figures: Figures, language: str) -> bytes:
    with override(language):
        return render_pdf(figures, project=some_project(), made_at=MADE_AT).content
