"""Filters of the desk: what they find, what they count, and that nothing typed breaks them."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.factories import make_category
from tests.queue.scenes import DESK, at_cell, at_district, change, due_in, exported, of_ba_be, shown
from tests.workflows.web import signed_in
from workflows.models import NominationBatch, Round
from workflows.queue.columns import COLUMN_KEYS, DEFAULT_COLUMNS
from workflows.queue.filters import FILTER_LABELS, LONGEST_QUERY, LONGEST_SEARCH, DeskQuery, desk_query

NASTY = ["", " ", "0", "-1", "9" * 30, "abc", "%", "_", "\x00", "' OR 1=1 --", "<script>", "٣", "Ừ" * 10_000, "1,2"]


def letter(cast: Cast, unit: Any, number: str) -> NominationBatch:
    return NominationBatch.objects.create(unit=unit, number=number, signed_on="2026-01-05", created_by=cast.chi_bo)


@pytest.mark.django_db
def test_filters__each_narrow_the_list_and_are_named(cast: Cast) -> None:
    school = make_category("day-hoc", "Đổi mới dạy và học")
    spring = Round.objects.create(name="Đợt 19/5", opens_on="2026-03-01", closes_on="2026-05-19")
    batch = letter(cast, cast.units.cell, "12-TTr/CB")
    wanted = at_district(cast, "Triệu Phúc Bình", category=school, kind="household", member_count=4, head_name="Triệu")
    change(wanted, round=spring, batch=batch, return_count=1, is_consulting=True)
    due_in(wanted, -3)
    due_in(at_district(cast, "Người khác"), 30)
    wide = {"tab": "subtree"}
    at_cell(cast, "Ở chi bộ")
    filters: dict[str, Any] = {
        "q": "trieu phuc",
        "unit": "X029",
        "category": "day-hoc",
        "kind": "household",
        "level": "3",
        "round": spring.pk,
        "due": "overdue",
        "letter": batch.pk,
        "returned": "1",
        "consulting": "1",
    }
    for name, value in filters.items():
        names = shown(cast.huyen, **wide, **{name: value})
        assert "Triệu Phúc Bình" in names, name
        if name not in {"unit", "level"}:
            assert names == ["Triệu Phúc Bình"], name
        page = signed_in(cast.huyen).get(reverse(DESK), {**wide, name: value})
        assert [chip.query for chip in page.context["queue"].chips] == ["tab=subtree"]
    assert set(shown(cast.huyen, **wide, level="3")) == {"Triệu Phúc Bình", "Người khác"}
    assert shown(cast.huyen, **wide, due="soon") == []


@pytest.mark.django_db
def test_search__finds_the_dossier_number_and_the_name_without_marks(cast: Cast) -> None:
    nomination = at_district(cast, "Đặng Thị Hoà")
    for words in ("dang thi hoa", "ĐẶNG", nomination.reference, str(nomination.pk), f"000{nomination.pk}"):
        assert shown(cast.huyen, q=words) == ["Đặng Thị Hoà"], words
    for words in (f"1999/{nomination.pk:04d}", f"0000/{nomination.pk}", "dang van", "%", "_"):
        assert shown(cast.huyen, q=words) == [], words


@pytest.mark.django_db
def test_facets__count_what_each_choice_leaves_and_name_nothing_foreign(cast: Cast) -> None:
    first = due_in(at_district(cast, "Một"), -2)
    due_in(at_district(cast, "Hai"), 30)
    foreign = change(of_ba_be(cast, "Ba Bể"), batch=letter(cast, cast.units.cell_2, "99-TTr/KÍN"))
    change(first, batch=letter(cast, cast.units.cell, "12-TTr/CB"))
    page = signed_in(cast.huyen).get(reverse("nomination_desk:desk_filters"), {"due": "overdue"})
    facets = {
        facet.name: {choice.value: choice.count for choice in facet.choices} for facet in page.context["queue"].facets
    }
    assert facets["unit"] == {"D04": 1, "C044": 1, "X029": 1}
    assert facets["due"] == {"overdue": 1, "soon": 0}
    assert facets["kind"] == {"individual": 1}
    assert facets["letter"] == {str(first.batch_id): 1}
    assert facets["returned"] == {"1": 0}
    assert "99-TTr/KÍN" not in page.content.decode()
    page = signed_in(cast.huyen).get(reverse(DESK), {"letter": str(foreign.batch_id), "filters": "1"})
    assert "99-TTr/KÍN" not in page.content.decode()
    assert shown(cast.huyen, letter=foreign.batch_id) == []
    assert shown(cast.huyen, unit="X021") == []


@pytest.mark.django_db
@pytest.mark.parametrize("value", NASTY)
def test_desk__answers_any_value_and_says_what_it_left_out(cast: Cast, value: str) -> None:
    at_district(cast, "Một")
    browser = signed_in(cast.huyen)
    for name in [*FILTER_LABELS, "tab", "cols", "p", "filters"]:
        response = browser.get(reverse(DESK), {name: value})
        assert response.status_code == 200, name
    everything = dict.fromkeys(FILTER_LABELS, value)
    exported(cast.huyen, **everything)
    page = browser.get(reverse(DESK), everything)
    if value.strip() and value not in {"0", "-1", "abc", "%", "_", "٣", "1,2", "' OR 1=1 --", "<script>"}:
        assert page.context["ignored"]


texts = st.text(max_size=80) | st.sampled_from(["1", "3", "X029", "overdue", "hien-dat", "individual", *COLUMN_KEYS])


@given(st.dictionaries(st.sampled_from([*FILTER_LABELS, "tab", "cols", "other"]), st.lists(texts, max_size=3)))
@settings(deadline=None)
def test_query__is_read_from_anything_and_written_in_one_form(given_values: dict[str, list[str]]) -> None:
    data = QueryDict(mutable=True)
    for name, values in given_values.items():
        data.setlist(name, values)
    query = desk_query(data)
    assert desk_query(query.text) == query
    assert desk_query(desk_query(query.text).text).text == query.text
    assert len(query.q) <= LONGEST_SEARCH
    assert len(query.text) <= LONGEST_QUERY
    assert query.columns


def test_query__without_a_filter_keeps_the_others_and_the_columns() -> None:
    query = desk_query("tab=unit&kind=household&due=soon&cols=due&cols=unit")
    assert query == DeskQuery(tab="unit", kind="household", due="soon", columns=("unit", "due"))
    assert query.without("due").text == "tab=unit&kind=household&cols=unit&cols=due"
    assert desk_query("cols=none").columns == DEFAULT_COLUMNS
    assert desk_query("cols=due,unit").columns == ("unit", "due")
