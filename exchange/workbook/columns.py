"""Every sheet and column of the project workbook, in one place.

A sheet is a class: one attribute a column, with the header and the kind of value beside its
type. Reading, checking and writing go by these classes; so do the column list in the help and
the empty workbook. Headers and words are a file format and stay Swedish.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, get_type_hints

from coaching import words as coaching_words
from employers import words as employer_words
from exchange.workbook import codes, kinds
from participants import words
from participants.personal_numbers import ParsedNumber

COUNTRY_OR_ANSWER = {code: words.ANSWER[code] for code in ("unknown", "not_asked", "declined")}
EXIT_CAUSE_OR_MISTAKE = {**words.EXIT_CAUSE, words.REGISTERED_BY_MISTAKE: words.REGISTERED_BY_MISTAKE}
LONG_TEXT = kinds.Text(limit=10_000)
HOURS_A_WEEK = kinds.Number(most=168)
MONEY = kinds.Whole(most=10**12)


@dataclass(frozen=True)
class Column:
    """A column: its header and what its cells hold. Empty in an optional column = not recorded."""

    header: str
    kind: kinds.Kind[Any]
    required: bool = False
    # Origin, disability, income: once recorded, never repeated in a message.
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as read; `row` is its number in the sheet."""

    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow(Row):
    """The project's frame; the sheet has a field a row."""

    name: Annotated[str, Column("Namn", kinds.Text(), required=True)]
    diary_number: Annotated[str, Column("Diarienummer", kinds.Text(limit=50))]
    owner: Annotated[str, Column("Projektägare", kinds.Text(), required=True)]
    programme_area: Annotated[str, Column("Programområde", kinds.Text())]
    region: Annotated[str, Column("Region", kinds.Text())]
    start: Annotated[dt.date, Column("Start", kinds.Day(), required=True)]
    end: Annotated[dt.date, Column("Slut", kinds.Day(), required=True)]
    esf_grant: Annotated[int | None, Column("Beviljat ESF-stöd", MONEY)]
    total_budget: Annotated[int | None, Column("Total projektbudget", MONEY)]
    indicator_sets: Annotated[tuple[str, ...], Column("Indikatoruppsättningar", codes.IndicatorSets())]
    checklist: Annotated[str, Column("Checklista", kinds.Text())]
    age_bands: Annotated[tuple[str, ...], Column("Åldersband", codes.Bands())]
    work_min_hours: Annotated[Decimal | None, Column("Minsta timmar i arbete", HOURS_A_WEEK)]
    phases: Annotated[tuple[str, ...], Column("Trappsteg", codes.Names())]
    social_assistance_monthly: Annotated[
        int | None, Column("Försörjningsstöd per månad", kinds.Whole(most=1_000_000))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow(Row):
    """A target for an indicator, of the whole or of one gender, age band or group."""

    indicator: Annotated[str, Column("Indikator", codes.IndicatorCode(), required=True)]
    value: Annotated[Decimal, Column("Målvärde", kinds.Number(most=10**9, per_cent=True), required=True)]
    gender: Annotated[str, Column("Kön", kinds.Code(words.GENDER))]
    age_band: Annotated[str, Column("Ålder", codes.Band())]
    group: Annotated[str, Column("Grupp", kinds.Text())]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGroupRow(Row):
    """A group that the project is for."""

    name: Annotated[str, Column("Namn", kinds.Text(), required=True)]
    target: Annotated[int | None, Column("Mål", kinds.Whole(most=1_000_000))]
    parent: Annotated[str, Column("Överordnad", kinds.Text())]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantRow(Row):
    """One enrolment. The same person again: the same id, another start."""

    participant: Annotated[str, Column("Deltagar-id", kinds.ParticipantId(), required=True)]
    personal_number: Annotated[ParsedNumber | None, Column("Personnummer", kinds.PersonalNumber())]
    first_name: Annotated[str, Column("Förnamn", kinds.Name(limit=100))]
    last_name: Annotated[str, Column("Efternamn", kinds.Name(limit=100))]
    birth_date: Annotated[dt.date | None, Column("Födelsedatum", kinds.Day())]
    gender: Annotated[str, Column("Kön", kinds.Code(words.GENDER))]
    protected_identity: Annotated[bool, Column("Skyddade personuppgifter", kinds.YesNo())]
    birth_country: Annotated[str, Column("Födelseland", kinds.Country(COUNTRY_OR_ANSWER), sensitive=True)]
    parents_born_abroad: Annotated[
        str, Column("Föräldrar födda utomlands", kinds.Code(words.ANSWER), sensitive=True)
    ]
    citizenship: Annotated[str, Column("Medborgarskap", kinds.Country(COUNTRY_OR_ANSWER), sensitive=True)]
    reduced_work_capacity: Annotated[
        str, Column("Nedsatt arbetsförmåga", kinds.Code(words.ANSWER), sensitive=True)
    ]
    target_group: Annotated[str, Column("Målgrupp", kinds.Text())]
    referred_by: Annotated[str, Column("Anvisad av", kinds.Text())]
    referred_on: Annotated[dt.date | None, Column("Anvisad datum", kinds.Day())]
    start: Annotated[dt.date, Column("Startdatum", kinds.Day(), required=True)]
    end: Annotated[dt.date | None, Column("Slutdatum", kinds.Day())]
    exit_cause: Annotated[str, Column("Avslutsorsak", kinds.Code(EXIT_CAUSE_OR_MISTAKE))]
    exit_destination: Annotated[str, Column("Avslutad till", kinds.Code(words.EXIT_DESTINATION))]
    coach: Annotated[str, Column("Coach", kinds.Email())]
    education_level: Annotated[str, Column("Utbildningsnivå", codes.EducationLevel())]
    entry_status: Annotated[str, Column("Status vid start", kinds.Code(words.ENTRY_STATUS))]
    unemployed_since: Annotated[dt.date | None, Column("Arbetslös sedan", kinds.Day())]
    hours_wanted: Annotated[Decimal | None, Column("Önskade timmar per vecka", HOURS_A_WEEK)]
    phase: Annotated[str, Column("Trappsteg", kinds.Text())]
    languages: Annotated[str, Column("Språk", kinds.Text())]

    @property
    def by_mistake(self) -> bool:
        """The row stands for an enrolment that never happened."""
        return self.exit_cause == words.REGISTERED_BY_MISTAKE


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRow(Row):
    """A source of income from a day until a day."""

    participant: Annotated[str, Column("Deltagar-id", kinds.ParticipantId(), required=True)]
    source: Annotated[str, Column("Källa", kinds.Code(words.SUPPORT_SOURCE), required=True, sensitive=True)]
    start: Annotated[dt.date, Column("Från", kinds.Day(), required=True)]
    end: Annotated[dt.date | None, Column("Till", kinds.Day())]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRow(Row):
    """A placement, course, employment or the like."""

    participant: Annotated[str, Column("Deltagar-id", kinds.ParticipantId(), required=True)]
    kind: Annotated[str, Column("Typ", kinds.Code(words.EPISODE_KIND), required=True)]
    start: Annotated[dt.date, Column("Från", kinds.Day(), required=True)]
    end: Annotated[dt.date | None, Column("Till", kinds.Day())]
    hours_per_week: Annotated[Decimal | None, Column("Timmar per vecka", HOURS_A_WEEK)]
    subsidy: Annotated[str, Column("Stöd", kinds.Code(words.SUBSIDY))]
    occupation: Annotated[str, Column("Yrke", kinds.Digits(1, 4))]
    organisation_number: Annotated[str | None, Column("Organisationsnummer", kinds.OrganisationNumber())]
    workplace: Annotated[str, Column("Arbetsplats", kinds.Text())]
    title: Annotated[str, Column("Benämning", kinds.Text())]
    before_start: Annotated[bool, Column("Före start", kinds.YesNo())]

    @property
    def employment_subsidy(self) -> str:
        """The subsidy; only an employment has one, so `utan` elsewhere says nothing."""
        return self.subsidy if self.kind == "employment" else ""


# The standard checklist: Linköpingsmodellen, Kriterier för jobbredo.
CRITERIA = ("A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3", "D1", "D2")
_STATE = kinds.Code(words.CRITERION_STATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessRow(Row):
    """An assessment against the standard checklist, one attribute a criterion; "" = not assessed."""

    participant: Annotated[str, Column("Deltagar-id", kinds.ParticipantId(), required=True)]
    assessed_on: Annotated[dt.date, Column("Datum", kinds.Day(), required=True)]
    assessor: Annotated[str, Column("Bedömd av", kinds.Code(words.ASSESSOR), required=True)]
    a1: Annotated[str, Column("A1", _STATE)]
    a2: Annotated[str, Column("A2", _STATE)]
    a3: Annotated[str, Column("A3", _STATE)]
    b1: Annotated[str, Column("B1", _STATE)]
    b2: Annotated[str, Column("B2", _STATE)]
    b3: Annotated[str, Column("B3", _STATE)]
    c1: Annotated[str, Column("C1", _STATE)]
    c2: Annotated[str, Column("C2", _STATE)]
    c3: Annotated[str, Column("C3", _STATE)]
    d1: Annotated[str, Column("D1", _STATE)]
    d2: Annotated[str, Column("D2", _STATE)]
    observation: Annotated[str, Column("Iakttagelse", LONG_TEXT)]

    @property
    def states(self) -> dict[str, str]:
        """Criterion code → state, for the criteria that were assessed."""
        return {code: state for code in CRITERIA if (state := getattr(self, code.lower()))}


_SESSION_KINDS = {kinds.folded(word): code for code, word in coaching_words.SESSION_KIND.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow(Row):
    """Time at an activity: hours or minutes, one of the two."""

    participant: Annotated[str, Column("Deltagar-id", kinds.ParticipantId(), required=True)]
    held_on: Annotated[dt.date, Column("Datum", kinds.Day(), required=True)]
    hours: Annotated[Decimal | None, Column("Timmar", kinds.Number(most=24, places=None))]
    whole_minutes: Annotated[int | None, Column("Minuter", kinds.Whole(most=24 * 60))]
    title: Annotated[str, Column("Aktivitet", kinds.Text(limit=150))]
    kind: Annotated[str, Column("Typ", kinds.Text(limit=40))]

    @property
    def minutes(self) -> Decimal:
        """The time in minutes, exact; whole once the row has been checked."""
        return Decimal(self.whole_minutes or 0) if self.hours is None else self.hours * 60

    @property
    def has_unknown_kind(self) -> bool:
        """Typ is filled in with a word that is no kind of session."""
        return bool(self.kind) and kinds.folded(self.kind) not in _SESSION_KINDS

    @property
    def session(self) -> tuple[dt.date, str, str]:
        """Day, kind and title of the session. A Typ that is no kind is kept in the title."""
        if not self.has_unknown_kind:
            return self.held_on, _SESSION_KINDS.get(kinds.folded(self.kind), "other"), self.title
        return self.held_on, "other", f"{self.title} ({self.kind})" if self.title else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CvRow(Row):
    """An entry of a participant's CV."""

    participant: Annotated[str, Column("Deltagar-id", kinds.ParticipantId(), required=True)]
    kind: Annotated[str, Column("Typ", kinds.Code(words.CV_ENTRY_KIND))]
    text: Annotated[str, Column("Text", LONG_TEXT, required=True)]
    confirmed_on: Annotated[dt.date | None, Column("Bekräftad datum", kinds.Day())]
    confirmed_by: Annotated[str, Column("Bekräftad av", kinds.Text())]
    activity: Annotated[str, Column("Insats", kinds.Text())]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRow(Row):
    """What a follow-up after the exit found."""

    participant: Annotated[str, Column("Deltagar-id", kinds.ParticipantId(), required=True)]
    kind: Annotated[str, Column("Typ", kinds.Code(words.FOLLOW_UP_KIND), required=True)]
    done_on: Annotated[dt.date, Column("Datum", kinds.Day(), required=True)]
    outcome: Annotated[str, Column("Utfall", kinds.Code(words.FOLLOW_UP_OUTCOME), required=True)]


_CHANCES = {kinds.folded(word): code for code, word in words.CHANCE_ANSWER.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRow(Row):
    """An answer to one question of the survey."""

    participant: Annotated[str, Column("Deltagar-id", kinds.ParticipantId(), required=True)]
    answered_on: Annotated[dt.date, Column("Datum", kinds.Day(), required=True)]
    question: Annotated[str, Column("Fråga", kinds.Code(words.SURVEY_QUESTION), required=True)]
    answer: Annotated[str, Column("Svar", kinds.Text(), required=True)]

    @property
    def code(self) -> str:
        """The answer as it is stored; once the row has been checked, every answer has a code."""
        return _CHANCES.get(kinds.folded(self.answer), self.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow(Row):
    """A company; once more for each further ring that it sits in."""

    organisation_number: Annotated[
        str, Column("Organisationsnummer", kinds.OrganisationNumber(), required=True)
    ]
    name: Annotated[str, Column("Namn", kinds.Text(), required=True)]
    municipality_code: Annotated[str, Column("Kommun", kinds.Digits(4, 4))]
    industry_code: Annotated[str, Column("SNI", kinds.Digits(1, 5))]
    employees: Annotated[int | None, Column("Antal anställda", kinds.Whole(most=10_000_000))]
    women_share: Annotated[
        Decimal | None, Column("Andel kvinnor", kinds.Number(most=100, places=1, per_cent=True))
    ]
    ring: Annotated[str, Column("Ring", kinds.Text())]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow(Row):
    """A contact with a company."""

    organisation_number: Annotated[
        str, Column("Organisationsnummer", kinds.OrganisationNumber(), required=True)
    ]
    contacted_on: Annotated[dt.date, Column("Datum", kinds.Day(), required=True)]
    kind: Annotated[str, Column("Typ", kinds.Code(employer_words.CONTACT_KIND))]
    comment: Annotated[str, Column("Kommentar", LONG_TEXT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow(Row):
    """A recruitment need that a company has stated."""

    organisation_number: Annotated[
        str, Column("Organisationsnummer", kinds.OrganisationNumber(), required=True)
    ]
    registered_on: Annotated[dt.date, Column("Datum", kinds.Day(), required=True)]
    occupation: Annotated[str, Column("Yrke", kinds.Digits(1, 4))]
    positions: Annotated[int | None, Column("Antal", kinds.Whole(most=10_000))]
    closed_on: Annotated[dt.date | None, Column("Till", kinds.Day())]
    requirements: Annotated[str, Column("Krav", LONG_TEXT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorRow(Row):
    """A trained supervisor at a company."""

    organisation_number: Annotated[
        str, Column("Organisationsnummer", kinds.OrganisationNumber(), required=True)
    ]
    name: Annotated[str, Column("Namn", kinds.Name(limit=150), required=True)]
    trained_on: Annotated[dt.date | None, Column("Utbildad datum", kinds.Day())]


@dataclass(frozen=True)
class Sheet[R: Row]:
    """A sheet: its name and its rows' class.

    `upright` sheets have a field a row, in the columns Fält and Värde.
    """

    name: str
    row_type: type[R]
    required: bool = False
    upright: bool = False

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Attribute → column, in the order of the class."""
        hints = get_type_hints(self.row_type, include_extras=True)
        return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}

    def header(self, attribute: str) -> str:
        """The header of an attribute's column."""
        return self.columns[attribute].header

    def written(self, row: R, attribute: str) -> str:
        """A recorded value in the workbook's words, for a message: empty where it is nobody's business."""
        column, value = self.columns[attribute], getattr(row, attribute)
        if value is None or value == "" or column.sensitive or column.kind.private:
            return ""
        return column.kind.written(value)


FIELD, VALUE = "Fält", "Värde"

PROJECT = Sheet("Projekt", ProjectRow, required=True, upright=True)
GOALS = Sheet("Mål", GoalRow)
TARGET_GROUPS = Sheet("Målgrupper", TargetGroupRow)
PARTICIPANTS = Sheet("Deltagare", ParticipantRow, required=True)
SUPPORT = Sheet("Försörjning", SupportRow)
EPISODES = Sheet("Insatser", EpisodeRow)
READINESS = Sheet("Jobbredo", ReadinessRow)
ATTENDANCE = Sheet("Närvaro", AttendanceRow)
CV = Sheet("CV", CvRow)
FOLLOW_UPS = Sheet("Uppföljning", FollowUpRow)
SURVEY = Sheet("Enkät", SurveyRow)
COMPANIES = Sheet("Företag", CompanyRow)
CONTACTS = Sheet("Företagskontakter", ContactRow)
NEEDS = Sheet("Rekryteringsbehov", NeedRow)
SUPERVISORS = Sheet("Handledare", SupervisorRow)

SHEETS: tuple[Sheet[Any], ...] = (
    PROJECT,
    GOALS,
    TARGET_GROUPS,
    PARTICIPANTS,
    SUPPORT,
    EPISODES,
    READINESS,
    ATTENDANCE,
    CV,
    FOLLOW_UPS,
    SURVEY,
    COMPANIES,
    CONTACTS,
    NEEDS,
    SUPERVISORS,
)
