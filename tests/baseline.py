"""The rows of a freshly migrated database, and the way back to them.

Django empties every table after a test that commits, and with it the pages,
groups, tasks and workflows our migrations made; the next test, whichever it
is, would stand on nothing.  So the rows are read once, before the first test,
and written back after each such test instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from wagtail.models import Site


@dataclass(frozen=True)
class TableRows:
    """All rows of one table."""

    table: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


def read_baseline() -> list[TableRows]:
    """Read every table that is not empty; refuse a kept database that an earlier run left dirty."""
    if get_user_model().objects.exists() or not Site.objects.filter(root_page__slug="trang-chu").exists():
        pytest.exit("The kept test database is not as the migrations made it: run pytest once with --create-db.", 2)
    baseline = []
    with connection.cursor() as cursor:
        for table in _model_tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # our own table names
            rows = cursor.fetchall()
            if rows:
                baseline.append(TableRows(table, [column[0] for column in cursor.description], rows))
    return baseline


def restore_baseline(baseline: list[TableRows]) -> None:
    """Empty every table and write the rows back, in one transaction.

    Foreign keys are checked at its end on both databases, so the order does not
    matter; sequences stand behind the rows already.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), _model_tables()):
            cursor.execute(statement)
        for part in baseline:
            columns = ", ".join(connection.ops.quote_name(column) for column in part.columns)
            places = ", ".join(["%s"] * len(part.columns))
            table = connection.ops.quote_name(part.table)
            insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608  # our own table names
            cursor.executemany(insert, [tuple(_adapted(value) for value in row) for row in part.rows])
    ContentType.objects.clear_cache()


def _model_tables() -> list[str]:
    """Tables of our models and the libraries'; the migration record stays as it is."""
    existing = set(connection.introspection.table_names())
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return sorted(tables & existing)


def _adapted(value: Any) -> Any:
    """JSON comes out of PostgreSQL as a Python object and goes back as text."""
    return connection.ops.adapt_json_value(value, None) if isinstance(value, (dict, list)) else value
