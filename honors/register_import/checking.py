"""The dry run: every row read, understood and kept beside its problems; nothing of it is in the book.

Rows are written in chunks, so that memory does not grow with the file and the
progress is seen; what concerns several rows is asked of the database at the
end.  Left by a killed process, a check is begun again from the first row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.models import ImportState, RegisterEntry, RegisterImport, RegisterImportRow
from honors.register_import.columns import plain
from honors.register_import.headings import SheetHead
from honors.register_import.numbers import note_numbers
from honors.register_import.opening import open_register
from honors.register_import.rows import Place, RowReader
from honors.register_import.units import UnitFinder
from honors.spreadsheets import UnreadableError

if TYPE_CHECKING:
    import datetime

    from honors.spreadsheets import Line

CHUNK = 1_000
Progress = Callable[[int, int], object]
_Outcome = RegisterImportRow.Outcome


class LostError(Exception):
    """Somebody else took the import over, or threw it away, while it was being checked."""


def check_import(
    *, import_id: int, first_years: Mapping[int, int], taken_at: datetime.datetime, progress: Progress | None = None
) -> RegisterImport:
    """Read all rows of an import in `CHECKING` and say what would become of each.

    `first_years` is the first year each unit worked here, `taken_at` the sign
    of whoever carries it on.  Raises LostError where that is no longer ours.
    A file that breaks further down fails the import, with the reason.
    """
    found = RegisterImport.objects.select_related("unit").get(pk=import_id)
    RegisterImportRow.objects.filter(register_import=found).delete()
    reader = RowReader(found, UnitFinder(), first_years)
    try:
        rows = _rows(found, reader)
        done = 0
        while chunk := list(islice(rows, CHUNK)):
            done += len(chunk)
            taken_at = _keep(import_id, chunk, done, taken_at)
            if progress is not None:
                progress(done, 0)
    except UnreadableError as error:
        RegisterImport.objects.filter(pk=import_id).update(state=ImportState.FAILED, message=str(error))
        found.refresh_from_db()
        return found
    return _finish(import_id)


def _keep(import_id: int, rows: list[RegisterImportRow], done: int, taken_at: Any) -> datetime.datetime:
    """Write a chunk and give a sign of life; two queries in one transaction."""
    now = timezone.now()
    with transaction.atomic():
        own = RegisterImport.objects.filter(pk=import_id, state=ImportState.CHECKING, worked_on_at=taken_at)
        if not own.update(worked_on_at=now, read_count=done):
            raise LostError
        RegisterImportRow.objects.bulk_create(rows)
    return now


def _rows(found: RegisterImport, reader: RowReader) -> Iterator[RegisterImportRow]:
    heads = {head.title: head for head in map(SheetHead.from_json, found.heads)}
    position = 0
    with found.file.open("rb") as file, open_register(file, found.name) as sheets:
        for sheet in sheets:
            head = heads.get(sheet.title)
            if head is None or not (head.line and head.is_taken):
                continue
            columns = head.fields(found.mapping)
            for number, line in sheet.lines():
                if number <= head.last_line or _repeats(line, head):
                    continue
                row = reader.read(Place(position + 1, sheet.title, number), line, columns)
                if row is not None:
                    position += 1
                    yield row


def _repeats(line: Line, head: SheetHead) -> bool:
    """Whether a line is the headings once more, as they stand on every printed page."""
    shared = [plain(line[column].text) == plain(text) for column, text in head.headings.items() if column < len(line)]
    return len(shared) > 1 and all(shared)


@transaction.atomic
def _finish(import_id: int) -> RegisterImport:
    """Say which rows are there already and which numbers do not fit, and count."""
    found = RegisterImport.objects.select_for_update().get(pk=import_id)
    rows = RegisterImportRow.objects.filter(register_import=found)
    mark_repeated(found)
    mark_known(found)
    note_numbers(found)
    found.read_count = rows.count()
    if not found.read_count:
        found.state, found.message = ImportState.FAILED, _("There is no row below the headings.")
    else:
        found.state, found.message = ImportState.CHECKED, ""
    found.worked_on_at = None
    count_rows(found)
    found.save(update_fields=["state", "message", "worked_on_at", "read_count", *COUNTERS])
    return found


COUNTERS = ["new_count", "known_count", "wrong_count", "noted_count"]


def count_rows(found: RegisterImport) -> None:
    """Set the counters of an import from its rows. One query."""
    counts: dict[str, Any] = {
        f"{outcome.value}_count": Count("pk", filter=Q(outcome=outcome))
        for outcome in (_Outcome.NEW, _Outcome.KNOWN, _Outcome.WRONG)
    }
    counted = RegisterImportRow.objects.filter(register_import=found).aggregate(
        **counts, noted_count=Count("pk", filter=Q(is_noted=True))
    )
    for name, number in counted.items():
        setattr(found, name, number)


def mark_known(found: RegisterImport) -> int:
    """Mark rows that are in the book already; return how many. One query, which walks the imported entries once.

    An entry whose import was undone is not in the book; one that was revoked
    or masked since is.
    """
    entries = RegisterEntry.objects.listed().filter(imported__isnull=False).exclude(imported__identity="")
    standing = entries.order_by().values("imported__identity")
    rows = RegisterImportRow.objects.filter(register_import=found, outcome=_Outcome.NEW).order_by()
    return rows.filter(identity__in=standing).update(outcome=_Outcome.KNOWN)


def mark_repeated(found: RegisterImport) -> int:
    """Mark rows that stand further up in the same file; return how many. One query, and one for every 500 of them."""
    rows = RegisterImportRow.objects.filter(register_import=found, outcome=_Outcome.NEW).order_by()
    repeated = rows.values("identity").annotate(first=Min("position"), number=Count("pk")).filter(number__gt=1)
    firsts = {identity: first for identity, first, _number in repeated.values_list("identity", "first", "number")}
    known = 0
    identities = list(firsts)
    for start in range(0, len(identities), 500):
        some = identities[start : start + 500]
        again = rows.filter(identity__in=some).exclude(position__in=[firsts[identity] for identity in some])
        known += again.update(outcome=_Outcome.KNOWN)
    return known
