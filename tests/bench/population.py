"""A population as large as asked for, written by a few statements and the same on every run.

Dice are hashes of a row's own number: no row depends on another, on the order or on the moment. A project
has 2 000 enrolments, one in forty of them somebody's second, one in a hundred registered by mistake; on an
average enrolment hang 2.2 episodes, 1.5 periods of support, one assessment of 11 results and 20 attendances.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

FROM, TO = dt.date(2023, 1, 1), dt.date(2025, 12, 31)
PER_PROJECT = 2_000
PROJECTS_EACH = 20

# n: the row's number; salt: another die for each question; sides: 0 to sides - 1.
DICE = """
create function pg_temp.dice(n bigint, salt int, sides int) returns int language sql immutable as
$$ select ((hashint8extended(n, salt) & 2147483647) % sides)::int $$
"""

ORGANISATIONS = """
insert into projects_organisation (id, public_id, name)
select n, gen_random_uuid(), 'Påhittad kommun ' || n from generate_series(1, %(organisations)s) n
"""
PROJECTS = """
insert into projects_project (id, public_id, name, diary_number, programme_area, region, start, "end",
    indicator_sets, age_bands, social_assistance_monthly, extra_service_is_income, long_term_months_young,
    long_term_months, definitions_version, supported_employment, organisation_id)
select n, gen_random_uuid(), 'Påhittat projekt ' || n, '', '', '', %(from)s, %(to)s, '{L}', '{}', 7000, false,
    6, 12, 1, false, (n - 1) / %(projects_each)s + 1
from generate_series(1, %(projects)s) n
"""
OCCUPATION_LIST = """
insert into projects_occupationlist (id, version, source, valid_from)
values (1, 'Påhittad lista', 'Påhittad', %(from)s)
"""
# Wider groups of one digit are on the list, too, every third of the narrow ones isn't.
OCCUPATIONS = """
insert into projects_occupation (id, code, women_share, list_id)
select n, n, pg_temp.dice(n, 1, 1001) / 10.0, 1
from generate_series(1, 9) n
union all
select n, n, pg_temp.dice(n, 1, 1001) / 10.0, 1
from generate_series(1111, 5999, 111) n where n %% 3 > 0
"""
CHECKLISTS = """
insert into coaching_checklist (id, version, name, project_id)
select n, 1, 'Jobbredo', n from generate_series(1, %(projects)s) n
"""
CRITERIA = """
insert into coaching_criterion (id, code, area, label, label_en, position, checklist_id)
select 11 * (n - 1) + place, code, left(code, 1), code, code, place, n
from generate_series(1, %(projects)s) n,
    unnest(array['A1','A2','A3','B1','B2','B3','C1','C2','C3','D1','D2']) with ordinality as them(code, place)
"""
COMPANIES = """
insert into employers_company
    (id, public_id, organisation_number, name, municipality_code, industry_code, organisation_id)
select n, gen_random_uuid(), 5560000000 + n, 'Företag ' || n, '', '', (n - 1) / 100 + 1
from generate_series(1, 100 * %(organisations)s) n
"""
CONTACTS = """
insert into employers_companycontact
    (id, contacted_on, kind, comment, company_id, project_id, of_organisation)
select n, %(from)s::date - 60 + pg_temp.dice(n, 2, 1200), 'phone', '',
    100 * (project.organisation_id - 1) + 1 + pg_temp.dice(n, 3, 100), project.id, project.organisation_id
from generate_series(1, 60 * %(projects)s) n join projects_project project on project.id = (n - 1) / 60 + 1
"""
NEEDS = """
insert into employers_recruitmentneed
    (id, registered_on, occupation, requirements, company_id, project_id, of_organisation)
select n, %(from)s::date - 60 + pg_temp.dice(n, 4, 1200), '', '',
    100 * (project.organisation_id - 1) + 1 + pg_temp.dice(n, 5, 100), project.id, project.organisation_id
from generate_series(1, 20 * %(projects)s) n join projects_project project on project.id = (n - 1) / 20 + 1
"""
PERSONS = """
insert into participants_person
    (id, public_id, first_name, last_name, birth_date, gender, protected_identity, organisation_id)
select n, gen_random_uuid(), '', '',
    case when pg_temp.dice(n, 6, 50) > 0 then date '1955-01-01' + pg_temp.dice(n, 7, 20000) end,
    (array['woman','woman','woman','woman','man','man','man','man','nonbinary','unknown'])
        [1 + pg_temp.dice(n, 8, 10)],
    false, (n - 1) / (%(per_project)s * %(projects_each)s) + 1
from generate_series(1, %(enrolments)s) n where n %% 40 > 0
"""
# Every fortieth is the second of the person before, begun after that one's end.
ENROLMENTS = """
insert into participants_enrolment (id, public_id, referred_by, start, "end", exit_cause, exit_destination,
    registered_by_mistake, entry_status, education_level, hours_wanted, languages, project_id, person_id,
    of_organisation)
select n, gen_random_uuid(), '', first, last,
    case when last is null then '' else (array['work','studies','own_business','moved','illness','family',
        'back_to_referrer','own_request','stopped_attending','project_ended','other',''])
        [1 + pg_temp.dice(n, 12, 12)] end,
    '', n %% 97 = 0, '', '',
    (array[null, null, 17, 20, 30, 37.5, 40])[1 + pg_temp.dice(n, 13, 7)], '', (n - 1) / %(per_project)s + 1,
    case when n %% 40 = 0 then n - 1 else n end,
    (n - 1) / (%(per_project)s * %(projects_each)s) + 1
from generate_series(1, %(enrolments)s) n,
    lateral (select %(from)s::date - 100 + case when n %% 40 = 0 then 200 + pg_temp.dice(n - 1, 9, 1200)
        else pg_temp.dice(n, 9, 1200) end as first) begun,
    lateral (select case when n %% 40 = 39 then first + 150
        when pg_temp.dice(n, 10, 5) < 3 then first + pg_temp.dice(n, 11, 600) end as last) ended
"""
EPISODES = """
insert into participants_episode (id, public_id, kind, start, "end", hours_per_week, subsidy, occupation,
    workplace, title, before_start, enrolment_id, of_organisation)
select n, gen_random_uuid(),
    (array['work_placement','work_training','language_placement','vocational_course','studies','employment',
        'employment','own_business','programme'])[1 + pg_temp.dice(n, 16, 9)],
    first, case when pg_temp.dice(n, 17, 5) < 3 then first + pg_temp.dice(n, 18, 300) end,
    (array[null, null, 8, 17, 20, 34.5, 35, 40])[1 + pg_temp.dice(n, 19, 8)], '',
    case when pg_temp.dice(n, 20, 4) > 0 then (1111 + 111 * pg_temp.dice(n, 21, 70))::text else '' end,
    '', '', pg_temp.dice(n, 22, 20) = 0, enrolment,
    (enrolment - 1) / (%(per_project)s * %(projects_each)s) + 1
from (
    select 8 * stay.id + place as n, stay.id as enrolment,
        stay.start - 40 + pg_temp.dice(8 * stay.id + place, 23, 500) as first
    from participants_enrolment stay, generate_series(1, pg_temp.dice(stay.id, 14, 5)
        + case when pg_temp.dice(stay.id, 15, 5) = 0 then 1 else 0 end) place
) each
"""
SUPPORT = """
insert into participants_supportperiod (id, public_id, source, start, "end", enrolment_id)
select n, gen_random_uuid(),
    (array['wage','own_business','study_finance','social_assistance','social_assistance',
        'introduction_benefit','establishment_benefit','unemployment_benefit','activity_support',
        'sickness_benefit','extra_service','none'])[1 + pg_temp.dice(n, 25, 12)],
    first, case when pg_temp.dice(n, 26, 5) < 3 then first + pg_temp.dice(n, 27, 400) end, enrolment
from (
    select 8 * stay.id + place as n, stay.id as enrolment,
        stay.start - 200 + pg_temp.dice(8 * stay.id + place, 28, 700) as first
    from participants_enrolment stay, generate_series(1, pg_temp.dice(stay.id, 24, 4)) place
) each
"""
# The participant's own now and then.
ASSESSMENTS = """
insert into coaching_readinessassessment
    (id, public_id, assessed_on, assessor, observation, checklist_id, enrolment_id, of_project)
select 4 * stay.id + place, gen_random_uuid(),
    stay.start + 90 * place::int + pg_temp.dice(4 * stay.id + place, 30, 80) - 60,
    case when pg_temp.dice(4 * stay.id + place, 31, 8) = 0 then 'participant' else 'coach' end, '',
    stay.project_id, stay.id, stay.project_id
from participants_enrolment stay, generate_series(1, pg_temp.dice(stay.id, 29, 3)) place
"""
# Every third assessment meets all criteria. One result in a hundred and one is missing.
RESULTS = """
insert into coaching_criterionresult (id, state, observation, criterion_id, assessment_id, of_checklist)
select 16 * made.id + place,
    case when pg_temp.dice(made.id, 32, 3) = 0 then 'met'
        else (array['met','met','partly','not_met','not_assessed'])
            [1 + pg_temp.dice(16 * made.id + place, 33, 5)] end,
    '', 11 * (made.checklist_id - 1) + place, made.id, made.checklist_id
from coaching_readinessassessment made, generate_series(1, 11) place
where pg_temp.dice(16 * made.id + place, 34, 101) > 0
"""
SESSIONS = """
insert into coaching_session (id, held_on, title, kind, project_id)
select n, %(from)s::date - 30 + pg_temp.dice(n, 35, 1150), n,
    (array['talk','job_club','weekly_meeting','seminar','study_visit','other'])[1 + pg_temp.dice(n, 36, 6)],
    (n - 1) / 240 + 1
from generate_series(1, 240 * %(projects)s) n
"""
# Steps of 11 through 240 sessions never meet one twice.
ATTENDANCE = """
insert into coaching_attendance (id, minutes, enrolment_id, session_id, of_project)
select 20 * (n - 1) + place, 30 + 15 * pg_temp.dice(20 * n + place, 37, 15), n,
    240 * ((n - 1) / %(per_project)s) + 1 + (7 * n + 11 * place) %% 240, (n - 1) / %(per_project)s + 1
from generate_series(1, %(enrolments)s) n, generate_series(1, 20) place
"""
STATEMENTS = {
    "projects_organisation": ORGANISATIONS,
    "projects_project": PROJECTS,
    "projects_occupationlist": OCCUPATION_LIST,
    "projects_occupation": OCCUPATIONS,
    "coaching_checklist": CHECKLISTS,
    "coaching_criterion": CRITERIA,
    "employers_company": COMPANIES,
    "employers_companycontact": CONTACTS,
    "employers_recruitmentneed": NEEDS,
    "participants_person": PERSONS,
    "participants_enrolment": ENROLMENTS,
    "participants_episode": EPISODES,
    "participants_supportperiod": SUPPORT,
    "coaching_readinessassessment": ASSESSMENTS,
    "coaching_criterionresult": RESULTS,
    "coaching_session": SESSIONS,
    "coaching_attendance": ATTENDANCE,
}


class Size(NamedTuple):
    """How large a population is; enrolments fill whole projects, projects whole organisations."""

    projects: int

    @property
    def enrolments(self) -> int:
        return self.projects * PER_PROJECT

    @property
    def organisations(self) -> int:
        return -(-self.projects // PROJECTS_EACH)


def populate(size: Size) -> None:
    """Write the population into an empty database, whose rows then start with 1.

    For speed rows are written past the triggers and before the indexes; then every index, key and constraint
    is made anew as the product has it, which checks them. What triggers fill in, the statements fill in.
    """
    given: dict[str, int | dt.date] = {
        "enrolments": size.enrolments,
        "projects": size.projects,
        "organisations": size.organisations,
        "from": FROM,
        "to": TO,
        "per_project": PER_PROJECT,
        "projects_each": PROJECTS_EACH,
    }
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("set maintenance_work_mem = '1GB'")
        cursor.execute("set synchronous_commit = off")
        cursor.execute(DICE)
        with _bare(cursor, list(STATEMENTS)):
            for statement in STATEMENTS.values():
                cursor.execute(statement, given)
        for table in STATEMENTS:
            cursor.execute(
                f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}"  # noqa: S608  names above
            )
        for setting in ("session_replication_role", "maintenance_work_mem", "synchronous_commit"):
            cursor.execute(f"reset {setting}")
        cursor.execute("vacuum analyze")


# Foreign keys to and from the tables; then their own keys; then what indexes remain.
FOREIGN_KEYS = """
select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
where contype = 'f' and (conrelid = any(%s::regclass[]) or confrelid = any(%s::regclass[]))
"""
KEYS = """
select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
where contype in ('p', 'u', 'x') and conrelid = any(%s::regclass[])
"""
INDEXES = """
select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
where indrelid = any(%s::regclass[])
    and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
"""


@contextmanager
def _bare(cursor: CursorWrapper, tables: list[str]) -> Iterator[None]:
    """The tables without their indexes and keys for a while."""
    cursor.execute(FOREIGN_KEYS, [tables, tables])
    foreign = cursor.fetchall()
    cursor.execute(KEYS, [tables])
    keys = cursor.fetchall()
    cursor.execute(INDEXES, [tables])
    indexes = cursor.fetchall()
    for table, name, _definition in (*foreign, *keys):
        cursor.execute(f'alter table {table} drop constraint "{name}"')
    for name, _definition in indexes:
        cursor.execute(f"drop index {name}")
    yield
    for table, name, definition in keys:
        cursor.execute(f'alter table {table} add constraint "{name}" {definition}')
    for _name, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in foreign:
        cursor.execute(f'alter table {table} add constraint "{name}" {definition}')
