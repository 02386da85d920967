"""Showing where the words of a query stand in a text, whatever the tones on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from honors.search.words import words_of
from honors.vietnamese import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honors.search.query import SearchQuery

LONGEST_EXCERPT = 220
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as it was written; `is_match` where a query stands in it."""

    text: str
    is_match: bool = False


def highlight(text: str, query: SearchQuery | None) -> list[Piece]:
    """Cut a text into pieces at the words of a query; words side by side are one piece. No query to a database."""
    plain = normalise(text)
    if not query:
        return [Piece(plain)] if plain else []
    pieces: list[Piece] = []
    shown = 0
    for start, end in _runs(plain, query):
        if start > shown:
            pieces.append(Piece(plain[shown:start]))
        pieces.append(Piece(plain[start:end], is_match=True))
        shown = end
    return [*pieces, Piece(plain[shown:])] if shown < len(plain) else pieces


def excerpt(text: str, query: SearchQuery) -> str:
    """Return the part of a text round the first words that match, cut between words; its beginning if none does."""
    plain = normalise(text)
    if len(plain) <= LONGEST_EXCERPT:
        return plain
    first, _end = next(_runs(plain, query), (0, 0))
    start = max(0, first - _BEFORE)
    if start:
        start = plain.find(" ", start) + 1 or start
    end = min(start + LONGEST_EXCERPT, len(plain))
    if end < len(plain):
        end = max(plain.rfind(" ", first, end), first) or end
    return f"{'… ' if start else ''}{plain[start:end]}{' …' if end < len(plain) else ''}"


def _runs(plain: str, query: SearchQuery) -> Iterator[tuple[int, int]]:
    """Where words of the query stand, neighbours joined."""
    wanted = set(query.folded)
    run: tuple[int, int] | None = None
    for word in words_of(plain):
        if word.folded not in wanted and not (query.long_prefix and word.folded.startswith(query.long_prefix)):
            continue
        if run and plain[run[1] : word.start].isspace():
            run = (run[0], word.end)
            continue
        if run:
            yield run
        run = (word.start, word.end)
    if run:
        yield run
