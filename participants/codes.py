"""The code lists of a case: stored as these codes, shown as their labels, filed as `words.py` has them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.codes import Gender

__all__ = [
    "PLACEMENTS",
    "Answer",
    "CvEntryKind",
    "EducationLevel",
    "EntryStatus",
    "EpisodeKind",
    "ExitCause",
    "ExitDestination",
    "FollowUpKind",
    "FollowUpOutcome",
    "Gender",
    "LanguageLevel",
    "NumberKind",
    "Subsidy",
    "SupportSource",
    "SurveyAnswerCode",
    "SurveyQuestion",
]


class NumberKind(models.TextChoices):
    """What kind of number identifies a person with the authorities."""

    PERSONAL = "personal", _("Personal number")
    COORDINATION = "coordination", _("Coordination number")
    INTERIM = "interim", _("Interim number")


class Answer(models.TextChoices):
    """“Unknown”, “declined to say” and “not asked” are three different answers."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Unknown")
    DECLINED = "declined", _("Declined to say")
    NOT_ASKED = "not_asked", _("Not asked")


class EntryStatus(models.TextChoices):
    """Standing on the labour market on the day before the first start."""

    EMPLOYED = "employed", _("Employed")
    UNEMPLOYED = "unemployed", _("Unemployed")
    INACTIVE = "inactive", _("Outside the labour force")
    INACTIVE_IN_EDUCATION = "inactive_in_education", _("Outside the labour force, in education")
    UNKNOWN = "unknown", _("Unknown")


class EducationLevel(models.TextChoices):
    """Highest completed education, ISCED 2011."""

    ISCED_0 = "0", _("0 Less than primary")
    ISCED_1 = "1", _("1 Primary")
    ISCED_2 = "2", _("2 Lower secondary")
    ISCED_3 = "3", _("3 Upper secondary")
    ISCED_4 = "4", _("4 Post-secondary, not tertiary")
    ISCED_5 = "5", _("5 Short tertiary")
    ISCED_6 = "6", _("6 Bachelor or equal")
    ISCED_7 = "7", _("7 Master or equal")
    ISCED_8 = "8", _("8 Doctor or equal")
    UNKNOWN = "unknown", _("Unknown")


class ExitCause(models.TextChoices):
    """Why the person left; where they went is `ExitDestination`."""

    WORK = "work", _("Work")
    STUDIES = "studies", _("Studies")
    OWN_BUSINESS = "own_business", _("Own business")
    MOVED = "moved", _("Moved away")
    ILLNESS = "illness", _("Illness")
    FAMILY = "family", _("Family reasons")
    BACK_TO_REFERRER = "back_to_referrer", _("Back to the referrer")
    OWN_REQUEST = "own_request", _("Own request")
    STOPPED_ATTENDING = "stopped_attending", _("Stopped attending")
    PROJECT_ENDED = "project_ended", _("The project ended")
    OTHER = "other", _("Other cause")


class ExitDestination(models.TextChoices):
    """What the person left for."""

    WORK = "work", _("Work")
    STUDIES = "studies", _("Studies")
    OWN_BUSINESS = "own_business", _("Own business")
    PROGRAMME = "programme", _("Labour-market programme")
    JOB_SEEKING = "job_seeking", _("Job seeking")
    OUTSIDE_LABOUR_FORCE = "outside_labour_force", _("Outside the labour force")
    UNKNOWN = "unknown", _("Unknown")


class EpisodeKind(models.TextChoices):
    """What a person did or got during a time: measures and outcomes alike."""

    WORK_PLACEMENT = "work_placement", _("Work placement")
    WORK_TRAINING = "work_training", _("Work training")
    LANGUAGE_PLACEMENT = "language_placement", _("Language placement")
    VOCATIONAL_COURSE = "vocational_course", _("Short vocational course")
    STUDIES = "studies", _("Regular studies")
    EMPLOYMENT = "employment", _("Employment")
    OWN_BUSINESS = "own_business", _("Own business")
    PROGRAMME = "programme", _("Labour-market programme")


PLACEMENTS = frozenset(
    {EpisodeKind.WORK_PLACEMENT, EpisodeKind.WORK_TRAINING, EpisodeKind.LANGUAGE_PLACEMENT}
)


class Subsidy(models.TextChoices):
    """How an employment is subsidised; empty = not recorded."""

    NONE = "none", _("Unsubsidised")
    NEW_START_JOB = "new_start_job", _("New-start job")
    WAGE_SUBSIDY = "wage_subsidy", _("Wage subsidy")
    ENTRY_RECRUITMENT = "entry_recruitment", _("Entry recruitment")
    EXTRA_SERVICE = "extra_service", _("Extra service job")
    INTRODUCTION_JOB = "introduction_job", _("Introduction job")
    ESTABLISHMENT_JOB = "establishment_job", _("Establishment job")


class SupportSource(models.TextChoices):
    """Where a person's money comes from during a period."""

    WAGE = "wage", _("Wage")
    OWN_BUSINESS = "own_business", _("Own business")
    STUDY_FINANCE = "study_finance", _("Study finance")
    SOCIAL_ASSISTANCE = "social_assistance", _("Social assistance")
    INTRODUCTION_BENEFIT = "introduction_benefit", _("Introduction benefit")
    ESTABLISHMENT_BENEFIT = "establishment_benefit", _("Establishment benefit")
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit", _("Unemployment benefit")
    ACTIVITY_SUPPORT = "activity_support", _("Activity support")
    SICKNESS_BENEFIT = "sickness_benefit", _("Sickness benefit")
    EXTRA_SERVICE = "extra_service", _("Extra service wage")
    NONE = "none", _("No income")


OWN_INCOME = frozenset({SupportSource.WAGE, SupportSource.OWN_BUSINESS, SupportSource.STUDY_FINANCE})


class CvEntryKind(models.TextChoices):
    """What an entry of the CV tells of; empty = not recorded."""

    EXPERIENCE = "experience", _("Experience")
    SKILL = "skill", _("Skill")
    EDUCATION = "education", _("Education")
    LANGUAGE = "language", _("Language")
    DRIVING_LICENCE = "driving_licence", _("Driving licence")


class LanguageLevel(models.TextChoices):
    """How well someone knows a language; empty = not recorded."""

    NATIVE = "native", _("Mother tongue")
    FLUENT = "fluent", _("Fluent in speech and writing")
    GOOD = "good", _("Good in speech and writing")
    BASIC = "basic", _("Basic")


class FollowUpKind(models.TextChoices):
    """How long after the exit a follow-up asks."""

    DAYS_90 = "days_90", _("90 days")
    MONTHS_6 = "months_6", _("6 months")


class FollowUpOutcome(models.TextChoices):
    """What a follow-up found. “Not reached” is an answer too: nobody knows."""

    WORK = "work", _("Work")
    STUDIES = "studies", _("Studies")
    PROGRAMME = "programme", _("Labour-market programme")
    JOB_SEEKING = "job_seeking", _("Job seeking")
    OUTSIDE_LABOUR_FORCE = "outside_labour_force", _("Outside the labour force")
    NOT_REACHED = "not_reached", _("Not reached")


class SurveyQuestion(models.TextChoices):
    """What the survey asks."""

    CHANCE = "chance", _("Greater chance of a job")
    DEVELOPED = "developed", _("Has developed as a person")
    COOPERATION = "cooperation", _("The authorities work well together")


class SurveyAnswerCode(models.TextChoices):
    """An answer to the survey: in words to the chance of a job, else a number, 5 the best."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    DO_NOT_KNOW = "do_not_know", _("Don’t know")
    ONE = "1", "1"
    TWO = "2", "2"
    THREE = "3", "3"
    FOUR = "4", "4"
    FIVE = "5", "5"


IN_WORDS = frozenset({SurveyAnswerCode.YES, SurveyAnswerCode.NO, SurveyAnswerCode.DO_NOT_KNOW})
