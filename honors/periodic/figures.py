"""The figures of a period, as they were on record at the end of a day: whole numbers under codes that never change.

Entries count under unit and district as they were entered; those columns are
never rewritten, whatever is merged.  What the plan of ceremonies followed is
among the figures, so that counting again follows the same rule.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from honors.cadence import Cadence
from honors.ceremonies import salute_cadence
from honors.figures.asked import View
from honors.figures.on_record import ceremonies_until, terms
from honors.figures.standing import COUNTED, changed_after, changed_entries, end_of, recorded_by
from honors.models import (
    REGISTER_PROGRAMME,
    SALUTE_PROGRAMME,
    Commendation,
    HonoreeKind,
    MeritCategory,
    Unit,
)
from honors.salute_plan import plan_of_months

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from honors.figures.on_record import Term
    from honors.figures.standing import ChangedEntry, EntryFacts
    from honors.models import RegisterEntry
    from honors.periodic.periods import Period

# Stands for entries of units below no district.
NO_DISTRICT = "-"


@dataclass(frozen=True)
class _Standing:
    """Entries of some days as they stood: rows that are so today, and facts of those that changed since, by key."""

    rows: QuerySet[RegisterEntry]
    then: dict[int, EntryFacts]


def period_figures(period: Period, at: datetime.date, *, cadence: Cadence | None = None) -> dict[str, Any]:
    """Count a period as recorded at the end of a day. Thirteen to seventeen queries, at any size.

    `cadence` is the rule ceremonies were planned by; without one it is
    today's.
    """
    changed = changed_entries(at)
    entries = _standing(at, changed, period.first, period.last)
    codes = dict(Unit.objects.order_by().values_list("pk", "code"))
    known = terms(at, View.RECORDED)
    return {
        "entries": {
            "until_then": _by_kind(_standing(at, changed, datetime.date.min, period.last)),
            "in_period": _by_kind(entries),
            "by_month": _by_month(entries, period),
            **_by_columns(entries, codes),
            "by_form": _by_form(entries, at),
        },
        "ceremonies": _ceremonies(period, at, known, cadence or salute_cadence()),
        "units": {
            "keeping_the_register": _codes_on(period.last, known, REGISTER_PROGRAMME, codes),
            "saluting_the_flag": _codes_on(period.last, known, SALUTE_PROGRAMME, codes),
        },
    }


def _standing(
    at: datetime.date, changed: Sequence[ChangedEntry], first: datetime.date, last: datetime.date
) -> _Standing:
    rows = recorded_by(at).filter(state__in=COUNTED, registered_on__gte=first, registered_on__lte=last)
    then = {
        entry.pk: entry.then for entry in changed if entry.then.counts and first <= entry.then.registered_on <= last
    }
    return _Standing(rows.exclude(pk__in=changed_after(at)).order_by(), then)


def _counted(entries: _Standing, *columns: str) -> Counter[tuple[Any, ...]]:
    """Entries by some of their columns. One query."""
    rows = entries.rows.values_list(*columns).annotate(count=Count("pk"))
    counts: Counter[tuple[Any, ...]] = Counter({tuple(key): count for *key, count in rows})
    counts.update(tuple(getattr(facts, column) for column in columns) for facts in entries.then.values())
    return counts


def _kinds(counts: Counter[str]) -> dict[str, int]:
    return {"all": counts.total(), **{kind: counts[kind] for kind in HonoreeKind.values}}


def _by_kind(entries: _Standing) -> dict[str, int]:
    return _kinds(Counter({kind: count for (kind,), count in _counted(entries, "kind").items()}))


def _by_month(entries: _Standing, period: Period) -> dict[str, dict[str, int]]:
    months: dict[str, Counter[str]] = {f"{month:%Y-%m}": Counter() for month in period.months}
    for (day, kind), count in _counted(entries, "registered_on", "kind").items():
        months[f"{day:%Y-%m}"][kind] += count
    return {month: _kinds(counts) for month, counts in months.items()}


def _by_columns(entries: _Standing, codes: dict[int, str]) -> dict[str, dict[str, Any]]:
    """By district, unit and category; only what has entries stands in them."""
    names = dict(MeritCategory.objects.order_by().values_list("pk", "code"))
    districts: dict[str, Counter[str]] = {}
    units: dict[str, Counter[str]] = {}
    categories: Counter[str] = Counter()
    for (unit, district, kind, category), count in _counted(entries, "unit", "district", "kind", "category").items():
        districts.setdefault(codes[district] if district else NO_DISTRICT, Counter())[kind] += count
        units.setdefault(codes[unit], Counter())[kind] += count
        categories[names[category]] += count
    return {
        "by_district": {code: _kinds(counts) for code, counts in districts.items()},
        "by_unit": {code: _kinds(counts) for code, counts in units.items()},
        "by_category": dict(categories),
    }


def _by_form(entries: _Standing, at: datetime.date) -> dict[str, int]:
    """Entries of the period by form of praise on record; one with two forms counts for both. Two queries at most."""
    given = Commendation.objects.standing_at(end_of(at)).order_by()
    rows = given.filter(entry__in=entries.rows.values("pk")).values_list("form__code")
    forms: Counter[str] = Counter(dict(rows.annotate(count=Count("entry", distinct=True))))
    if entries.then:
        theirs = given.filter(entry__in=changed_after(at)).values_list("form__code", "entry").distinct()
        forms.update(code for code, entry in theirs if entry in entries.then)
    return dict(forms)


def _ceremonies(period: Period, at: datetime.date, known: list[Term], cadence: Cadence) -> dict[str, Any]:
    on_record = ceremonies_until(at, View.RECORDED)
    saluting = [(term.unit, term.since, term.until) for term in known if term.programme == SALUTE_PROGRAMME]
    rows = list(on_record.between(period.first, period.after))
    held = plan_of_months(period.months, rows, saluting, cadence=cadence)
    return {
        "planned_by": cadence.value,
        "held": len({ceremony for _day, ceremony, _unit in rows}),
        "attended": on_record.attendance(period.first, period.after),
        "by_month": {
            f"{month:%Y-%m}": {"held": one.ceremonies, "units": one.units, "planned": one.planned}
            for month, one in held.items()
        },
    }


def _codes_on(day: datetime.date, known: list[Term], programme: str, codes: dict[int, str]) -> list[str]:
    return sorted({codes[term.unit] for term in known if term.programme == programme and term.holds_on(day)})
