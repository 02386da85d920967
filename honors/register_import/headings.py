"""Where the columns begin on each sheet, and what they mean: guessed, remembered, or as somebody said."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from honors.register_import.columns import fields_by_heading, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honors.spreadsheets import Line, Sheet

# Titles, the unit's heading and blank lines above the names of the columns.
MOST_ABOVE = 25
# What a heading is told apart by: the first cells below it.
EXAMPLES = 3
_FEWEST_KNOWN, _FEWEST_CELLS = 2, 3


@dataclass
class SheetHead:
    """The headings of one sheet: the lines they stand on, their text by column, and a few cells below each.

    `line` is 0 where the sheet has none; such a sheet is left out.
    """

    title: str
    line: int = 0
    last_line: int = 0
    headings: dict[int, str] = field(default_factory=dict)
    examples: dict[int, list[str]] = field(default_factory=dict)
    is_taken: bool = True

    def as_json(self) -> dict[str, Any]:
        """What JSON can hold of it."""
        return {**vars(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> SheetHead:
        """The head as it was stored; JSON made texts of its numbers."""
        columns = {
            name: {int(column): value for column, value in stored[name].items()} for name in ("headings", "examples")
        }
        return cls(**{**stored, **columns})

    def fields(self, mapping: Mapping[str, str]) -> dict[str, int]:
        """The column of each field under a mapping; of two with one heading the first."""
        found: dict[str, int] = {}
        for column, heading in self.headings.items():
            meant = mapping.get(plain(heading))
            if meant:
                found.setdefault(meant, column)
        return found


def read_head(sheet: Sheet) -> SheetHead:
    """Find the headings of a sheet: the line with the most known ones, else the first that could be some.

    A second line of headings below, as merged cells leave it, is read with
    the first.  Raises UnreadableError where the sheet cannot be read.
    """
    lines = [
        (number, line)
        for number, line in islice(sheet.lines(), MOST_ABOVE + EXAMPLES + 2)
        if any(cell.text for cell in line)
    ]
    head = SheetHead(title=sheet.title, is_taken=not sheet.is_hidden)
    place = _heading_place(lines)
    if place is None:
        head.is_taken = False
        return head
    head.line, found = lines[place]
    head.last_line = head.line
    head.headings = {column: cell.text[:200] for column, cell in enumerate(found) if cell.text}
    below = lines[place + 1 :]
    if below and _continues(head, below[0][1]):
        head.last_line, more = below.pop(0)
        head.headings |= {column: cell.text[:200] for column, cell in enumerate(more) if _is_known(cell.text)}
    for _number, line in below[:EXAMPLES]:
        for column in head.headings:
            if column < len(line) and line[column].text:
                head.examples.setdefault(column, []).append(line[column].text[:80])
    return head


def _heading_place(lines: list[tuple[int, Line]]) -> int | None:
    candidates = lines[:MOST_ABOVE]
    known = [sum(_is_known(cell.text) for cell in line) for _number, line in candidates]
    if known and max(known) >= _FEWEST_KNOWN:
        return known.index(max(known))
    for place, (_number, line) in enumerate(candidates):
        texts = [cell.text for cell in line if cell.text]
        if len(texts) >= _FEWEST_CELLS and not any(text.isdigit() for text in texts):
            return place
    return None


def _is_known(text: str) -> bool:
    return any(plain(text) in names for names in fields_by_heading())


def _continues(head: SheetHead, line: Line) -> bool:
    """Whether a line holds more headings: known ones alone, each where the line above has none of its own."""
    texts = {column: cell.text for column, cell in enumerate(line) if cell.text}
    free = all(not _is_known(head.headings.get(column, "")) for column in texts)
    return free and bool(texts) and all(map(_is_known, texts.values()))


def guess_mapping(heads: list[SheetHead], remembered: Mapping[str, str]) -> dict[str, str]:
    """Return the field each heading means: as remembered, by its known names, then by those less certain.

    A field is given once on a sheet, a heading means the same on all sheets;
    "" stands for a column that is left out.
    """
    strong, weak = fields_by_heading()
    mapping: dict[str, str] = {}
    for known in (remembered, strong, weak):
        for head in heads:
            for heading in map(plain, head.headings.values()):
                meant = known.get(heading)
                if meant is None or heading in mapping:
                    continue
                if known is remembered or not _is_given(meant, heads, mapping):
                    mapping[heading] = meant
    for head in heads:
        for heading in map(plain, head.headings.values()):
            mapping.setdefault(heading, "")
    return mapping


def _is_given(meant: str, heads: list[SheetHead], mapping: Mapping[str, str]) -> bool:
    """Whether some column of a sheet has the field already."""
    return bool(meant) and meant in {mapping.get(plain(text)) for head in heads for text in head.headings.values()}
