"""The demo's list of occupations: invented, labelled so, and never in the way of a real one."""

import pytest

from exchange.demo.companies import INDUSTRIES
from exchange.demo.occupations import WOMEN, load_occupation_list
from projects.models import OccupationList
from tests import factories

pytestmark = pytest.mark.django_db


class TestTheDemosList:
    def test_has_every_occupation_of_the_demos_companies(self) -> None:
        wanted = {code for industry in INDUSTRIES.values() for code in industry.occupations}
        assert wanted == {code for code, _share in WOMEN}

    def test_says_that_it_is_invented_and_is_loaded_once(self) -> None:
        load_occupation_list()
        load_occupation_list()
        made = OccupationList.objects.get()
        assert made.version == "Exempellista, påhittade andelar"
        assert made.occupations.count() == len(WOMEN)

    def test_stays_away_where_there_is_a_list(self) -> None:
        there = factories.occupation_list(women={"1": 50})
        load_occupation_list()
        assert OccupationList.objects.get() == there
