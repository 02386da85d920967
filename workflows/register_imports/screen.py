"""What the screen of an import shows: how far it is, what is wrong, and the acts that are open to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from honors.models import ImportState, RegisterEntry, RegisterImportRow
from honors.register_import.columns import LABELS
from honors.register_import.progress import read_progress
from workflows.counted_pages import CountedPaginator
from workflows.register_imports.carrying_on import is_small
from workflows.register_imports.forms import ColumnsForm
from workflows.register_imports.permissions import user_brings_registers

if TYPE_CHECKING:
    from honors.models import RegisterImport

PAGE_SIZE, EXAMPLES = 50, 8
_STEPS = (
    (_("File"), {ImportState.UPLOADED, ImportState.FAILED}),
    (_("Rows checked"), {ImportState.CHECKING, ImportState.CHECKED}),
    (_("Second person"), {ImportState.WAITING}),
    (_("In the book"), {ImportState.RUNNING, ImportState.DONE, ImportState.UNDONE}),
)
_MAPPED = {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED}


@dataclass(frozen=True)
class Bar:
    """How far it is; `total` is 0 where nobody knows."""

    done: int
    total: int
    waits_for_clock: bool


def import_screen(
    found: RegisterImport, user: Any, columns: ColumnsForm | None = None, *, page: str | None = None
) -> dict[str, Any]:
    """Return what the template needs. Two queries for the people, two for the problems, one for the examples."""
    brings, is_own = user_brings_registers(user), found.uploaded_by_id == user.pk
    rows = RegisterImportRow.objects.filter(register_import=found)
    noted = CountedPaginator(rows.filter(is_noted=True).order_by("position"), PAGE_SIZE, count=found.noted_count)
    return {
        "steps": [(label, found.state in states) for label, states in _STEPS],
        "columns": (columns or ColumnsForm(found=found)) if brings and found.state in _MAPPED else None,
        "bar": _bar(found) if found.is_under_way else None,
        "noted": _told(noted.get_page(page)) if found.noted_count else None,
        "examples": list(rows.filter(outcome=RegisterImportRow.Outcome.NEW).order_by("position")[:EXAMPLES]),
        "entries": _entries(found),
        "may": {
            "ask": brings and found.is_ready,
            "confirm": found.state == ImportState.WAITING and not is_own,
            "take_back": found.state == ImportState.WAITING and is_own and brings,
            "discard": brings and found.is_open,
            "undo": found.state == ImportState.DONE and not is_own,
        },
        "is_own": is_own,
        "needs_column": found.state == ImportState.UPLOADED,
    }


def _told(page: Any) -> Any:
    """A page of rows, each with its problems under the names of its columns."""
    for row in page.object_list:
        row.told = [{**problem, "label": LABELS.get(problem["field"], "")} for problem in row.problems]
    return page


def _bar(found: RegisterImport) -> Bar:
    done, total = read_progress(found.pk) or (found.read_count, 0)
    if found.state == ImportState.RUNNING and not total:
        done, total = 0, found.new_count
    return Bar(done, total, not done and not is_small(found))


def _entries(found: RegisterImport) -> list[RegisterEntry]:
    """The first entries that came of it. One query, none before it was entered."""
    if found.state not in {ImportState.DONE, ImportState.UNDONE}:
        return []
    entries = RegisterEntry.objects.filter(imported__register_import=found).select_related("imported")
    return list(entries.order_by("register", "number")[:EXAMPLES])
