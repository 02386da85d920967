"""Checking and entering are carried on by whoever is there: a small file by the request, a large one by the clock.

Whoever carries on takes the import first; one that was left by a killed
process is free again after a while, and begins anew: a check from its first
row, an entering with nothing of it in the book.
"""

from __future__ import annotations

import datetime
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from honors.models import ImportState, RegisterImport
from honors.models.imports import OPEN, UNDER_WAY
from honors.register_import.checking import LostError, check_import
from honors.register_import.errors import ImportStoppedError
from honors.register_import.files import discard
from honors.register_import.progress import forget_progress, tell_progress
from honors.register_import.running import run_import
from workflows.register_imports.first_years import first_years

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

# Checked, or entered, within a few seconds.
SMALL_FILE, SMALL_IMPORT = 1_500_000, 5_000
# After so long without a sign whoever took it is held to be dead. An entering is one transaction and gives none.
ABANDONED_AFTER = {
    ImportState.CHECKING: datetime.timedelta(seconds=60),
    ImportState.RUNNING: datetime.timedelta(minutes=10),
}
# An upload nobody went on with is kept so long, for it holds names; so many are forgotten in one run of the clock.
KEPT_FOR, MOST_FORGOTTEN = datetime.timedelta(days=60), 100


def carry_on(*, import_id: int, tell: Callable[[int, int], object] | None = None) -> RegisterImport | None:
    """Check or enter an import that is under way; None where there is nothing to do or somebody is at it."""
    taken_at = timezone.now()
    if not _free(taken_at).filter(pk=import_id).update(worked_on_at=taken_at):
        return None
    found = RegisterImport.objects.get(pk=import_id)
    progress = tell or partial(tell_progress, import_id)
    try:
        if found.state == ImportState.CHECKING:
            return check_import(
                import_id=import_id, first_years=first_years(), taken_at=taken_at, progress=progress
            )  # fmt: skip
        return run_import(import_id=import_id, first_years=first_years(), progress=progress)
    except LostError:
        return None
    except BaseException:
        # Free for the next one at once; what a kill leaves is free after a while.
        RegisterImport.objects.filter(pk=import_id).update(worked_on_at=None)
        raise
    finally:
        forget_progress(import_id)


def carry_on_if_small(found: RegisterImport) -> None:
    """Carry on within a request what takes no more than a few seconds."""
    if is_small(found):
        carry_on(import_id=found.pk)


def is_small(found: RegisterImport) -> bool:
    """Whether what is under way takes no more than a few seconds."""
    if found.state == ImportState.CHECKING:
        return bool(found.file.size <= SMALL_FILE)
    return found.new_count <= SMALL_IMPORT


def carry_on_unfinished() -> int:
    """Carry on with everything under way that nobody is at; for the clock. Says how many were carried on."""
    waiting = list(_free(timezone.now()).order_by("uploaded_at").values_list("pk", flat=True))
    return sum(carry_on(import_id=pk) is not None for pk in waiting)


def _free(now: datetime.datetime) -> QuerySet[RegisterImport]:
    """Imports under way that nobody is at."""
    abandoned = Q(worked_on_at=None)
    for state, patience in ABANDONED_AFTER.items():
        abandoned |= Q(state=state, worked_on_at__lt=now - patience)
    return RegisterImport.objects.filter(abandoned, state__in=UNDER_WAY)


def forget_old_imports(now: datetime.datetime | None = None) -> int:
    """Throw away uploads nobody went on with; return how many. For the clock, bounded."""
    before = (now or timezone.now()) - KEPT_FOR
    old = RegisterImport.objects.filter(state__in=OPEN, uploaded_at__lt=before).order_by("pk")
    forgotten = 0
    for pk in list(old.values_list("pk", flat=True)[:MOST_FORGOTTEN]):
        with suppress(ImportStoppedError):
            discard(import_id=pk)
            forgotten += 1
    return forgotten
