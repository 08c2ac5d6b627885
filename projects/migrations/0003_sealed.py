from django.db import migrations

# What joins two things joins them within one organisation, one project, one checklist: by a column that
# both ends must agree with. docs/decisions/0013-sealed-organisations.md draws it.
#
# jobbredo_carry gives a table such a column where it has none of its own. A trigger fills it from the end
# that `key` leads to, whatever a statement says, and Django never sees it. jobbredo_tie holds one end to the
# column by a composite foreign key, so that neither the row nor, later, that end can go elsewhere.
PROCEDURES = """
CREATE PROCEDURE jobbredo_tie(child regclass, key name, anchor name, parent regclass, parent_anchor name)
LANGUAGE plpgsql AS $$
DECLARE
    bare text := regexp_replace(child::text, '^[a-z]+_', '');
    what text := regexp_replace(regexp_replace(anchor, '^of_', ''), '_id$', '');
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS %I ON %s (id, %I)',
        parent::text || '_with_' || regexp_replace(parent_anchor, '_id$', ''), parent, parent_anchor);
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%I, %I) REFERENCES %s (id, %I)
            DEFERRABLE INITIALLY IMMEDIATE',
        child, format('%s_%s_same_%s', bare, regexp_replace(key, '_id$', ''), what),
        key, anchor, parent, parent_anchor);
END $$;

CREATE PROCEDURE jobbredo_untie(child regclass, key name, anchor name) LANGUAGE plpgsql AS $$
DECLARE
    bare text := regexp_replace(child::text, '^[a-z]+_', '');
    what text := regexp_replace(regexp_replace(anchor, '^of_', ''), '_id$', '');
BEGIN
    -- The parent's index stays: other tables may be held by it, and it says nothing that isn't so.
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', child,
        format('%s_%s_same_%s', bare, regexp_replace(key, '_id$', ''), what));
END $$;

CREATE PROCEDURE jobbredo_carry(child regclass, key name, hidden name, parent regclass, parent_anchor name)
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ADD COLUMN %I bigint', child, hidden);
    EXECUTE format('UPDATE %s SET %I = (SELECT %I FROM %s AS parent WHERE parent.id = %I)',
        child, hidden, parent_anchor, parent, key);
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', child, hidden);
    EXECUTE format('CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            SELECT %I INTO NEW.%I FROM %s WHERE id = NEW.%I;
            RETURN NEW;
        END $body$', 'carry_' || child::text, parent_anchor, hidden, parent, key);
    EXECUTE format('CREATE TRIGGER carry BEFORE INSERT OR UPDATE OF %I, %I ON %s
        FOR EACH ROW EXECUTE FUNCTION %I()', key, hidden, child, 'carry_' || child::text);
    CALL jobbredo_tie(child, key, hidden, parent, parent_anchor);
END $$;

CREATE PROCEDURE jobbredo_uncarry(child regclass, key name, hidden name) LANGUAGE plpgsql AS $$
BEGIN
    CALL jobbredo_untie(child, key, hidden);
    EXECUTE format('DROP TRIGGER carry ON %s', child);
    EXECUTE format('DROP FUNCTION %I()', 'carry_' || child::text);
    EXECUTE format('ALTER TABLE %s DROP COLUMN %I', child, hidden);
END $$;
"""
UNDO_PROCEDURES = """
DROP PROCEDURE jobbredo_uncarry;
DROP PROCEDURE jobbredo_carry;
DROP PROCEDURE jobbredo_untie;
DROP PROCEDURE jobbredo_tie;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0002_fence"),
    ]

    operations = [
        migrations.RunSQL(PROCEDURES, UNDO_PROCEDURES),
        migrations.RunSQL(
            "CALL jobbredo_tie('projects_targetgroup', 'parent_id', 'project_id', "
            "'projects_targetgroup', 'project_id')",
            "CALL jobbredo_untie('projects_targetgroup', 'parent_id', 'project_id')",
        ),
    ]
