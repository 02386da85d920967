"""The index itself: documents written and forgotten, in the transaction of whoever changes what they tell of.

So nothing that was withdrawn is found after the commit, and nothing is lost
when a process dies: there is no task and no time between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from honors.models import SearchDocument, SearchWord
from honors.search.engine import Term, matching_positions
from honors.search.positions import position_of
from honors.search.tokens import document_tokens, folded_words, title_words
from honors.vietnamese import normalise

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Mapping, Sequence

_COLUMNS = ["position", "day", "title", "url", "text", "tokens"]
# Shorter or longer, a word has too many neighbours to be taken for a slip, or none.
_LEARNT_LENGTHS = range(2, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexable:
    """Something a stranger may find, in the words a stranger may read; nothing else may be in here.

    No phrase reaches from one part of the text into the next.
    """

    kind: str
    key: int
    title: str
    day: datetime.date | None = None
    url: str = ""
    parts: Sequence[str] = ()
    facets: Mapping[str, object] = field(default_factory=dict)


def write_documents(things: Iterable[Indexable]) -> set[str]:
    """Write documents, new ones and changed ones, and return the words they hold. Two queries for a few."""
    rows = [_document(thing) for thing in things]
    if not rows:
        return set()
    words = {word for row in rows for word in folded_words(row.tokens) if len(word) in _LEARNT_LENGTHS}
    with transaction.atomic(savepoint=False):
        SearchDocument.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=_COLUMNS
        )
        # In one order, so that two who learn the same words at once wait for each other in one direction.
        SearchWord.objects.bulk_create([SearchWord(word=word) for word in sorted(words)], ignore_conflicts=True)
    return words


def forget_documents(*, kind: str, keys: Collection[int]) -> None:
    """Remove documents, and from the known words the names nobody has any more.

    One query where there is nothing to remove; else two, one for each word of
    the titles, and one.
    """
    known = SearchDocument.objects.filter(kind=kind, key__in=keys)
    names = {word for tokens in known.values_list("tokens", flat=True) for word in title_words(tokens)}
    if not names:
        return
    with transaction.atomic(savepoint=False):
        known.delete()
        gone = [word for word in sorted(names) if not matching_positions(((Term(word),),), most=1)]
        SearchWord.objects.filter(word__in=gone).delete()


def _document(thing: Indexable) -> SearchDocument:
    title = normalise(thing.title)[:300]
    parts = [part for part in map(normalise, thing.parts) if part]
    return SearchDocument(
        kind=thing.kind,
        key=thing.key,
        position=position_of(kind=thing.kind, key=thing.key, day=thing.day),
        day=thing.day,
        title=title,
        url=thing.url,
        text=" · ".join(parts),
        tokens=document_tokens(kind=thing.kind, title=title, parts=parts, facets=thing.facets),
    )
