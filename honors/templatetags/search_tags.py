"""What was searched for, marked in what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from honors.search.highlighting import excerpt as excerpt_of
from honors.search.highlighting import highlight as pieces_of

if TYPE_CHECKING:
    from honors.search.query import SearchQuery

register = template.Library()


@register.filter
def highlight(text: str, query: SearchQuery | None) -> SafeString:
    """Print a text with `<mark>` round the words of a query; every piece is escaped."""
    return mark_safe(  # noqa: S308  # each piece is escaped
        "".join(
            format_html("<mark>{}</mark>", piece.text) if piece.is_match else conditional_escape(piece.text)
            for piece in pieces_of(str(text), query)
        )
    )


@register.filter
def excerpt(text: str, query: SearchQuery) -> str:
    """Print the part of a long text in which a query stands."""
    return excerpt_of(str(text), query)
