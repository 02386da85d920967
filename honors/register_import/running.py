"""A confirmed import enters the book: one transaction, so that a reader sees all of it or nothing.

Rows pass by in chunks, so memory does not grow with the file.  A process that
is killed leaves nothing behind and the import is simply run again; whoever
comes second waits for the row of the import and finds it done.  Two imports
into one register come one after the other by its row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.entry_place import EntryPlace, place_of
from honors.generation import announce_change
from honors.models import (
    EntryEvent,
    ImportState,
    MeritCategory,
    PublicationBasis,
    Register,
    RegisterEntry,
    RegisterImport,
    RegisterImportRow,
    Unit,
)
from honors.register_import.checking import COUNTERS, count_rows, mark_known
from honors.register_import.errors import ImportStoppedError
from honors.register_import.files import locked
from honors.register_import.numbers import numbers_clash
from honors.register_import.requests import request_of
from honors.services import give_profile, locked_register, new_entry, registered_event

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User

    from honors.services import EntryRequest

CHUNK = 1_000
Progress = Callable[[int, int], object]
_Outcome = RegisterImportRow.Outcome


@transaction.atomic
def confirm_import(*, import_id: int, user: User) -> RegisterImport:
    """Say yes as the second person; the entries are written by `run_import`. Raises ImportStoppedError."""
    found = locked(import_id, ImportState.WAITING)
    if found.uploaded_by_id == user.pk:
        raise ImportStoppedError(_("You uploaded this file: somebody else has to confirm it."))
    found.state, found.message = ImportState.RUNNING, ""
    found.confirmed_by, found.confirmed_at = user, timezone.now()  # type: ignore[assignment]  # whatever users are
    found.save(update_fields=["state", "message", "confirmed_by", "confirmed_at"])
    return found


def run_import(*, import_id: int, first_years: Mapping[int, int], progress: Progress | None = None) -> RegisterImport:
    """Write the entries of a confirmed import; one that is done already is returned as it is.

    What stands against it by now fails it with the reason, and nothing is
    written: it can be checked and confirmed anew.
    """
    try:
        return _run(import_id, first_years, progress or (lambda _done, _total: None))
    except ImportStoppedError as error:
        stopped = RegisterImport.objects.filter(pk=import_id, state=ImportState.RUNNING)
        stopped.update(state=ImportState.FAILED, message=str(error), confirmed_by=None, confirmed_at=None)
        return RegisterImport.objects.get(pk=import_id)


@transaction.atomic
def _run(import_id: int, first_years: Mapping[int, int], progress: Progress) -> RegisterImport:
    found = RegisterImport.objects.select_for_update().get(pk=import_id)
    if found.state != ImportState.RUNNING:
        return found
    rows = RegisterImportRow.objects.filter(register_import=found, outcome=_Outcome.NEW)
    registers = _lock_registers(rows, first_years)
    # Asked again, under the locks: another import may have been faster.
    mark_known(found)
    if numbers_clash(found):
        raise ImportStoppedError(_("Another import has entered some of these numbers meanwhile: check the file again."))
    total, writer = rows.count(), _Writer(found)
    ordered = rows.order_by("unit", "year", "paper_order", "position").iterator(chunk_size=CHUNK)
    done = 0
    while chunk := list(islice(ordered, CHUNK)):
        writer.write([(registers[row.unit_id or 0, row.year or 0], row) for row in chunk])
        done += len(chunk)
        progress(done, total)
    rows.update(outcome=_Outcome.ENTERED)
    count_rows(found)
    found.new_count = done
    found.state, found.finished_at, found.worked_on_at = ImportState.DONE, timezone.now(), None
    found.save(update_fields=["state", "finished_at", "worked_on_at", *COUNTERS])
    announce_change()
    return found


def _lock_registers(rows: Any, first_years: Mapping[int, int]) -> dict[tuple[int, int], Register]:
    """Lock every register the rows go into: those that are there in the order of their ids, then the new ones."""
    wanted = list(rows.order_by("unit", "year").values_list("unit", "year").distinct())
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={unit for unit, _year in wanted})}
    for unit, year in wanted:
        first = first_years.get(unit)
        if first is not None and year >= first:
            reason = _("%(unit)s keeps its register of %(year)s here by now: check the file again.")
            raise ImportStoppedError(reason % {"unit": units[unit], "year": year})
    here = Register.objects.filter(unit__in=units).order_by("pk").values_list("unit", "year")
    known = [key for key in here if key in set(wanted)]
    ordered = known + [key for key in wanted if key not in set(known)]
    return {(unit, year): locked_register(unit=units[unit], year=year) for unit, year in ordered}


class _Writer:
    """Writes rows as entries, each with its event; a row with a basis gets its page as any other entry does."""

    def __init__(self, found: RegisterImport) -> None:
        self._import = found
        self._at = timezone.now()
        self._categories = {category.pk: category for category in MeritCategory.objects.all()}
        self._place: Callable[[Unit], EntryPlace] = lru_cache(maxsize=None)(place_of)

    def write(self, rows: list[tuple[Register, RegisterImportRow]]) -> None:
        """Enter rows in this order, those of one register together.

        One query for the entries, two for each register, and some for each row
        with a basis.
        """
        written = [self._entry(register, row) for register, row in rows]
        RegisterEntry.objects.bulk_create(entry for entry, _request in written)
        for register, group in groupby(written, key=lambda pair: pair[0].register):
            register.append([self._event(entry) for entry, _request in group])
        founded = [(entry, request) for entry, request in written if request.bases]
        if founded:
            PublicationBasis.objects.bulk_create(
                PublicationBasis(entry=entry, **vars(basis)) for entry, request in founded for basis in request.bases
            )
        for entry, request in founded:
            give_profile(entry, request, at=self._at)

    def _entry(self, register: Register, row: RegisterImportRow) -> tuple[RegisterEntry, EntryRequest]:
        request = request_of(row, unit=register.unit, category=self._categories[row.category_id or 0])
        register.last_number += 1
        entry = new_entry(register, request, self._place(register.unit), self._at)
        entry.imported, entry.paper_number = row, row.paper_number
        return entry, request

    def _event(self, entry: RegisterEntry) -> EntryEvent:
        event = registered_event(entry, actor=self._import.confirmed_by)
        event.decision = self._import.decision
        event.values["source"] = source_words(self._import.sha256, entry.imported)
        return event


def source_words(sha256: str, row: Any) -> str:
    """Where an entry comes from, as its event commits to it: the file's fingerprint, the row, the number on paper."""
    return f"{sha256} #{row.position}" + (f" / {row.paper_number}" if row.paper_number else "")
