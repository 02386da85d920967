"""Profiles that may already belong to a nominee: offered, never chosen by the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Value, When

from honors.models import EntryState, HonoreePage
from honors.vietnamese import fold

if TYPE_CHECKING:
    from honors.models import Unit

MOST_SUGGESTED = 10


def similar_profiles(*, name: str, kind: str, unit: Unit, birth_year: int | None) -> list[HonoreePage]:
    """Return profiles of the same kind and folded name, same unit and birth year first.

    Bounded, one query; masked people are never suggested.
    """
    same_unit = Case(When(unit=unit, then=Value(0)), default=Value(1), output_field=IntegerField())
    same_year = Case(
        When(birth_year__isnull=False, birth_year=birth_year, then=Value(0)),
        When(birth_year__isnull=True, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    pages = HonoreePage.objects.filter(kind=kind, folded=fold(name)[:250]).exclude(entries__state=EntryState.MASKED)
    return list(pages.select_related("unit").order_by(same_unit, same_year, "pk")[:MOST_SUGGESTED])
