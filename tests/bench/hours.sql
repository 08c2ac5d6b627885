-- K13 over every project at once, as linkoping.sql: attended minutes dated in the period, in a.
with stay as materialized (
    select id, project_id as project, person_id as person, start from enrolment where not registered_by_mistake
),
one as materialized (
    select project, person, gender, birth_date, min(start) as first_start
    from stay join person on person.id = stay.person where start <= $as_of group by all
),
aged as (
    select project, person, gender, year(first_start) - year(birth_date)
        - (month(first_start) * 100 + day(first_start) < month(birth_date) * 100 + day(birth_date))::int as years
    from one
)
select project, 'K13', '', gender,
    case when years is null then 'unknown' when years between 16 and 24 then '16-24'
        when years between 25 and 54 then '25-54' when years between 55 and 64 then '55-64' else 'outside' end as age,
    null, sum(minutes), null, null
from attendance
join session on session.id = session_id
join stay on stay.id = enrolment_id
join aged using (project, person)
where held_on between $from and least($to, $as_of) group by all
