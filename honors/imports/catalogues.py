"""Import of the catalogues: merit categories and forms of commendation.

A row that exists already follows the file, code apart; a row the file does not
have stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from honors.imports.report import ImportReport
from honors.imports.table import Row, Table, read_table
from honors.models import CommendationForm, HonoreeKind, MeritCategory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.db.models import Model

CATEGORY_COLUMNS = {"code": "code", "name": "name_vi", "public_label": "public_label_vi", "family": "family"}
FORM_COLUMNS = {"code": "code", "name": "name_vi", "family": "family", "issuer": "issuer_vi", "rank": "rank"}


def import_merit_categories(*, path: Path) -> ImportReport:
    """Take over merit categories, in the order of the file.

    Raises ImportRefusedError with every problem found, and then writes nothing.
    """
    table = read_table(path, [*CATEGORY_COLUMNS.values(), "applies_to", "sensitive"])
    return _take_over(table, MeritCategory, CATEGORY_COLUMNS, _category_values)


def import_commendation_forms(*, path: Path) -> ImportReport:
    """Take over forms of commendation.

    Raises ImportRefusedError with every problem found, and then writes nothing.
    """
    table = read_table(path, list(FORM_COLUMNS.values()))
    return _take_over(table, CommendationForm, FORM_COLUMNS, _form_values)


def _category_values(row: Row, position: int) -> dict[str, Any]:
    kinds = {kind.strip() for kind in row["applies_to"].split(";") if kind.strip()}
    for kind in sorted(kinds - set(HonoreeKind.values)):
        row.report("applies_to", _("Unknown kind “%(value)s”.") % {"value": kind})
    if not kinds:
        row.report("applies_to", _("Nobody could be honoured in this category."))
    return {
        **{name: row[column] for name, column in CATEGORY_COLUMNS.items()},
        **{f"applies_to_{kind}": kind in kinds for kind in HonoreeKind.values},
        "sensitive": row.flag("sensitive"),
        "position": position,
    }


def _form_values(row: Row, position: int) -> dict[str, Any]:
    values: dict[str, Any] = {name: row[column] for name, column in FORM_COLUMNS.items()}
    return {**values, "rank": row.number("rank")}


def _take_over(
    table: Table,
    model: type[Model],
    columns: dict[str, str],
    read: Callable[[Row, int], dict[str, Any]],
) -> ImportReport:
    wanted: dict[str, Any] = {}
    for position, row in enumerate(table.rows, start=1):
        instance: Any = model(**read(row, position))
        row.check_fields(instance, columns)
        if instance.code in wanted:
            row.report("code", _("This code is there already."))
        wanted[instance.code] = instance
    table.refuse_if_wrong()
    return _save(model, wanted)


@transaction.atomic
def _save(model: type[Model], wanted: dict[str, Any]) -> ImportReport:
    stored = {row.code: row for row in model._default_manager.select_for_update()}  # type: ignore[attr-defined]  # both have a code
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    created = updated = 0
    for code, instance in wanted.items():
        if code not in stored:
            created += 1
            instance.save(force_insert=True)
        elif any(getattr(stored[code], name) != getattr(instance, name) for name in names):
            updated += 1
            instance.pk = stored[code].pk
            instance.save(force_update=True)
    return ImportReport(created=created, updated=updated, unchanged=len(wanted) - created - updated)
