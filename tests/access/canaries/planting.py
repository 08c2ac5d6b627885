"""A value of its own in each field that tells of somebody, and finding them again in whatever text.

canaries = plant(world)
canaries.found(page)          # which of them stand there, however they are written
"""

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import override

from accounts.models import User
from coaching.models import MayTell, Postponement, SupportedProcess
from participants.codes import EducationLevel, ExitCause, Subsidy, SupportSource
from participants.countries import countries
from participants.models import (
    Enrolment,
    Episode,
    Person,
    PersonalLink,
    PersonalNumber,
    ProfileField,
    ProfileShare,
)
from tests import factories
from tests.access.sensitive_fields import FIELDS, Group
from tests.access.world import Relation, World

PLANTED: Final = tuple(
    relation for relation in Relation if relation not in {Relation.ABSENT, Relation.MALFORMED}
)
EARLIER: Final = "earlier stay"
ENDED: Final = "ended support"
BROKEN_OFF: Final = "broken off support"
WITHDRAWN: Final = "withdrawn consent"
ORPHAN: Final = "that nobody sees any more"
DECLINED: Final = "declined"

# The month of each day that tells something, past or far ahead; the day of the month is the case's.
_MONTHS: Final[Mapping[str, tuple[int, int]]] = {
    "participants.Person.birth_date": (1961, 3),
    "participants.Enrolment.unemployed_since": (2023, 6),
    f"participants.Enrolment.start {EARLIER}": (2024, 1),
    f"participants.Enrolment.end {EARLIER}": (2024, 2),
    "participants.Enrolment.referred_on": (2024, 3),
    "participants.Enrolment.start": (2024, 4),
    "coaching.ReadinessAssessment.assessed_on": (2024, 6),
    "coaching.PhaseMove.moved_on": (2024, 7),
    "coaching.Session.held_on": (2024, 8),
    "participants.Episode.start": (2024, 9),
    "participants.SupportPeriod.start": (2024, 10),
    "participants.ProfileShare.start": (2024, 11),
    "participants.CoachAssignment.start": (2025, 5),
    "participants.Episode.end": (2098, 1),
    "participants.SupportPeriod.end": (2098, 2),
    "participants.ProfileShare.end": (2098, 3),
    "participants.CvEntry.confirmed_on": (2025, 6),
    "coaching.Note.day": (2023, 4),
    "coaching.NoteVersion.day": (2023, 5),
    "coaching.NoteDraft.day": (2023, 7),
    "coaching.PlanGoal.reached_on": (2023, 1),
    "coaching.PlanAction.settled_on": (2023, 2),
    "coaching.PlanAgreement.agreed_on": (2023, 3),
    "coaching.PlanAction.due_on": (2098, 5),
    "participants.FollowUp.done_on": (2025, 7),
    "participants.FollowUpAttempt.tried_on": (2025, 11),
    "coaching.Postponement.until": (2098, 6),
    "participants.SurveyAnswer.answered_on": (2025, 8),
    "employers.Supervisor.trained_on": (2025, 9),
    "reporting.AcceptedGap.until": (2098, 4),
    "participants.EligibilityAnswer.answered_on": (2025, 10),
    "coaching.SupportedProcess.employee_talk_on": (2022, 1),
    "coaching.SupportedProcess.employer_talk_on": (2022, 2),
    "coaching.SupportedMove.moved_on": (2022, 3),
    "coaching.ApplicantAnalysis.informed_on": (2022, 4),
    "coaching.ApplicantAnalysis.analysed_on": (2022, 5),
    "coaching.MayTell.agreed_on": (2022, 6),
    "coaching.JobAnalysis.visited_on": (2022, 7),
    "coaching.IntroductionAgreement.agreed_on": (2022, 8),
    "coaching.IntroductionAgreement.start": (2022, 9),
    f"coaching.SupportedProcess.closed_on {ENDED}": (2022, 10),
    f"coaching.SupportedProcess.broken_off_on {BROKEN_OFF}": (2022, 11),
    f"coaching.MayTell.withdrawn_on {WITHDRAWN}": (2022, 12),
    "coaching.IntroductionAgreement.end": (2098, 7),
    "coaching.MayTell.until": (2098, 8),
    "coaching.PlannedSupport.start": (2098, 9),
}
_HOURS: Final[Mapping[str, int]] = {
    "participants.Enrolment.hours_wanted": 111,
    "participants.Episode.hours_per_week": 121,
    "coaching.IntroductionAgreement.hours_per_week": 131,
    "coaching.PlannedSupport.hours_per_week": 141,
}
# What is written in words of a row that isn't the case's main one of its kind.
_WORDS_WITH_NOTE: Final = frozenset(
    {
        f"coaching.SupportedProcess.broken_off_reason {BROKEN_OFF}",
        f"participants.Referral.first_name {ORPHAN}",
        f"participants.Referral.last_name {ORPHAN}",
        f"participants.Referral.phone {ORPHAN}",
        f"participants.Referral.why {ORPHAN}",
        f"participants.Referral.declined_words {DECLINED}",
    }
)
_NOTES: Final = (EARLIER, ENDED, BROKEN_OFF, WITHDRAWN, DECLINED)
LONG_AGO: Final = dt.date(2022, 1, 1)
# Words of code lists that say much, one for each case; none of them is part of any other word of the site.
_TELLING: Final[Mapping[str, tuple[str, ...]]] = {
    "participants.Enrolment.education_level": (
        EducationLevel.ISCED_3,
        EducationLevel.ISCED_4,
        EducationLevel.ISCED_5,
        EducationLevel.ISCED_6,
        EducationLevel.ISCED_7,
        EducationLevel.ISCED_8,
    ),
    f"participants.Enrolment.exit_cause {EARLIER}": (
        ExitCause.ILLNESS,
        ExitCause.FAMILY,
        ExitCause.PROJECT_ENDED,
        ExitCause.BACK_TO_REFERRER,
        ExitCause.OWN_REQUEST,
        ExitCause.STOPPED_ATTENDING,
    ),
    "participants.Episode.subsidy": (
        Subsidy.NEW_START_JOB,
        Subsidy.WAGE_SUBSIDY,
        Subsidy.ENTRY_RECRUITMENT,
        Subsidy.EXTRA_SERVICE,
        Subsidy.INTRODUCTION_JOB,
        Subsidy.ESTABLISHMENT_JOB,
    ),
    "participants.SupportPeriod.source": (
        SupportSource.SOCIAL_ASSISTANCE,
        SupportSource.INTRODUCTION_BENEFIT,
        SupportSource.ESTABLISHMENT_BENEFIT,
        SupportSource.UNEMPLOYMENT_BENEFIT,
        SupportSource.ACTIVITY_SUPPORT,
        SupportSource.SICKNESS_BENEFIT,
    ),
    "participants.SensitiveBackground.birth_country": ("SO", "ER", "AF", "ET", "TH", "CO"),
    "participants.SensitiveBackground.citizenship": ("VN", "PK", "NG", "UA", "BO", "UZ"),
}
_CHOICES: Final = {
    "education_level": EducationLevel,
    "exit_cause": ExitCause,
    "subsidy": Subsidy,
    "source": SupportSource,
}

_WORD: Final = re.compile(r"zq[a-z]{10}")
# A word is read from its first letter on alone, or each long word would be read once a letter.
_DAY: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{8}|\d{1,2} [a-z]+\.? \d{4}|(?<![a-z])[a-z]+\.? \d{1,2}, \d{4}"
)
_AMOUNT: Final = re.compile(r"(?<![\d.,])1[1-4]\d[.,]3(?![\d.,]\d)")
_FORM: Final = re.compile(r"<form\b.*?</form>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Canary:
    """A value that stands in one field of one case and nowhere else. `texts`: how it may be written."""

    relation: Relation
    field: str
    group: Group
    texts: tuple[str, ...] = dataclasses.field(repr=False)

    @property
    def is_day(self) -> bool:
        """Whether it is a day, which says little without a name beside it."""
        return self.field in _MONTHS

    @property
    def is_heading(self) -> bool:
        """Whether it is a word of a code list, under which figures count people."""
        return self.field in _TELLING and self.group != Group.BACKGROUND

    def __str__(self) -> str:
        return f"{self.field} of {self.relation}"


class Canaries:
    """All that were planted."""

    def __init__(self) -> None:
        self.all: list[Canary] = []
        self.values: dict[tuple[Relation, str], object] = {}
        self._tokens: dict[str, Canary] = {}
        self._phrases: dict[str, Canary] = {}
        self._labels: dict[str, Canary] = {}

    def add(self, canary: Canary, value: object, *, label: bool = False, token: bool = True) -> None:
        """Know a canary by its texts: a `token` is cut out of texts by its shape, a `label` stands in
        the lists of forms as well, where it tells nothing."""
        self.all.append(canary)
        self.values[canary.relation, canary.field] = value
        known = self._labels if label else self._tokens if token else self._phrases
        for text in canary.texts:
            other = known.setdefault(text.lower(), canary)
            assert other is canary, f"{text} is both {other} and {canary}"

    def value(self, relation: Relation, of: str) -> str:
        """What was planted there, as text."""
        return str(self.values[relation, of])

    def found(self, text: str) -> set[Canary]:
        """Those that stand in a text. Words of code lists are not looked for inside of forms."""
        lower = text.lower()
        shapes = (_WORD, _DAY, _AMOUNT)
        found = {
            self._tokens[shape]
            for pattern in shapes
            for shape in pattern.findall(lower)
            if shape in self._tokens
        }
        found |= {canary for phrase, canary in self._phrases.items() if phrase in lower}
        outside = _FORM.sub("", lower)
        return found | {canary for label, canary in self._labels.items() if label in outside}

    def of(self, relation: Relation, group: Group) -> list[Canary]:
        """Those of one case in a group of facts."""
        return [canary for canary in self.all if (canary.relation, canary.group) == (relation, group)]


def word(*of: str) -> str:
    """A word that nobody ever wrote, the same each time."""
    digest = hashlib.sha256(" ".join(of).encode()).digest()
    return "Zq" + "".join(chr(ord("a") + byte % 26) for byte in digest[:10])


def plant(world: World, codes: Mapping[Relation, str]) -> Canaries:
    """Give each field of each case in `FIELDS` its canary. `codes`: what opens personal links."""
    canaries = Canaries()
    for relation, coach in _coaches(world).items():
        of = "accounts.User.email"
        made = word(relation, of).lower()
        canaries.add(Canary(relation, of, Group.STAFF_MAIL, (made,)), made)
        coach.email = f"{made}@exempel.se"
        coach.save()
    for relation in PLANTED:
        rows = dict(world.cases[relation])
        _prepare(rows)
        for row, note in _rows_of(rows):
            _plant_row(canaries, relation, row, note)
        _plant_number(canaries, relation, rows["person"])
        _plant_secrets(canaries, relation, rows["link"], codes.get(relation, ""))
    return canaries


def _coaches(world: World) -> dict[Relation, User]:
    coaches = {relation: crew.coach for relation, crew in world.crews.items()}
    return {**coaches, Relation.COLLEAGUES: world.crews[Relation.OWN].colleague}


def _prepare(rows: dict[str, models.Model]) -> None:
    """Let the facts be such that each of them is shown: a place in words, a profile with all its fields."""
    episode, share = rows["episode"], rows["share"]
    assert isinstance(episode, Episode)
    assert isinstance(share, ProfileShare)
    episode.company = None
    share.fields = list(ProfileField.values)
    put_off = rows["postponement"]
    assert isinstance(put_off, Postponement)
    put_off.key = "entry_status exit_cause exit_destination target_group"  # what is missing then


def _rows_of(rows: Mapping[str, models.Model]) -> Iterator[tuple[models.Model, str]]:
    aside = {"personal_number", "link", "user", "officer", "administrator", "orphan", "declined"}
    known = (row for name, row in rows.items() if row._meta.label in FIELDS and name not in aside)
    for row in known:
        yield row, ""
    yield rows["assessment"].results.first(), ""  # type: ignore[attr-defined]  # an assessment
    if "orphan" in rows:
        yield rows["orphan"], ORPHAN
    yield rows["declined"], DECLINED
    stay = rows["enrolment"]
    assert isinstance(stay, Enrolment)
    yield Enrolment(person=stay.person, project=stay.project, referrer=stay.referrer), EARLIER
    talks = {"employee_talk_on": LONG_AGO, "employer_talk_on": LONG_AGO}
    views = {"employee_view": "Nöjd.", "employer_view": "Nöjd."}
    yield SupportedProcess(enrolment=stay, **talks, **views), ENDED
    # The newest, which the participant's page shows; the one that goes on has a page of its own.
    yield SupportedProcess(enrolment=stay), BROKEN_OFF
    process = rows["supported_process"]
    assert isinstance(process, SupportedProcess)
    yield MayTell(process=process, what="Behöver paus", agreed_on=LONG_AGO), WITHDRAWN


def _plant_row(canaries: Canaries, relation: Relation, row: models.Model, note: str) -> None:
    for name, group in FIELDS[row._meta.label].items():
        of = f"{row._meta.label}.{name}" + (f" {note}" if note else "")
        noted = {*_MONTHS, *_TELLING, *_WORDS_WITH_NOTE}
        if not isinstance(group, Group) or (note and of not in noted):
            continue
        if not note and of not in _MONTHS and any(f"{of} {other}" in noted for other in _NOTES):
            continue  # an exit is of the stay that has ended
        met = Group.NOWHERE if note == ORPHAN else group
        value = _plant_field(canaries, Canary(relation, of, met, ()))
        is_address = isinstance(row._meta.get_field(name), models.EmailField)
        setattr(row, name, f"{value}@exempel.se" if is_address else value)
    row.save()


def _plant_field(canaries: Canaries, canary: Canary) -> object:
    """Think of a value, note how it may be written, and give it."""
    relation, of = canary.relation, canary.field
    number = PLANTED.index(relation)
    if of in _MONTHS:
        year, month = _MONTHS[of]
        day = dt.date(year, month, 3 + 4 * number + list(_MONTHS).index(of) % 4)
        canaries.add(Canary(relation, of, canary.group, tuple(_written(day))), day)
        return day
    if of in _HOURS:
        hours = Decimal(_HOURS[of] + number) + Decimal("0.3")
        canaries.add(Canary(relation, of, canary.group, (str(hours), str(hours).replace(".", ","))), hours)
        return hours
    if of in _TELLING:
        code = _TELLING[of][number]
        canaries.add(Canary(relation, of, canary.group, tuple(_labels(of, code))), code, label=True)
        return code
    made = word(relation, of)
    canaries.add(Canary(relation, of, canary.group, (made,)), made)
    return made


def _written(day: dt.date) -> Iterable[str]:
    texts = {day.isoformat(), f"{day:%Y%m%d}"}
    for language in ("sv", "en"):
        with override(language):
            texts |= {date_format(day, style) for style in ("j F Y", "j M Y", "DATE_FORMAT")}
    return texts


def _labels(of: str, code: str) -> Iterable[str]:
    name = of.removesuffix(f" {EARLIER}").rpartition(".")[2]
    for language in ("sv", "en"):
        with override(language):
            yield str(_CHOICES[name](code).label) if name in _CHOICES else str(countries()[code])


def test_number(number: int) -> str:
    """A personal number of a day that lies ahead, which nobody can have been given."""
    nine = f"9011{10 + number:02}238"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    check = -sum(value - 9 * (value > 9) for value in doubled) % 10
    return f"20{nine}{check}"


def _plant_number(canaries: Canaries, relation: Relation, person: models.Model) -> None:
    assert isinstance(person, Person)
    PersonalNumber.objects.filter(person=person).delete()
    digits = test_number(PLANTED.index(relation))
    factories.personal_number(person=person, number=digits)
    texts = (digits, f"{digits[:8]}-{digits[8:]}", digits[2:], f"{digits[2:8]}-{digits[8:]}")
    of = "participants.PersonalNumber.sealed"
    canaries.add(Canary(relation, of, Group.NUMBER, texts), digits, token=False)


def _plant_secrets(canaries: Canaries, relation: Relation, link: models.Model, code: str) -> None:
    assert isinstance(link, PersonalLink)
    texts = (link.code_hash, *([code, code.replace("-", "")] if code else []))
    of = "participants.PersonalLink.code_hash"
    canaries.add(Canary(relation, of, Group.NOWHERE, texts), link.code_hash, token=False)


def remove(stay: Enrolment) -> None:
    """Let the person of a stay never have been."""
    for each in Enrolment.objects.filter(person=stay.person_id):
        each.delete()
    Person.objects.filter(pk=stay.person_id).delete()
