"""Invariants that reach over two tables: a vote is for a choice of its poll, and a promise stays once somebody has voted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRESQL = [
    "CREATE UNIQUE INDEX poll_choice_of_poll ON intranet_polls_choice (id, poll_id)",
    *(
        f"ALTER TABLE intranet_polls_{table} ADD CONSTRAINT poll_{table}_choice_of_poll "
        "FOREIGN KEY (choice_id, poll_id) REFERENCES intranet_polls_choice (id, poll_id)"
        for table in ("ballot", "tally")
    ),
    """
    CREATE FUNCTION intranet_polls_keep_promise() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.promise <> OLD.promise AND EXISTS (SELECT 1 FROM intranet_polls_voter WHERE poll_id = OLD.id) THEN
            RAISE EXCEPTION 'the promise of poll % stays: somebody has voted', OLD.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER poll_promise_stays BEFORE UPDATE OF promise ON intranet_polls_poll FOR EACH ROW EXECUTE FUNCTION intranet_polls_keep_promise()",
    """
    CREATE FUNCTION intranet_polls_refuse_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM intranet_polls_poll WHERE id = NEW.poll_id AND promise = 'anonymous') THEN
            RAISE EXCEPTION 'poll % is anonymous: no ballot is kept', NEW.poll_id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER poll_no_anonymous_ballot BEFORE INSERT OR UPDATE ON intranet_polls_ballot FOR EACH ROW EXECUTE FUNCTION intranet_polls_refuse_ballot()",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER poll_no_anonymous_ballot ON intranet_polls_ballot",
    "DROP FUNCTION intranet_polls_refuse_ballot()",
    "DROP TRIGGER poll_promise_stays ON intranet_polls_poll",
    "DROP FUNCTION intranet_polls_keep_promise()",
    "ALTER TABLE intranet_polls_tally DROP CONSTRAINT poll_tally_choice_of_poll",
    "ALTER TABLE intranet_polls_ballot DROP CONSTRAINT poll_ballot_choice_of_poll",
    "DROP INDEX poll_choice_of_poll",
]
SQLITE_TRIGGERS = {
    **{
        f"poll_{table}_choice_of_poll_{when.lower()}": f"BEFORE {when} ON intranet_polls_{table} "
        "WHEN NOT EXISTS (SELECT 1 FROM intranet_polls_choice WHERE id = NEW.choice_id AND poll_id = NEW.poll_id) "
        "BEGIN SELECT RAISE(ABORT, 'the choice belongs to another poll'); END"
        for table in ("ballot", "tally")
        for when in ("INSERT", "UPDATE")
    },
    "poll_promise_stays": "BEFORE UPDATE OF promise ON intranet_polls_poll "
    "WHEN NEW.promise <> OLD.promise AND EXISTS (SELECT 1 FROM intranet_polls_voter WHERE poll_id = OLD.id) "
    "BEGIN SELECT RAISE(ABORT, 'the promise stays: somebody has voted'); END",
    "poll_no_anonymous_ballot": "BEFORE INSERT ON intranet_polls_ballot "
    "WHEN EXISTS (SELECT 1 FROM intranet_polls_poll WHERE id = NEW.poll_id AND promise = 'anonymous') "
    "BEGIN SELECT RAISE(ABORT, 'the poll is anonymous: no ballot is kept'); END",
}


def add(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, POSTGRESQL)
    elif schema_editor.connection.vendor == "sqlite":
        _run(schema_editor, [f"CREATE TRIGGER {name} {body}" for name, body in SQLITE_TRIGGERS.items()])


def remove(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, POSTGRESQL_BACK)
    elif schema_editor.connection.vendor == "sqlite":
        _run(schema_editor, [f"DROP TRIGGER {name}" for name in SQLITE_TRIGGERS])


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("intranet_polls", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
