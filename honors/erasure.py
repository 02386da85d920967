"""Erasing a person's words from the book itself, where taking the name down from the public pages is not enough.

Law 91/2025/QH15, article 14.  Values and salts go from the entry and from all
its events, so that nobody can find them again by trying; the commitments stay,
the chain verifies, and one more event says what was erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.chain.construction import ERASABLE
from honors.models import EntryEvent, EntryState, RegisterEntry
from honors.register_import.forgetting import forget_source
from honors.services import locked_entry

if TYPE_CHECKING:
    from collections.abc import Collection


@transaction.atomic
def erase_entry_fields(*, entry_id: int, actor: Any, fields: Collection[str] = ERASABLE) -> RegisterEntry:
    """Erase personal fields of a masked entry for good, in its columns and its events; the number and the sums stay.

    The only permitted change of written events.  Raises ValidationError for an
    entry whose name was not taken down, and for fields that are not a
    person's.  Locks profile, entry, register; four queries, and one an event.
    """
    entry, _page = locked_entry(entry_id)
    if entry.state != EntryState.MASKED:
        raise ValidationError(_("Only what was taken down on request is erased."))
    if unknown := sorted(set(fields) - ERASABLE):
        raise ValidationError(_("This is never erased: %(fields)s.") % {"fields": ", ".join(unknown)})
    # First, for it takes the register's lock, and what is erased must not be read by a check in between.
    erased = {"erased": ",".join(sorted(fields))}
    entry.append_event(EntryEvent.Kind.MASKED, actor=actor, at=timezone.now(), values=erased)
    for event in entry.events.order_by("seq"):
        event.erase(fields)
    entry.erase(fields)
    forget_source(entry)
    return entry
