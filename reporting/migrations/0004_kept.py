import django.db.models.deletion
from django.db import migrations, models

import reporting.fields
import reporting.models.kept

# Who wrote what is no matter here, only whom it touches: of whom figures are to be made anew
# (reporting/kept). `touched` selects the projects and persons from the rows that were written.
NOTES = """
CREATE PROCEDURE jobbredo_note_in(noted regclass, touched text) LANGUAGE plpgsql AS $$
DECLARE noting text := 'jobbredo_note_' || noted;
BEGIN
    EXECUTE format('CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $note$
        BEGIN
            INSERT INTO reporting_factchange (project, person)
                SELECT DISTINCT project::bigint, person::bigint FROM (%s) AS touched (project, person);
            RETURN NULL;
        END $note$', noting, touched);
    EXECUTE format('CREATE TRIGGER note_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION %s()', noted, noting);
    EXECUTE format('CREATE TRIGGER note_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION %s()', noted, noting);
    -- What moved from one place to another touches both.
    EXECUTE format('CREATE TRIGGER note_before AFTER UPDATE ON %s REFERENCING OLD TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION %s()', noted, noting);
    EXECUTE format('CREATE TRIGGER note_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION %s()', noted, noting);
    EXECUTE format('CREATE TRIGGER note_truncate AFTER TRUNCATE ON %s
        FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_note_everything()', noted);
END $$;

CREATE PROCEDURE jobbredo_unnote(noted regclass) LANGUAGE plpgsql AS $$
DECLARE operation text;
BEGIN
    FOREACH operation IN ARRAY ARRAY['insert', 'update', 'before', 'delete', 'truncate'] LOOP
        EXECUTE format('DROP TRIGGER note_%s ON %s', operation, noted);
    END LOOP;
    EXECUTE format('DROP FUNCTION jobbredo_note_%s', noted);
END $$;

CREATE FUNCTION jobbredo_note_everything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reporting_factchange (project, person) VALUES (NULL, NULL);
    RETURN NULL;
END $$;
"""
UNDO_NOTES = """
DROP FUNCTION jobbredo_note_everything;
DROP PROCEDURE jobbredo_unnote;
DROP PROCEDURE jobbredo_note_in;
"""

OF_ENROLMENT = """SELECT project_id, person_id FROM written
    JOIN participants_enrolment ON participants_enrolment.id = written.enrolment_id"""
OF_PROJECT = "SELECT project_id, NULL FROM written"
OF_ALL = "SELECT NULL, NULL FROM written"

# A fact of a person touches the person's figures alone, one of the frame those of the whole project.
NOTED = {
    "participants_person": """SELECT project_id, person_id FROM written
        JOIN participants_enrolment ON participants_enrolment.person_id = written.id""",
    "participants_enrolment": "SELECT project_id, person_id FROM written",
    "participants_sensitivebackground": OF_ENROLMENT,
    "participants_episode": OF_ENROLMENT,
    "participants_supportperiod": OF_ENROLMENT,
    "participants_cventry": OF_ENROLMENT,
    "participants_followup": OF_ENROLMENT,
    "participants_surveyanswer": OF_ENROLMENT,
    "coaching_readinessassessment": OF_ENROLMENT,
    "coaching_criterionresult": """SELECT project_id, person_id FROM written
        JOIN coaching_readinessassessment ON coaching_readinessassessment.id = written.assessment_id
        JOIN participants_enrolment
            ON participants_enrolment.id = coaching_readinessassessment.enrolment_id""",
    "coaching_phasemove": OF_ENROLMENT,
    "coaching_attendance": OF_ENROLMENT,
    "coaching_session": """SELECT participants_enrolment.project_id, person_id FROM written
        JOIN coaching_attendance ON coaching_attendance.session_id = written.id
        JOIN participants_enrolment ON participants_enrolment.id = coaching_attendance.enrolment_id""",
    "coaching_checklist": OF_PROJECT,
    "coaching_criterion": """SELECT project_id, NULL FROM written
        JOIN coaching_checklist ON coaching_checklist.id = written.checklist_id""",
    "employers_company": """SELECT projects_project.id, NULL FROM written
        JOIN projects_project ON projects_project.organisation_id = written.organisation_id""",
    "employers_companycontact": OF_PROJECT,
    "employers_recruitmentneed": OF_PROJECT,
    "employers_supervisor": OF_PROJECT,
    "employers_ring": "SELECT project_id, NULL FROM written",
    "employers_ringmembership": """SELECT project_id, NULL FROM written
        JOIN employers_ring ON employers_ring.id = written.ring_id""",
    "projects_project": "SELECT id, NULL FROM written",
    "projects_goal": OF_PROJECT,
    "projects_phase": OF_PROJECT,
    "projects_targetgroup": OF_PROJECT,
    "projects_occupationlist": OF_ALL,
    "projects_occupation": OF_ALL,
}


class Migration(migrations.Migration):
    dependencies = [
        ("coaching", "0003_sealed"),
        ("employers", "0003_sealed"),
        ("participants", "0003_sealed"),
        ("projects", "0003_sealed"),
        ("reporting", "0003_fence"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("project", models.BigIntegerField(editable=False, null=True)),
                ("person", models.BigIntegerField(editable=False, null=True)),
                (
                    "transaction",
                    reporting.models.kept.TransactionField(
                        db_default=models.Func(function="pg_current_xact_id"), editable=False
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(db_default=models.Func(function="clock_timestamp"), editable=False),
                ),
            ],
            options={
                "verbose_name": "changed fact",
                "verbose_name_plural": "changed facts",
                "indexes": [
                    models.Index(fields=["project", "transaction"], name="fact_change_of_project"),
                    models.Index(fields=["noted_at"], name="fact_change_noted"),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicator_set",
                    models.CharField(
                        choices=[
                            ("L", "Linköpingsmodellen"),
                            ("K", "Navigator"),
                            ("S", "SIN fact box"),
                            ("X", "LeanLink"),
                            ("V", "Vägen tillbaka"),
                            ("E07", "ESF 2007–2013"),
                            ("E14", "ESF 2014–2020"),
                            ("E21", "ESF+ 2021–2027"),
                            ("F", "Finsam"),
                        ],
                        editable=False,
                        max_length=3,
                    ),
                ),
                ("period_start", models.DateField(editable=False)),
                ("period_end", models.DateField(editable=False)),
                ("as_of", models.DateField(editable=False)),
                ("made_by", models.CharField(editable=False, max_length=60)),
                ("snapshot", models.TextField(editable=False)),
                ("cells", reporting.fields.VerbatimJSONField(editable=False)),
                ("frame", models.TextField(editable=False)),
                ("kept_at", models.DateTimeField(editable=False)),
                (
                    "project",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept figures",
                "verbose_name_plural": "kept figures",
            },
        ),
        migrations.CreateModel(
            name="KeptPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("people", reporting.fields.VerbatimJSONField(editable=False)),
                (
                    "figures",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="reporting.keptfigures",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of kept figures",
                "verbose_name_plural": "parts of kept figures",
            },
        ),
        migrations.AddConstraint(
            model_name="keptfigures",
            constraint=models.UniqueConstraint(
                fields=("project", "indicator_set", "period_start", "period_end", "as_of"),
                name="kept_figures_once",
                violation_error_message="These figures are kept already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptpart",
            constraint=models.UniqueConstraint(
                fields=("figures", "number"),
                name="kept_part_once",
                violation_error_message="This part of the figures is kept already.",
            ),
        ),
        migrations.RunSQL(NOTES, UNDO_NOTES),
        *(
            migrations.RunSQL(
                f"CALL jobbredo_note_in('{table}', $touched${touched}$touched$)",
                f"CALL jobbredo_unnote('{table}')",
            )
            for table, touched in NOTED.items()
        ),
    ]
