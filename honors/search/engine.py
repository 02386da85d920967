"""The one place where a database is asked for tokens.

Neither database ranks: FTS5's rank is a score for each row (half a minute for
a common phrase among 10,000 pages), ts_rank takes 1.5 s for 90,000 rows.  Both
return positions, greatest first and no more than asked for, so they answer
alike; what comes first is decided by asking several times (`honors.search.finding`).

Only tokens made by `honors.search.tokens` get here: they hold no quotation
mark, no space and no sign but the underscore, and are quoted all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

SQLITE_INDEX = "honors_searchindex"
POSTGRESQL_FUNCTION = "honors_search"


@dataclass(frozen=True, slots=True)
class Term:
    """A token a document holds, or the beginning of one."""

    token: str
    is_prefix: bool = False


# All of the groups, any term of each.
Condition = tuple[tuple[Term, ...], ...]


def matching_positions(condition: Condition, *, most: int) -> list[int]:
    """Return the greatest positions of documents that meet a condition, at most `most`. One query.

    On SQLite the FTS5 table is read backwards and left at the limit.  On
    PostgreSQL a function of our own reads the GIN index: its settings forbid
    the plan that walks all rows backwards and filters, which the planner takes
    for two common words that never occur together.
    """
    sqlite = connection.vendor == "sqlite"
    expression = _fts5_expression(condition) if sqlite else _tsquery(condition)
    statement = _FTS5_STATEMENT if sqlite else _POSTGRESQL_STATEMENT
    with connection.cursor() as cursor:
        cursor.execute(statement, [expression, most])
        return [row[0] for row in cursor.fetchall()]


_FTS5_STATEMENT = f"SELECT rowid FROM {SQLITE_INDEX} WHERE {SQLITE_INDEX} MATCH %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608  # our own names
_POSTGRESQL_STATEMENT = f"SELECT * FROM {POSTGRESQL_FUNCTION}(%s, %s)"  # noqa: S608  # our own name


def _fts5_expression(condition: Condition) -> str:
    def written(term: Term) -> str:
        return f'"{term.token}"{" *" if term.is_prefix else ""}'

    return " AND ".join(f"({' OR '.join(map(written, group))})" for group in condition)


def _tsquery(condition: Condition) -> str:
    def written(term: Term) -> str:
        return f"'{term.token}'{':*' if term.is_prefix else ''}"

    return " & ".join(f"({' | '.join(map(written, group))})" for group in condition)


def each_as_group(terms: Sequence[Term]) -> Condition:
    """Return the condition that all of the terms are met."""
    return tuple((term,) for term in terms)
