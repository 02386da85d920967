"""Where a query stands in a text, whatever the tones."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from honors.search.highlighting import LONGEST_EXCERPT, Piece, excerpt, highlight
from honors.search.query import parse_query


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("hien dat", "Hiến đất làm đường", "[Hiến đất] làm đường"),
        ("HIẾN", "hiên nhà, hiền hòa", "[hiên] nhà, [hiền] hòa"),
        ("duong lam", "Làm   đường", "[Làm đường]"),
        ("dat", "Đạt, đất; đặt.", "[Đạt], [đất]; [đặt]."),
        ("ho", "Hoàng Văn Hòa", "[Hoàng] Văn [Hòa]"),
        ("ho ", "Hoàng Văn Hòa", "Hoàng Văn Hòa"),
        ("thuy", "Liêm Thuỷ, Liêm Thủy", "Liêm [Thuỷ], Liêm [Thủy]"),
        ("", "Hiến đất", "Hiến đất"),
        ("dat", "", ""),
    ],
)
def test_highlight__marks_words_in_the_text_as_it_is_written(query: str, text: str, shown: str) -> None:
    pieces = highlight(text, parse_query(query))
    assert "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces) == shown


def test_highlight__reads_a_text_in_another_composition() -> None:
    assert highlight("Hie\u0302\u0301n đất", parse_query("hien ")) == [Piece("Hiến", is_match=True), Piece(" đất")]


def test_filter__escapes_every_piece() -> None:
    context = Context({"text": "<b>Hiến</b> & đất <script>", "query": parse_query("hien script ")})
    page = Template("{% load search_tags %}{{ text|highlight:query }}").render(context)
    assert page == "&lt;b&gt;<mark>Hiến</mark>&lt;/b&gt; &amp; đất &lt;<mark>script</mark>&gt;"


def test_filter__without_a_query_prints_the_text() -> None:
    page = Template("{% load search_tags %}{{ text|highlight:query }}").render(
        Context({"text": "a < b", "query": None})
    )
    assert page == "a &lt; b"


def test_excerpt__is_the_part_in_which_the_query_stands() -> None:
    text = f"{'lời dài ' * 100}hiến đất {'lời dài ' * 100}"
    part = excerpt(text, parse_query("hien dat"))
    assert "hiến đất" in part
    assert part.startswith("… ")
    assert part.endswith(" …")
    assert len(part) <= LONGEST_EXCERPT + 4


def test_excerpt__of_a_short_text_is_the_text_and_of_a_foreign_one_its_beginning() -> None:
    assert excerpt("Hiến đất", parse_query("xa")) == "Hiến đất"
    assert excerpt("lời dài " * 100, parse_query("xa")).startswith("lời dài")
    assert excerpt("x" * 1000, parse_query("xa")).startswith("xxx")
