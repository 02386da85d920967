"""What changed in a nomination since a level returned it: fields word by word, files added and removed."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Revision

from workflows.history import day_of
from workflows.models import Nomination
from workflows.models.meeting import MeetingColumns
from workflows.models.nominee import NomineeColumns
from workflows.states import Action, State
from workflows.waypoints import last_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workflows.models import DecisionRecord, Evidence

# The content of a nomination: what its form writes.
COMPARED: tuple[Any, ...] = tuple(
    Nomination._meta.get_field(column.name)
    for base in (NomineeColumns, MeetingColumns)
    for column in base._meta.local_fields
)
KEPT, REMOVED, ADDED = "kept", "removed", "added"
# Comparing costs one text's words times the other's; a nominee's deed may be as long as a request.
MOST_PAIRS = 1_000_000
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or came."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field, as it was and as it is, in one line of pieces."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What is different since a return."""

    since: DecisionRecord
    changes: list[Change] = field(default_factory=list)
    added: list[Evidence] = field(default_factory=list)
    removed: list[Evidence] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything is different at all."""
        return bool(self.changes or self.added or self.removed)


def changes_since_return(
    nomination: Nomination, history: Sequence[DecisionRecord], files: Iterable[Evidence]
) -> Comparison | None:
    """Compare a returned or resubmitted nomination with the revision that was returned; None for any other.

    `files` are all of the dossier, the removed ones too.  One query for the two
    revisions, one more for each reference (category, unit, account) that changed.
    """
    if nomination.state not in {State.IN_REVIEW, State.RETURNED}:
        return None
    returned = _last_return(nomination, history)
    if returned is None:
        return None
    revisions = Revision.objects.in_bulk([pk for pk in (returned.revision_id, nomination.latest_revision_id) if pk])
    before, after = (revisions.get(pk or 0) for pk in (returned.revision_id, nomination.latest_revision_id))
    unit_files = [file for file in files if file.document is None or file.document.level is None]
    return Comparison(
        since=returned,
        changes=list(_changes(before.content, after.content)) if before and after and before != after else [],
        added=[file for file in unit_files if file.added_at > returned.at and file.removed_at is None],
        removed=[file for file in unit_files if file.added_at <= returned.at and _gone_since(file, returned.at)],
    )


def pieces_of(before: str, after: str) -> list[Piece]:
    """Compare two texts word by word; two that are too long for that are one gone and one come."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        return [Piece(REMOVED, before), Piece(ADDED, after)]
    pieces = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(KEPT, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece(REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece(ADDED, "".join(new[new_from:new_to])))
    return pieces


def _last_return(nomination: Nomination, history: Sequence[DecisionRecord]) -> DecisionRecord | None:
    """The return that led to this run, or the one that just happened."""
    run = last_run(history) if nomination.state == State.IN_REVIEW else 0
    returns = [record for record in history if record.action == Action.RETURN and record.run != run]
    return returns[-1] if returns else None


def _gone_since(file: Evidence, moment: datetime.datetime) -> bool:
    return file.removed_at is not None and file.removed_at > moment


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    old, new = _read(before), _read(after)
    for column in COMPARED:
        was, now = (getattr(side, column.attname) for side in (old, new))
        if was != now:
            pieces = pieces_of(_shown(old, column), _shown(new, column))
            yield Change(str(capfirst(column.verbose_name)), pieces)


def _read(content: dict[str, Any]) -> Nomination:
    """A nomination in memory with a revision's values; asks the database nothing."""
    read = Nomination()
    for column in COMPARED:
        setattr(read, column.attname, column.to_python(content.get(column.name)))
    return read


def _shown(nomination: Nomination, column: Any) -> str:
    """A value as the dossier shows it."""
    value = getattr(nomination, column.attname)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return day_of(value)
    if isinstance(column, models.ForeignKey):
        found = column.remote_field.model._default_manager.filter(pk=value).first()
        return str(found or "")
    return str(getattr(nomination, f"get_{column.name}_display")() if column.choices else value)
