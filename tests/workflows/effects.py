"""What a request changed: every row a decision could touch, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from wagtail.models import Page, Revision, Task, TaskState, Workflow, WorkflowState

from honors.models import (
    EntryEvent,
    EntryStep,
    HonoreePage,
    PublicationBasis,
    Register,
    RegisterEntry,
)
from workflows.models import Assessment, Assignment, DecisionRecord, Delegation, Evidence, Nomination, Notice

WATCHED: tuple[type[models.Model], ...] = (
    Nomination,
    DecisionRecord,
    Assessment,
    Evidence,
    Notice,
    Assignment,
    Delegation,
    Register,
    RegisterEntry,
    EntryEvent,
    EntryStep,
    PublicationBasis,
    Page,
    HonoreePage,
    Revision,
    Workflow,
    Task,
    WorkflowState,
    TaskState,
)


def all_rows() -> dict[str, list[Any]]:
    """Every row of the dossiers, the book, the pages and the runs; plain SQL, since it is asked thousands of times."""
    rows = {}
    with connection.cursor() as cursor:
        for model in WATCHED:
            table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk.column
            cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")  # noqa: S608  # our own table names
            rows[model.__name__] = cursor.fetchall()
    return rows


@contextmanager
def without_effect() -> Iterator[None]:
    """Fail if what is done inside changes a watched row."""
    before = all_rows()
    yield
    after = all_rows()
    changed = [name for name in before if before[name] != after[name]]
    assert not changed, {name: (before[name], after[name]) for name in changed}


@contextmanager
def rolled_back() -> Iterator[None]:
    """Do something and take it back, so that the next attempt finds the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
