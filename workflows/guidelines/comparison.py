"""Two versions of the guideline side by side: what stayed, came, went, and changed, word for word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.guidelines.parts import FACTS, FIELDS
from workflows.guidelines.plain_words import ratio_words, scope_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workflows.models import Guideline

# Two rows less alike than this are another row, not a changed one.
ALIKE = 0.6


class Change(models.TextChoices):
    """What became of a row from one version to the other."""

    SAME = "same", gettext_lazy("unchanged")
    ADDED = "added", gettext_lazy("added")
    REMOVED = "removed", gettext_lazy("removed")
    CHANGED = "changed", gettext_lazy("changed")


@dataclass(frozen=True)
class Piece:
    """Some words, and whether only this side has them."""

    words: str
    is_own: bool


@dataclass(frozen=True)
class Pair:
    """One row of the comparison; a side without pieces has no such row."""

    change: Change
    before: list[Piece]
    after: list[Piece]
    label: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the guideline, compared."""

    heading: str
    pairs: list[Pair]

    @property
    def differs(self) -> int:
        """How many of its rows are not the same."""
        return sum(pair.change != Change.SAME for pair in self.pairs)


def compare(before: Guideline, after: Guideline) -> list[Section]:
    """Compare two versions part by part. Ten queries, whatever their length."""
    return [
        Section(_("The version"), list(_facts(before, after))),
        Section(_("Criteria"), _rows(before, after, "criteria", _criterion)),
        Section(_("Documents"), _rows(before, after, "documents", _document)),
        Section(_("Route"), list(_by_key(before, after, "steps", "level", _step))),
        Section(_("Quotas"), list(_by_key(before, after, "quotas", ("level", "kind"), _quota))),
        Section(_("Ties a reviewer declares"), _rows(before, after, "conflict_rules", _tie)),
    ]


def _facts(before: Guideline, after: Guideline) -> Iterator[Pair]:
    for name in FACTS:
        field: Any = before._meta.get_field(name)
        yield _pair(_shown(getattr(before, name)), _shown(getattr(after, name)), label=str(field.verbose_name))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _yes(value)
    return date_format(value, "d/m/Y") if hasattr(value, "year") else str(value)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _pair(before: str, after: str, label: str = "") -> Pair:
    if before == after:
        return Pair(Change.SAME, [Piece(before, False)], [Piece(after, False)], label)
    if not before:
        return Pair(Change.ADDED, [], [Piece(after, True)], label)
    if not after:
        return Pair(Change.REMOVED, [Piece(before, True)], [], label)
    return Pair(Change.CHANGED, *_pieces(before, after), label)


def _pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """The two texts cut where they part."""
    old, new = before.split(), after.split()
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i, j, k, n in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        same = tag == "equal"
        if i < j:
            left.append(Piece(" ".join(old[i:j]), not same))
        if k < n:
            right.append(Piece(" ".join(new[k:n]), not same))
    return left, right


def _by_key(
    before: Guideline, after: Guideline, part: str, key: str | tuple[str, ...], words: Callable[[Any], str]
) -> Iterator[Pair]:
    """Compare rows that are told apart by their key; the key's own words are the label."""
    names = (key,) if isinstance(key, str) else key
    old = {tuple(getattr(row, name) for name in names): row for row in getattr(before, part).all()}
    new = {tuple(getattr(row, name) for name in names): row for row in getattr(after, part).all()}
    for place in sorted({*old, *new}):
        one, other = old.get(place), new.get(place)
        label = " · ".join(str(getattr(one or other, f"get_{name}_display")()) for name in names).strip(" ·")
        yield _pair(words(one) if one else "", words(other) if other else "", label)


def _rows(before: Guideline, after: Guideline, part: str, words: Callable[[Any], str]) -> list[Pair]:
    """Compare rows that are texts: equal ones first, then the most alike, in the order of the newer version."""
    # What a row says with its notes, by what it says without: only the latter makes rows alike.
    old, new = ({words(row): str(row) for row in _read(version, part)} for version in (before, after))
    left = {said: text for said, text in old.items() if said not in new}
    pairs = []
    for said, text in new.items():
        if said in old:
            pairs.append(_pair(said, said))
            continue
        likest = max(left, key=lambda other: _likeness(left[other], text), default="")
        if likest and _likeness(left[likest], text) >= ALIKE:
            del left[likest]
            pairs.append(_pair(likest, said))
        else:
            pairs.append(_pair("", said))
    return [*pairs, *(_pair(said, "") for said in left)]


def _read(version: Guideline, part: str) -> Any:
    rows = getattr(version, part).all()
    return rows.select_related("category") if "category_id" in FIELDS[part] else rows


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(a=one, b=other, autojunk=False).ratio()


def _criterion(row: Any) -> str:
    notes = [_("required") if row.required else _("not required"), _scope(row)]
    if row.allows_not_applicable:
        notes.append(_("may be not applicable"))
    return f"{row.text} ({', '.join(notes)})"


def _document(row: Any) -> str:
    place = _("added at %(level)s") % {"level": row.get_level_display()} if row.level else _("with the submission")
    notes = [_("required") if row.required else _("where there is one"), _scope(row), place]
    return f"{row.name} ({', '.join(notes)})"


def _scope(row: Any) -> str:
    return scope_words(row) or _("for everybody")


def _step(row: Any) -> str:
    if row.left_out:
        return _("left out")
    notes = [
        _("optional") if row.optional else "",
        _("%(days)s working days, %(longer)s with a consultation")
        % {"days": row.working_days, "longer": row.consult_days},
        ratio_words(row.min_ratio, exclusive=row.ratio_exclusive, base=row.ratio_base),
        _("votes at this level") if row.asks_meeting else "",
        _("approvals: %(count)s") % {"count": row.quorum},
        _("returns: %(count)s") % {"count": row.max_returns},
    ]
    return "; ".join(filter(None, notes))


def _quota(row: Any) -> str:
    return _("at most %(maximum)s in a round") % {"maximum": row.maximum}


def _tie(row: Any) -> str:
    note = _("bars from deciding") if row.bars else _("is written beside the decision")
    return f"{row.text} ({note})"
