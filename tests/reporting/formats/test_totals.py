"""A total that isn't the sum of its parts goes into no file."""

import datetime as dt
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from projects.models import Organisation, Project
from reporting import output, pdf
from reporting.catalogue import CATALOGUE
from reporting.formats import FORMATS, write_file
from reporting.output import as_json
from reporting.pdf import render_pdf
from reporting.totals import BrokenTotalError, check_totals
from tests.reporting.full import END, START, full_figures

type Json = dict[str, Any]

MADE_AT = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)


def report(*figures: Json) -> Json:
    return {"definitions": {"age_bands": ["16-24", "25-54"]}, "indicators": list(figures)}


def count(total: int | str | None, *cells: Json, **more: Any) -> Json:
    return {"code": "L5", "kind": "count", "total": total, "cells": list(cells), "target": None, **more}


def share(numerator: int, denominator: int, percent: str | None) -> Json:
    return {"numerator": numerator, "denominator": denominator, "percent": percent}


WOMEN = {"gender": "woman", "value": 31_000}
MEN = {"gender": "man", "value": 30_356}
SHARES = [share(1, 3, "33.3"), share(2, 3, "66.7")]
MEANS = [
    {"n": 1, "mean": "10.0", "median": "10.0"},
    {"n": 3, "mean": "20.0", "median": "20.0"},
]
HOURS = [{"value": "0.5", "minutes": 32}, {"value": "0.5", "minutes": 31}]


class TestWhatAddsUp:
    @pytest.mark.parametrize("code", CATALOGUE)
    def test_is_every_set_of_the_catalogue(self, code: str) -> None:
        check_totals(as_json(full_figures(code)))

    @pytest.mark.parametrize(
        "figure",
        [
            count(61_356, WOMEN, MEN),
            count(0),
            count(None, recorded=False),
            count("1.1", *HOURS),  # 63 minutes; of the rounded hours the sum would be 1.0
            {**count(None), "kind": "share", "total": share(3, 6, "50.0"), "cells": SHARES},
            {**count(None), "kind": "share", "total": share(0, 0, None), "cells": []},
            {
                **count(None),
                "kind": "mean",
                "total": {"n": 4, "mean": "17.5", "median": "20.0"},
                "cells": MEANS,
            },
            {**count(None), "kind": "mean", "total": {"n": 0, "mean": None, "median": None}, "cells": []},
            count(61_356, WOMEN, MEN, targets=[{"gender": "man", "value": 9, "outcome": {"value": 30_356}}]),
            # A group's target is about the groups below it, too: only the catalogue knows those.
            count(61_356, WOMEN, MEN, targets=[{"group": "a", "value": 9, "outcome": {"value": 5}}]),
        ],
    )
    def test_passes(self, figure: Json) -> None:
        check_totals(report(figure))


class TestWhatDoesNot:
    @pytest.mark.parametrize(
        "figure",
        [
            count(61_270, WOMEN, MEN),
            count(1),
            count(None, WOMEN),
            count("1.0", *HOURS),
            count("0.6", {"value": "0.6", "minutes": 32}),
            {**count(None), "kind": "share", "total": share(3, 7, "42.9"), "cells": SHARES},
            {**count(None), "kind": "share", "total": share(4, 6, "66.7"), "cells": SHARES},
            {**count(None), "kind": "share", "total": share(3, 6, "50.1"), "cells": SHARES},
            {**count(None), "kind": "share", "total": share(1, 3, "33.4"), "cells": [share(1, 3, "33.4")]},
            {**count(None), "kind": "share", "total": share(0, 0, "0.0"), "cells": []},
            {
                **count(None),
                "kind": "mean",
                "total": {"n": 5, "mean": "17.5", "median": "20.0"},
                "cells": MEANS,
            },
            {
                **count(None),
                "kind": "mean",
                "total": {"n": 4, "mean": "17.7", "median": "20.0"},
                "cells": MEANS,
            },
            {**count(None), "kind": "mean", "total": {"n": 0, "mean": "0.0", "median": None}, "cells": []},
            count(61_356, WOMEN, MEN, targets=[{"gender": "man", "value": 9, "outcome": {"value": 30_357}}]),
            count(0, beside={"late": {"label": "", "kind": "count", "total": 2, "cells": [{"value": 1}]}}),
            count(0, tables={"cut": {"label": "", "kind": "share", "cells": [share(1, 2, "51.0")]}}),
            count(
                0,
                provisional=share(1, 2, "50.0"),
                beside={
                    "provisional": {
                        "label": "",
                        "kind": "share",
                        "total": share(1, 1, "100.0"),
                        "cells": [share(1, 1, "100.0")],
                    }
                },
            ),
        ],
    )
    def test_is_refused_by_its_code(self, figure: Json) -> None:
        with pytest.raises(BrokenTotalError, match="L5"):
            check_totals(report(count(0, code="L4"), figure))

    def test_says_the_two_numbers(self) -> None:
        with pytest.raises(BrokenTotalError) as refused:
            check_totals(report(count(61_270, WOMEN, MEN)))
        assert str(refused.value) == "L5: the parts sum to 61356, the stated total is 61270."
        assert "L5" in refused.value.sentence


def broken(figures: Json) -> Json:
    made = deepcopy(figures)
    made["indicators"][4]["total"] += 1
    return made


class TestEveryOutput:
    @pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
    def test_is_refused(self, form: Any) -> None:
        sound = as_json(full_figures("L"))
        assert write_file(sound, form)
        with pytest.raises(BrokenTotalError, match="L5"):
            write_file(broken(sound), form)

    def test_on_paper_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No facts lead to a broken total: the program itself must be wrong for it."""
        sound: Callable[..., Json] = output.as_json
        monkeypatch.setattr(pdf, "as_json", lambda figures: broken(sound(figures)))
        project = Project(organisation=Organisation(name="Kommunen"), name="Prov", start=START, end=END)
        figures = full_figures("L")
        with pytest.raises(BrokenTotalError, match="L5"):
            render_pdf(figures, project=project, made_at=MADE_AT)
