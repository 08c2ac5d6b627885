"""Writing the dated facts of a workbook, each on the enrolment that its day belongs to."""

import datetime as dt
from collections.abc import Callable, Mapping

from coaching.actions.many import record_assessments, record_attendance
from coaching.models import ReadinessAssessment
from employers.models import Company
from exchange.workbook.columns import ATTENDANCE, CV, EPISODES, FOLLOW_UPS, READINESS, SUPPORT, SURVEY
from exchange.workbook.comparing import Plan
from participants.actions.many import record_afterwards, record_episodes, record_support
from participants.models import CvEntry, Enrolment, Episode, FollowUp, SupportPeriod, SurveyAnswer
from projects.models import Project

# Deltagar-id, day → the enrolment that a fact of that day belongs to.
type On = Callable[[str, dt.date], Enrolment]


def write_support_and_episodes(plan: Plan, on: On, companies: Mapping[str, Company]) -> None:
    """What somebody lived on and did."""
    record_support(
        periods=[
            SupportPeriod(
                enrolment=on(row.participant, row.start),
                source=row.source,
                start=row.start,
                end=row.end,
            )
            for row in plan.rows(SUPPORT)
        ]
    )
    record_episodes(
        episodes=[
            Episode(
                enrolment=on(row.participant, row.start),
                kind=row.kind,
                start=row.start,
                end=row.end,
                hours_per_week=row.hours_per_week,
                subsidy=row.employment_subsidy,
                occupation=row.occupation,
                company=companies[row.organisation_number] if row.organisation_number else None,
                workplace=row.workplace,
                title=row.title,
                before_start=row.before_start,
            )
            for row in plan.rows(EPISODES)
        ]
    )


def write_desk(plan: Plan, on: On, project: Project) -> None:
    """Assessments and attendance."""
    checklist = project.checklists.order_by("version").first()
    if checklist is not None:
        record_assessments(
            assessments=[
                (
                    ReadinessAssessment(
                        enrolment=on(row.participant, row.assessed_on),
                        checklist=checklist,
                        assessed_on=row.assessed_on,
                        assessor=row.assessor,
                        observation=row.observation,
                    ),
                    row.states,
                )
                for row in plan.rows(READINESS)
            ]
        )
    record_attendance(
        project=project,
        attendance=[
            (row.session, on(row.participant, row.held_on), int(row.minutes)) for row in plan.rows(ATTENDANCE)
        ],
    )


def write_afterwards(plan: Plan, on: On) -> None:
    """The CV, follow-ups and answers to the survey."""
    record_afterwards(
        cv=[
            CvEntry(
                # What nobody has confirmed has no day; it goes with the person, hence the latest.
                enrolment=on(row.participant, row.confirmed_on or dt.date.max),
                kind=row.kind,
                text=row.text,
                confirmed_on=row.confirmed_on,
                confirmed_by=row.confirmed_by,
                activity=row.activity,
            )
            for row in plan.rows(CV)
        ],
        follow_ups=[
            FollowUp(
                enrolment=on(row.participant, row.done_on),
                kind=row.kind,
                done_on=row.done_on,
                outcome=row.outcome,
            )
            for row in plan.rows(FOLLOW_UPS)
        ],
        answers=[
            SurveyAnswer(
                enrolment=on(row.participant, row.answered_on),
                answered_on=row.answered_on,
                question=row.question,
                answer=row.code,
            )
            for row in plan.rows(SURVEY)
        ],
    )
