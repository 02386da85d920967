"""“Did you mean …”: what a query that finds nothing may have meant.

Every word may be off by one letter (left out, put in, another, or two
swapped), or be two words without their space.  Only words some document holds
are considered, and only side by side: one look-up asks for documents that
hold, for each word, it or one of these, and what is suggested stands in one of
them.  So a suggestion always finds something, and nothing withdrawn is ever
suggested.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from honors.models import SearchDocument, SearchWord
from honors.search.engine import Term, matching_positions
from honors.search.tokens import kind_token, pair_token, word_token
from honors.search.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honors.search.query import SearchQuery
    from honors.search.words import Word

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Syllables have seven letters at most; two of them without their space may have more.
_LENGTHS = range(2, 13)
_MOST_NEIGHBOURS = 40
_LOOKED_AT = 50

# What a typed word may stand for: one folded word, or two.
_Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A place in a document where the query stands with some words changed."""

    changed: int
    text: str


def suggestion(query: SearchQuery, *, kinds: Sequence[str]) -> str:
    """Return the nearest spelling that finds something, as a document writes it; empty without one.

    Two queries, and a third where documents hold such words; none for an empty query.
    """
    if not query:
        return ""
    readings = _readings(query.folded)
    asked = tuple(tuple(_term(reading) for reading in choices) for choices in readings)
    positions = matching_positions((*asked, tuple(Term(kind_token(kind)) for kind in kinds)), most=_LOOKED_AT)
    if not positions:
        return ""
    documents = SearchDocument.objects.filter(position__in=positions).order_by("-position")
    texts = [text for row in documents.values_list("title", "text") for text in row]
    found = [spelling for text in texts for spelling in _spellings(text, readings)]
    return min(found, key=lambda spelling: spelling.changed).text if found else ""


def _readings(folded: Sequence[str]) -> list[list[_Reading]]:
    """For each word itself, then the known words it may stand for, in one order. One query."""
    slips = [_one_slip_away(word) if len(word) in _LENGTHS else set() for word in folded]
    splits = [[(word[:at], word[at:]) for at in range(2, len(word) - 1)] for word in folded]
    asked = set().union(*slips, *(halves for pairs in splits for halves in pairs))
    known = set(SearchWord.objects.filter(word__in=sorted(asked)).values_list("word", flat=True))
    return [
        [
            (word,),
            *((near,) for near in sorted(slips[number] & known)[:_MOST_NEIGHBOURS]),
            *(pair for pair in splits[number] if known.issuperset(pair)),
        ]
        for number, word in enumerate(folded)
    ]


def _term(reading: _Reading) -> Term:
    return Term(word_token(reading[0]) if len(reading) == 1 else pair_token(*reading))


def _one_slip_away(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    put_in = {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    return (left_out | swapped | other | put_in) - {word}


def _spellings(text: str, readings: Sequence[Sequence[_Reading]]) -> Iterator[_Spelling]:
    """Places of a text where the words stand side by side and at least one is not as it was typed."""
    words = list(words_of(text))
    beginnings = {reading[0] for reading in readings[0]}
    for start, first in enumerate(words):
        if first.folded in beginnings and (read := _read(words, start, readings)):
            end, changed = read
            run = words[start:end]
            if changed and all(text[a.end : b.start].isspace() for a, b in pairwise(run)):
                yield _Spelling(changed, text[first.start : run[-1].end])


def _read(words: Sequence[Word], start: int, readings: Sequence[Sequence[_Reading]]) -> tuple[int, int] | None:
    """Read the query from a word on: the word behind it, and how many words are not as they were typed."""
    at, changed = start, 0
    for choices in readings:
        reading = next((choice for choice in choices if _stands(choice, words, at)), None)
        if reading is None:
            return None
        at += len(reading)
        changed += reading != choices[0]
    return at, changed


def _stands(reading: _Reading, words: Sequence[Word], at: int) -> bool:
    return tuple(word.folded for word in words[at : at + len(reading)]) == reading
