"""The verbs before anything is in the book: keep a file, correct its columns, ask for confirmation, throw it away."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from honors.models import ImportState, RegisterImport, RegisterImportMemory, RegisterImportRow, Unit
from honors.register_import.columns import LABELS, NEEDED
from honors.register_import.errors import ImportStoppedError, same_file
from honors.register_import.headings import SheetHead, guess_mapping, read_head
from honors.register_import.opening import open_register
from honors.spreadsheets import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import AbstractBaseUser as User

    from honors.models import Decision

_PIECE = 1024 * 1024
# In these states the same file is on its way into the book, or in it.
_TAKEN = (ImportState.WAITING, ImportState.RUNNING, ImportState.DONE)


def keep_file(
    *, file: IO[bytes], name: str, unit: Unit | None, year: int | None, decision: Decision, user: User
) -> RegisterImport:
    """Keep an uploaded register with its headings and what they seem to mean; no row is read yet.

    Raises UnreadableError where the file as a whole cannot be taken, or
    ImportStoppedError where the very same file is in the book or on its way: then
    nothing is kept.
    """
    with open_register(file, name) as sheets:
        heads = [read_head(sheet) for sheet in sheets]
    if not any(head.line for head in heads):
        raise UnreadableError(
            _("No line with the names of the columns was found. They stand above the rows, each column with its own.")
        )
    digest = _digest(file)
    for earlier in RegisterImport.objects.filter(sha256=digest, state__in=_TAKEN):
        if all(head["is_taken"] or not head["line"] for head in earlier.heads):
            raise same_file(earlier)
    file.seek(0)
    found = RegisterImport(name=name[-200:], sha256=digest, unit=unit, year=year, decision=decision)
    found.uploaded_by = user  # type: ignore[assignment]  # whatever model users are
    found.heads = [head.as_json() for head in heads]
    found.mapping = guess_mapping(heads, remembered(unit))
    found.file.save(name, File(file), save=False)
    try:
        found.save()
    except BaseException:
        found.file.storage.delete(str(found.file.name))
        raise
    return found


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def remembered(unit: Unit | None) -> dict[str, str]:
    """What headings meant the last time; of files of many units what the province's last one meant. One query."""
    memory = RegisterImportMemory.objects.filter(**_whose(unit)).first()
    return memory.mapping if memory else {}


def _whose(unit: Unit | None) -> dict[str, Any]:
    return {"unit": unit} if unit is not None else {"unit__parent": None}


@transaction.atomic
def order_check(
    *, import_id: int, mapping: Mapping[str, str] | None = None, sheets: Collection[str] | None = None
) -> RegisterImport:
    """Set what the columns mean and which sheets are taken, and have the rows checked; remembered for the unit.

    Raises ImportStoppedError where a needed field has no column, or the import is
    not open any more.
    """
    found = locked(import_id, ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
    heads = [SheetHead.from_json(head) for head in found.heads]
    if sheets is not None:
        for head in heads:
            head.is_taken = bool(head.line) and head.title in sheets
    if mapping is not None:
        found.mapping = {**found.mapping, **{heading: meant for heading, meant in mapping.items() if meant in LABELS}}
        found.mapping |= {heading: "" for heading, meant in mapping.items() if meant not in LABELS}
    taken = [head for head in heads if head.line and head.is_taken]
    if not taken:
        raise ImportStoppedError(_("Choose at least one sheet."))
    for head in taken:
        given = head.fields(found.mapping)
        missing = [str(LABELS[name]) for name in NEEDED if name not in given]
        if missing:
            text = _("Say which column is meant: %(columns)s.") % {"columns": ", ".join(missing)}
            raise ImportStoppedError(f"{head.title}: {text}" if head.title else text)
    found.heads = [head.as_json() for head in heads]
    found.state, found.message, found.worked_on_at, found.read_count = ImportState.CHECKING, "", None, 0
    found.save(update_fields=["heads", "mapping", "state", "message", "worked_on_at", "read_count"])
    _remember(found)
    return found


def _remember(found: RegisterImport) -> None:
    unit = found.unit or Unit.objects.filter(parent=None).order_by("path").first()
    if unit is not None:
        RegisterImportMemory.objects.update_or_create(unit=unit, defaults={"mapping": found.mapping})


@transaction.atomic
def ask_confirmation(*, import_id: int) -> RegisterImport:
    """Hand a checked import to a second person. Raises ImportStoppedError where a row is wrong or none is new."""
    found = locked(import_id, ImportState.CHECKED)
    if not found.is_ready:
        raise ImportStoppedError(_("Nothing can be entered as it is: mend the file and upload it again."))
    return _move(found, ImportState.WAITING)


@transaction.atomic
def send_back(*, import_id: int, reason: str = "") -> RegisterImport:
    """Take an import back from confirmation; the reason is shown to whoever uploaded it."""
    found = locked(import_id, ImportState.WAITING)
    found.message = reason
    return _move(found, ImportState.CHECKED)


@transaction.atomic
def discard(*, import_id: int) -> None:
    """Throw an import away with its file and rows: nothing of it was ever in the book."""
    found = locked(import_id, ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED, ImportState.WAITING)
    stored, storage = str(found.file.name), found.file.storage
    RegisterImportRow.objects.filter(register_import=found).delete()
    found.delete()
    transaction.on_commit(partial(storage.delete, stored))


def locked(import_id: int, *states: ImportState) -> RegisterImport:
    """Lock an import in one of some states; ImportStoppedError says where it is instead. One query."""
    found = RegisterImport.objects.select_for_update().filter(pk=import_id).first()
    if found is None:
        raise ImportStoppedError(_("This import was thrown away."))
    if found.state not in states:
        raise ImportStoppedError(
            _("This cannot be done any more: the import is now “%(state)s”.") % {"state": found.get_state_display()}
        )
    return found


def _move(found: RegisterImport, state: ImportState) -> RegisterImport:
    found.state = state
    found.save(update_fields=["state", "message"])
    return found
