-- Set L over every project at once, by hand, for DuckDB over Parquet files of the product's rows: what its
-- own figures are measured against, and must equal. $from, $to: the period; $as_of: nothing later is known.
-- Rows: project, indicator, side ('' its own table), gender, age, group, and a, b, c:
-- a number in a; a share's numerator and denominator in a, b; a mean's n, sum and twice its median in a, b, c.
with bands as (
    select * from (values (16, 24, '16-24'), (25, 54, '25-54')) as them(youngest, oldest, label)
),
stay as materialized (
    select id, project_id as project, person_id as person, start, hours_wanted,
        case when "end" <= $as_of then "end" end as "end",
        case when "end" <= $as_of then exit_cause else '' end as cause
    from enrolment where not registered_by_mistake
),
joined as (
    select project, person, min(start) as first_start, arg_min_null(hours_wanted, start) as hours_wanted,
        bool_or("end" is null) as enrolled, arg_max_null("end", start) as last_end, arg_max(cause, start) as cause
    from stay where start <= $as_of group by project, person
),
aged as (
    select joined.*, gender, year(first_start) - year(birth_date)
        - (month(first_start) * 100 + day(first_start) < month(birth_date) * 100 + day(birth_date))::int as years
    from joined join person on person.id = joined.person
),
one as materialized (
    select aged.* exclude (years, last_end, cause),
        case when years is null then 'unknown' else coalesce(label, 'outside') end as age,
        case when not enrolled then last_end end as final_exit,
        case when not enrolled then cause end as cause,
        first_start between $from and $to as started,
        (first_start + interval 18 month)::date as due_18, (first_start + interval 4 month)::date as due_4
    from aged left join bands on years between youngest and oldest
),
money as materialized (
    select one.project, one.person, first_start, source, s.start, case when s."end" <= $as_of then s."end" end as "end"
    from support s join stay on stay.id = s.enrolment_id join one using (project, person)
    where s.start <= $as_of
),
own as materialized (select * from money where source in ('wage', 'own_business', 'study_finance')),
basic as materialized (
    select * from money where source in ('social_assistance', 'introduction_benefit', 'establishment_benefit')
),
-- Self-support can begin on these days only.
dawn as (
    select project, person, greatest(first_start, start) as day from own
    union
    select basic.project, basic.person, basic."end" + 1 from basic
    where basic."end" >= basic.first_start
),
reached as materialized (
    select dawn.project, dawn.person, min(day) as reached
    from dawn
    semi join own on own.project = dawn.project and own.person = dawn.person
        and own.start <= day and day <= coalesce(own."end", 'infinity')
    anti join basic on basic.project = dawn.project and basic.person = dawn.person
        and basic.start <= day and day <= coalesce(basic."end", 'infinity')
    where day <= $as_of group by all
),
criteria as (select checklist_id, count(*) as needed from criterion group by checklist_id),
results as (
    select assessment_id, count(*) filter (where state = 'met') as met from result group by assessment_id
),
judged as materialized (
    select stay.project, stay.person, a.id, a.assessed_on, coalesce(met = needed, false) as ready
    from assessment a join stay on stay.id = a.enrolment_id join criteria using (checklist_id)
    left join results on results.assessment_id = a.id
    where assessor = 'coach' and assessed_on <= $as_of
),
readiness as (
    select project, person, min(assessed_on) filter (where ready) as first_ready,
        arg_max(id, (assessed_on, id)) as latest, arg_max(ready, (assessed_on, id)) as ready_now
    from judged group by project, person
),
someone as materialized (
    select * from one left join reached using (project, person) left join readiness using (project, person)
),
done as materialized (
    select one.project, one.person, gender, age, one.hours_wanted, e.id, kind, e.start, hours_per_week, occupation,
        case when e."end" <= $as_of then e."end" end as "end", e.start between $from and $to as within
    from episode e join stay on stay.id = e.enrolment_id join one using (project, person)
    where e.start <= $as_of and not before_start and e.start >= first_start
),
kinds as (
    select project, person,
        bool_or(within and kind in ('work_placement', 'work_training', 'language_placement')) as placed,
        bool_or(within and kind = 'vocational_course') as taught,
        min("end") filter (where kind in ('work_placement', 'work_training', 'language_placement')) as placement_end,
        min("end") filter (where kind = 'vocational_course') as course_end,
        -- Of work begun within the period the last decides whether any began after.
        max(start) filter (where within and kind in ('employment', 'own_business')) as work
    from done group by project, person
),
busy as (select one.project, gender, age, kinds.* exclude (project) from kinds join one using (project, person)),
job as materialized (select * from done where kind = 'employment' and within),
-- The occupation's own code decides, else the longest that its code begins with.
share as (
    select found.occupation, arg_max(women_share, length(o.code)) as women
    from (select distinct occupation from job where occupation <> '') found
    join occupation o on starts_with(found.occupation, o.code) group by found.occupation
),
equality as (
    select job.project, gender, age, case gender when 'woman' then women else 100 - women end < 40 as minority
    from job join share using (occupation) where gender in ('woman', 'man')
),
relieved as (
    select project, gender, age from one
    semi join basic on basic.project = one.project and basic.person = one.person
        and source = 'social_assistance' and basic.start <= one.first_start
        and one.first_start <= coalesce(basic."end", 'infinity')
    semi join own on own.project = one.project and own.person = one.person
        and $as_of <= coalesce(own."end", 'infinity')
    anti join basic on basic.project = one.project and basic.person = one.person
        and $as_of <= coalesce(basic."end", 'infinity')
),
table_of as (
    select project, 'L1' as indicator, '' as side, gender, age, null as grp,
        count(*) filter (where reached <= due_18) as a, count(*) as b, null as c
    from someone where started and due_18 <= $as_of group by all
    union all
    select project, 'L1', 'provisional', gender, age, null, count(*) filter (where reached <= due_18), count(*), null
    from someone where started group by all
    union all
    select project, 'L2', '', gender, age, null, count(*), null, null
    from someone where started and first_ready <= due_4 group by all
    union all
    select project, 'L2',
        case when first_ready > due_4 then 'late' when due_4 <= $as_of then 'never' else 'not_yet_due' end as side,
        gender, age, null, count(*), null, null
    from someone where started and (first_ready is null or first_ready > due_4) group by all
    union all
    select project, 'L2', 'days_to_ready', gender, age, null, count(*), sum(first_ready - first_start),
        2 * median(first_ready - first_start)
    from someone where started and first_ready is not null group by all
    union all
    select project_id, 'L3', '', null, null, null, count(distinct company_id), null, null
    from contact where contacted_on between $from and least($to, $as_of) group by all
    union all
    select project_id, 'L4', '', null, null, null, count(distinct company_id), null, null
    from need where registered_on between $from and least($to, $as_of) group by all
    union all
    select project, 'L5', '', gender, age, null, count(*), null, null from busy where placed group by all
    union all
    select project, 'L6', '', gender, age, null, count(*), null, null from busy where work >= placement_end group by all
    union all
    select project, 'L7', '', gender, age, null, count(*), null, null from busy where taught group by all
    union all
    select project, 'L8', '', gender, age, null, count(*), null, null from busy where work >= course_end group by all
    union all
    select project, 'L9', '', gender, age, year(reached)::text, count(*), sum(reached - first_start),
        2 * median(reached - first_start)
    from someone where reached between $from and $to group by all
    union all
    select project, 'L9', 'by_year', null, null, year(reached)::text, count(*), sum(reached - first_start),
        2 * median(reached - first_start)
    from someone where reached between $from and $to group by all
    union all
    select project, 'L9', 'by_gender_age', gender, age, null, count(*), sum(reached - first_start),
        2 * median(reached - first_start)
    from someone where reached between $from and $to group by all
    union all
    select project, 'L10', '', gender, age, case when cause = '' then 'not_recorded' else cause end, count(*), null, null
    from someone where final_exit between $from and $to and (reached is null or reached > final_exit) group by all
    union all
    select project, 'L11', '', gender, age,
        case when latest is null then 'not_assessed' when ready_now then 'ready' else 'not_ready' end, count(*), null, null
    from someone where enrolled group by all
    union all
    select someone.project, 'L11', 'criteria', gender, age, code || ':' || coalesce(state, 'not_assessed'),
        count(*), null, null
    from someone join checklist on checklist.project_id = someone.project
    join criterion on criterion.checklist_id = checklist.id
    left join result on result.assessment_id = latest and result.criterion_id = criterion.id
    where enrolled group by all
    union all
    select project, 'L12', '', gender, age,
        case when hours_per_week >= 35 then 'full_time' when hours_per_week >= 17 then 'part_time'
            when hours_per_week >= 0 then 'short' else 'unknown' end, count(*), null, null
    from job group by all
    union all
    select project, 'L12', 'against_hours_wanted', gender, age,
        case when hours_per_week < hours_wanted then 'less' when hours_per_week = hours_wanted then 'equal'
            when hours_per_week > hours_wanted then 'more' else 'unknown' end, count(*), null, null
    from job group by all
    union all
    select project, 'L13', '', gender, age, null, count(*), null, null from equality where minority group by all
    union all
    select project, 'L13', 'share', gender, age, null, count(*) filter (where minority), count(*), null
    from equality group by all
    union all
    select project, 'L14', '', gender, age, null, 7000 * count(*), null, null from relieved group by all
    union all
    select project, 'L14', 'persons', gender, age, null, count(*), null, null from relieved group by all
)
select * from table_of
