"""The least that can be asked of the database for the same rows."""

from typing import Any

from django.db import connection

from projects.models import Project

# One statement by hand a set: every table that it needs, once, with a figure out of each.
COUNT_L = """
with stay as materialized (
    select e.id, e.person_id, e.start, e."end", p.gender, p.birth_date
    from participants_enrolment e join participants_person p on p.id = e.person_id
    where e.project_id = %(project)s and not e.registered_by_mistake
),
assessed as (
    select a.id, bool_and(r.state = 'met') as ready
    from coaching_readinessassessment a
    join stay on stay.id = a.enrolment_id
    join coaching_criterionresult r on r.assessment_id = a.id
    where a.assessor = 'coach'
    group by a.id
)
select
    (select count(distinct person_id) from stay),
    (select count(*) filter (where kind = 'employment') from participants_episode
        join stay on stay.id = enrolment_id),
    (select count(*) filter (where source = 'wage') from participants_supportperiod
        join stay on stay.id = enrolment_id),
    (select count(*) filter (where ready) from assessed),
    (select count(distinct company_id) from employers_companycontact where project_id = %(project)s),
    (select count(distinct company_id) from employers_recruitmentneed where project_id = %(project)s)
"""
COUNT_ESF = """
with stay as materialized (
    select e.id, e.person_id, e.start, e."end", e.entry_status, e.unemployed_since, e.education_level,
        p.gender, p.birth_date, b.birth_country, b.parents_born_abroad, b.citizenship, b.reduced_work_capacity
    from participants_enrolment e join participants_person p on p.id = e.person_id
    left join participants_sensitivebackground b on b.enrolment_id = e.id
    where e.project_id = %(project)s and not e.registered_by_mistake
)
select
    (select count(distinct person_id) from stay),
    (select count(*) filter (where birth_country <> 'SE') from stay),
    (select count(*) filter (where kind = 'employment') from participants_episode
        join stay on stay.id = enrolment_id),
    (select count(*) filter (where outcome = 'work') from participants_followup
        join stay on stay.id = enrolment_id)
"""
COUNT = {"L": COUNT_L, "E14": COUNT_ESF}

READ_IN_TURN = (
    """select e.person_id, p.gender, p.birth_date, e.start, e."end", e.exit_cause, e.exit_destination,
    e.hours_wanted from participants_enrolment e join participants_person p on p.id = e.person_id
    where e.project_id = %(project)s""",
    """select e.person_id, x.kind, x.start, x."end", x.hours_per_week, x.before_start
    from participants_episode x join participants_enrolment e on e.id = x.enrolment_id
    where e.project_id = %(project)s""",
    """select e.person_id, x.source, x.start, x."end"
    from participants_supportperiod x join participants_enrolment e on e.id = x.enrolment_id
    where e.project_id = %(project)s""",
    """select e.person_id, x.id, x.assessed_on, x.checklist_id
    from coaching_readinessassessment x join participants_enrolment e on e.id = x.enrolment_id
    where e.project_id = %(project)s""",
    """select r.assessment_id, r.criterion_id, r.state
    from coaching_criterionresult r join coaching_readinessassessment x on x.id = r.assessment_id
    join participants_enrolment e on e.id = x.enrolment_id where e.project_id = %(project)s""",
    """select e.person_id, x.birth_country, x.parents_born_abroad, x.citizenship, x.reduced_work_capacity
    from participants_sensitivebackground x join participants_enrolment e on e.id = x.enrolment_id
    where e.project_id = %(project)s""",
    """select e.person_id, x.kind, x.confirmed_on
    from participants_cventry x join participants_enrolment e on e.id = x.enrolment_id
    where e.project_id = %(project)s""",
    """select e.person_id, x.kind, x.done_on, x.outcome
    from participants_followup x join participants_enrolment e on e.id = x.enrolment_id
    where e.project_id = %(project)s""",
    """select e.person_id, x.question, x.answered_on, x.answer
    from participants_surveyanswer x join participants_enrolment e on e.id = x.enrolment_id
    where e.project_id = %(project)s""",
    """select e.person_id, x.moved_on, x.phase_id
    from coaching_phasemove x join participants_enrolment e on e.id = x.enrolment_id
    where e.project_id = %(project)s""",
    """select e.person_id, s.held_on, x.minutes, s.id, s.kind
    from coaching_attendance x join participants_enrolment e on e.id = x.enrolment_id
    join coaching_session s on s.id = x.session_id where e.project_id = %(project)s""",
    "select company_id, contacted_on from employers_companycontact where project_id = %(project)s",
    "select company_id, registered_on from employers_recruitmentneed where project_id = %(project)s",
)


def count_once(project: Project, code: str) -> tuple[Any, ...]:
    """One statement that reads the rows that a set needs once and gives back one row."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT[code], {"project": project.pk})
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def read_in_turn(project: Project) -> int:
    """Fetch the rows, table by table, and do nothing with them; returns how many there are."""
    rows = 0
    with connection.cursor() as cursor:
        for statement in READ_IN_TURN:
            cursor.execute(statement, {"project": project.pk})
            rows += len(cursor.fetchall())
    return rows
