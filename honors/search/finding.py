"""What is found, and in which order: the same rows in the same order on both databases.

A query is asked for several times, from the strictest reading to the widest:

1. every word with the tones that were typed, all in the title (for people: the name);
2. with these tones and side by side; 3. with these tones, anywhere in the text;
4. without tones, in the title; 5. side by side; 6. anywhere;
7. and 8. in the title and anywhere, the last word unfinished.

Within a reading the newest come first, later numbers before earlier ones.
That is the whole ranking, so the readings stop as soon as enough is found: a
phrase 90,000 entries hold costs a few bounded look-ups, and one nobody holds
costs eight that find nothing.  What is left out of a long list is always its
end, never an accident of the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from honors.models import SearchDocument
from honors.search.engine import Condition, Term, each_as_group, matching_positions
from honors.search.positions import Hit, hit_at
from honors.search.tokens import facet_token, holds_phrase, kind_token, pair_token, toned_token, word_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from honors.search.query import SearchQuery
    from honors.search.words import Word

MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Hits in their order; `is_cut` where there are more than were asked for."""

    hits: tuple[Hit, ...] = ()
    is_cut: bool = False


def find(
    query: SearchQuery,
    *,
    kinds: Sequence[str],
    facets: Mapping[str, Sequence[object]] | None = None,
    most: int = MOST_HITS,
    in_titles: bool = False,
) -> Found:
    """Return documents of some kinds that hold every word of a query, at most `most`.

    A facet narrows to documents that have one of its values.  One to
    eight queries, twice as many where a phrase of three words or more is asked
    for; none for an empty query.
    """
    if not query or not kinds:
        return Found()
    narrowed = (
        tuple(Term(kind_token(kind)) for kind in kinds),
        *(tuple(Term(facet_token(name, value)) for value in values) for name, values in (facets or {}).items()),
    )
    if not all(narrowed):
        return Found()
    found: dict[int, None] = {}
    for reading in _readings(query, in_titles=in_titles):
        positions = matching_positions((*reading, *narrowed), most=most + 1)
        found.update(dict.fromkeys(_with_phrases(positions, query)))
        if len(found) > most:
            break
    return Found(tuple(hit_at(position) for position in list(found)[:most]), is_cut=len(found) > most)


def _readings(query: SearchQuery, *, in_titles: bool) -> Iterator[Condition]:
    """The readings of a query, strictest first; those that say the same are left out."""
    phrases = [Term(pair_token(*pair)) for phrase in query.phrases for pair in pairwise(phrase)]
    beside = [Term(pair_token(*pair)) for pair in pairwise(query.folded)]
    for words in (_toned, _whole) if query.has_tones else (_whole,):
        yield each_as_group([*words(query.words, True), *phrases])
        if beside and not in_titles:
            yield each_as_group([*words(query.words, False), *phrases, *beside])
        if not in_titles:
            yield each_as_group([*words(query.words, False), *phrases])
    if query.prefix:
        for in_title in (True, False) if query.long_prefix and not in_titles else (True,):
            begun = Term(word_token(query.prefix, in_title=in_title), is_prefix=True)
            yield each_as_group([*_whole(query.words[:-1], in_title), begun, *phrases])


def _whole(words: Sequence[Word], in_title: bool) -> list[Term]:
    """Words whatever their tones."""
    return [Term(word_token(word.folded, in_title=in_title)) for word in words]


def _toned(words: Sequence[Word], in_title: bool) -> list[Term]:
    """Words as they were typed: one without any mark stands for all its tones."""
    return [
        Term(toned_token(word.toned, in_title=in_title) if word.toned else word_token(word.folded, in_title=in_title))
        for word in words
    ]


def _with_phrases(positions: list[int], query: SearchQuery) -> list[int]:
    """Leave out documents that hold the pairs of a long phrase, but not one after the other. At most one query."""
    long = [phrase for phrase in query.phrases if len(phrase) > 2]
    if not long or not positions:
        return positions
    rows = SearchDocument.objects.filter(position__in=positions).values_list("position", "tokens")
    held = {position for position, tokens in rows if all(holds_phrase(tokens, phrase) for phrase in long)}
    return [position for position in positions if position in held]
