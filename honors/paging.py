"""Pages of a public listing: bounded, and deaf to nonsense in the query string."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = re.compile(r"[0-9]{1,6}")
_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the listing; a gap between page numbers has no number."""

    number: int | None
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a reader is in a listing, and where else to go."""

    number: int
    last: int
    start: int
    stop: int
    links: tuple[PageLink, ...]
    previous_url: str
    next_url: str
    is_cut: bool

    @property
    def is_needed(self) -> bool:
        """Whether there is more than one page."""
        return self.last > 1


def page_number(text: str) -> int:
    """Return the page a query string asks for; anything that is no page is the first."""
    return max(int(text), 1) if _NUMBER.fullmatch(text) else 1


def paging(*, wanted: str, total: int, size: int, address: Callable[[int], str], most: int = 500) -> Paging:
    """Cut `total` rows into pages of `size`, at most `most` of them.

    A page beyond the last is the last: a reader who follows an old link still
    finds rows.  Depth is bounded because a database walks every row it skips.
    """
    all_pages = max(-(-total // size), 1)
    last = min(all_pages, most)
    number = min(page_number(wanted), last)
    return Paging(
        number=number,
        last=last,
        start=(number - 1) * size,
        stop=number * size,
        links=tuple(
            PageLink(shown, address(shown), shown == number) if shown else PageLink(None)
            for shown in _shown_pages(number, last)
        ),
        previous_url=address(number - 1) if number > 1 else "",
        next_url=address(number + 1) if number < last else "",
        is_cut=all_pages > last,
    )


def _shown_pages(number: int, last: int) -> list[int | None]:
    """The first, the last, and the neighbours of the current page; None where some are left out."""
    wanted = {1, last, *range(max(1, number - _NEIGHBOURS), min(last, number + _NEIGHBOURS) + 1)}
    shown: list[int | None] = []
    for page in sorted(wanted):
        before = shown[-1] if shown else None
        if before is not None and page - before > 1:
            shown.append(None)
        shown.append(page)
    return shown
