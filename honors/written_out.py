"""Statements written out, for the pages readers ask for most.

To put a query together takes Django ten times as long as the database to
answer it, where it answers with a handful of rows; a profile asks for seven
of them.  So what belongs to one page is asked for in plain SQL that both
databases understand.  Rules of who may read what are the same as those of the
querysets, and each statement says so where it repeats one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement, days as days on either database. One query."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
