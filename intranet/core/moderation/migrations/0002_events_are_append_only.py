"""On PostgreSQL the database itself refuses to change or delete events; only the key of a deleted account may be emptied."""

from django.db import migrations

TABLE = "intranet_moderation_caseevent"

CREATE = f"""
CREATE FUNCTION roost_case_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.actor_id IS NULL
        AND (NEW.id, NEW.case_id, NEW.actor_name, NEW.verb, NEW.text, NEW.created)
            IS NOT DISTINCT FROM (OLD.id, OLD.case_id, OLD.actor_name, OLD.verb, OLD.text, OLD.created) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Events of a case are only ever added.';
END $$;
CREATE TRIGGER roost_case_event_kept BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION roost_case_event_kept();
"""

DROP = f"""
DROP TRIGGER roost_case_event_kept ON {TABLE};
DROP FUNCTION roost_case_event_kept();
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("intranet_moderation", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
