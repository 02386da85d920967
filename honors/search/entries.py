"""Entries of the register in the index: what of them is searched, and which of them match.

Only entries with a public name; their words are those the listing and the
profile show (`honors.ledger`, `honors.selectors`): a minor's initials, a
sensitive category by its public label.  The profile's story and topics count
while the entry stands; a revoked entry is found by its row alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from honors.models import EntryState, HonoreePage, HonoreePageTag, RegisterEntry, SearchKind
from honors.search.finding import MOST_HITS, find
from honors.search.index import Indexable, forget_documents, write_documents
from honors.search.query import SearchQuery, parse_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class EntryMatches:
    """Entries that match, best first; `is_cut` where there are more, `query` as it was read, for highlighting."""

    ids: tuple[int, ...]
    is_cut: bool
    query: SearchQuery


def entry_matches(
    text: str, *, facets: Mapping[str, Sequence[object]] | None = None, most: int = MOST_HITS
) -> EntryMatches:
    """Return the named entries that hold every word of a text, at most `most`.

    `facets` narrows the search itself, so that a filter loses nothing to the
    bound: any of the values of each name out of `unit`, `district`,
    `category` (primary keys), `kind` and `year`.  Up to eight queries,
    sixteen with a long phrase, none for a text without words.
    """
    query = parse_query(text)
    found = find(query, kinds=[SearchKind.ENTRY], facets=facets, most=most)
    return EntryMatches(tuple(hit.key for hit in found.hits), found.is_cut, query)


def index_entries(entries: Iterable[RegisterEntry], *, topics: Mapping[int, Sequence[str]] | None = None) -> None:
    """Bring the index in step with entries as they stand; `topics` of their profiles where the caller knows better.

    Reads `category` and `page` of each.  Three queries for a few named ones,
    more only for nameless ones that were named before.
    """
    rows = list(entries)
    named = [row for row in rows if row.public_name]
    nameless = [row.pk for row in rows if not row.public_name]
    if nameless:
        forget_documents(kind=SearchKind.ENTRY, keys=nameless)
    by_page = topics if topics is not None else _topics({row.page_id for row in named if row.page_id})
    write_documents(_indexable(row, by_page.get(row.page_id or 0, ())) for row in named)


def index_profile(page: HonoreePage) -> None:
    """Bring the index in step with a profile's own text. One query, a few more where it has named entries.

    Its topics are read from the page itself: Wagtail writes them after the page.
    """
    entries = list(RegisterEntry.objects.named().filter(page=page).select_related("category").order_by("pk"))
    for entry in entries:
        entry.page = page
    if entries:
        index_entries(entries, topics={page.pk: [tagged.tag.name for tagged in page.tagged_items.all()]})


def entries_in_category(category_id: int) -> list[int]:
    """Named entries of a category. One query."""
    return list(RegisterEntry.objects.named().filter(category=category_id).order_by("pk").values_list("pk", flat=True))


def entries_under_topic(tag_id: int) -> list[int]:
    """Named entries whose profile is under a topic. One query."""
    pages = HonoreePageTag.objects.filter(tag=tag_id).values("content_object")
    return list(RegisterEntry.objects.named().filter(page__in=pages).order_by("pk").values_list("pk", flat=True))


class EntrySource:
    """All entries, for the rebuild."""

    kind = SearchKind.ENTRY

    def keys(self) -> list[int]:
        """Named entries. One query."""
        return list(RegisterEntry.objects.named().order_by("pk").values_list("pk", flat=True))

    def indexables(self, keys: Sequence[int]) -> list[Indexable]:
        """Lock some entries and return those that are named; the caller holds a transaction. Two queries."""
        rows = RegisterEntry.objects.named().select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        named = list(rows.select_related("category", "page"))
        topics = _topics({row.page_id for row in named if row.page_id})
        return [_indexable(row, topics.get(row.page_id or 0, ())) for row in named]


def _indexable(row: RegisterEntry, topics: Sequence[str]) -> Indexable:
    page = row.page if row.state == EntryState.ACTIVE else None
    return Indexable(
        kind=SearchKind.ENTRY,
        key=row.pk,
        day=row.registered_on,
        title=row.public_name,
        parts=[
            row.citation,
            f"{row.honorific} {row.public_name}",
            row.role,
            row.unit_name,
            row.unit_place,
            row.category.public_label,
            *(_own_text(page) if page else ()),
            *(topics if page else ()),
        ],
        facets={
            "unit": row.unit_id,
            "district": row.district_id,
            "category": row.category_id,
            "kind": row.kind,
            "year": row.year,
        },
    )


def _own_text(page: Any) -> list[str]:
    """What a profile says beside its entries."""
    story: list[str] = HonoreePage._meta.get_field("story").get_searchable_content(page.story)
    return [page.role, page.citation, *story]


def _topics(page_ids: Iterable[int]) -> dict[int, list[str]]:
    """Topics of profiles. One query."""
    topics: dict[int, list[str]] = {}
    tagged = HonoreePageTag.objects.filter(content_object_id__in=list(page_ids)).order_by("pk")
    for page_id, name in tagged.values_list("content_object_id", "tag__name"):
        topics.setdefault(page_id, []).append(name)
    return topics
