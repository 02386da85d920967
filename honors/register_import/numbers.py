"""Numbers on paper: one stands for one row; those that are missing are told."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from honors.models import EntryState, RegisterEntry, RegisterImportRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honors.models import RegisterImport

# More are not read one by one, they are mended and tried again.
MOST_NOTED = 10_000
_Outcome = RegisterImportRow.Outcome


def note_numbers(found: RegisterImport) -> None:
    """Refuse rows of one register that share a number, and note where numbers are missing.

    Rows pass by in the order of their registers; memory holds the numbers of
    one register and the rows something is wrong with, at most `MOST_NOTED`.
    """
    rows = RegisterImportRow.objects.filter(register_import=found, outcome__in=[_Outcome.NEW, _Outcome.WRONG])
    # A row whose unit or year is not understood yet may be the one that seems to be missing.
    tells_gaps = not rows.filter(outcome=_Outcome.WRONG).exists()
    rows = rows.exclude(paper_number="").filter(unit__isnull=False, year__isnull=False)
    ordered = rows.order_by("unit", "year", "paper_order", "position")
    columns = ("unit", "year", "pk", "paper_number", "paper_order")
    taken = _taken(found)
    noted: dict[int, dict[str, Any]] = {}
    for key, group in groupby(ordered.values_list(*columns).iterator(chunk_size=2000), key=lambda row: row[:2]):
        for pk, problem in _problems((row[2:] for row in group), taken.get(key, {})):
            if not (problem["blocks"] or tells_gaps):
                continue
            noted.setdefault(pk, problem)
            if len(noted) >= MOST_NOTED:
                return _write(noted)
    return _write(noted)


def numbers_clash(found: RegisterImport) -> bool:
    """Whether a row to be entered has a number that another import has entered since it was checked."""
    taken = _taken(found)
    rows = RegisterImportRow.objects.filter(register_import=found, outcome=_Outcome.NEW).exclude(paper_number="")
    if not taken:
        return False
    told = rows.order_by().values_list("unit", "year", "paper_number").iterator(chunk_size=2000)
    return any(number.casefold() in taken.get((unit or 0, year or 0), ()) for unit, year, number in told)


def _problems(group: Iterable[Any], taken: dict[str, int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """What is wrong with the numbers of one register, by row."""
    seen: dict[str, int] = {}
    last = max((order_of(number) for number in taken), default=None)
    for pk, number, order in group:
        text = number.casefold()
        if text in seen:
            reason = _("Two rows have this number.")
            yield pk, _problem(number, reason)
            yield seen[text], _problem(number, reason)
        elif text in taken:
            yield pk, _problem(number, _("The register has an entry of this number: %(number)s.") % {"number": number})
        elif last is not None and order > last + 1:
            yield pk, _problem(number, _gap(last + 1, order - 1), blocks=False)
        seen.setdefault(text, pk)
        last = order if last is None else max(last, order)


def order_of(number: str) -> int:
    """The digits a number begins with."""
    digits = "".join(char if char.isdigit() else " " for char in number).split()
    return int(digits[0]) if digits else 0


def _gap(first: int, last: int) -> str:
    if first == last:
        return _("Number %(number)s is missing before this one.") % {"number": first}
    return _("Numbers %(first)s to %(last)s are missing before this one.") % {"first": first, "last": last}


def _problem(number: str, reason: str, *, blocks: bool = True) -> dict[str, Any]:
    return {"field": "paper_number", "value": number, "reason": reason, "suggestion": "", "blocks": blocks}


def _taken(found: RegisterImport) -> dict[tuple[int, int], dict[str, int]]:
    """Paper numbers that stand in the registers this file adds to. One query."""
    groups = RegisterImportRow.objects.filter(register_import=found, outcome=_Outcome.NEW)
    entries = RegisterEntry.objects.exclude(paper_number="").exclude(state=EntryState.UNDONE)
    here = entries.filter(register__unit__in=groups.order_by().values("unit").distinct())
    taken: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    rows = here.order_by().values_list(F("register__unit"), "year", "paper_number", "number")
    for unit, year, paper_number, number in rows.iterator(chunk_size=2000):
        taken[unit, year][paper_number.casefold()] = number
    return taken


def _write(noted: dict[int, dict[str, Any]]) -> None:
    pks = list(noted)
    for start in range(0, len(pks), 500):
        rows = list(RegisterImportRow.objects.filter(pk__in=pks[start : start + 500]))
        for row in rows:
            problem = noted[row.pk]
            row.problems = [*row.problems, problem]
            row.is_noted = True
            if problem["blocks"]:
                row.outcome = _Outcome.WRONG
        RegisterImportRow.objects.bulk_update(rows, ["problems", "is_noted", "outcome"], batch_size=100)
