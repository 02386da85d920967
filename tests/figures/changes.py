"""What becomes of entries and units after a day, as the portal's own verbs will write it."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from honors.models import EntryEvent, EntryState, RegisterEntry, Unit
from tests.factories import make_entry

NEW_YEARS_EVE = datetime.date(2020, 12, 31)
PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(day: datetime.date, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """A time of a day in the province."""
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=PROVINCE)


def enter(unit: Unit, *, on: datetime.date = datetime.date(2020, 10, 22), **fields: Any) -> RegisterEntry:
    """An entry that was written into the book on the day of its registration, or at `at`."""
    from unittest.mock import patch

    at = fields.pop("at", moment(on))
    with patch("django.utils.timezone.now", return_value=at):
        return make_entry(unit, registered_on=on, **fields)


def change(entry: RegisterEntry, event: str, on: datetime.date, **values: Any) -> None:
    """An event of a later day, with the columns that follow from it."""
    RegisterEntry.objects.get(pk=entry.pk).transition(EntryEvent.Kind(event), actor=None, at=moment(on), **values)


def revoke(entry: RegisterEntry, on: datetime.date) -> None:
    """Strike an entry through."""
    change(entry, "revoked", on, state=EntryState.REVOKED)


def mask(entry: RegisterEntry, on: datetime.date) -> None:
    """Take an entry's name down."""
    change(entry, "masked", on, state=EntryState.MASKED, public_name="", sort_key="", folded="")


def close(unit: Unit, on: datetime.date, successor: Unit | None = None) -> None:
    """Close a unit on a day, with the unit that follows it."""
    Unit.objects.filter(pk=unit.pk).update(valid_to=on, successor=successor)


def move(unit: Unit, parent: Unit) -> None:
    """Put a unit below another, and everything below it with it."""
    old = unit.path
    unit.parent = parent
    unit.save()
    for below in Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk):
        Unit.objects.filter(pk=below.pk).update(path=unit.path + below.path.removeprefix(old))
