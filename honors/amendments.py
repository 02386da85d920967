"""Corrections of the book: the old value stays in its events, the new one shows wherever the entry does."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from honors.models import EntryEvent, EntryState, HonoreeKind, HonoreePage, RegisterEntry
from honors.services import face_public, locked_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honors.models import Decision

# What of an entry can be wrong and put right, with the profile's field that repeats it. Number, unit, year and day of
# registration are the book's own and stand for ever.
CORRECTABLE = {
    "honoree_name": "name",
    "honorific": "honorific",
    "role": "role",
    "kind": "kind",
    "category": "",
    "citation": "citation",
}
NEEDED = frozenset({"honoree_name", "kind", "category", "citation"})
# What of a profile a draft of it repeats, and would bring back when it is published.
_IN_DRAFTS = ("honorific", "role", "citation")


@transaction.atomic
def amend_entry(
    *, entry_id: int, changes: Mapping[str, Any], reason: str, actor: Any, decision: Decision | None = None
) -> RegisterEntry:
    """Correct fields of an active entry by a recorded event; profile, lists and search say the new words.

    `changes` names fields of CORRECTABLE, a category as its row.  Raises
    ValidationError by field for anything that cannot be written, nothing of
    which is.  Totals as recorded on days before stay what they were
    (`honors.figures.standing`); those of today follow.  Locks profile, entry,
    register, in this order; some fifteen queries.
    """
    entry, page = locked_entry(entry_id)
    if entry.state != EntryState.ACTIVE:
        raise ValidationError(_("Only an entry that stands is corrected: this one is %(state)s.") % _state(entry))
    columns = _cleaned(entry, changes, reason)
    before = {name: getattr(entry, name) for name in columns}
    entry.transition(
        EntryEvent.Kind.AMENDED,
        actor=actor,
        at=timezone.now(),
        decision=decision,
        told={"reason": reason.strip()},
        **columns,
    )
    if page is not None:
        _carry_to_profile(page, before, columns)
    return face_public(entry, page, actor=actor)


def _state(entry: RegisterEntry) -> dict[str, str]:
    return {"state": entry.get_state_display()}


def _cleaned(entry: RegisterEntry, changes: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """Return the columns that change, or raise ValidationError naming each field and what is wrong with it."""
    errors: dict[str, list[str]] = {}
    columns: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in CORRECTABLE:
            errors[name] = [_("This is never corrected: it stands as it was entered.")]
            continue
        value = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value
        if value == getattr(entry, name):
            continue
        columns[name] = value
        if wrong := _fault(entry, name, value):
            errors[name] = wrong
    if not reason.strip():
        errors["reason"] = [_("Give a reason.")]
    category, kind = columns.get("category", entry.category), columns.get("kind", entry.kind)
    if not errors and columns.keys() & {"category", "kind"} and not category.applies_to(kind):
        errors["category"] = [_("This category is not for this kind of honoree.")]
    if errors:
        raise ValidationError(errors)
    if not columns:
        raise ValidationError(_("Nothing is different from what the register says."))
    return columns


def _fault(entry: RegisterEntry, name: str, value: Any) -> list[str]:
    if not value:
        return [_("This cannot be empty.")] if name in NEEDED else []
    if name == "category":
        return []
    if name == "kind" and value not in HonoreeKind.values:
        return [_("Unknown kind “%(value)s”.") % {"value": value}]
    if "\x00" in value:
        return [_("Signs that cannot be printed stand in it.")]
    try:
        entry._meta.get_field(name).run_validators(value)  # type: ignore[union-attr]  # columns all of them
    except ValidationError as error:
        return list(error.messages)
    return []


def _carry_to_profile(page: HonoreePage, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Change what the profile repeats of the entry; what an editor wrote otherwise, or another entry gave, stays."""
    repeated = {field: name for name in after if (field := CORRECTABLE[name])}
    fields = [field for field, name in repeated.items() if getattr(page, field) == before[name]]
    if not fields:
        return
    for field in fields:
        setattr(page, field, after[repeated[field]])
    page.save(clean=False, update_fields=[*fields, "sort_key", "folded"])
    in_drafts = [field for field in fields if field in _IN_DRAFTS]
    for revision in Revision.objects.for_instance(page) if in_drafts else ():
        for field in in_drafts:
            if revision.content.get(field) == before[repeated[field]]:
                revision.content[field] = after[repeated[field]]
        revision.save(update_fields=["content"])
