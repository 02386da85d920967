"""Entries in the states a book knows."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from honors.models import Decision, EntryEvent, EntryState, RegisterEntry


@transaction.atomic
def revoke(entry: RegisterEntry) -> None:
    """Strike an entry through by decision."""
    decision = Decision.objects.create(number="77-QĐ/TU", signed_on=datetime.date(2021, 3, 2), issuer="Tỉnh ủy (mẫu)")
    now = timezone.now()
    entry.transition(EntryEvent.Kind.REVOKED, actor=None, at=now, state=EntryState.REVOKED)
    entry.append_event(EntryEvent.Kind.REVOKED, actor=None, at=now, values={}, decision=decision)
