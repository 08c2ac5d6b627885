"""A small invented project: what every indicator's worked example is computed from.

Four people, few enough that each number can be checked by hand: tests/reporting/test_examples.py does.
What `PEOPLE` and `COMPANIES` say is what the facts hold; a change of one is a change of the other.
"""

from __future__ import annotations

from datetime import date as day
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from coaching.models import SessionKind
from participants.codes import SurveyQuestion
from reporting.facts import (
    AnswerFacts,
    AssessmentFacts,
    AttendanceFacts,
    BackgroundFacts,
    CompanyFacts,
    ContactFacts,
    CriterionFacts,
    CvFacts,
    EnrolmentFacts,
    EpisodeFacts,
    FollowUpFacts,
    MoveFacts,
    NeedFacts,
    OccupationFacts,
    ParticipantFacts,
    ProjectFacts,
    SupervisorFacts,
    SupportFacts,
    TargetGroupFacts,
)

PERIOD = (day(2024, 1, 1), day(2025, 12, 31))
AS_OF = day(2025, 12, 31)

PEOPLE = (
    _(
        "A, a woman born on 10 March 1985 in Syria and a Syrian citizen, unemployed since 2022, with upper "
        "secondary education. Referred by Socialtjänsten, target group Långvarigt arbetslösa. Enrolled 15 "
        "January – 30 September 2024, left for work. Placement at company 1, 1 March – 31 May 2024. "
        "Employed full time there as a carpenter from 1 September 2024. Social assistance until 31 August "
        "2024, wage from the next day. Wanted 40 hours. Assessed on 15 February 2024, one criterion partly "
        "met, and on 10 April, all met. 3 hours at the job club on 1 February 2024. A skill in the CV "
        "confirmed on 31 May 2024. In work 90 days and 6 months after. Survey at the exit: greater chance "
        "of a job, developed 5, cooperation 4. Step 1 from the start, step 2 from 10 April 2024."
    ),
    _(
        "B, a man born on 20 May 2004 in Sweden and a Swedish citizen, neither working nor studying at the "
        "start, with lower secondary education. Referred by Arbetsförmedlingen, target group Unga. "
        "Enrolled 1 March 2024 – 28 February 2025, left for studies. Short vocational course 1 May – 30 "
        "June 2024. Employed 10 hours a week in a shop 1 July – 31 October 2024; wanted 20. Regular "
        "studies from 10 January 2025. Social assistance until 31 December 2024, study finance from 10 "
        "January 2025. Never assessed. 1 h 30 min at the job club on 15 March 2024. Studying 90 days and 6 "
        "months after. Survey at the exit: no greater chance, developed 3, cooperation 2."
    ),
    _(
        "C, a woman born on 1 August 1962 in Finland and a Finnish citizen, with reduced work capacity, "
        "unemployed since 1 January 2025, with primary education. Referred by Arbetsförmedlingen, target "
        "group Långvarigt arbetslösa. Enrolled 1 June 2025, still there. Placement at company 2 from 1 "
        "October 2025. Social assistance from 1 January 2025. Assessed on 1 December 2025, all met. Step 1 "
        "from the start."
    ),
    _(
        "D, non-binary, birth date and background not recorded. Enrolled 1 November 2025, still there. "
        "Nothing else."
    ),
)
COMPANIES = _(
    "Company 1, in construction with 40 employees, was contacted on 10 February 2024 and registered a "
    "need the same day. Company 2, a municipal nursing home, was contacted on 15 September 2025 and "
    "registered a need on 1 September. Supervisor 1, of company 1, was trained on 1 February 2024. Of "
    "the carpenters 2 % are women, of the shop assistants 60 %. "
    "A month of social assistance is reckoned at 7 000 kr."
)


def letter(key: int) -> str:
    """What a person of the example is called."""
    return "ABCD"[key - 1]


_MET, _PARTLY = "met", "partly"
_CARPENTER, _SHOP_ASSISTANT = "7111", "5223"
_A = ParticipantFacts(
    1,
    "woman",
    day(1985, 3, 10),
    (
        EnrolmentFacts(
            day(2024, 1, 15),
            day(2024, 9, 30),
            cause="work",
            destination="work",
            hours_wanted=Decimal(40),
            target_group="Långvarigt arbetslösa",
            referred_by="Socialtjänsten",
            entry_status="unemployed",
            unemployed_since=day(2022, 1, 1),
            education_level="3",
            background=BackgroundFacts("SY", "yes", "SY", "no"),
        ),
    ),
    episodes=(
        EpisodeFacts("work_placement", day(2024, 3, 1), day(2024, 5, 31), company=1),
        EpisodeFacts("employment", day(2024, 9, 1), None, Decimal(40), occupation=_CARPENTER, company=1),
    ),
    support=(
        SupportFacts("social_assistance", day(2023, 1, 1), day(2024, 8, 31)),
        SupportFacts("wage", day(2024, 9, 1)),
    ),
    assessments=(
        AssessmentFacts(day(2024, 2, 15), (("A1", _MET), ("B1", _PARTLY))),
        AssessmentFacts(day(2024, 4, 10), (("A1", _MET), ("B1", _MET))),
    ),
    attendance=(AttendanceFacts(day(2024, 2, 1), 180, 1, SessionKind.JOB_CLUB),),
    cv=(CvFacts("skill", day(2024, 5, 31)),),
    follow_ups=(
        FollowUpFacts("days_90", day(2025, 1, 5), "work"),
        FollowUpFacts("months_6", day(2025, 4, 2), "work"),
    ),
    answers=(
        AnswerFacts(SurveyQuestion.CHANCE, day(2024, 9, 30), "yes"),
        AnswerFacts(SurveyQuestion.DEVELOPED, day(2024, 9, 30), "5"),
        AnswerFacts(SurveyQuestion.COOPERATION, day(2024, 9, 30), "4"),
    ),
    moves=(MoveFacts(day(2024, 1, 15), 1), MoveFacts(day(2024, 4, 10), 2)),
)
_B = ParticipantFacts(
    2,
    "man",
    day(2004, 5, 20),
    (
        EnrolmentFacts(
            day(2024, 3, 1),
            day(2025, 2, 28),
            cause="studies",
            destination="studies",
            hours_wanted=Decimal(20),
            target_group="Unga",
            referred_by="Arbetsförmedlingen",
            entry_status="inactive",
            education_level="2",
            background=BackgroundFacts("SE", "no", "SE", "no"),
        ),
    ),
    episodes=(
        EpisodeFacts("vocational_course", day(2024, 5, 1), day(2024, 6, 30)),
        EpisodeFacts(
            "employment", day(2024, 7, 1), day(2024, 10, 31), Decimal(10), occupation=_SHOP_ASSISTANT
        ),
        EpisodeFacts("studies", day(2025, 1, 10)),
    ),
    support=(
        SupportFacts("social_assistance", day(2024, 1, 1), day(2024, 12, 31)),
        SupportFacts("study_finance", day(2025, 1, 10)),
    ),
    attendance=(AttendanceFacts(day(2024, 3, 15), 90, 2, SessionKind.JOB_CLUB),),
    follow_ups=(
        FollowUpFacts("days_90", day(2025, 6, 2), "studies"),
        FollowUpFacts("months_6", day(2025, 9, 1), "studies"),
    ),
    answers=(
        AnswerFacts(SurveyQuestion.CHANCE, day(2025, 2, 28), "no"),
        AnswerFacts(SurveyQuestion.DEVELOPED, day(2025, 2, 28), "3"),
        AnswerFacts(SurveyQuestion.COOPERATION, day(2025, 2, 28), "2"),
    ),
)
_C = ParticipantFacts(
    3,
    "woman",
    day(1962, 8, 1),
    (
        EnrolmentFacts(
            day(2025, 6, 1),
            target_group="Långvarigt arbetslösa",
            referred_by="Arbetsförmedlingen",
            entry_status="unemployed",
            unemployed_since=day(2025, 1, 1),
            education_level="1",
            background=BackgroundFacts("FI", "yes", "FI", "yes"),
        ),
    ),
    episodes=(EpisodeFacts("work_placement", day(2025, 10, 1), company=2),),
    support=(SupportFacts("social_assistance", day(2025, 1, 1)),),
    assessments=(AssessmentFacts(day(2025, 12, 1), (("A1", _MET), ("B1", _MET))),),
    moves=(MoveFacts(day(2025, 6, 1), 1),),
)
_D = ParticipantFacts(4, "nonbinary", None, (EnrolmentFacts(day(2025, 11, 1)),))

EXAMPLE = ProjectFacts(
    "Exempel",
    *PERIOD,
    criteria=(CriterionFacts("A1", "CV", "CV"), CriterionFacts("B1", "Är motiverad", "Is motivated")),
    participants=(_A, _B, _C, _D),
    contacts=(ContactFacts(1, day(2024, 2, 10)), ContactFacts(2, day(2025, 9, 15))),
    needs=(NeedFacts(1, day(2024, 2, 10)), NeedFacts(2, day(2025, 9, 1))),
    companies=(
        CompanyFacts(1, industry="41200", employees=40),
        CompanyFacts(2, industry="87100", employees=60, public=True),
    ),
    supervisors=(SupervisorFacts(1, 1, day(2024, 2, 1)),),
    phases=("Steg 1", "Steg 2"),
    target_groups=(TargetGroupFacts("Långvarigt arbetslösa"), TargetGroupFacts("Unga")),
    occupations=OccupationFacts("exempel", ((_CARPENTER, Decimal(2)), (_SHOP_ASSISTANT, Decimal(60)))),
)
