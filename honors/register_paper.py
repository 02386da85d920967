"""A register as the paper office keeps it: the facts of one unit and year, ready to be typeset.

The internal edition: the caller decides who may read it and hands over the
entries.  Words of the form itself stand in the template, in Vietnamese.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone

from honors.ledger import revocations
from honors.models import Commendation, HonoreeKind
from honors.tally import tally

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from honors.models import RegisterEntry, Unit
    from honors.profile import Revocation

TEMPLATE = "register.typ"


def register_paper(*, unit: Unit, year: int, entries: QuerySet[RegisterEntry]) -> dict[str, Any]:
    """Return what the template needs, in the order of the numbers.

    A masked entry keeps its number and its place in the sums and nothing else;
    a revoked one is struck through with its decision and is in no sum.  Seven
    queries at any length.
    """
    given = Commendation.objects.standing().select_related("form", "decision").order_by("-form__rank", "pk")
    praised = entries.prefetch_related(Prefetch("commendations", given))
    rows = list(praised.defer("folded", "sort_key").order_by("number"))
    struck = revocations([row.pk for row in rows if row.is_revoked])
    sums = tally(entries)
    above = unit.lineage()[1:2]
    return {
        "above": above[0].name if above else "",
        "unit": unit.name,
        "year": year,
        "printed_on": _day(timezone.localdate()),
        "rows": [_line(row, struck.get(row.pk)) for row in rows],
        "sums": {
            "counted": sums.counted,
            "individuals": sums.individuals,
            "collectives": sums.collectives,
            "households": sums.households,
            "masked": sums.masked,
            "revoked": sums.revoked,
        },
    }


def _line(entry: RegisterEntry, revocation: Revocation | None) -> dict[str, Any]:
    line = {"number": entry.number, "registered_on": _day(entry.registered_on), "masked": entry.is_masked}
    if entry.is_masked:
        return {**line, "revoked": False}
    return {
        **line,
        "revoked": entry.is_revoked,
        "name": _full_name(entry),
        "kind": entry.kind,
        "role": entry.role,
        "unit": entry.unit_name,
        "citation": entry.citation,
        "commendations": [_commendation(praise) for praise in entry.commendations.all()],
        "revocation": _revocation(revocation),
    }


def _full_name(entry: RegisterEntry) -> str:
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
