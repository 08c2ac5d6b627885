"""Referrals to the present project: waiting, accepted and declined."""

import datetime as dt
import uuid
from typing import Final

from accounts.models import User
from exchange.demo.dates import workday, years_before
from exchange.demo.people import MAN, listed_number
from participants.actions.referrals import ReferralFacts, accept, decline, refer
from participants.codes import Answer, EntryStatus, SupportSource
from participants.models import DeclineReason, Financing, Referral
from projects.models import Project, TargetGroup

PHONE: Final = "070-174 06 05"
"""One of the numbers that are given to nobody, for films and the like (PTS)."""
SOCIAL_SERVICES: Final = "Socialtjänsten, Björkåsa"
# Name, days ago, lives on, who refers in words ("" = the one who signs in), and why.
WAITING: Final = (
    (
        ("Elvira", "Norlander"),
        1,
        Financing.SOCIAL_ASSISTANCE,
        "",
        (
            "Har varit hemma i två år och vill komma i gång. Tar gärna praktik "
            "i butik. Behöver stöd med att söka."
        ),
    ),
    (
        ("Yonas", "Tesfay"),
        4,
        Financing.INTRODUCTION,
        "",
        "Läser SFI C på förmiddagar. Har arbetat som svetsare och vill tillbaka till yrket.",
    ),
    (
        ("Petra", "Wikner"),
        9,
        Financing.SICKNESS_BENEFIT,
        "Arbetsförmedlingen, Björkåsa",
        "På väg tillbaka efter sjukskrivning. Arbetstränat två timmar om dagen, kan öka i lugn takt.",
    ),
)
DECLINED: Final = (
    (
        ("Ismail", "Warsame"),
        30,
        DeclineReason.OTHER_MEASURE,
        "Började i Rusta och matcha samma vecka. Välkommen åter när det är slut.",
    ),
    (
        ("Ann-Marie", "Rask"),
        18,
        DeclineReason.NOT_TARGET_GROUP,
        "Har ett arbete på deltid och söker mer tid.",
    ),
)
PROTECTED: Final = ("Kim", "Sjödin")
ACCEPTED: Final = ("Nadia", "Sabri")
BEGINS_IN: Final = 5
"""Days until the one who was accepted comes for the first time."""


def refer_some(project: Project, *, coach: User, lead: User, referrer: User, on: dt.date) -> None:
    """Receive some referrals, and decide about some; `referrer` sends, `coach` registers and accepts."""
    groups = list(project.target_groups.all())
    number = listed_number(years_before(on, 16) - dt.timedelta(days=40), MAN)
    for turn, (name, ago, lives_on, words, why) in enumerate(WAITING):
        sender = None if words else referrer
        facts = _facts(
            name,
            on,
            ago,
            financing=lives_on,
            referred_by=words,
            referrer=sender,
            why=why,
            phone=PHONE,
            target_group=groups[turn % len(groups)],
        )
        _refer(project, facts, by=sender or coach, number=number if turn == 1 else "", on=on)
    for name, ago, reason, words in DECLINED:
        sent = _refer(project, _facts(name, on, ago, referrer=referrer), by=referrer, on=on)
        decline(by=lead, referral=sent, reason=reason, words=words, on=on - dt.timedelta(days=ago - 3))
    protected = _facts(PROTECTED, on, 2, referred_by=SOCIAL_SERVICES, protected_identity=True, coach=coach)
    _refer(project, protected, by=coach, on=on)
    facts = _facts(ACCEPTED, on, 12, financing=Financing.SOCIAL_ASSISTANCE, referrer=referrer)
    _accept(_refer(project, facts, by=referrer, on=on), coach=coach, referrer=referrer, on=on)


def _refer(project: Project, facts: ReferralFacts, *, by: User, number: str = "", on: dt.date) -> Referral:
    return refer(by=by, project=project, key=uuid.uuid4(), personal_number=number, on=on, **facts)


def _facts(
    name: tuple[str, str],
    on: dt.date,
    ago: int,
    *,
    financing: str = "",
    referred_by: str = "",
    referrer: User | None = None,
    protected_identity: bool = False,
    coach: User | None = None,
    why: str = "",
    phone: str = "",
    target_group: TargetGroup | None = None,
) -> ReferralFacts:
    first, last = name
    return {
        "target_group": target_group,
        "referrer": referrer,
        "referred_by": referred_by,
        "received_on": on - dt.timedelta(days=ago),
        "financing": financing,
        "financing_words": "",
        "first_name": first,
        "last_name": last,
        "phone": phone,
        "email": "",
        "protected_identity": protected_identity,
        "coach": coach,
        "why": why,
    }


def _accept(referral: Referral, *, coach: User, referrer: User, on: dt.date) -> None:
    """Enrol somebody who comes in some days."""
    start = workday(on + dt.timedelta(days=BEGINS_IN))
    accept(
        by=coach,
        referral=referral,
        key=uuid.uuid4(),
        on=on,
        person={
            "first_name": referral.first_name,
            "last_name": referral.last_name,
            "birth_date": years_before(on, 31) - dt.timedelta(days=77),
            "gender": "woman",
            "protected_identity": False,
        },
        personal_number="",
        new_name=False,
        participant_number="",
        coach=coach,
        support_source=SupportSource.SOCIAL_ASSISTANCE,
        support_from=None,
        background={
            "birth_country": Answer.NOT_ASKED,
            "parents_born_abroad": Answer.NOT_ASKED,
            "citizenship": Answer.NOT_ASKED,
            "reduced_work_capacity": Answer.NOT_ASKED,
        },
        enrolment={
            "target_group": referral.project.target_groups.first(),
            "referred_by": SOCIAL_SERVICES,
            "referrer": referrer,
            "referred_on": referral.received_on,
            "start": start,
            "entry_status": EntryStatus.UNEMPLOYED,
            "unemployed_since": None,
            "education_level": "",
            "hours_wanted": None,
            "languages": "arabiska, svenska",
        },
    )
