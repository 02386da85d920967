"""Making the whole index anew, while the portal runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import transaction
from wagtail import hooks

from honors.generation import announce_change
from honors.models import SearchDocument, SearchWord
from honors.search.index import Indexable, forget_documents, write_documents

# Whoever has something to be found answers this hook with a source.
SEARCH_SOURCES_HOOK = "ghidanh_search_sources"
BATCH = 500


@dataclass(frozen=True, slots=True)
class RebuildStep:
    """How far a rebuild is: what the last batch held, and how much of its kind is done."""

    kind: str
    batch: int
    done: int
    total: int


class SearchSource(Protocol):
    """Everything of one kind that a stranger may find."""

    @property
    def kind(self) -> str:
        """The kind of its documents."""

    def keys(self) -> list[int]:
        """Keys of what is public."""

    def indexables(self, keys: Sequence[int]) -> list[Indexable]:
        """Lock rows and return those of them that are public; the caller holds a transaction."""


def sources() -> list[SearchSource]:
    """Return the sources of all packages, in the order they registered."""
    return [source() for source in hooks.get_hooks(SEARCH_SOURCES_HOOK)]


def rebuild(progress: Callable[[RebuildStep], object] = lambda _step: None) -> int:
    """Write every document anew, drop those nothing public stands behind, and return how many there are.

    A batch is one transaction that locks the rows it reads, so what is
    withdrawn meanwhile stays withdrawn; searches go on all the time.
    `progress` is told after each batch.
    """
    words: set[str] = set()
    written = 0
    for source in sources():
        public = source.keys()
        known = set(SearchDocument.objects.filter(kind=source.kind).values_list("key", flat=True))
        # Those behind which nothing stood when this began are asked for as well: they may be new.
        keys = [*public, *sorted(known.difference(public))]
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            words |= _rebuild_some(source, batch)
            progress(RebuildStep(source.kind, len(batch), start + len(batch), len(keys)))
        written += len(public)
    stale = [word for word in SearchWord.objects.values_list("word", flat=True) if word not in words]
    for start in range(0, len(stale), BATCH):
        SearchWord.objects.filter(word__in=stale[start : start + BATCH]).delete()
    announce_change()
    return written


def write_anew(source: SearchSource, keys: Sequence[int]) -> None:
    """Bring some documents in step, a batch at a time; nothing is announced where there are none."""
    for start in range(0, len(keys), BATCH):
        _rebuild_some(source, keys[start : start + BATCH])
    if keys:
        announce_change()


@transaction.atomic
def _rebuild_some(source: SearchSource, keys: Sequence[int]) -> set[str]:
    things = source.indexables(keys)
    gone = set(keys).difference(thing.key for thing in things)
    if gone:
        forget_documents(kind=source.kind, keys=sorted(gone))
    return write_documents(things)
