"""What holds between the tables of each set, written from the definitions for `tests.reporting.outsider`.

A second writing on purpose: `reporting.catalogue.tied` is what is tested by it.
"""

from collections.abc import Callable, Iterator

from reporting.compute import Figures
from tests.reporting.outsider import Rule, only, rule

STATUSES = {
    "E07": ("E07T", "E07EMP", "E07UNE", "E07INA", "E07LTU", "E07EDU"),
    "E14": ("E14T", "CO01", "CO05", "CO03", "CO02", "CO04"),
    "E21": ("EECO01.complete", "EECO05", "EECO02", "EECO04", "EECO03", ""),
}


def rules_of(figures: Figures) -> list[Rule]:
    """All that one knows who knows the definitions of the set, and the age bands."""
    return list(RULES[figures.indicator_set.code](figures))


def _linkoping(figures: Figures) -> Iterator[Rule]:
    yield rule("L2 + L2.not_yet_due + L2.late + L2.never = L1.provisional")
    yield rule("L1 <= L1.provisional")
    yield rule("L1#hit <= L1.provisional#hit")
    yield rule("L2.days_to_ready = L2 + L2.late")
    yield rule("L9.by_gender_age = L9")
    for criterion in {group.row for group in figures["L11"].side("criteria").groups}:
        states = [group.code for group in figures["L11"].side("criteria").groups if group.row == criterion]
        yield rule(f"{' + '.join(f'L11.criteria@{state}' for state in states)} = L11")
        yield rule(f"L11@not_assessed <= L11.criteria@{states[-1]}")
    yield rule("L12.against_hours_wanted = L12")
    yield rule("L13.share#hit = L13")
    yield rule("L13.share <= L12")
    yield rule("L13.share = 0", genders=("nonbinary", "unknown"))


def _navigator(figures: Figures) -> Iterator[Rule]:
    ages = (*figures.age_bands, "outside", "unknown")
    for group in figures["K1"].table.groups:
        yield rule(f"K1@{group.code} = K9@{group.code}")
    for young, whole in (
        *((f"{code}.young", code) for code in ("K1", "K9", "K11", "K12", "K5", "K6", "K7")),
        *(
            (f"{code}.young#{layer}", f"{code}#{layer}")
            for code in ("K2", "K3", "K8")
            for layer in ("hit", "rest")
        ),
        ("K10.ages@16-24", "K10"),
    ):
        yield from only(young, whole, ages=("16-24",), all_ages=ages)
    yield from only("K10.ages@55-64", "K10", ages=("55-64",), all_ages=ages)
    yield from only("K10.ages@unknown", "K10", ages=("unknown",), all_ages=ages)
    for text in (
        "K1 = K10",
        "K10.ages = K10",
        "K1.foreign_born = K11",
        "K9.foreign_born = K11",
        "K10.foreign_born = K11",
        "K11 + K11.not_known <= K1",
        "K12 + K12.not_known <= K1",
        "K12.foreign_born <= K12",
        "K12.foreign_born <= K11",
        "K12 + K11 <= K1 + K12.foreign_born",
        "K2 = K2.response_rate",
        "K2 = K8.response_rate",
        "K2.response_rate#hit = K8.response_rate#hit",
        "K2.response_rate#hit = K8",
        "K8#hit <= K2#hit",
        "K2#hit + K8 <= K2 + K8#hit + K2",
        "K8.foreign_born#hit <= K2.foreign_born#hit",
        "K8.foreign_born <= K2.foreign_born",
        "K8#hit + K2.foreign_born#hit <= K2#hit + K8.foreign_born#hit",
        "K8 + K2.foreign_born <= K2 + K8.foreign_born",
        "K3 <= K2",
        "K3.foreign_born <= K2.foreign_born",
        "K3 + K2.foreign_born <= K2 + K3.foreign_born",
        "K3.state = K3",
        "K3#hit = K5",
        "K3.foreign_born#hit = K5.foreign_born",
        "K3.state@work = K5",
        "K3.state@unknown = K3.unknown",
        "K3.state@programme + K7.overlap = K7",
        "K3.state@studies <= K6",
        "K6 <= K3.state@studies + K6.overlap",
        *(f"K{number}.overlap <= K{number}" for number in (5, 6, 7)),
        *(
            f"{code}.foreign_born#{layer} <= {code}#{layer}"
            for code in ("K2", "K3", "K8")
            for layer in ("hit", "rest")
        ),
        *(f"K{number}.foreign_born <= K{number}" for number in (5, 6, 7)),
    ):
        yield rule(text)
    for group in figures["K10"].table.groups:
        cells = [
            one.code
            for one in figures["K10"].side("years_and_ages").groups
            if one.code.startswith(group.code)
        ]
        yield rule(f"{' + '.join(f'K10.years_and_ages@{cell}' for cell in cells)} = K10@{group.code}")
    for group in figures["K10"].side("ages").groups:
        cells = [
            one.code
            for one in figures["K10"].side("years_and_ages").groups
            if one.code.partition(":")[2] == group.code
        ]
        yield rule(f"{' + '.join(f'K10.years_and_ages@{cell}' for cell in cells)} = K10.ages@{group.code}")


def _sin(_figures: Figures) -> Iterator[Rule]:
    yield rule("S2 + S3 + S4 + S5 + S1.other = S1")
    yield rule("S6 <= S1")
    yield rule("S7 <= S1")


def _leanlink(figures: Figures) -> Iterator[Rule]:
    even = []
    for group in figures["X1"].table.groups:
        yield rule(f"X1@{group.code} = X2@{group.code}")
        women, men = (
            figures["X1"].table.over(gender=gender, group=group.code) for gender in ("woman", "man")
        )
        if abs(women.value - men.value) <= 1:  # type: ignore[union-attr]  # they are counts
            even.append(f"X1@{group.code}")
    yield rule(f"{' + '.join(even) or '0'} = X2.balance@even")
    yield rule("X2.balance = X1")
    yield rule("X3.entries = X3")


def _vagen_tillbaka(figures: Figures) -> Iterator[Rule]:
    yield rule("V5.hours_by_kind = V5.hours")
    yield rule("V5.persons <= V5.persons_by_kind")
    for group in figures["V5"].table.groups:
        yield rule(f"V5.persons_by_kind@{group.code} <= V5.persons")


def _statuses(indicator_set: str, group: str = "") -> Iterator[Rule]:
    total, employed, unemployed, inactive, long_term, part = (
        f"{code}{group}" if code else "" for code in STATUSES[indicator_set]
    )
    if indicator_set == "E07":
        employed, unemployed, inactive = f"E07EMP{group}", f"E07UNE{group}", f"E07INA{group}"
    elif indicator_set == "E14":
        employed, unemployed, inactive = "CO05", "CO01", "CO03"
    yield rule(f"{employed} + {unemployed} + {inactive} = {total}")
    yield rule(f"{long_term} <= {unemployed}")
    if part:
        yield rule(f"{part} <= {inactive}")


def _records(figures: Figures, grand: str, complete: str, missing: str, *codes: str) -> Iterator[Rule]:
    """A complete record has a gender and an age; what one lacks that isn't, is in the table beside."""
    ages = (*figures.age_bands, "outside", "unknown")
    yield rule(f"{complete} <= {grand}")
    for code in (complete, *codes):
        yield rule(f"{code} = 0", genders=("unknown",))
        yield rule(f"{code} = 0", ages=("unknown",))
    yield from only(f"{missing}@birth_date", grand, ages=("unknown",), all_ages=ages)
    yield rule(f"{missing}@gender = {grand}", genders=("unknown",))
    yield rule(f"{missing}@gender = 0", genders=("woman", "man", "nonbinary"))
    known = {"genders": ("woman", "man", "nonbinary"), "ages": (*figures.age_bands, "outside")}
    yield rule(f"{grand} <= {complete} + {missing}@entry_status + {missing}@education_level", **known)
    for fact in ("entry_status", "education_level"):
        yield rule(f"{missing}@{fact} + {complete} <= {grand}")


def _esf_2007(figures: Figures) -> Iterator[Rule]:
    ages = (*figures.age_bands, "outside", "unknown")
    codes = [one.indicator.code for one in figures.figures if one.recorded][3:]
    yield from _records(figures, "E07IN", "E07T", "E07IN.missing", *codes)
    years = [group.code for group in figures["E07IN"].table.groups]
    for year in years:
        at = f"@{year}"
        yield rule(f"E07T{at} <= E07IN{at}")
        yield from _statuses("E07", at)
        yield from only(f"E07Y15{at}", f"E07T{at}", ages=("15-24",), all_ages=ages)
        yield from only(f"E07Y55{at}", f"E07T{at}", ages=("55-64",), all_ages=ages)
        yield rule(f"E07MIG{at} <= E07T{at}")
        yield rule(f"E07DIS{at} <= E07T{at}")
        yield rule(f"E07ED12{at} + E07ED3{at} + E07ED4{at} + E07ED56{at} <= E07T{at}")
        yield rule(f"E07OUT{at} <= E07IN{at} + E07OVER{at}")
        if str(int(year) + 1) in years:
            yield rule(f"E07OUT{at} + E07OVER@{int(year) + 1} = E07IN{at} + E07OVER{at}")


def _esf_2014(figures: Figures) -> Iterator[Rule]:
    ages = (*figures.age_bands, "outside", "unknown")
    codes = [one.indicator.code for one in figures.figures if one.recorded][2:]
    yield from _records(figures, "E14G", "E14T", "E14G.missing", *codes)
    yield from _statuses("E14")
    yield from only("CO06", "E14T", ages=("<25",), all_ages=ages)
    yield from only("CO07", "E14T", ages=("55+",), all_ages=ages)
    yield from only("CO08", "CO01 + CO04", ages=("55+",), all_ages=ages)
    yield from only("CR08", "CR06", ages=("55+",), all_ages=ages)
    yield rule("CO09 + CO10 + CO11 <= E14T")
    yield rule("CO15 <= E14T")
    yield rule("CO16 <= E14T")
    yield rule("CR05 <= CR01 + CR02 + CR04")
    yield rule("CR09 <= CR06")


def _esf_2021(figures: Figures) -> Iterator[Rule]:
    ages = (*figures.age_bands, "outside", "unknown")
    codes = [
        one.indicator.code for one in figures.figures if one.recorded and one.indicator.unit != "company"
    ][1:]
    yield from _records(figures, "EECO01", "EECO01.complete", "EECO01.missing", *codes)
    yield from _statuses("E21")
    for code, band in (("EECO06", "<18"), ("EECO07", "18-29"), ("EECO08", "55+")):
        yield from only(code, "EECO01.complete", ages=(band,), all_ages=ages)
    yield rule("EECO09 + EECO10 + EECO11 = EECO01.complete")
    for code in ("EECO12", "EECO13", "EECO14"):
        yield rule(f"{code} <= EECO01.complete")


def _finsam(_figures: Figures) -> Iterator[Rule]:
    """One table alone."""
    return iter(())


RULES: dict[str, Callable[[Figures], Iterator[Rule]]] = {
    "L": _linkoping,
    "K": _navigator,
    "S": _sin,
    "X": _leanlink,
    "V": _vagen_tillbaka,
    "E07": _esf_2007,
    "E14": _esf_2014,
    "E21": _esf_2021,
    "F": _finsam,
}
