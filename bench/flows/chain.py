"""The chain of a register: how many events a second are appended, verified and written out, at any length."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.figures import Figure
from honors.chain.checking import first_fault
from honors.chain.public import write_chain
from honors.models import EntryEvent, Register, RegisterEntry

# The contract: an import writes 500 rows a second, so of a row's two milliseconds the chain may take a fifth.
MOST_MS_EACH = 0.4
# Nobody waits for a check, but a hundred thousand events should not take longer than a minute or two.
MOST_MS_CHECK = 1.0
EVENTS, CHUNK = 2_000, 500


def measure() -> list[Figure]:
    """Append to the longest register, and walk all of them; what was appended is taken back."""
    longest = Register.objects.annotate(entry_count=Count("entries")).order_by("-entry_count").first()
    assert longest is not None
    total = EntryEvent.objects.count()
    with transaction.atomic():
        queries, appending = _append(longest.pk)
        transaction.set_rollback(True)
    verifying = _seconds(_verify)
    writing = _seconds(_write_out)
    return [
        Figure(what=f"append {EVENTS} events in chunks of {CHUNK}, a chunk", queries=queries, most_queries=2),
        _each("· appended, each", appending / EVENTS, MOST_MS_EACH),
        _each(f"verify all {total} events, each", verifying / total, MOST_MS_CHECK),
        _each("write the public files of all, an event", writing / total, MOST_MS_CHECK),
    ]


def _append(register_id: int) -> tuple[int, float]:
    """Queries of one chunk, and processor seconds of all of them."""
    register = Register.objects.select_for_update(of=("self",)).select_related("unit").get(pk=register_id)
    entry = RegisterEntry.objects.filter(register=register).order_by("number")[0]
    values = entry.events.get(seq=1).values
    now, kind, queries = timezone.now(), EntryEvent.Kind.AMENDED, 0
    began = time.process_time()
    for start in range(0, EVENTS, CHUNK):
        seqs = range(1_000 + start, 1_000 + start + CHUNK)
        events = [EntryEvent(entry=entry, seq=seq, kind=kind, values=dict(values), at=now) for seq in seqs]
        with CaptureQueriesContext(connection) as captured:
            register.append(events)
        # A database takes a long insert in several statements: they are one query here.
        queries = len({query["sql"][:30] for query in captured.captured_queries})
    return queries, time.process_time() - began


def _verify() -> None:
    faults = [fault for pk in Register.objects.values_list("pk", flat=True) if (fault := first_fault(pk))]
    if faults:
        raise AssertionError(faults[0])


def _write_out() -> None:
    for register in Register.objects.exclude(length=0).select_related("unit"):
        write_chain(register, io.BytesIO())


def _seconds(act: Callable[[], None]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def _each(what: str, seconds: float, most: float) -> Figure:
    return Figure(what=f"{what} ({1 / seconds:,.0f} a second)", value=seconds * 1000, unit="ms", most_value=most)
