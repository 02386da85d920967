"""What happened to an entry, in plain sentences: every event of the book, with what stood before it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.chain.construction import ERASABLE
from honors.models import EntryEvent, HonoreeKind, MeritCategory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.models import RegisterEntry


@dataclass(frozen=True)
class HistoryLine:
    """One event: when, what in words, what it changed, why."""

    at: datetime.datetime
    sentence: str
    changes: Sequence[tuple[str, str, str]] = ()
    reason: str = ""
    decision: str = ""


def entry_history(entry: RegisterEntry) -> list[HistoryLine]:
    """Return an entry's events, oldest first; of a masked one nothing that names the person. Two queries."""
    labels = _labels()
    categories = dict(MeritCategory.objects.order_by().values_list("code", "name"))
    said: dict[str, str] = {}
    lines = []
    for event in entry.events.select_related("actor", "decision").order_by("seq"):
        shown = {name: value for name, value in event.values.items() if name in labels and not _hidden(entry, name)}
        changes = [
            (labels[name], _shown(name, said.get(name, ""), categories), _shown(name, value, categories))
            for name, value in shown.items()
            if event.kind == EntryEvent.Kind.AMENDED
        ]
        said |= event.values
        lines.append(
            HistoryLine(
                at=event.at,
                sentence=_sentence(event),
                changes=changes,
                reason="" if entry.is_masked else event.values.get("reason", ""),
                decision=event.values.get("decision", ""),
            )
        )
    return lines


def _labels() -> dict[str, str]:
    return {
        "honoree_name": _("Name"),
        "honorific": _("Honorific"),
        "role": _("Role"),
        "kind": _("Kind"),
        "category": _("Category"),
        "citation": _("Citation"),
    }


def _hidden(entry: RegisterEntry, name: str) -> bool:
    return entry.is_masked and name in ERASABLE


def _shown(name: str, value: str, categories: dict[str, str]) -> str:
    if name == "category":
        return categories.get(value, value)
    if name == "kind" and value in HonoreeKind.values:
        return str(HonoreeKind(value).label)
    return value or _("(empty)")


def _sentence(event: EntryEvent) -> str:
    if "erased" in event.values:
        said = _("%(person)s erased the person's words from the register.")
    else:
        said = {
            EntryEvent.Kind.REGISTERED: _("%(person)s entered it in the register."),
            EntryEvent.Kind.AMENDED: _("%(person)s corrected it."),
            EntryEvent.Kind.REVOKED: _("%(person)s revoked it."),
            EntryEvent.Kind.MASKED: _("%(person)s took the name down on request."),
        }[EntryEvent.Kind(event.kind)]
    return said % {"person": event.actor or _("The system")}
