"""What each change of a fact moves in E07, E14 and E21."""

import datetime as dt

from employers.models import Company, CompanyContact
from participants.models import Enrolment, Episode, FollowUp, Person, SensitiveBackground
from tests.reporting.second.common import Moves


def moves(everybody: str, rows: str, *, entering: str, out: str, extra: Moves) -> Moves:
    """What each change moves. `everybody`: the grand total, `rows`: all others that count a person."""
    persons = {everybody, *rows.split()}
    return {
        "gender": (Person, {"gender": "man"}, persons),
        "birth date": (Person, {"birth_date": None}, persons),
        "registered by mistake": (Enrolment, {"registered_by_mistake": True}, persons),
        # Of the second, too, whose record lacks it: the table of what is missing moves.
        "employed at the start": (Enrolment, {"entry_status": "employed"}, {everybody, *entering.split()}),
        "still enrolled": (
            Enrolment,
            {"end": None, "exit_cause": "", "exit_destination": ""},
            set(out.split()),
        ),
        **extra,
    }


SWEDISH = {"birth_country": "SE", "parents_born_abroad": "no", "citizenship": "SE"}
MOVES_2007 = moves(
    "E07IN",
    "E07OUT E07T E07UNE E07LTU E07MIG E07DIS E07ED3",
    entering="E07EMP E07UNE E07LTU",
    out="E07OUT E07OVER",
    extra={
        "in education": (
            Enrolment,
            {"entry_status": "inactive_in_education"},
            {"E07IN", "E07UNE", "E07LTU", "E07INA", "E07EDU"},
        ),
        "Swedish": (SensitiveBackground, SWEDISH, {"E07MIG"}),
        "not disabled": (SensitiveBackground, {"reduced_work_capacity": "declined"}, {"E07DIS"}),
        "55 years old": (
            Person,
            {"birth_date": dt.date(1968, 6, 1)},
            {"E07IN", "E07OUT", "E07T", "E07UNE", "E07LTU", "E07Y55", "E07MIG", "E07DIS", "E07ED3"},
        ),
        "post-secondary": (Enrolment, {"education_level": "4"}, {"E07IN", "E07ED3", "E07ED4"}),
    },
)
MOVES_2014 = moves(
    "E14G",
    "E14T CO01 CO02 CO10 CO15 CO16 CR04 CR05 CR06 CR09",
    entering="CO01 CO02 CO05 CR04 CR05 CR06 CR09",
    out="CR04 CR05 CR06 CR09",
    extra={
        "unemployed for two weeks": (Enrolment, {"unemployed_since": dt.date(2024, 1, 1)}, {"CO02"}),
        "inactive, left for job seeking": (
            Enrolment,
            {"entry_status": "inactive", "exit_destination": "job_seeking"},
            {"E14G", "CO01", "CO02", "CO03", "CO04", "CR01", "CR04"},
        ),
        "left for studies": (Enrolment, {"exit_destination": "studies"}, {"CR02"}),
        "not reached": (FollowUp, {"outcome": "not_reached"}, {"CR06", "CR09"}),
        "followed up after as of": (FollowUp, {"done_on": dt.date(2026, 1, 1)}, set()),
        "Swedish": (SensitiveBackground, SWEDISH, {"CO15"}),
        "not disabled": (SensitiveBackground, {"reduced_work_capacity": "declined"}, {"CO16"}),
        "tertiary": (Enrolment, {"education_level": "5"}, {"E14G", "CO10", "CO11"}),
        "55 years old": (
            Person,
            {"birth_date": dt.date(1968, 6, 1)},
            {
                *("E14T", "E14G", "CO01", "CO02", "CO07", "CO08", "CO10", "CO15", "CO16"),
                *("CR04", "CR05", "CR06", "CR08", "CR09"),
            },
        ),
    },
)
MOVES_2021 = moves(
    "EECO01",
    "EECO02 EECO03 EECO10 EECO12 EECO13 EECO14 EECR04 EECR05",
    entering="EECO02 EECO03 EECO05 EECR04 EECR05",
    out="EECR04 EECR05",
    extra={
        "a citizen of Finland": (SensitiveBackground, {"citizenship": "FI"}, {"EECO13"}),
        "born in Sweden of parents born there": (
            SensitiveBackground,
            {"birth_country": "SE", "parents_born_abroad": "no"},
            {"EECO14"},
        ),
        "outside the labour force after": (
            Enrolment,
            {"exit_destination": "outside_labour_force"},
            {"EECR04"},
        ),
        "education and jobs are history": (Episode, {"before_start": True}, set()),
        "contact before the period": (CompanyContact, {"contacted_on": dt.date(2022, 1, 1)}, {"EECO19"}),
        "250 employees": (Company, {"employees": 250}, {"EECO19"}),
    },
)
