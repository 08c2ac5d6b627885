"""A small world to test access in: two municipalities, three projects, who works there, and their cases.

Everything is seen from the first project. `Relation` says what a row is to its people: the *own* coach,
referrer and company have the case `OWN`; a colleague of each has the case `COLLEAGUES`. Every case has
a row of each kind that hangs on an enrolment. Nobody in it exists.

    world = build()
    world.people[Part.COACH]                         # the own coach
    world.row("episode", Relation.PROTECTED)         # an episode of somebody whom only a colleague reaches

A new kind of row that an address can name is made in `_case` (once a case), `_place` (once a project) or
`_municipality`, under the name that `tests/access/routes.py` gives to the parameter.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import models
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.access import Office, Role, Seat
from accounts.models import User
from participants.models import EmergencyAccess, Enrolment
from projects.models import Organisation, Project
from tests import factories
from tests.conftest import signed_in_client


class Relation(StrEnum):
    """What a row is to the people of the first project; the last two name no row."""

    OWN = "own"
    OWN_PROTECTED = "own, protected"
    COLLEAGUES = "colleague's"
    PROTECTED = "colleague's, protected"
    OTHER_PROJECT = "other project's"
    OTHER_MUNICIPALITY = "other municipality's"
    ABSENT = "absent"
    MALFORMED = "malformed"


class Part(StrEnum):
    """Who asks: the roles of the first project and municipality; the person of the own case, by their link;
    somebody without any role; one who had one."""

    COACH = Role.COACH
    LEAD = Role.LEAD
    REFERRER = Role.REFERRER
    OFFICER = Office.OFFICER
    ADMINISTRATOR = Office.ADMINISTRATOR
    EMPLOYER = Seat.EMPLOYER
    PARTICIPANT = "participant"
    NOBODY = "nobody"
    FORMER = "former coach"
    SUPERUSER = "superuser"


DECLINED: Mapping[str, Any] = {
    "declined_reason": "other",
    "declined_words": "Köket stängde.",
    "decided_on": factories.START,
}
"""What is said of a referral when it is declined."""
IN_PROJECT = (Relation.OWN, Relation.OWN_PROTECTED, Relation.COLLEAGUES, Relation.PROTECTED)
LAST_NAMES: Mapping[Relation, str] = {
    Relation.OWN: "Egenström",
    Relation.OWN_PROTECTED: "Egenskyddad",
    Relation.COLLEAGUES: "Kollegasson",
    Relation.PROTECTED: "Skyddsberg",
    Relation.OTHER_PROJECT: "Grannprojektsson",
    Relation.OTHER_MUNICIPALITY: "Grannkommunsson",
}
"""Who the case is about. No name is part of another, nor of any word of the site."""
NUMBERS: Mapping[Relation, str] = {
    Relation.OWN: "199005202388",
    Relation.OWN_PROTECTED: "198503142393",
    Relation.COLLEAGUES: "191500882392",
    Relation.PROTECTED: "191500722390",
    Relation.OTHER_MUNICIPALITY: "199005202388",
}
"""Of Skatteverket's published test numbers; each municipality knows a number once."""
CODE = "7K3M-Q9XA-0000-0000-0001"
"""What opens the own case's person their own page."""
SHOWN_NAMES: Mapping[Relation, str] = {
    Relation.OWN: "Ärtan",
    Relation.OWN_PROTECTED: "Ögonvita",
    Relation.COLLEAGUES: "Åskmolnet",
    Relation.PROTECTED: "Östanvinden",
    Relation.OTHER_PROJECT: "Älvdansen",
    Relation.OTHER_MUNICIPALITY: "Åkerbäret",
}
"""What the person of the case is called in the profile shared with a company."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Those who work with one project, each with a colleague who has cases of their own."""

    project: Project
    coach: User
    colleague: User
    lead: User
    referrer: User
    other_referrer: User
    employer: User
    other_employer: User
    rows: Mapping[Relation, Mapping[str, models.Model]]


@dataclass(frozen=True, slots=True)
class World:
    """Who is there, and every row that an address can name, by what it is and whose."""

    people: Mapping[Part, User]
    crews: Mapping[Relation, Crew]
    cases: Mapping[Relation, Mapping[str, models.Model]]

    def client(self, part: Part) -> Client:
        """A browser in which somebody has come in already: signed in, or by their personal link."""
        if part != Part.PARTICIPANT:
            return signed_in_client(self.people[part])
        client = Client()
        assert client.post("/min-sida/", {"code": CODE}).status_code == 302
        return client

    def row(self, kind: str, relation: Relation) -> models.Model | None:
        """The row of that kind; None where there is none of its own, such as a colleague's project."""
        return self.cases[relation].get(kind)

    def enrolment(self, relation: Relation) -> Enrolment:
        """The stay that the case is about."""
        row = self.cases[relation]["enrolment"]
        assert isinstance(row, Enrolment)
        return row


def build() -> World:
    """Make the world, in the database at hand. Access is judged at today's date, so roles began long ago."""
    here, there = (_municipality(name) for name in ("Hemkommunen", "Grannkommunen"))
    own = _crew(here["organisation"], "Hemprojektet", Relation.OWN)
    beside = _crew(here["organisation"], "Grannprojektet", Relation.OTHER_PROJECT)
    afar = _crew(there["organisation"], "Fjärrprojektet", Relation.OTHER_MUNICIPALITY)
    cases: dict[Relation, dict[str, models.Model]] = {}
    for relation in IN_PROJECT:
        mine = relation in {Relation.OWN, Relation.OWN_PROTECTED}
        cases[relation] = _case(own, relation, mine=mine) | dict(own.rows.get(relation, {}))
    for crew, relation in ((beside, Relation.OTHER_PROJECT), (afar, Relation.OTHER_MUNICIPALITY)):
        cases[relation] = _case(crew, relation, mine=True) | dict(crew.rows[relation])
    cases[Relation.OWN] |= here
    cases[Relation.COLLEAGUES]["office"] = here["officer"].offices.get()  # type: ignore[attr-defined]  # a User
    cases[Relation.OTHER_MUNICIPALITY] |= there
    for relation, number in NUMBERS.items():
        person = cases[relation]["person"]
        cases[relation]["personal_number"] = factories.personal_number(person=person, number=number)  # type: ignore[arg-type]  # a Person
    return World(
        people=_people(own, here),
        crews={Relation.OWN: own, Relation.OTHER_PROJECT: beside, Relation.OTHER_MUNICIPALITY: afar},
        cases=cases,
    )


def _people(own: Crew, here: Mapping[str, models.Model]) -> dict[Part, User]:
    officer, administrator = here["officer"], here["administrator"]
    assert isinstance(officer, User)
    assert isinstance(administrator, User)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    former = factories.user(name="Fanny Förra")
    factories.membership(project=own.project, user=former, role=Role.COACH, end=yesterday)
    people = {
        Part.COACH: own.coach,
        Part.LEAD: own.lead,
        Part.REFERRER: own.referrer,
        Part.OFFICER: officer,
        Part.ADMINISTRATOR: administrator,
        Part.EMPLOYER: own.employer,
        Part.NOBODY: factories.user(name="Nils Ingen"),
        Part.FORMER: former,
        Part.SUPERUSER: factories.user(name="Sune Super", is_superuser=True),
    }
    for user in people.values():
        factories.code_app(user=user)
    return people


def _municipality(name: str) -> dict[str, models.Model]:
    organisation = factories.organisation(name=name)
    administrator = factories.administrator(organisation=organisation)
    return {
        "organisation": organisation,
        "officer": factories.officer(organisation=organisation),
        "administrator": administrator,
        "office": administrator.offices.get(),
    }


def _crew(organisation: models.Model, name: str, whose: Relation) -> Crew:
    """A project with its people and what belongs to it as a whole; `whose` it is to the first one."""
    assert isinstance(organisation, Organisation)
    project = factories.project(organisation=organisation, name=name)
    for position in (1, 2):
        factories.phase(project=project, position=position)
    people = {
        "coach": factories.coach(project=project, name=f"Karin {name}"),
        "colleague": factories.coach(project=project, name=f"Klas {name}"),
        "lead": factories.lead(project=project, name=f"Lars {name}"),
        "referrer": factories.referrer(project=project, name=f"Rut {name}"),
        "other_referrer": factories.referrer(project=project, name=f"Rolf {name}"),
    }
    companies = [factories.company(organisation=organisation, name=f"{name} {letter} AB") for letter in "ÅÄ"]
    people |= {
        "employer": factories.employer_contact(company=companies[0], name=f"Elin {name}"),
        "other_employer": factories.employer_contact(company=companies[1], name=f"Emil {name}"),
    }
    rows: dict[Relation, dict[str, models.Model]] = {
        whose: _place(project, people["coach"], people["lead"])
        | _ways_in(people["coach"])
        | {
            "company": companies[0],
            "seat": people["employer"].seats.get(),
            "user": people["coach"],
            "saved_filter": factories.saved_filter(user=people["coach"]),
        }
    }
    if whose == Relation.OWN:
        rows[Relation.COLLEAGUES] = _ways_in(people["colleague"]) | {
            "membership": people["colleague"].memberships.get(),
            "company": companies[1],
            "seat": people["other_employer"].seats.get(),
            "user": people["colleague"],
            "saved_filter": factories.saved_filter(user=people["colleague"]),
        }
    return Crew(project=project, **people, rows=rows)


def _place(project: Project, coach: User, lead: User) -> dict[str, models.Model]:
    """What a project has once."""
    ring = factories.ring(project=project)
    company = factories.company(organisation=project.organisation)
    factories.ring_membership(ring=ring, company=company)
    factories.goal(project=project)
    bundle = factories.report_bundle(organisation=project.organisation, ordered_by=lead)
    return {
        "project": project,
        "membership": coach.memberships.get(),
        "invitation": factories.invitation(user=coach, invited_by=lead),
        "report": factories.report(project=project, ordered_by=lead, bundle=bundle),
        "bundle": bundle,
        "standing_order": factories.standing_order(project=project, ordered_by=lead),
        "ring": ring,
        "need": factories.need(project=project, company=company),
        "orphan": factories.referral(
            project=project, protected_identity=True, coach=factories.user(), registered_by=coach
        ),
        "target_group": factories.target_group(project=project),
        # Nobody stands on it, so that it can be moved and removed.
        "phase": factories.phase(project=project, position=3),
        "condition": factories.condition(project=project),
        "contact": factories.contact(project=project, company=company),
    }


def _case(crew: Crew, relation: Relation, *, mine: bool) -> dict[str, models.Model]:
    """A person's stay in the crew's project with a row of everything that hangs on one."""
    project, coach = crew.project, crew.coach if mine else crew.colleague
    person = factories.person(
        organisation=project.organisation,
        first_name="Maja",
        last_name=LAST_NAMES[relation],
        protected_identity=relation in {Relation.OWN_PROTECTED, Relation.PROTECTED},
    )
    stay = factories.enrolment(
        project=project,
        person=person,
        coach=coach,
        referrer=crew.referrer if mine else crew.other_referrer,
    )
    seat = (crew.employer if mine else crew.other_employer).seats.get()
    first = project.phases.get(position=1)
    held, planned = factories.session(project=project), factories.series(project=project)
    missed = factories.session(project=project)
    return {
        "person": person,
        "enrolment": stay,
        "participant_number": factories.participant_number(
            project=project, person=person, number=relation.name
        ),
        "coach_assignment": stay.coach_assignments.get(),
        "background": factories.background(enrolment=stay, birth_country="SO"),
        "episode": factories.episode(enrolment=stay, company=seat.company, title="Kock"),
        "support": factories.support(enrolment=stay),
        "assessment": factories.assessment(enrolment=stay, assessed_by=coach, observation="Trivs."),
        "session": held,
        "attendance": factories.attendance(enrolment=stay, session=held),
        "absence": factories.absence(enrolment=stay, session=missed),
        "expected": factories.expected(enrolment=stay, session=held),
        "attendance_change": factories.attendance_change(enrolment=stay, changed_by=coach),
        "series": planned,
        "series_expected": factories.series_expected(enrolment=stay, series=planned),
        "move": factories.phase_move(enrolment=stay, phase=first),
        "note": (written := factories.note(enrolment=stay, author=coach)),
        "note_version": factories.note_version(note=written),
        "note_draft": factories.note_draft(enrolment=stay, author=coach),
        "cv_entry": factories.cv_entry(enrolment=stay, kind="skill"),
        **_plan(stay, by=coach),
        "follow_up": factories.follow_up(enrolment=stay),
        "referral": _referral(crew, coach, relation, mine=mine),
        "declined": _referral(crew, coach, relation, mine=mine, **DECLINED),
        "attempt": factories.follow_up_attempt(enrolment=stay, by=coach, comment="Växeln svarade."),
        "postponement": factories.postponement(enrolment=stay, by=coach),
        "survey_answer": factories.survey_answer(enrolment=stay),
        "mapping_entry": (mapped := factories.mapping_entry(enrolment=stay, changed_by=coach)),
        "former_mapping": factories.former_mapping(entry=mapped),
        "condition_answer": factories.condition_answer(
            enrolment=stay, condition=project.eligibility_conditions.get(), answered_by=coach
        ),
        "supervisor": factories.supervisor(project=project, company=seat.company),
        "accepted_gap": factories.accepted_gap(enrolment=stay, accepted_by=crew.lead),
        "share": factories.profile_share(
            enrolment=stay, company=seat.company, shared_by=coach, shown_name=SHOWN_NAMES[relation]
        ),
        "link": factories.personal_link(
            enrolment=stay, made_by=coach, code=CODE if relation == Relation.OWN else ""
        ),
        "emergency_access": _emergency(stay, by=crew.lead if mine else crew.colleague),
    } | _supported(stay)


def _supported(stay: Enrolment) -> dict[str, models.Model]:
    """Supported employment with something of everything."""
    process = factories.supported_process(enrolment=stay, step=3)
    return {
        "supported_process": process,
        "supported_move": process.moves.get(),
        "applicant_analysis": factories.applicant_analysis(process=process),
        "may_tell": factories.may_tell(process=process),
        "job_analysis": factories.job_analysis(process=process),
        "introduction": factories.introduction(process=process),
        "planned_support": factories.planned_support(process=process),
    }


def _plan(stay: Enrolment, *, by: User) -> dict[str, models.Model]:
    """A goal with an action that is somebody else's and given up: each field has something in it."""
    goal = factories.plan_goal(enrolment=stay, reached_on=factories.START)
    return {
        "plan_goal": goal,
        "plan_action": factories.plan_action(
            goal=goal,
            owner="other",
            owner_name="Köket",
            state="dropped",
            settled_on=factories.START,
            reason="Stängt.",
        ),
        "plan_agreement": factories.plan_agreement(enrolment=stay, agreed_by=by),
    }


def _referral(crew: Crew, coach: User, relation: Relation, *, mine: bool, **decision: Any) -> models.Model:
    """A referral of somebody else, protected like the case's person and received by its coach.

    It is waiting unless a `decision` is given.
    """
    protected = relation in {Relation.OWN_PROTECTED, Relation.PROTECTED}
    return factories.referral(
        project=crew.project,
        referrer=crew.referrer if mine else crew.other_referrer,
        registered_by=coach,
        protected_identity=protected,
        coach=coach if protected else None,
        why="Vill arbeta i kök.",
        **decision,
    )


def _emergency(stay: Enrolment, *, by: User) -> EmergencyAccess:
    """In force where it makes no difference; over where it would open what the policy says is closed."""
    if not stay.person.protected_identity:
        return factories.emergency_access(enrolment=stay, user=by)
    hours_ago = [timezone.now() - dt.timedelta(hours=hours) for hours in (3, 2)]
    return factories.emergency_access(
        enrolment=stay, user=by, granted_at=hours_ago[0], expires_at=hours_ago[1]
    )


def _ways_in(user: User) -> dict[str, models.Model]:
    """What somebody signs in with."""
    return {
        "passkey": Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Nyckel", "credential": _credential(str(user.pk).encode())},
        ),
        "identity": SocialAccount.objects.create(user=user, provider="oidc", uid=str(user.pk)),
    }


def _credential(number: bytes) -> dict[str, object]:
    """What a passkey says of itself when it is added; nobody has its secret."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    public = ES256.from_cryptography_key(key)  # type: ignore[no-untyped-call]  # has no types
    attested = AttestedCredentialData.create(Aaguid.NONE, number, public)
    flags = AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP
    told = AttestationObject.create("none", AuthenticatorData.create(bytes(32), flags, 0, attested), {})
    asked = b'{"type": "webauthn.create", "challenge": "", "origin": "https://exempel.se"}'
    return {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(asked),
            "attestationObject": websafe_encode(bytes(told)),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
