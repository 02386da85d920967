"""The demo's register many times over, copied inside the database: a hundred thousand entries in a few minutes.

`seed_demo --entries 100000` takes a quarter of an hour.  Here every profile
and entry of the demo is copied with what its page shows; each copy stands in
the books of other years, behind what an earlier one wrote there, so days,
names and units stay as mixed as they are.  Events are not copied: the chain of
a register is not made by copying.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max
from wagtail.models import Page

from honors.models import (
    Commendation,
    EntryStep,
    HonoreePage,
    HonoreePageTag,
    PublicationBasis,
    Register,
    RegisterEntry,
)

if TYPE_CHECKING:
    from django.db.models import Model

YEARS = 8
# Two digits of a page's path tell the copy.
MOST_COPIES = 36**2 - 1
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What the databases write differently: a new UUID, and the same day some years before.
_NEW_UUID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
_YEARS_BEFORE = {
    "sqlite": "date(registered_on, '-{years} years')",
    "postgresql": "(registered_on - interval '{years} years')::date",
}

_BOOK = """(
    SELECT book.id FROM honors_register book
    WHERE book.unit_id = honors_registerentry.unit_id AND book.year = honors_registerentry.year - {years}
)"""


@transaction.atomic
def multiply_register(copies: int) -> None:
    """Add copies of all profiles and entries, and let the search find them; raises ValueError for too many."""
    if not 0 <= copies <= MOST_COPIES:
        raise ValueError(f"At most {MOST_COPIES} copies.")
    _add_books()
    page_step, entry_step = _largest(Page, "id") + 1, _largest(RegisterEntry, "id") + 1
    number_step = _largest(RegisterEntry, "number") + 1
    for copy in range(1, copies + 1):
        _copy_profiles(copy, page_step)
        _copy_entries(copy, page_step, entry_step, number_step)
    call_command("rebuild_search", verbosity=0)


def _add_books() -> None:
    """Give each register its like of the years before."""
    books = set(Register.objects.values_list("unit_id", "year"))
    wanted = {(unit, year - before) for unit, year in books for before in range(1, YEARS)} - books
    Register.objects.bulk_create(Register(unit_id=unit, year=year) for unit, year in sorted(wanted))


def _copy_profiles(copy: int, step: int) -> None:
    """Copy the demo's profiles once: other places in the tree, other addresses."""
    further = copy * step
    place = _DIGITS[copy // 36] + _DIGITS[copy % 36]
    _copy(
        Page,
        where=f"id IN (SELECT page_ptr_id FROM honors_honoreepage WHERE page_ptr_id < {step})",  # noqa: S608
        id=f"id + {further}",
        path=f"substr(path, 1, length(path) - 4) || '{place}' || substr(path, length(path) - 1)",
        slug=f"slug || '-{copy}'",
        url_path=f"substr(url_path, 1, length(url_path) - 1) || '-{copy}/'",
        translation_key=_NEW_UUID[connection.vendor],
    )
    _copy(HonoreePage, where=f"page_ptr_id < {step}", page_ptr_id=f"page_ptr_id + {further}")
    _copy(HonoreePageTag, where=f"content_object_id < {step}", content_object_id=f"content_object_id + {further}")


def _copy_entries(copy: int, page_step: int, entry_step: int, number_step: int) -> None:
    """Copy the demo's entries once: other books, numbers and days."""
    further, years = copy * entry_step, copy % YEARS
    _copy(
        RegisterEntry,
        where=f"id < {entry_step}",
        id=f"id + {further}",
        register_id=_BOOK.format(years=years),
        year=f"year - {years}",
        number=f"number + {copy * number_step}",
        registered_on=_YEARS_BEFORE[connection.vendor].format(years=years),
        verification_code=f"substr(verification_code, 1, 15) || '{copy:04}'",
        page_id=f"page_id + {copy * page_step}",
    )
    for model in (EntryStep, PublicationBasis, Commendation):
        _copy(model, where=f"entry_id < {entry_step}", entry_id=f"entry_id + {further}")


def _copy(model: type[Model], *, where: str, **different: str) -> None:
    """Insert rows of a table anew: what is different is given as SQL, the rest is copied, a new id is made."""
    names = [field.column for field in model._meta.local_concrete_fields]
    columns = {str(name): different.get(str(name), f'"{name}"') for name in names if name != "id" or "id" in different}
    into, values = ", ".join(f'"{name}"' for name in columns), ", ".join(columns.values())
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({into}) SELECT {values} FROM {table} WHERE {where}")  # noqa: S608  # ours


def _largest(model: type[Model], column: str) -> int:
    largest: int = model._default_manager.aggregate(largest=Max(column))["largest"]
    return largest
