"""Merit categories by their number, kept for a generation of the site: nearly every public row needs one."""

from __future__ import annotations

from honors.generation import remembered
from honors.models import MeritCategory


def category_of(pk: int) -> MeritCategory:
    """Return a category, not to be changed. One query a generation, one more for a category added since."""
    kept = remembered("merit categories", MeritCategory.objects.in_bulk)
    return kept.get(pk) or MeritCategory.objects.get(pk=pk)
