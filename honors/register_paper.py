"""A register as the paper office keeps it: the facts of one unit and year, ready to be typeset.

Two editions: the caller decides who may read which and hands over the
entries.  Words of the form itself stand in the template, in Vietnamese.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone

from honors.ledger import ledger_rows_of, revocations
from honors.models import Commendation, HonoreeKind
from honors.tally import tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from honors.models import RegisterEntry, Unit
    from honors.profile import LedgerRow, Revocation
    from honors.tally import Tally

TEMPLATE = "register.typ"
INTERNAL, PUBLIC = "Bản nội bộ", "Bản công khai"


def register_paper(*, unit: Unit, year: int, entries: QuerySet[RegisterEntry]) -> dict[str, Any]:
    """Return what the template needs, in the order of the numbers.

    A masked entry keeps its number and its place in the sums and nothing else;
    a revoked one is struck through with its decision and is in no sum.  Seven
    queries at any length.
    """
    given = Commendation.objects.standing().select_related("form", "decision").order_by("-form__rank", "pk")
    praised = entries.prefetch_related(Prefetch("commendations", given))
    rows = list(praised.select_related("category").defer("folded", "sort_key").order_by("number"))
    struck = revocations([row.pk for row in rows if row.is_revoked])
    sums = tally(entries)
    above = unit.lineage()[1:2]
    return {
        "above": above[0].name if above else "",
        "unit": unit.name,
        "year": year,
        "edition": INTERNAL,
        "printed_on": _day(timezone.localdate()),
        "rows": [_line(row, struck.get(row.pk)) for row in rows],
        "sums": _sums(sums),
    }


def public_register_paper(*, unit: Unit, year: int, entries: QuerySet[RegisterEntry]) -> dict[str, Any]:
    """Return a register as strangers may read it: a line without a basis has its number and its day.

    The same numbers and sums as the internal edition.  Eight queries at any
    length.
    """
    keys = list(entries.order_by("number").values_list("pk", flat=True))
    praise = _praise(keys)
    above = unit.lineage()[1:2]
    return {
        "above": above[0].name if above else "",
        "unit": unit.name,
        "year": year,
        "edition": PUBLIC,
        "printed_on": _day(timezone.localdate()),
        "rows": [_public_line(row, praise.get(pk, [])) for pk, row in ledger_rows_of(keys).items()],
        "sums": _sums(tally(entries)),
    }


def _praise(keys: Sequence[int]) -> dict[int, list[Commendation]]:
    found: dict[int, list[Commendation]] = {}
    given = Commendation.objects.standing().filter(entry__in=keys).select_related("form", "decision")
    for praise in given.order_by("-form__rank", "pk"):
        found.setdefault(praise.entry_id, []).append(praise)
    return found


def _public_line(row: LedgerRow, praise: Sequence[Commendation]) -> dict[str, Any]:
    line = {"number": row.number, "registered_on": _day(row.registered_on), "masked": row.is_masked}
    if row.is_masked:
        return {**line, "revoked": False}
    named, kind = bool(row.name), row.medallion.kind if row.medallion else ""
    honorific = "" if kind == HonoreeKind.COLLECTIVE else row.honorific
    return {
        **line,
        "revoked": row.is_revoked,
        "unnamed": not named,
        "name": f"{honorific[:1].upper()}{honorific[1:]} {row.name}".strip(),
        "kind": kind,
        "role": row.role,
        "unit": row.unit_name,
        "citation": row.citation,
        "category": row.category.label if row.category else "",
        "commendations": [_commendation(given) for given in praise] if named else [],
        "revocation": _revocation(row.revocation),
    }


def _sums(sums: Tally) -> dict[str, int]:
    return {
        "counted": sums.counted,
        "individuals": sums.individuals,
        "collectives": sums.collectives,
        "households": sums.households,
        "masked": sums.masked,
        "revoked": sums.revoked,
    }


def _line(entry: RegisterEntry, revocation: Revocation | None) -> dict[str, Any]:
    line = {"number": entry.number, "registered_on": _day(entry.registered_on), "masked": entry.is_masked}
    if entry.is_masked:
        return {**line, "revoked": False}
    return {
        **line,
        "revoked": entry.is_revoked,
        "name": full_name(entry),
        "kind": entry.kind,
        "role": entry.role,
        "unit": entry.unit_name,
        "citation": entry.citation,
        "category": entry.category.name,
        "commendations": [_commendation(praise) for praise in entry.commendations.all()],
        "revocation": _revocation(revocation),
    }


def full_name(entry: RegisterEntry) -> str:
    """Name and honorific as a list on paper has them."""
    if entry.kind == HonoreeKind.COLLECTIVE or not entry.honorific:
        return entry.honoree_name
    return f"{entry.honorific[:1].upper()}{entry.honorific[1:]} {entry.honoree_name}"


def _commendation(praise: Commendation) -> dict[str, str]:
    decision = praise.decision
    return {
        "form": praise.form.name,
        "number": decision.number if decision else "",
        "signed_on": _day(decision.signed_on) if decision else "",
    }


def _revocation(revocation: Revocation | None) -> dict[str, str]:
    if revocation is None or revocation.signed_on is None:
        return {}
    return {"number": revocation.number, "signed_on": _day(revocation.signed_on)}


def _day(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"
