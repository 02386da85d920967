"""The demo's register many times over, copied inside the database: a hundred thousand entries in a minute or two.

`seed_demo --entries 100000` takes a quarter of an hour.  Here every profile
and entry of the demo is copied with everything that belongs to it; each copy
stands in the books of a year of its own, or behind what an earlier one wrote
there, so days, names and units stay as mixed as they are.
"""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max, Model
from wagtail.models import Page

from honors.models import (
    Commendation,
    EntryEvent,
    EntryStep,
    HonoreePage,
    HonoreePageTag,
    PublicationBasis,
    Register,
    RegisterEntry,
)

YEARS = 8
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# The two things the databases write differently: a new UUID, and the same day some years before.
_NEW_UUID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
_YEARS_BEFORE = {
    "sqlite": "date(registered_on, '-{years} years')",
    "postgresql": "(registered_on - interval '{years} years')::date",
}


@transaction.atomic
def multiply_register(copies: int) -> None:
    """Add copies of all profiles and entries, and find them too. Raises ValueError above 1,295 copies."""
    if not 0 <= copies < len(_DIGITS) ** 2:
        raise ValueError("A path of the page tree has room for 1,295 copies.")
    _add_books()
    steps = {model: _step(model) for model in (Page, RegisterEntry)}
    numbers = _largest(RegisterEntry, "number") + 1
    for copy in range(1, copies + 1):
        _copy_once(copy, pages=copy * steps[Page], entries=copy * steps[RegisterEntry], numbers=numbers)
    call_command("rebuild_search", verbosity=0)


def _copy_once(copy: int, *, pages: int, entries: int, numbers: int) -> None:
    """Copy the demo's own rows once; what a copy has different is named, everything else is copied."""
    vendor, years = connection.vendor, copy % YEARS
    own = "id IN (SELECT page_ptr_id FROM honors_honoreepage WHERE page_ptr_id < {step})"
    place = _DIGITS[copy // len(_DIGITS)] + _DIGITS[copy % len(_DIGITS)]
    _copy(
        Page,
        where=own.format(step=pages // copy),
        id=f"id + {pages}",
        path=f"substr(path, 1, length(path) - 4) || '{place}' || substr(path, length(path) - 1)",
        slug=f"slug || '-{copy}'",
        url_path=f"substr(url_path, 1, length(url_path) - 1) || '-{copy}/'",
        translation_key=_NEW_UUID[vendor],
    )
    _copy(HonoreePage, where=f"page_ptr_id < {pages // copy}", page_ptr_id=f"page_ptr_id + {pages}")
    _copy(HonoreePageTag, where=f"content_object_id < {pages // copy}", content_object_id=f"content_object_id + {pages}")
    book = f"(SELECT book.id FROM honors_register book WHERE book.unit_id = {{0}}.unit_id AND book.year = {{0}}.year - {years})"
    _copy(
        RegisterEntry,
        where=f"id < {entries // copy}",
        id=f"id + {entries}",
        register_id=book.format("honors_registerentry"),
        year=f"year - {years}",
        number=f"number + {copy // YEARS * numbers}",
        registered_on=_YEARS_BEFORE[vendor].format(years=years),
        verification_code=f"substr(verification_code, 1, 15) || '{copy:04}'",
        page_id=f"page_id + {pages}",
    )
    for model in (EntryEvent, EntryStep, PublicationBasis, Commendation):
        _copy(model, where=f"entry_id < {entries // copy}", entry_id=f"entry_id + {entries}")
