"""Pages everybody may read as long as they are live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import PageViewRestriction

if TYPE_CHECKING:
    from django.db.models import QuerySet


class OpenPageMixin:
    """A page that has no password and no audience, and is not asked for them.

    The editor offers no privacy here, for this page and those above it: what
    may be read is decided by bases of publication.  Wagtail's question would
    be two queries for every reader, always with the same answer.
    """

    private_page_options: list[str] = []

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None, without a query."""
        found: QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
        return found
