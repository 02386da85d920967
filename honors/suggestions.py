"""Profiles that may already belong to a nominee: offered, never chosen by the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db.models import Case, IntegerField, Value, When

from honors.models import EntryState, HonoreePage
from honors.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honors.models import Unit

MOST_SUGGESTED = 10


class Nominee(Protocol):
    """Somebody a profile may belong to already."""

    name: str
    kind: str
    unit_id: int
    birth_year: int | None


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


def similar_to_many(nominees: Iterable[Nominee]) -> list[list[HonoreePage]]:
    """Return for each what `similar_profiles` returns for one. One query for all."""
    asked = [(nominee, fold(nominee.name)[:250]) for nominee in nominees]
    pages = HonoreePage.objects.filter(folded__in={folded for _nominee, folded in asked}).order_by("pk")
    alike: dict[tuple[str, str], list[HonoreePage]] = {}
    for page in pages.exclude(entries__state=EntryState.MASKED).select_related("unit"):
        alike.setdefault((page.kind, page.folded), []).append(page)
    return [
        sorted(alike.get((nominee.kind, folded), []), key=lambda page: _distance(page, nominee))[:MOST_SUGGESTED]
        for nominee, folded in asked
    ]


def _distance(page: HonoreePage, nominee: Nominee) -> tuple[int, int]:
    same_year = page.birth_year is not None and page.birth_year == nominee.birth_year
    return int(page.unit_id != nominee.unit_id), 0 if same_year else 1 if page.birth_year is None else 2
