"""Pages of a list whose length is known already."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # the stub's parameter is not there at run time
    """A paginator that is told how many rows there are: no second count of what a tab has counted."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self._known = count

    @cached_property
    def count(self) -> int:
        """As many as was said. No query."""
        return self._known
