"""What a query finds and in which order: the same lists on both databases, written here."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honors.models import RegisterEntry, SearchKind
from honors.search.entries import entry_matches
from honors.search.finding import find
from honors.search.query import LONGEST_QUERY, MOST_WORDS, parse_query
from tests.cast import make_units
from tests.factories import make_category, make_entry

pytestmark = pytest.mark.django_db

# Newest last: the later a line stands here, the earlier it comes among equals.
CORPUS = {
    "binh": ("Triệu Phúc Bình", "Giúp bà con dựng lại nhà sau bão."),
    "bính": ("Triệu Phúc Bính", "Hiến 310 m² đất vườn để mở rộng đường thôn."),
    "binh2": ("Lý Thị Bình", "Cùng ông Triệu Phúc mở lớp xóa mù chữ."),
    "hòa": ("Hoàng Văn Hòa", "Hiến đất làm đường, hiến đất xây nhà văn hóa."),
    "hoà": ("Hoàng Văn Hoà", "Đất của nhà, ông hiến làm sân bóng."),
    "thủy": ("Bàn Thị Thuỷ", "Nhặt được của rơi, trả người đánh mất; quê Liêm Thủy."),
    "đào": ("Nông Thị Đào", "Làm đường điện thắp sáng, trồng hoa ven đường liên thôn."),
}


@pytest.fixture
def corpus() -> dict[int, str]:
    """The entries of CORPUS by primary key."""
    units = make_units()
    day, category = datetime.date(2020, 1, 1), make_category("guong", "Gương sáng")
    names = {}
    for number, (key, (name, citation)) in enumerate(CORPUS.items()):
        entry = make_entry(
            units.cell,
            name=name,
            citation=citation,
            role="",
            category=category,
            registered_on=day + datetime.timedelta(days=number),
        )
        names[entry.pk] = key
    return names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("trieu phuc binh", ["bính", "binh", "binh2"]),
        ("Triệu Phúc Bình", ["binh", "binh2", "bính"]),
        ("triệu phúc", ["bính", "binh", "binh2"]),
        ("bình", ["binh2", "binh", "bính"]),
        ("BINH", ["binh2", "bính", "binh"]),
        ("hien dat", ["hòa", "hoà", "bính"]),
        ('"hien dat"', ["hòa"]),
        ("“hiến đất làm đường”", ["hòa"]),
        ('"dat lam duong"', ["hòa"]),
        ('"hien dat duong"', []),
        ("hoà", ["hoà", "hòa", "đào"]),
        ("hòa", ["hoà", "hòa", "đào"]),
        ("hoa", ["hoà", "hòa", "đào"]),
        ("liem thuy", ["thủy"]),
        ("Liêm Thuỷ", ["thủy"]),
        ("hoang van ho", ["hoà", "hòa"]),
        ("hoang van ho ", []),
        ("dao", ["đào"]),
        ("trieu phuc b", ["bính", "binh"]),
        ("b", []),
        ("đương", ["đào", "hòa", "bính"]),
        ("310", ["bính"]),
        ("310 m2", []),
        ('-hien ^"đất" *', ["hòa", "hoà", "bính"]),
        ("binh khong co", []),
    ],
)
def test_query__finds_these_in_this_order(corpus: dict[int, str], text: str, found: list[str]) -> None:
    assert [corpus[pk] for pk in entry_matches(text).ids] == found


def test_matches__beyond_the_bound_are_cut_at_the_oldest(corpus: dict[int, str]) -> None:
    matches = entry_matches("hien", most=2)
    assert ([corpus[pk] for pk in matches.ids], matches.is_cut) == (["hoà", "hòa"], True)
    matches = entry_matches("hien", most=3)
    assert ([corpus[pk] for pk in matches.ids], matches.is_cut) == (["hoà", "hòa", "bính"], False)


def test_matches__a_name_is_not_lost_behind_newer_texts(corpus: dict[int, str]) -> None:
    """The title is a reading of its own, so the bound takes texts away and never the person looked for."""
    assert [corpus[pk] for pk in entry_matches("phuc", most=1).ids] == ["bính"]
    assert [corpus[pk] for pk in entry_matches("trieu phuc binh", most=1).ids] == ["bính"]
    assert [corpus[pk] for pk in entry_matches("Triệu Phúc Bình", most=1).ids] == ["binh"]


def test_facets__narrow_the_search_itself(corpus: dict[int, str]) -> None:
    category = make_category("moi-truong", "Môi trường")
    first = next(iter(corpus))
    entry = RegisterEntry.objects.get(pk=first)
    other = make_entry(entry.unit, name="Triệu Phúc An", category=category, registered_on=datetime.date(2021, 1, 1))
    assert entry_matches("trieu", facets={"category": [category.pk]}).ids == (other.pk,)
    assert entry_matches("trieu", facets={"year": [2021], "unit": [entry.unit_id]}).ids == (other.pk,)
    assert entry_matches("trieu", facets={"year": [1999]}).ids == ()
    assert entry_matches("trieu", facets={"year": []}).ids == ()
    assert other.pk in entry_matches("trieu", facets={"kind": ["individual", "household"]}).ids


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\x00", "\ud800", '"', '""', "* AND (", "') | ('", "'a':*", "NEAR(hien dat)", "tokens:hien", "_t_binh",
        "_k_unit", "hien OR xyz", "a" * 10_000, "đ " * 5_000, "漢字 العربية ไทย", "e\u0301" * 300,
        "ǰ\u0323",
    ],
)  # fmt: skip
def test_odd_query__is_bounded_and_harmless(corpus: dict[int, str], text: str) -> None:
    query = parse_query(text)
    assert len(query.text) <= LONGEST_QUERY
    assert len(query.words) <= MOST_WORDS
    assert entry_matches(text).ids == ()


@given(text=st.text(max_size=300))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text__is_a_query(db: None, text: str) -> None:
    query = parse_query(text)
    find(query, kinds=SearchKind.values)
    query.text.encode("utf-8")
    assert parse_query(query.text).folded == query.folded


@given(words=st.lists(st.sampled_from(["Đường", "liên", "thôn", "Hoà", "ỷ"]), min_size=1, max_size=4))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_case_and_composition__change_nothing(corpus: dict[int, str], words: list[str]) -> None:
    text = " ".join(words)
    expected = entry_matches(text).ids
    assert entry_matches(text.upper()).ids == expected
    assert entry_matches(unicodedata.normalize("NFD", text)).ids == expected
