"""A published report ready to be typeset: from the kept text alone, so that it prints today as it did then."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from honors.figures.suppression import hidden_cells
from honors.periodic.figures import NO_DISTRICT
from honors.vietnamese import format_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honors.models import PublishedReport

TEMPLATE = "report.typ"
TOO_FEW, COVERED = "dưới 5", "không in"
_PERIODS = {"month": "THÁNG {part}", "quarter": "QUÝ {part}", "half": "6 THÁNG {part}", "year": "NĂM"}
_ROMAN = ("I", "II", "III", "IV")


def report_paper(report: PublishedReport) -> dict[str, Any]:
    """Return what the template needs; words of the form stand there, in Vietnamese. No query.

    Small numbers of sensitive categories are not printed, nor what would give
    them away: a report leaves the house.
    """
    facts = report.facts
    figures, names = facts["figures"], facts["names"]
    entries, held = figures["entries"], figures["ceremonies"]
    keeping = figures["units"]["keeping_the_register"]
    return {
        "title": _title(report),
        "first": _day(report.first),
        "last": _day(report.last),
        "at": _day(report.at),
        "issued_on": _day(timezone.localdate(report.issued_at)),
        "fingerprint": report.fingerprint,
        "total": _kinds(entries["until_then"]),
        "period": _kinds(entries["in_period"]),
        "keeping": format_count(len(keeping)),
        "saluting": format_count(len(figures["units"]["saluting_the_flag"])),
        "held": format_count(held["held"]),
        "planned": format_count(sum(month["planned"] for month in held["by_month"].values())),
        "attended": format_count(held["attended"]),
        "months": [
            {
                "month": f"{month[5:]}/{month[:4]}",
                "count": counts["all"],
                **_kinds(counts),
                **{key: format_count(value) for key, value in held["by_month"][month].items()},
            }
            for month, counts in entries["by_month"].items()
        ],
        "districts": [
            {"name": names["places"].get(code, "Cấp tỉnh" if code == NO_DISTRICT else code), **_kinds(counts)}
            for code, counts in sorted(entries["by_district"].items())
        ],
        "units": [
            {"name": names["units"].get(code, code), "code": code, **_kinds(entries["by_unit"].get(code, {}))}
            for code in sorted({*keeping, *entries["by_unit"]})
        ],
        "silent": format_count(sum(code not in entries["by_unit"] for code in keeping)),
        "categories": _categories(entries["by_category"], names),
        "forms": [
            {"name": names["forms"].get(code, code), "number": format_count(count)}
            for code, count in sorted(entries["by_form"].items(), key=lambda row: -row[1])
        ],
    }


def _categories(counts: Mapping[str, int], names: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Numbers by public label; a sensitive category stands under what strangers know it by."""
    shown: dict[str, int] = {}
    for code, label in names["categories"].items():
        shown[label] = shown.get(label, 0) + counts.get(code, 0)
    sensitive = {names["categories"][code] for code in names["sensitive"]}
    hidden = hidden_cells(shown, order=list(shown), sensitive=sensitive)
    rows = []
    for label, count in shown.items():
        if label in hidden:
            rows.append({"name": label, "number": TOO_FEW if hidden[label] else COVERED})
        elif count:
            rows.append({"name": label, "number": format_count(count)})
    return rows


def _kinds(counts: Mapping[str, int]) -> dict[str, str]:
    return {kind: format_count(counts.get(kind, 0)) for kind in ("all", "individual", "collective", "household")}


def _title(report: PublishedReport) -> str:
    part = {
        "month": f"{report.first.month:02}",
        "quarter": _ROMAN[(report.first.month - 1) // 3],
        "half": "ĐẦU NĂM" if report.first.month < 7 else "CUỐI NĂM",
        "year": "",
    }[report.kind]
    words = _PERIODS[report.kind].format(part=part)
    joiner = " " if report.kind in {"half", "year"} else " NĂM "
    return f"{words}{joiner}{report.first.year}"


def _day(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"
