from django.db import migrations

# Nobody changes what the log says, not even its own program; the end of the log moves forward only.
# What the table's owner or a superuser can do about it: docs/security.md.
APPEND_ONLY = """
CREATE FUNCTION jobbredo_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Append-only: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION jobbredo_forward_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.sequence <= OLD.sequence THEN
        RAISE EXCEPTION 'The end of the audit log moves forward only.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_unexplainedwrite
    FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_append_only();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON accounts_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_append_only();
CREATE TRIGGER forward_only BEFORE UPDATE ON accounts_audithead
    FOR EACH ROW EXECUTE FUNCTION jobbredo_forward_only();
"""

UNDO_APPEND_ONLY = """
DROP TRIGGER append_only ON accounts_auditevent;
DROP TRIGGER append_only ON accounts_unexplainedwrite;
DROP TRIGGER append_only ON accounts_audithead;
DROP TRIGGER forward_only ON accounts_audithead;
DROP FUNCTION jobbredo_append_only;
DROP FUNCTION jobbredo_forward_only;
"""

# An action says 'open' in its transaction before it writes (accounts/audit/recording.py). The fence
# answers 'written', so that an action which recorded nothing is found out, and notes every other write.
FENCE = """
CREATE FUNCTION jobbredo_fence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('jobbredo.audit', true) <> '' THEN
        PERFORM set_config('jobbredo.audit', 'written', true);
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO accounts_unexplainedwrite (at, database_user, "table", operation, rows, row_ids)
            VALUES (clock_timestamp(), session_user, TG_TABLE_NAME, TG_OP, NULL, '{}');
    ELSE
        INSERT INTO accounts_unexplainedwrite (at, database_user, "table", operation, rows, row_ids)
            SELECT clock_timestamp(), session_user, TG_TABLE_NAME, TG_OP, count(*),
                   (array_agg(id ORDER BY id))[1:100]
            FROM written HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE PROCEDURE jobbredo_fence_in(fenced regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER fence_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_fence()', fenced);
    EXECUTE format('CREATE TRIGGER fence_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_fence()', fenced);
    EXECUTE format('CREATE TRIGGER fence_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS written
        FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_fence()', fenced);
    EXECUTE format('CREATE TRIGGER fence_truncate AFTER TRUNCATE ON %s
        FOR EACH STATEMENT EXECUTE FUNCTION jobbredo_fence()', fenced);
END $$;

CREATE PROCEDURE jobbredo_unfence(fenced regclass) LANGUAGE plpgsql AS $$
DECLARE operation text;
BEGIN
    FOREACH operation IN ARRAY ARRAY['insert', 'update', 'delete', 'truncate'] LOOP
        EXECUTE format('DROP TRIGGER fence_%s ON %s', operation, fenced);
    END LOOP;
END $$;
"""
UNDO_FENCE = """
DROP PROCEDURE jobbredo_unfence;
DROP PROCEDURE jobbredo_fence_in;
DROP FUNCTION jobbredo_fence;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO_APPEND_ONLY),
        migrations.RunSQL(FENCE, UNDO_FENCE),
        # An invitation lets somebody in, so a write that no action explains is noted.
        migrations.RunSQL(
            "CALL jobbredo_fence_in('accounts_invitation')", "CALL jobbredo_unfence('accounts_invitation')"
        ),
    ]
