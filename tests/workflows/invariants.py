"""What holds between the rows at every moment, whoever did what: design.md §4, asked of the tables alone.

The stateful test asks it after every step, the storm once it is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import connection, models
from django.db.models import F
from wagtail.models import TaskState, WorkflowState

from honors.chain.checking import first_fault
from honors.models import (
    EntryEvent,
    EntryState,
    EntryStep,
    HonoreeIndexPage,
    HonoreePage,
    PublicationBasis,
    Register,
    RegisterEntry,
)
from workflows.models import Assessment, DecisionRecord, Nomination, Notice
from workflows.runs import nomination_type
from workflows.states import JUDGED, REGISTERED_STATES, Action, State

APPEND_ONLY: tuple[type[models.Model], ...] = (DecisionRecord, Assessment, EntryEvent, EntryStep, RegisterEntry)
# How a record ends the step it was made at.
ENDS = {Action.APPROVE: "approved", Action.RETURN: "rejected", Action.REFUSE: "rejected"}

Rows = dict[str, dict[int, tuple[Any, ...]]]


def written_rows() -> Rows:
    """Every row that is written once, by table and key."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for model in APPEND_ONLY:
            table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk.column
            cursor.execute(f"SELECT {key} AS row_key, * FROM {table}")  # noqa: S608  # our own table names
            rows[model.__name__] = {row[0]: row[1:] for row in cursor.fetchall()}
    return rows


def check_append_only(before: Rows, after: Rows, *, may_change: Collection[str] = ()) -> None:
    """Rows written before stand as they stood, but for tables the act itself names."""
    for table, old in before.items():
        assert old.keys() <= after[table].keys(), f"{table}: a row is gone"
        if table not in may_change:
            changed = [key for key, row in old.items() if after[table][key] != row]
            assert not changed, f"{table}: rows {changed} were rewritten"


def check_everything() -> None:
    """Ask the tables for each invariant that can be read from them."""
    check_runs()
    check_judgements()
    check_registration()
    check_book()
    check_pages()
    check_notices()


def check_runs() -> None:
    """A case waits at exactly one open step of exactly one open run, or nowhere; its columns say the same."""
    open_runs = Counter(
        WorkflowState.objects.filter(
            base_content_type=nomination_type(), status=WorkflowState.STATUS_IN_PROGRESS
        ).values_list("object_id", flat=True)
    )
    steps = TaskState.objects.filter(
        workflow_state__base_content_type=nomination_type(), status=TaskState.STATUS_IN_PROGRESS
    )
    open_steps: dict[str, list[tuple[int, bool, int]]] = {}
    for object_id, level, current, revision in steps.values_list(
        "workflow_state__object_id",
        "task__unitapprovaltask__level",
        models.ExpressionWrapper(
            models.Q(workflow_state__current_task_state=F("pk")), output_field=models.BooleanField()
        ),
        "revision_id",
    ):
        open_steps.setdefault(object_id, []).append((level, bool(current), revision))
    for case in Nomination.objects.select_related("waiting_unit"):
        found = open_steps.pop(str(case.pk), [])
        runs = open_runs.pop(str(case.pk), 0)
        if case.state == State.IN_REVIEW:
            assert runs == 1, (case.pk, runs)
            assert found == [(case.waiting_level, True, case.latest_revision_id)], (case.pk, found)
            assert case.waiting_unit is not None and case.waiting_unit.level == case.waiting_level
            assert case.unit_id == case.waiting_unit_id or case.waiting_unit.code in case.unit.ancestor_codes
            assert case.waiting_since is not None and case.due_on is not None
        else:
            assert not found and not runs, (case.pk, case.state, found, runs)
            assert not (case.waiting_since or case.due_on or case.holder_id or case.is_consulting), case.pk
    assert not open_steps and not open_runs


def check_judgements() -> None:
    """Nobody decides twice in a run, nor their own case; each ended step has its one record."""
    told: Counter[tuple[str, int, int, str]] = Counter()
    parts: dict[tuple[int, int], set[int]] = {}
    judged = DecisionRecord.objects.filter(action__in=JUDGED).select_related("nomination")
    for record in judged:
        people = {record.actor_id, record.on_behalf_of_id} - {None}
        key = (record.nomination_id, record.run)
        assert not people & parts.setdefault(key, set()), f"decided twice: {record.pk}"
        parts[key] |= people
        assert not people & {record.nomination.created_by_id, record.nomination.nominee_account_id}, record.pk
        if record.action in ENDS:
            told[str(record.nomination_id), record.run, record.level or 0, ENDS[Action(record.action)]] += 1
    asked = DecisionRecord.objects.filter(action=Action.SUBMIT).values_list("nomination_id", "run", "actor_id")
    for nomination_id, run, actor in asked:
        assert actor not in parts.get((nomination_id, run), set()), f"asked for and decided: {nomination_id}"
    ended = TaskState.objects.filter(
        workflow_state__base_content_type=nomination_type(), status__in=ENDS.values()
    ).values_list("workflow_state__object_id", "workflow_state_id", "task__unitapprovaltask__level", "status")
    assert told == Counter(ended)


def check_registration() -> None:
    """Registered is who was approved at every step of one run, on the very revision that was submitted."""
    for case in Nomination.objects.filter(state__in=REGISTERED_STATES).select_related("unit"):
        last = case.records.filter(action=Action.APPROVE).order_by("at", "pk").last()
        assert last is not None, case.pk
        run = case.records.filter(run=last.run, action__in=[Action.SUBMIT, Action.APPROVE, Action.SKIP])
        rows = list(run.values_list("action", "level", "revision_id"))
        levels = [level for action, level, _revision in rows if action != Action.SUBMIT]
        assert sorted(levels) == list(range(case.unit.level, 5)), (case.pk, rows)
        assert {revision for *_row, revision in rows} == {case.latest_revision_id}, (case.pk, rows)
        assert case.state != State.PUBLISHED or (case.entry is not None and case.entry.public_name), case.pk


def check_book() -> None:
    """Numbers run from one without a gap, one entry a case, events in order, every register's chain whole."""
    for register in Register.objects.values_list("pk", flat=True):
        assert first_fault(register) is None
    entries = list(RegisterEntry.objects.order_by("register", "number").values_list("register", "number"))
    by_register: dict[int, list[int]] = {}
    for register, number in entries:
        by_register.setdefault(register, []).append(number)
    for register, last in Register.objects.values_list("pk", "last_number"):
        assert by_register.pop(register, []) == list(range(1, last + 1))
    assert not by_register
    seqs: dict[int, list[int]] = {}
    for entry, seq in EntryEvent.objects.order_by("entry", "seq").values_list("entry", "seq"):
        seqs.setdefault(entry, []).append(seq)
    assert all(found == list(range(1, len(found) + 1)) for found in seqs.values())
    assert len(seqs) == len(entries)


def check_pages() -> None:
    """A live profile has an active entry and a valid basis to publish; whoever is masked is named nowhere."""
    index = HonoreeIndexPage.objects.get()
    assert index.numchild == index.get_children().count()
    valid = PublicationBasis.objects.valid().filter(kind=PublicationBasis.Kind.PUBLISH)
    backed = RegisterEntry.objects.filter(state=EntryState.ACTIVE, pk__in=valid.values("entry")).exclude(public_name="")
    assert not HonoreePage.objects.live().exclude(pk__in=backed.values("page")).exists()
    named = RegisterEntry.objects.exclude(public_name="")
    assert not named.exclude(pk__in=valid.values("entry")).exists()
    assert not named.filter(state=EntryState.MASKED).exists()
    assert not named.exclude(page__live=True).exists()


def check_notices() -> None:
    """Nobody is told one thing twice."""
    keys = list(Notice.objects.values_list("user", "key"))
    assert len(keys) == len(set(keys))
