"""The acts on imports, each authorised on the import as it is, under its lock."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from honors.models import RegisterImport
from honors.register_import import files, running, undoing
from honors.register_import.errors import ImportStoppedError
from workflows.register_imports.permissions import check_brings_registers, check_confirms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from honors.models import Decision, Unit


def bring(*, user: Any, file: IO[bytes], name: str, unit: Unit | None, year: int | None, decision: Decision) -> Any:
    """Keep an uploaded register.

    Raises NotYoursError, ImportStoppedError or UnreadableError, and then
    nothing is kept.
    """
    check_brings_registers(user)
    if decision.is_revoked:
        raise ImportStoppedError(_("This decision was revoked."))
    return files.keep_file(file=file, name=name, unit=unit, year=year, decision=decision, user=user)


@transaction.atomic
def order_check(
    *, user: Any, import_id: int, mapping: Mapping[str, str] | None = None, sheets: Collection[str] | None = None
) -> RegisterImport:
    """Say what the columns mean, and have the rows checked."""
    _locked(import_id)
    check_brings_registers(user)
    return files.order_check(import_id=import_id, mapping=mapping, sheets=sheets)


@transaction.atomic
def ask_confirmation(*, user: Any, import_id: int) -> RegisterImport:
    """Hand an import to a second person; any editor of the province does, who uploaded it stays written down."""
    _locked(import_id)
    check_brings_registers(user)
    return files.ask_confirmation(import_id=import_id)


@transaction.atomic
def confirm(*, user: Any, import_id: int) -> RegisterImport:
    """Say yes as the second person."""
    check_confirms(user, _locked(import_id))
    return running.confirm_import(import_id=import_id, user=user)


@transaction.atomic
def send_back(*, user: Any, import_id: int, reason: str) -> RegisterImport:
    """Say no as the second person, with a reason; whoever uploaded it takes it back without one."""
    found = _locked(import_id)
    if found.uploaded_by_id == user.pk:
        check_brings_registers(user)
    else:
        check_confirms(user, found)
        if not reason.strip():
            raise ImportStoppedError(_("Give a reason."))
    return files.send_back(import_id=import_id, reason=reason.strip())


@transaction.atomic
def discard(*, user: Any, import_id: int) -> None:
    """Throw an import away that is not in the book."""
    _locked(import_id)
    check_brings_registers(user)
    files.discard(import_id=import_id)


@transaction.atomic
def undo(*, user: Any, import_id: int, reason: str) -> RegisterImport:
    """Take an import out of the book again, as a second person."""
    check_confirms(user, _locked(import_id))
    return undoing.undo_import(import_id=import_id, user=user, reason=reason)


def _locked(import_id: int) -> RegisterImport:
    try:
        return RegisterImport.objects.select_for_update().get(pk=import_id)
    except ObjectDoesNotExist as error:
        raise ImportStoppedError(_("This import was thrown away.")) from error
