"""Revocation by decision: an entry stays in the book, struck through, and counts no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.models import EntryEvent, EntryState, HonoreePage, Register, RegisterEntry
from honors.services import face_public

if TYPE_CHECKING:
    from collections.abc import Collection

    from honors.models import Decision


def revoke_entry(*, entry_id: int, decision: Decision, reason: str, actor: Any) -> RegisterEntry:
    """Revoke one entry; see `revoke_entries`."""
    [entry] = revoke_entries(entry_ids=[entry_id], decision=decision, reason=reason, actor=actor)
    return entry


@transaction.atomic
def revoke_entries(*, entry_ids: Collection[int], decision: Decision, reason: str, actor: Any) -> list[RegisterEntry]:
    """Revoke active entries by one decision, all of them or none; a profile no other entry keeps answers 410.

    Raises ValidationError where one of them does not stand, or the reason is
    missing.  Locks all profiles, then all entries, then all registers, each in
    the order of ids, so that two of these never wait for each other.  Some
    fifteen queries each.
    """
    if not reason.strip():
        raise ValidationError({"reason": [_("Give a reason.")]})
    pages, entries = _locked(entry_ids)
    not_standing = [entry for entry in entries if entry.state != EntryState.ACTIVE]
    if not_standing or len(entries) != len(set(entry_ids)):
        named = ", ".join(map(str, not_standing)) or _("an entry that is not there")
        raise ValidationError(_("Only an entry that stands is revoked: %(entries)s.") % {"entries": named})
    now = timezone.now()
    for entry in entries:
        entry.transition(
            EntryEvent.Kind.REVOKED,
            actor=actor,
            at=now,
            decision=decision,
            told={"reason": reason.strip()},
            state=EntryState.REVOKED,
        )
    return [face_public(entry, pages.get(entry.page_id or 0), actor=actor) for entry in entries]


def _locked(entry_ids: Collection[int]) -> tuple[dict[int, HonoreePage], list[RegisterEntry]]:
    asked = RegisterEntry.objects.filter(pk__in=entry_ids)
    page_ids = asked.order_by().exclude(page=None).values("page")
    pages = {page.pk: page for page in HonoreePage.objects.select_for_update().filter(pk__in=page_ids).order_by("pk")}
    entries = list(asked.select_for_update(of=("self",)).select_related("unit").order_by("pk"))
    registers = {entry.register_id for entry in entries}
    list(Register.objects.select_for_update().filter(pk__in=registers).order_by("pk").values_list("pk"))
    return pages, entries
