from django.db import migrations

# What a finished report says was handed on, so nobody changes anything of it any more, not even its own
# program.
FROZEN = """
CREATE FUNCTION jobbredo_frozen_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT FROM reporting_report WHERE finished_at IS NOT NULL) THEN
            RETURN NULL;
        END IF;
    ELSIF OLD.finished_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'A finished report never changes: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON reporting_report
    FOR EACH ROW EXECUTE FUNCTION jobbredo_frozen_report();
CREATE TRIGGER frozen_all BEFORE TRUNCATE ON reporting_report
    FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_frozen_report();
"""
UNDO_FROZEN = """
DROP TRIGGER frozen ON reporting_report;
DROP TRIGGER frozen_all ON reporting_report;
DROP FUNCTION jobbredo_frozen_report;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_initial"),
        ("projects", "0003_sealed"),
    ]

    operations = [
        migrations.RunSQL(FROZEN, UNDO_FROZEN),
        # A revision is of the same project as the report that it revises.
        migrations.RunSQL(
            "CALL jobbredo_tie('reporting_report', 'revises_id', 'project_id', "
            "'reporting_report', 'project_id')",
            "CALL jobbredo_untie('reporting_report', 'revises_id', 'project_id')",
        ),
        # A month's report is of the project that the standing order is for.
        migrations.RunSQL(
            "CALL jobbredo_tie('reporting_report', 'standing_order_id', 'project_id', "
            "'reporting_standingorder', 'project_id')",
            "CALL jobbredo_untie('reporting_report', 'standing_order_id', 'project_id')",
        ),
        # What is ordered for all projects of an organisation is for projects of that organisation.
        migrations.RunSQL(
            "CALL jobbredo_carry('reporting_report', 'project_id', 'of_organisation', "
            "'projects_project', 'organisation_id')",
            "CALL jobbredo_uncarry('reporting_report', 'project_id', 'of_organisation')",
        ),
        migrations.RunSQL(
            "CALL jobbredo_tie('reporting_report', 'bundle_id', 'of_organisation', "
            "'reporting_reportbundle', 'organisation_id')",
            "CALL jobbredo_untie('reporting_report', 'bundle_id', 'of_organisation')",
        ),
    ]
