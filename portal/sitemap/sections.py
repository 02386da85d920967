"""What the sitemap lists: sections of rows a stranger may read, cut by their keys.

A section is a range of primary keys, so it is found by an index, keeps its
address when others are added, and never holds more than `SECTION_SIZE`
addresses.  Django's own framework cuts by OFFSET, reads a whole section to
find its newest date and takes the host from the request.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Max, Q
from django.urls import reverse

from honors.addresses import profile_address, public_address, unit_address
from honors.models import Ceremony, EntryEvent, HonoreePage
from honors.unit_tree import unit_tree
from portal.bulletins.addresses import BULLETINS_SLUG, bulletin_address, tag_address
from portal.bulletins.listings import open_bulletins
from portal.bulletins.models import BulletinPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

# Fifty thousand are allowed; this many are one answer the site's cache keeps.
SECTION_SIZE = 2000
# Beyond every primary key, and within what a database can compare.
_NO_KEY = 2**62


@dataclass(frozen=True, slots=True)
class Location:
    """An address of the site, and when what stands there changed last, where that is known."""

    path: str
    changed: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section's number, and when anything in it changed last."""

    number: int
    changed: datetime.datetime | None = None


class Section(ABC):
    """One kind of address, cut into parts."""

    name: str

    @abstractmethod
    def parts(self) -> list[Part]:
        """The parts that hold anything. A fixed number of queries."""

    @abstractmethod
    def locations(self, number: int) -> Iterator[Location]:
        """The addresses of a part, none where there is no such part. A fixed number of queries."""


class FixedPages(Section):
    """The pages that are always there."""

    name = "trang"

    def parts(self) -> list[Part]:
        """One. No query."""
        return [Part(0)]

    def locations(self, number: int) -> Iterator[Location]:
        """Every section's front page. No query."""
        if number == 0:
            yield from map(Location, _fixed_paths())


class Profiles(Section):
    """Live profiles; one changes with its page and with every event of its entries."""

    name = "ho-so"

    def parts(self) -> list[Part]:
        """Parts by primary key. Two queries, each one pass over an index."""
        parts = _newest_by_part(HonoreePage.objects.live(), key="pk", changed="last_published_at")
        events = EntryEvent.objects.filter(entry__page__live=True).order_by()
        for number, changed in _newest_by_part(events, key="entry__page_id", changed="at").items():
            parts[number] = _later(parts.get(number), changed)
        return [Part(number, parts[number]) for number in sorted(parts)]

    def locations(self, number: int) -> Iterator[Location]:
        """Profiles of one range of keys. Two queries."""
        events = EntryEvent.objects.filter(_within("entry__page_id", number), entry__page__live=True).order_by()
        newest = dict(events.values_list("entry__page_id").annotate(newest=Max("at")))
        live = HonoreePage.objects.live().filter(_within("pk", number)).order_by("pk")
        for pk, slug, published in live.values_list("pk", "slug", "last_published_at").iterator():
            yield Location(profile_address(slug), _later(published, newest.get(pk)))


class Bulletins(Section):
    """Bulletins everybody may read."""

    name = "ban-tin"

    def parts(self) -> list[Part]:
        """Parts by primary key. One query."""
        parts = _newest_by_part(open_bulletins(), key="pk", changed="last_published_at")
        return [Part(number, parts[number]) for number in sorted(parts)]

    def locations(self, number: int) -> Iterator[Location]:
        """Bulletins of one range of keys. One query."""
        rows: QuerySet[BulletinPage] = open_bulletins().filter(_within("pk", number)).order_by("pk")
        for slug, published in rows.values_list("slug", "last_published_at").iterator():
            yield Location(bulletin_address(slug), published)


class Units(Section):
    """Pages of units, closed ones too."""

    name = "don-vi"

    def parts(self) -> list[Part]:
        """Parts by place in the tree. No query where the tree is in memory."""
        return [Part(number) for number in range(-(-len(unit_tree().units) // SECTION_SIZE))]

    def locations(self, number: int) -> Iterator[Location]:
        """Units of one part. No query where the tree is in memory."""
        first = number * SECTION_SIZE
        return (Location(unit_address(unit.code)) for unit in unit_tree().units[first : first + SECTION_SIZE])


class Months(Section):
    """Months of ceremonies and of bulletins."""

    name = "thang"

    def parts(self) -> list[Part]:
        """One: a century has twelve hundred months. No query."""
        return [Part(0)] if any(True for _location in self.locations(0)) else []

    def locations(self, number: int) -> Iterator[Location]:
        """Months in which anything happened. Two queries."""
        if number == 0:
            for month in Ceremony.objects.dates("held_on", "month"):
                yield Location(reverse("ceremonies:month", args=[month.year, f"{month:%m}"]))
            for month in open_bulletins().dates("published_on", "month"):
                yield Location(public_address(f"{BULLETINS_SLUG}/{month:%Y/%m}/"))


class Topics(Section):
    """Tags of bulletins: one changes with the bulletins that have it."""

    name = "chu-de"

    def parts(self) -> list[Part]:
        """One: tags are chosen, and few. One query."""
        newest = [location.changed for location in self.locations(0)]
        return [Part(0, max((moment for moment in newest if moment), default=None))] if newest else []

    def locations(self, number: int) -> Iterator[Location]:
        """Tags some bulletin everybody may read has. One query."""
        if number == 0:
            tag = "tagged_items__tag__slug"
            tagged = open_bulletins().order_by().exclude(tagged_items=None).values_list(tag)
            for slug, changed in tagged.annotate(newest=Max("last_published_at")).order_by(tag):
                yield Location(tag_address(slug), changed)


SECTIONS: dict[str, Section] = {
    section.name: section for section in (FixedPages(), Profiles(), Bulletins(), Units(), Months(), Topics())
}
# By the names of their addresses, where they are no pages of the tree.
_FIXED = (
    "register:units", "ceremonies:latest", "figures:statistics", "guideline:current", "verification:form",
    "data_requests:form", "contact", "accessibility", "api_documentation",
)  # fmt: skip


def _fixed_paths() -> Iterable[str]:
    pages = (public_address(path) for path in ("", "so-ghi-danh/", "ban-tin/"))
    return [*pages, *map(reverse, _FIXED)]


def _within(key: str, number: int) -> Q:
    """Rows of one part; none of a number no key can have."""
    first = number * SECTION_SIZE
    return Q(**{f"{key}__gte": first, f"{key}__lt": first + SECTION_SIZE}) if first < _NO_KEY else Q(pk__in=[])


def _newest_by_part(rows: Any, *, key: str, changed: str) -> dict[int, datetime.datetime | None]:
    """Parts by number, with the newest moment of each. One query."""
    grouped = rows.order_by().annotate(part=F(key) / SECTION_SIZE).values_list("part").annotate(newest=Max(changed))
    return {int(part): newest for part, newest in grouped}


def _later(one: datetime.datetime | None, other: datetime.datetime | None) -> datetime.datetime | None:
    return max((moment for moment in (one, other) if moment), default=None)
