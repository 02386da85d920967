# ruff: noqa: S608  # our own names
"""The search index: documents, the words they hold, and what each database looks tokens up in."""

from django.db import migrations, models

TABLE, INDEX = "honors_searchdocument", "honors_searchindex"

# The tokens come split and folded: `ascii` cuts at spaces alone, as nothing but letters, digits and
# underscores is in them, and takes every other letter as it is.  No positions (pairs are tokens of their
# own), no sizes (nothing is ranked), short prefixes kept so that an unfinished word is one look-up.
SQLITE = (
    f"""CREATE VIRTUAL TABLE {INDEX} USING fts5(
        tokens, content='{TABLE}', content_rowid='position', detail=none, columnsize=0, prefix='2 3',
        tokenize="ascii tokenchars '_'"
    )""",
    f"""CREATE TRIGGER {INDEX}_added AFTER INSERT ON {TABLE} BEGIN
        INSERT INTO {INDEX} (rowid, tokens) VALUES (new.position, new.tokens);
    END""",
    f"""CREATE TRIGGER {INDEX}_removed AFTER DELETE ON {TABLE} BEGIN
        INSERT INTO {INDEX} ({INDEX}, rowid, tokens) VALUES ('delete', old.position, old.tokens);
    END""",
    f"""CREATE TRIGGER {INDEX}_changed AFTER UPDATE OF position, tokens ON {TABLE}
    WHEN old.position <> new.position OR old.tokens <> new.tokens BEGIN
        INSERT INTO {INDEX} ({INDEX}, rowid, tokens) VALUES ('delete', old.position, old.tokens);
        INSERT INTO {INDEX} (rowid, tokens) VALUES (new.position, new.tokens);
    END""",
)
SQLITE_BACK = (
    f"DROP TRIGGER {INDEX}_changed",
    f"DROP TRIGGER {INDEX}_removed",
    f"DROP TRIGGER {INDEX}_added",
    f"DROP TABLE {INDEX}",
)

# No stored vector: the expression is computed when a row is written and never again.  Texts lie beside the
# rows (`toast_tuple_target`), so that visiting the rows of a common word reads little.  No pending list: it
# would be read whole by every search.  The function forbids the two plans that compute the expression.
VECTOR = "array_to_tsvector(string_to_array(tokens, ' '))"
POSTGRESQL = (
    f"ALTER TABLE {TABLE} SET (toast_tuple_target = 128)",
    f"CREATE INDEX {INDEX} ON {TABLE} USING gin (({VECTOR})) WITH (fastupdate = off)",
    f"""CREATE FUNCTION honors_search(expression text, most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off
    AS $$ BEGIN
        RETURN QUERY SELECT document.position FROM {TABLE} document
        WHERE {VECTOR} @@ expression::tsquery ORDER BY document.position DESC LIMIT most;
    END $$""",
)
POSTGRESQL_BACK = (
    "DROP FUNCTION honors_search(text, integer)",
    f"DROP INDEX {INDEX}",
)


def make_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("honors", "0003_public_changes")]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("entry", "people and collectives honoured"),
                            ("bulletin", "bulletins"),
                            ("unit", "units"),
                            ("guideline", "guideline"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("position", models.BigIntegerField(unique=True)),
                ("day", models.DateField(null=True)),
                ("title", models.CharField(max_length=300)),
                ("url", models.CharField(blank=True, max_length=400)),
                ("text", models.TextField(blank=True)),
                ("tokens", models.TextField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="search_document_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[("word", models.CharField(max_length=40, primary_key=True, serialize=False))],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(make_index, drop_index),
    ]
