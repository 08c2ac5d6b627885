"""Why a case is counted or not: one code and one sentence each, for the page that opens a number."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Reason(StrEnum):
    """Why a case is counted, or isn't."""

    STARTED_OUTSIDE = "started_outside"
    REACHED = "reached"
    REACHED_LATE = "reached_late"
    NEVER_REACHED = "never_reached"
    REACHED_NOT_DUE = "reached_not_due"
    NOT_DUE = "not_due"
    READY = "ready"
    READY_LATE = "ready_late"
    NEVER_READY = "never_ready"
    READINESS_NOT_DUE = "readiness_not_due"
    CONTACTED = "contacted"
    CONTACTED_OUTSIDE = "contacted_outside"
    NEED_REGISTERED = "need_registered"
    NEED_OUTSIDE = "need_outside"
    BEGUN = "begun"
    BEGUN_OUTSIDE = "begun_outside"
    ONLY_HISTORY = "only_history"
    NONE_BEGUN = "none_begun"
    WORK_AFTER = "work_after"
    WORK_OUTSIDE = "work_outside"
    NO_WORK_AFTER = "no_work_after"
    NONE_ENDED = "none_ended"
    SELF_SUPPORTING = "self_supporting"
    SELF_SUPPORTING_OUTSIDE = "self_supporting_outside"
    NOT_SELF_SUPPORTING = "not_self_supporting"
    EXIT_WITHOUT = "exit_without"
    EXIT_WITH = "exit_with"
    EXIT_OUTSIDE = "exit_outside"
    STILL_ENROLLED = "still_enrolled"
    ENROLLED = "enrolled"
    NOT_ENROLLED = "not_enrolled"
    EMPLOYMENT_OUTSIDE = "employment_outside"
    HISTORY = "history"
    STARTED = "started"
    STARTED_INCOMPLETE = "started_incomplete"
    INCOMPLETE = "incomplete"
    TOO_FEW_HOURS = "too_few_hours"
    STATUS_AT_START = "status_at_start"
    OTHER_STATUS = "other_status"
    LONG_TERM = "long_term"
    NOT_LONG_TERM = "not_long_term"
    SINCE_NOT_RECORDED = "since_not_recorded"
    AGE_AT_START = "age_at_start"
    OTHER_AGE = "other_age"
    LEVEL_AT_START = "level_at_start"
    OTHER_LEVEL = "other_level"
    SO_AT_START = "so_at_start"
    NOT_SO_AT_START = "not_so_at_start"
    ANSWER_UNKNOWN = "answer_unknown"
    ANSWER_DECLINED = "answer_declined"
    ANSWER_NOT_ASKED = "answer_not_asked"
    LEFT = "left"
    CARRIED_OVER = "carried_over"
    NOT_CARRIED_OVER = "not_carried_over"
    SO_ON_LEAVING = "so_on_leaving"
    NOT_SO_ON_LEAVING = "not_so_on_leaving"
    LEAVING_NOT_DUE = "leaving_not_due"
    SO_BEFORE = "so_before"
    NOT_INACTIVE = "not_inactive"
    EMPLOYED_AFTER = "employed_after"
    NOT_EMPLOYED_AFTER = "not_employed_after"
    SIX_MONTHS_NOT_DUE = "six_months_not_due"
    SIX_MONTHS_UNKNOWN = "six_months_unknown"
    NO_DEALINGS = "no_dealings"
    PUBLIC = "public"
    NOT_PUBLIC = "not_public"
    SMALL_OR_MEDIUM = "small_or_medium"
    SIZE_UNKNOWN = "size_unknown"
    OTHER_SIZE = "other_size"
    IN_WORK = "in_work"
    IN_STUDIES = "in_studies"
    IN_PLACEMENT = "in_placement"
    DISCONTINUED = "discontinued"
    IN_NONE = "in_none"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    EVEN = "even"
    UNEVEN = "uneven"
    CV_CONFIRMED = "cv_confirmed"
    CV_UNCONFIRMED = "cv_unconfirmed"
    CV_NONE = "cv_none"
    WAITED = "waited"
    OVERLAPPING = "overlapping"
    NO_NEXT = "no_next"
    NEED_OPEN = "need_open"
    NEED_NOT_OPEN = "need_not_open"
    NO_COMPANY = "no_company"
    TRAINED = "trained"
    TRAINED_OUTSIDE = "trained_outside"
    NOT_TRAINED = "not_trained"
    OTHER_INDUSTRY = "other_industry"
    SAME_INDUSTRY = "same_industry"
    INDUSTRY_UNKNOWN = "industry_unknown"
    NO_FORMER_WORK = "no_former_work"
    HELD = "held"
    HELD_OUTSIDE = "held_outside"
    NOT_COMMON = "not_common"
    WORK_ON_LEAVING = "work_on_leaving"
    CHANCE_GREATER = "chance_greater"
    CHANCE_NOT_GREATER = "chance_not_greater"
    CHANCE_NOT_ANSWERED = "chance_not_answered"
    DAYS_90_NOT_DUE = "days_90_not_due"
    WORK_90 = "work_90"
    STUDIES_90 = "studies_90"
    PROGRAMME_90 = "programme_90"
    OTHER_90 = "other_90"
    UNKNOWN_90 = "unknown_90"
    BORN_ABROAD = "born_abroad"
    BORN_IN_SWEDEN = "born_in_sweden"
    BIRTH_COUNTRY_UNKNOWN = "birth_country_unknown"
    DISABILITY = "disability"
    NO_DISABILITY = "no_disability"
    DISABILITY_UNKNOWN = "disability_unknown"
    ATTENDED = "attended"
    ATTENDED_OUTSIDE = "attended_outside"
    NEVER_ATTENDED = "never_attended"
    NO_MEASURE = "no_measure"
    NOT_IN_PROJECT = "not_in_project"
    GENDER_IN_MINORITY = "gender_in_minority"
    GENDER_NOT_IN_MINORITY = "gender_not_in_minority"
    NEITHER_WOMAN_NOR_MAN = "neither_woman_nor_man"
    OCCUPATION_NOT_RECORDED = "occupation_not_recorded"
    OCCUPATION_NOT_LISTED = "occupation_not_listed"
    OFF_ASSISTANCE = "off_assistance"
    NOT_OFF_ASSISTANCE = "not_off_assistance"
    NO_ASSISTANCE_AT_START = "no_assistance_at_start"


REASONS: dict[Reason, StrPromise] = {
    Reason.STARTED_OUTSIDE: _("Started outside the period."),
    Reason.REACHED: _("Self-supporting within 18 months."),
    Reason.REACHED_LATE: _("Self-supporting, but later than 18 months."),
    Reason.NEVER_REACHED: _("Not self-supporting, and the 18 months have run out."),
    Reason.REACHED_NOT_DUE: _("Self-supporting already, but the 18 months haven't run out yet."),
    Reason.NOT_DUE: _("Not self-supporting yet; the 18 months haven't run out."),
    Reason.READY: _("Ready within 4 months."),
    Reason.READY_LATE: _("Ready, but later than 4 months."),
    Reason.NEVER_READY: _("Not ready, and the 4 months have run out."),
    Reason.READINESS_NOT_DUE: _("Not ready yet; the 4 months haven't run out."),
    Reason.CONTACTED: _("Contacted in the period."),
    Reason.CONTACTED_OUTSIDE: _("Contacted only outside the period."),
    Reason.NEED_REGISTERED: _("Registered a need in the period."),
    Reason.NEED_OUTSIDE: _("Registered needs only outside the period."),
    Reason.BEGUN: _("Began in the period."),
    Reason.BEGUN_OUTSIDE: _("Began only outside the period."),
    Reason.ONLY_HISTORY: _("Has only such as began before the project."),
    Reason.NONE_BEGUN: _("Has begun none."),
    Reason.WORK_AFTER: _("Began work in the period, on or after the last day."),
    Reason.WORK_OUTSIDE: _("Began work afterwards, but only outside the period."),
    Reason.NO_WORK_AFTER: _("Has begun no work afterwards."),
    Reason.NONE_ENDED: _("Has begun, but not ended one."),
    Reason.SELF_SUPPORTING: _("Became self-supporting in the period."),
    Reason.SELF_SUPPORTING_OUTSIDE: _("Became self-supporting outside the period."),
    Reason.NOT_SELF_SUPPORTING: _("Isn't self-supporting yet."),
    Reason.EXIT_WITHOUT: _("Left in the period without being self-supporting."),
    Reason.EXIT_WITH: _("Was self-supporting on leaving."),
    Reason.EXIT_OUTSIDE: _("Left outside the period."),
    Reason.STILL_ENROLLED: _("Still enrolled."),
    Reason.ENROLLED: _("Enrolled on the as-of day."),
    Reason.NOT_ENROLLED: _("Not enrolled any more."),
    Reason.EMPLOYMENT_OUTSIDE: _("Began outside the period."),
    Reason.HISTORY: _("Began before the first start, or is marked as history."),
    Reason.STARTED: _("Started in the period."),
    Reason.STARTED_INCOMPLETE: _("Started in the period; the record is incomplete."),
    Reason.INCOMPLETE: _(
        "The record is incomplete: birth date, gender, status at start or education isn't recorded."
    ),
    Reason.TOO_FEW_HOURS: _("Hasn't attended the least hours that make a participant."),
    Reason.STATUS_AT_START: _("Had this status at the start."),
    Reason.OTHER_STATUS: _("Had another status at the start."),
    Reason.LONG_TERM: _("Had been unemployed for longer than the limit at the start."),
    Reason.NOT_LONG_TERM: _("Was unemployed at the start, but hadn't been for longer than the limit."),
    Reason.SINCE_NOT_RECORDED: _("Was unemployed at the start; since when isn't recorded."),
    Reason.AGE_AT_START: _("Was of this age at the start."),
    Reason.OTHER_AGE: _("Was of another age at the start."),
    Reason.LEVEL_AT_START: _("Had this education at the start."),
    Reason.OTHER_LEVEL: _("Had another education at the start."),
    Reason.SO_AT_START: _("Belonged to the group at the start."),
    Reason.NOT_SO_AT_START: _("Didn't belong to the group at the start."),
    Reason.ANSWER_UNKNOWN: _("It isn't known whether the person belongs to the group."),
    Reason.ANSWER_DECLINED: _("The person declined to say whether they belong to the group."),
    Reason.ANSWER_NOT_ASKED: _("The person hasn't been asked whether they belong to the group."),
    Reason.LEFT: _("Left in the period."),
    Reason.CARRIED_OVER: _("Was in the project on 31 December and on 1 January."),
    Reason.NOT_CARRIED_OVER: _("Wasn't in the project over any turn of the year in the period."),
    Reason.SO_ON_LEAVING: _("Was so on leaving, within 28 days, and not at the start."),
    Reason.NOT_SO_ON_LEAVING: _("Wasn't so on leaving, as far as is recorded."),
    Reason.LEAVING_NOT_DUE: _("Isn't so yet; the 28 days after leaving haven't run out."),
    Reason.SO_BEFORE: _("Was so at the start already."),
    Reason.NOT_INACTIVE: _("Wasn't outside the labour force at the start."),
    Reason.EMPLOYED_AFTER: _("In work six months after leaving, and not at the start."),
    Reason.NOT_EMPLOYED_AFTER: _("Not in work six months after leaving."),
    Reason.SIX_MONTHS_NOT_DUE: _("Six months haven't passed since leaving."),
    Reason.SIX_MONTHS_UNKNOWN: _("How things stood six months after leaving isn't known."),
    Reason.NO_DEALINGS: _("No contact, no need and no placement begun in the period."),
    Reason.PUBLIC: _("A public administration."),
    Reason.NOT_PUBLIC: _("Not a public administration."),
    Reason.SMALL_OR_MEDIUM: _("1–249 employees."),
    Reason.SIZE_UNKNOWN: _("How many employees it has isn't recorded."),
    Reason.OTHER_SIZE: _("Has no employees, or 250 or more."),
    Reason.IN_WORK: _("In work on the as-of day."),
    Reason.IN_STUDIES: _("In regular studies on the as-of day."),
    Reason.IN_PLACEMENT: _("In placement on the as-of day."),
    Reason.DISCONTINUED: _("Has left, and is neither in work, studies nor placement."),
    Reason.IN_NONE: _("Still enrolled, and neither in work, studies nor placement."),
    Reason.ANSWERED: _("Has answered the question."),
    Reason.NOT_ANSWERED: _("Hasn't answered the question."),
    Reason.EVEN: _("Started in the period; women and men from the referrer differ by at most one."),
    Reason.UNEVEN: _("Started in the period; women and men from the referrer differ by more than one."),
    Reason.CV_CONFIRMED: _("Has at least one confirmed entry in the CV."),
    Reason.CV_UNCONFIRMED: _("Has a CV, but no confirmed entry in it."),
    Reason.CV_NONE: _("Has no entry in the CV."),
    Reason.WAITED: _("Began after the one before had ended."),
    Reason.OVERLAPPING: _("Began while another was going on, so that there was no wait."),
    Reason.NO_NEXT: _("All have ended, and no other has begun since."),
    Reason.NEED_OPEN: _("The company had an open need on the first day."),
    Reason.NEED_NOT_OPEN: _("The company had no open need on the first day."),
    Reason.NO_COMPANY: _("No company is named."),
    Reason.TRAINED: _("Was trained in the period."),
    Reason.TRAINED_OUTSIDE: _("Was trained outside the period."),
    Reason.NOT_TRAINED: _("Isn't trained, or the day isn't recorded."),
    Reason.OTHER_INDUSTRY: _("Began work in the period in another industry than before."),
    Reason.SAME_INDUSTRY: _("Began work in the period in the same industry as before."),
    Reason.INDUSTRY_UNKNOWN: _("Began work in the period, but the industry then or before isn't known."),
    Reason.NO_FORMER_WORK: _("Began work in the period, but has no earlier employment to compare with."),
    Reason.HELD: _("Was held in the period."),
    Reason.HELD_OUTSIDE: _("Was held outside the period."),
    Reason.NOT_COMMON: _("Is a talk, not an activity in common."),
    Reason.WORK_ON_LEAVING: _("In work on the day of leaving or the day after."),
    Reason.CHANCE_GREATER: _("Finds the chance of a job greater."),
    Reason.CHANCE_NOT_GREATER: _("Doesn't say that the chance of a job is greater."),
    Reason.CHANCE_NOT_ANSWERED: _("Hasn't answered whether the chance of a job is greater."),
    Reason.DAYS_90_NOT_DUE: _("90 days haven't passed since leaving."),
    Reason.WORK_90: _("In work 90 days after leaving."),
    Reason.STUDIES_90: _("In regular studies 90 days after leaving."),
    Reason.PROGRAMME_90: _("In a labour-market programme 90 days after leaving."),
    Reason.OTHER_90: _("Something else 90 days after leaving."),
    Reason.UNKNOWN_90: _("How things stood 90 days after leaving isn't known."),
    Reason.BORN_ABROAD: _("Born abroad."),
    Reason.BORN_IN_SWEDEN: _("Born in Sweden."),
    Reason.BIRTH_COUNTRY_UNKNOWN: _("The country of birth isn't known."),
    Reason.DISABILITY: _("A disability that reduces work capacity."),
    Reason.NO_DISABILITY: _("No disability that reduces work capacity."),
    Reason.DISABILITY_UNKNOWN: _("Whether a disability reduces work capacity isn't known."),
    Reason.ATTENDED: _("Attended in the period."),
    Reason.ATTENDED_OUTSIDE: _("Attended only outside the period."),
    Reason.NEVER_ATTENDED: _("No attendance is recorded."),
    Reason.NO_MEASURE: _("Was in the project in the period; no measure began then."),
    Reason.NOT_IN_PROJECT: _("Wasn't in the project in the period."),
    Reason.GENDER_IN_MINORITY: _(
        "Less than 40 per cent of those in the occupation are of the person's gender."
    ),
    Reason.GENDER_NOT_IN_MINORITY: _(
        "40 per cent or more of those in the occupation are of the person's gender."
    ),
    Reason.NEITHER_WOMAN_NOR_MAN: _("The list of occupations tells of women and men only."),
    Reason.OCCUPATION_NOT_RECORDED: _("The occupation isn't recorded."),
    Reason.OCCUPATION_NOT_LISTED: _("The occupation isn't on the list."),
    Reason.OFF_ASSISTANCE: _("Had social assistance at the start and is self-supporting on the as-of day."),
    Reason.NOT_OFF_ASSISTANCE: _(
        "Had social assistance at the start and isn't self-supporting on the as-of day."
    ),
    Reason.NO_ASSISTANCE_AT_START: _("Had no social assistance at the start."),
}
