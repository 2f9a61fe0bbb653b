"""The databases' own indexes of words, beside the documents and kept by the database itself.

A later migration that alters ``Document`` must run ``forwards`` again on SQLite, where altering a table drops its triggers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import StateApps

ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľĿŀŁłŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžſ"
PLAIN = "aaaaaaceeeeiiiinoooooouuuuyaaaaaaceeeeiiiinoooooouuuuyyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiijjkkllllllllllnnnnnnoooooorrrrrrssssssssttttuuuuuuuuuuuuwwyyyzzzzzzs"
#: Taken as spaces, so that hyphenated words, addresses and file names come apart into words.
MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”–—…·•«»¿¡"

POSTGRESQL = """
ALTER TABLE intranet_index_document ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', {title}), 'A') || setweight(to_tsvector('simple', {title}), 'A') ||
    setweight(to_tsvector('english', {tags}), 'B') || setweight(to_tsvector('simple', {author_name}), 'B') ||
    setweight(to_tsvector('english', {body}), 'C')
) STORED;
CREATE INDEX document_search ON intranet_index_document USING gin (search);
"""

SQLITE = [
    """
    CREATE VIRTUAL TABLE intranet_index_words USING fts5(
        title, tags, author_name, body, content='intranet_index_document', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE VIRTUAL TABLE intranet_index_titles USING fts5(
        title, content='intranet_index_document', content_rowid='id', prefix='2 3', tokenize='unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER intranet_index_document_added AFTER INSERT ON intranet_index_document BEGIN
        {add}
    END
    """,
    """
    CREATE TRIGGER intranet_index_document_removed AFTER DELETE ON intranet_index_document BEGIN
        {remove}
    END
    """,
    """
    CREATE TRIGGER intranet_index_document_changed AFTER UPDATE OF title, tags, author_name, body ON intranet_index_document
    WHEN (old.title, old.tags, old.author_name, old.body) IS NOT (new.title, new.tags, new.author_name, new.body) BEGIN
        {remove}
        {add}
    END
    """,
    "INSERT INTO intranet_index_words(intranet_index_words) VALUES ('rebuild')",
    "INSERT INTO intranet_index_titles(intranet_index_titles) VALUES ('rebuild')",
]
ADD = """
        INSERT INTO intranet_index_words(rowid, title, tags, author_name, body)
        VALUES (new.id, new.title, new.tags, new.author_name, new.body);
        INSERT INTO intranet_index_titles(rowid, title) VALUES (new.id, new.title);
"""
REMOVE = """
        INSERT INTO intranet_index_words(intranet_index_words, rowid, title, tags, author_name, body)
        VALUES ('delete', old.id, old.title, old.tags, old.author_name, old.body);
        INSERT INTO intranet_index_titles(intranet_index_titles, rowid, title) VALUES ('delete', old.id, old.title);
"""


def folded(column: str) -> str:
    marks = MARKS.replace("'", "''")
    return f"translate({column}, '{ACCENTED}{marks}', '{PLAIN}{' ' * len(MARKS)}')"


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        columns = {column: folded(column) for column in ("title", "tags", "author_name", "body")}
        schema_editor.execute(POSTGRESQL.format(**columns), params=None)
    elif vendor == "sqlite":
        backwards(apps, schema_editor)
        for statement in SQLITE:
            schema_editor.execute(statement.format(add=ADD, remove=REMOVE), params=None)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute("ALTER TABLE intranet_index_document DROP COLUMN search", params=None)
    elif vendor == "sqlite":
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS intranet_index_document_{name}", params=None)
        for name in ("words", "titles"):
            schema_editor.execute(f"DROP TABLE IF EXISTS intranet_index_{name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("intranet_index", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
