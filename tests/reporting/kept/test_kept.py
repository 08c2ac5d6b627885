"""Figures that are kept: the same as computed from all facts, whatever was written in between and how."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coaching.models import (
    Attendance,
    Checklist,
    Criterion,
    CriterionResult,
    PhaseMove,
    ReadinessAssessment,
    Session,
)
from employers.models import Company, CompanyContact, RecruitmentNeed, Ring, RingMembership, Supervisor
from participants.models import (
    CvEntry,
    Enrolment,
    Episode,
    FollowUp,
    Person,
    SensitiveBackground,
    SupportPeriod,
    SurveyAnswer,
)
from projects.models import Goal, Occupation, OccupationList, Phase, Project, TargetGroup
from reporting.catalogue import CATALOGUE
from reporting.compute import compute
from reporting.facts import Window
from reporting.kept import forget, kept_figures, store
from reporting.loading import load_facts
from reporting.models import FactChange, KeptFigures, KeptPart
from reporting.output import as_json
from tests import factories
from tests.reporting import edges
from tests.reporting.described import ProjectOf
from tests.reporting.rows import write

NOW = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
WINDOW = Window(*edges.ONE_OF_EACH.period, edges.ONE_OF_EACH.as_of)

OF_A_PERSON = [
    Person,
    Enrolment,
    SensitiveBackground,
    Episode,
    SupportPeriod,
    CvEntry,
    FollowUp,
    SurveyAnswer,
    ReadinessAssessment,
    CriterionResult,
    PhaseMove,
    Attendance,
    Session,
]
OF_A_PROJECT = [
    Project,
    Checklist,
    Criterion,
    Phase,
    Goal,
    TargetGroup,
    Company,
    CompanyContact,
    RecruitmentNeed,
    Ring,
    RingMembership,
    Supervisor,
    Occupation,
    OccupationList,
]


def assert_same_as_computed(project: Project, indicator_set: str, window: Window = WINDOW) -> None:
    kept = as_json(kept_figures(project, indicator_set, window, at=NOW))
    facts = load_facts(Project.objects.get(pk=project.pk))
    computed = as_json(compute(facts, indicator_set, window))
    for one, other in zip(kept["indicators"], computed["indicators"], strict=True):
        assert one == other
    assert kept == computed


@pytest.fixture
def rows() -> dict[str, Any]:
    """One row of everything that figures are made from."""
    project = factories.project()
    enrolment = factories.enrolment(project=project)
    company = factories.company(organisation=project.organisation)
    ring = factories.ring(project=project)
    factories.background(enrolment=enrolment)
    factories.episode(enrolment=enrolment, company=company)
    factories.support(enrolment=enrolment)
    factories.cv_entry(enrolment=enrolment)
    factories.follow_up(enrolment=enrolment)
    factories.survey_answer(enrolment=enrolment)
    factories.assessment(enrolment=enrolment)
    factories.attendance(enrolment=enrolment)
    factories.phase_move(enrolment=enrolment, phase=factories.phase(project=project))
    factories.goal(project=project)
    factories.target_group(project=project)
    factories.contact(project=project)
    factories.need(project=project)
    factories.supervisor(project=project, company=company)
    factories.ring_membership(ring=ring, company=company)
    factories.occupation_list(women={"7111": 40})
    return {"project": project, "person": enrolment.person_id}


def noted(project: Project) -> list[tuple[int | None, int | None]]:
    """Who has been noted, and forget it."""
    found = FactChange.objects.order_by("person").values_list("project", "person").distinct()
    touched = list(found.filter(project__in=[project.pk]) | found.filter(project=None))
    FactChange.objects.all().delete()
    return touched


def touched_nothing(model: type[models.Model]) -> int:
    """Write every row as it is."""
    field = next(field.name for field in model._meta.fields if not field.primary_key)
    return model._default_manager.update(**{field: models.F(field)})


@pytest.mark.django_db
class TestNotes:
    def test_are_left_for_every_table_that_figures_are_read_from(self, rows: dict[str, Any]) -> None:
        with CaptureQueriesContext(connection) as captured:
            load_facts(rows["project"])
        read = {
            model._meta.db_table
            for model in (*OF_A_PERSON, *OF_A_PROJECT)
            if any(f'"{model._meta.db_table}"' in query["sql"] for query in captured)
        }
        tables = {
            name.strip('"')
            for query in captured
            for name in query["sql"].split()
            if name.startswith('"') and name.endswith('"') and "_" in name
        }
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'note_%' "
                "GROUP BY 1 HAVING count(*) = 5"
            )
            noting = {name for (name,) in cursor.fetchall()}
        assert tables & set(connection.introspection.table_names()) <= noting
        # The project itself is read before.
        assert read | {"projects_project"} == noting

    @pytest.mark.parametrize("model", OF_A_PERSON, ids=lambda model: model.__name__)
    def test_name_the_person_of_a_fact(self, model: type[models.Model], rows: dict[str, Any]) -> None:
        noted(rows["project"])
        assert touched_nothing(model)
        assert noted(rows["project"]) == [(rows["project"].pk, rows["person"])]

    @pytest.mark.parametrize("model", OF_A_PROJECT, ids=lambda model: model.__name__)
    def test_name_the_project_of_what_frames_it(
        self, model: type[models.Model], rows: dict[str, Any]
    ) -> None:
        noted(rows["project"])
        assert touched_nothing(model)
        everywhere = model in (Occupation, OccupationList)
        assert noted(rows["project"]) == [(None if everywhere else rows["project"].pk, None)]

    def test_name_both_when_a_fact_moves_to_another(self, rows: dict[str, Any]) -> None:
        other = factories.enrolment(project=rows["project"])
        noted(rows["project"])
        Episode.objects.update(enrolment=other, company=None)
        assert {person for _project, person in noted(rows["project"])} == {rows["person"], other.person_id}

    def test_name_the_person_of_what_is_deleted(self, rows: dict[str, Any]) -> None:
        noted(rows["project"])
        Episode.objects.all().delete()
        assert noted(rows["project"]) == [(rows["project"].pk, rows["person"])]


@pytest.mark.django_db(transaction=True)
class TestKeptFigures:
    @pytest.mark.parametrize("name", [*edges.ALL][::40])
    def test_are_those_computed(self, name: str) -> None:
        self.assert_are_those_computed(edges.ALL[name])

    @pytest.mark.proof
    @pytest.mark.parametrize("name", [*edges.ALL][::10])
    def test_are_those_computed_on_many_edges(self, name: str) -> None:
        self.assert_are_those_computed(edges.ALL[name])

    def assert_are_those_computed(self, described: ProjectOf) -> None:
        project = write(described)
        window = Window(*described.period, described.as_of)
        for code in CATALOGUE:
            assert_same_as_computed(project, code, window)
            Person.objects.filter(pk__in=Person.objects.values("pk")[:1]).update(gender="nonbinary")
            assert_same_as_computed(project, code, window)

    @pytest.mark.parametrize("seed", range(3))
    def test_stay_those_computed_whatever_is_written(self, seed: int) -> None:
        assert_stay_the_same(seed, rounds=12)

    @pytest.mark.proof
    @pytest.mark.parametrize("seed", range(100, 106))
    def test_stay_those_computed_through_many_changes(self, seed: int) -> None:
        assert_stay_the_same(seed, rounds=60)

    def test_are_computed_where_a_set_is_not_told_person_by_person(self, rows: dict[str, Any]) -> None:
        assert_same_as_computed(rows["project"], "X")
        assert not KeptFigures.objects.exists()

    def test_are_neither_kept_nor_used_within_a_transaction(self, rows: dict[str, Any]) -> None:
        """Its own writes before and after the keeping have the same number, and can't be told apart."""
        assert_same_as_computed(rows["project"], "L")
        with transaction.atomic():
            SupportPeriod.objects.update(source="wage")
            with transaction.atomic():
                assert_same_as_computed(rows["project"], "L")
            SupportPeriod.objects.update(source="sickness")
            assert_same_as_computed(rows["project"], "L")
        assert_same_as_computed(rows["project"], "L")

    def test_refuse_an_unknown_set(self, rows: dict[str, Any]) -> None:
        with pytest.raises(KeyError):
            kept_figures(rows["project"], "?", WINDOW, at=NOW)


def assert_stay_the_same(seed: int, rounds: int) -> None:
    dice = random.Random(seed)
    project = write(edges.ONE_OF_EACH)
    for _round in range(rounds):
        for _change in range(dice.randrange(1, 4)):
            change_something(dice)
        code = dice.choice(list(CATALOGUE))
        assert_same_as_computed(project, code)


def change_something(dice: random.Random) -> None:
    """Put something else in one field of one row, or delete the row, if the database lets it."""
    model = dice.choice([*OF_A_PERSON, *OF_A_PROJECT])
    row = model._default_manager.order_by("?").first()
    fields = [field for field in model._meta.fields if field.choices or isinstance(field, models.DateField)]
    if row is None or model is Project:
        return
    try:
        with transaction.atomic():
            if not fields or dice.randrange(6) == 0:
                model._default_manager.filter(pk=row.pk).delete()
            else:
                field = dice.choice(fields)
                model._default_manager.filter(pk=row.pk).update(**{field.name: another(dice, row, field)})
    except (IntegrityError, models.ProtectedError):
        pass  # Such a row can't be: nothing has changed.


def another(dice: random.Random, row: models.Model, field: "models.Field[Any, Any]") -> Any:
    if field.choices:
        return dice.choice([value for value, _label in field.flatchoices])
    day = getattr(row, field.attname) or WINDOW.period_start
    return day + dt.timedelta(days=dice.randrange(-200, 200))


@pytest.mark.django_db(transaction=True)
class TestWhetherTheyHold:
    """What other transactions have done by now, which one alone can't show."""

    @pytest.fixture
    def project(self) -> Project:
        return write(edges.ONE_OF_EACH)

    @pytest.fixture
    def ask(self, project: Project) -> Callable[[], tuple[int, int]]:
        def asked() -> tuple[int, int]:
            """Ask for the figures; how many were judged, and how many queries it took."""
            before = KeptFigures.objects.values_list("snapshot", flat=True).first()
            with CaptureQueriesContext(connection) as captured:
                kept_figures(project, "L", WINDOW, at=NOW)
            after = KeptFigures.objects.values_list("snapshot", flat=True).first()
            return int(before != after), len(captured)

        return asked

    def test_nothing_is_judged_while_nothing_changes(
        self, project: Project, ask: Callable[[], tuple[int, int]]
    ) -> None:
        assert ask()[0] == 1
        judged, queries = ask()
        assert judged == 0
        assert queries == 1
        assert_same_as_computed(project, "L")

    def test_one_changed_person_alone_is_judged_again(self, project: Project) -> None:
        kept_figures(project, "L", WINDOW, at=NOW)
        person = Person.objects.latest("pk")
        parts = dict(KeptPart.objects.values_list("number", "people"))
        SupportPeriod.objects.filter(enrolment__person=person).delete()
        Person.objects.filter(pk=person.pk).update(gender="nonbinary")
        kept = look(project)
        assert kept is not None
        assert kept.changed == frozenset({person.pk})
        assert_same_as_computed(project, "L")
        changed = {
            number
            for number, people in KeptPart.objects.values_list("number", "people")
            if people != parts[number]
        }
        assert changed == {person.pk % store.PARTS}
        kept = look(project)
        assert kept is not None
        assert kept.changed == frozenset()

    def test_everybody_is_judged_again_after_a_change_of_the_project(self, project: Project) -> None:
        kept_figures(project, "L", WINDOW, at=NOW)
        Project.objects.filter(pk=project.pk).update(age_bands=["16-19", "20-64"])
        kept = look(project)
        assert kept is not None
        assert kept.changed is None
        # Asked with what was read before the change, as a page may.
        assert_same_as_computed(project, "L")
        assert_same_as_computed(project, "L")

    def test_everybody_is_judged_when_very_many_changed(self, project: Project) -> None:
        kept_figures(project, "L", WINDOW, at=NOW)
        FactChange.objects.bulk_create(
            FactChange(project=project.pk, person=1_000_000 + number) for number in range(store.TOO_MANY + 1)
        )
        assert_same_as_computed(project, "L")
        assert not KeptPart.objects.filter(people__icontains="1000000").exists()

    def test_what_another_transaction_commits_later_counts_as_a_change(
        self, project: Project, other: Callable[[str], None]
    ) -> None:
        """It began before the figures were judged, and none of it was visible then."""
        other("BEGIN")
        other("UPDATE participants_supportperiod SET source = 'sickness'")
        before = as_json(kept_figures(project, "L", WINDOW, at=NOW))
        kept = look(project)
        assert kept is not None
        assert kept.changed == frozenset()
        other("COMMIT")
        assert_same_as_computed(project, "L")
        assert as_json(kept_figures(project, "L", WINDOW, at=NOW)) != before

    def test_what_a_transaction_writes_after_it_has_asked_counts_as_a_change(
        self, project: Project, other: Callable[[str], None]
    ) -> None:
        """Of somebody who had changed before, and while other transactions come and go."""
        kept_figures(project, "L", WINDOW, at=NOW)
        SupportPeriod.objects.update(source="wage")
        with transaction.atomic():
            kept_figures(project, "L", WINDOW, at=NOW)
            other("UPDATE projects_phase SET name = name")
            kept_figures(project, "L", WINDOW, at=NOW)
            SupportPeriod.objects.update(source="sickness")
        assert_same_as_computed(project, "L")

    def test_what_another_transaction_takes_back_does_not(
        self, project: Project, other: Callable[[str], None]
    ) -> None:
        other("BEGIN")
        other("UPDATE participants_supportperiod SET source = 'sickness'")
        kept_figures(project, "L", WINDOW, at=NOW)
        other("ROLLBACK")
        kept = look(project)
        assert kept is not None
        assert kept.changed == frozenset()

    def test_what_is_a_day_old_is_not_used(self, project: Project) -> None:
        kept_figures(project, "L", WINDOW, at=NOW)
        assert look(project, at=NOW + store.LASTS - dt.timedelta(seconds=1))
        assert look(project, at=NOW + store.LASTS) is None

    def test_what_another_program_or_database_made_is_not_used(self, project: Project) -> None:
        kept_figures(project, "L", WINDOW, at=NOW)
        KeptFigures.objects.update(made_by="another")
        assert look(project) is None
        assert_same_as_computed(project, "L")

    def test_what_can_no_longer_be_used_is_removed(self, project: Project) -> None:
        now = timezone.now()
        kept_figures(project, "L", WINDOW, at=now)
        assert FactChange.objects.exists()
        forget(at=now)
        assert KeptPart.objects.exists()
        forget(at=now + store.LASTS + dt.timedelta(seconds=1))
        assert not KeptFigures.objects.exists()
        assert FactChange.objects.exists()
        forget(at=now + store.NOTES_LAST + dt.timedelta(minutes=1))
        assert not FactChange.objects.exists()


def look(project: Project, at: dt.datetime = NOW) -> store.Kept | None:
    asked = store.Asked(project.pk, WINDOW)
    return store.look(store.figures_of("L"), [asked], at=at).get(project.pk)


@pytest.fixture
def other() -> Iterator[Callable[[str], None]]:
    """Another connection to the same database."""
    with connection.copy().cursor() as cursor:
        yield cursor.execute
        cursor.db.close()
