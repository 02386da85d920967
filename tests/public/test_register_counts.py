"""Every number of the register equals the rows behind its link, on the page and in the file."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils.translation import gettext, ngettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honors import unit_tree
from honors.counts import count_rows
from honors.models import Commendation, CommendationForm, EntryState, HonoreeKind, Unit
from honors.services import mask_entry
from tests.cast import Units, make_units
from tests.factories import make_category, make_entry, make_unit, make_user
from tests.public.reading import read
from tests.public.register_rows import REGISTER, choices, file_of, file_rows, names, standing_rows
from tests.public.test_register import revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree with entries of every state, category, year and form, and of two kinds."""
    units = make_units()
    categories = [
        make_category("van-hoa", "Văn hóa"),
        make_category("thoat-ngheo", "Xin thoát hộ nghèo", public_label="Gương tự lực", sensitive=True),
        make_category("vuon-len", "Vượt khó", public_label="Gương tự lực", sensitive=True),
        make_category(),
    ]
    forms = [
        CommendationForm.objects.create(code=code, name=name, family="praise", rank=rank)
        for rank, (code, name) in enumerate([("bieu-duong", "Biểu dương"), ("giay-khen", "Giấy khen")], start=1)
    ]
    places = [units.cell, units.cell_2, units.grassroots_cell]
    entries: list[Any] = []
    for number in range(17):
        entry = make_entry(
            places[number % 3],
            name=f"Người Thứ {number}",
            kind=HonoreeKind.values[number % 2],
            category=categories[number % 4],
            registered_on=datetime.date(2019 + number % 2, 3, 1 + number),
            published=number != 7,
        )
        entries.append(entry)
        for form in forms[: number % 3]:
            Commendation.objects.create(entry=entry, form=form)
    Commendation.objects.create(entry=entries[2], form=forms[0], note="lần hai")
    revoke(entries[5])
    mask_entry(entry_id=entries[6].pk, actor=make_user("tinh-bt"))
    return units


@pytest.mark.parametrize(
    "query",
    [
        "", "?unit=D04", "?unit=C044&year=2020", "?unit=X029", "?unit=P01&kind=individual", "?category=guong-tu-luc",
        "?form=bieu-duong", "?form=giay-khen&kind=collective", "?year=2019&sort=name", "?q=nguoi+thu",
        "?q=nguoi+thu&unit=D02", "?q=nguoi&form=bieu-duong&category=van-hoa", "?kind=individual&view=cards",
    ],
)  # fmt: skip
def test_count__equals_the_rows_behind_its_link_and_those_of_the_file(units: Units, query: str) -> None:
    shown = choices(read(f"{REGISTER}{query}"))
    assert len(shown) > 3
    for choice in shown:
        address = f"{REGISTER}{query}" if choice.is_active else choice.url
        listed = standing_rows(read(address.replace("&view=cards", "")))
        filed = [row for row in file_rows(file_of(address)) if row[gettext("State")] != gettext("revoked")]
        assert (choice.label, choice.count, choice.count) == (choice.label, listed, len(filed))


def test_counts__of_a_filter_add_up_to_the_total(units: Units) -> None:
    page = read(REGISTER)
    assert "<b>16</b> mục, cùng 1 mục đã hủy" in page
    by_label = {choice.label: choice.count for choice in choices(page)}
    assert by_label["Cá nhân"] + by_label["Tập thể"] == 16
    assert by_label["2019"] + by_label["2020"] == 16
    assert by_label["Huyện Chợ Đồn"] + by_label["Huyện Ba Bể"] + by_label["Đảng ủy Khối"] == 16


def test_category__of_two_with_one_public_label_is_one_choice(units: Units) -> None:
    page = read(REGISTER)
    assert [choice.label for choice in choices(page)].count("Gương tự lực") == 1
    assert "nghèo" not in page
    assert "Vượt khó" not in page


def test_units__unfold_down_to_those_below_the_chosen_one(units: Units) -> None:
    def labels(query: str) -> set[str]:
        return {choice.label for choice in choices(read(f"{REGISTER}{query}"))}

    assert "Xã Quảng Bạch" not in labels("")
    assert "Xã Quảng Bạch" in labels("?unit=D04")
    assert "Xã Khang Ninh" not in labels("?unit=D04")
    assert {"Huyện Ba Bể", "Huyện Chợ Đồn", "Xã Quảng Bạch", "Chi bộ thôn Nà Mẫu 15 (mẫu)"} <= labels("?unit=X029")


def test_unit__that_moved_counts_where_it_is_and_where_it_was_entered(units: Units) -> None:
    """The district of an entry is that of its day; the units above its unit are those of today."""
    moved = Unit.objects.get(pk=units.quang_bach.pk)
    moved.parent = units.ba_be
    moved.save()
    cell = Unit.objects.get(pk=units.cell.pk)
    cell.parent = moved
    cell.save()
    make_entry(cell, name="Người Sau")
    new = make_unit("X099", "Chi bộ mới (mẫu)", level=units.cell.level, parent=units.cho_don)
    make_entry(new, name="Người Mới")
    for code in ("D04", "D02", "C044", "X029", "X099"):
        page = read(f"{REGISTER}?unit={code}")
        active = next(choice for choice in choices(page) if choice.is_active)
        assert active.count == standing_rows(page), code


def test_chip__counts_what_stands_without_it_where_nothing_matches(units: Units) -> None:
    page = read(f"{REGISTER}?unit=X029&category=khong")
    assert standing_rows(page) == 0
    without = standing_rows(read(f"{REGISTER}?unit=X029"))
    chip = ngettext(": %(number)s entry", ": %(number)s entries", without) % {"number": without}
    assert f"</a>{chip}" in " ".join(page.split())


WILD = st.dictionaries(
    st.one_of(st.sampled_from(["q", "unit", "category", "kind", "year", "form", "sort", "view", "page"]), st.text()),
    st.one_of(
        st.text(max_size=200),
        st.sampled_from(["D04", "X029", "name", "number", "cards", "2020", "individual", "-1", "9" * 30, ";drop"]),
    ),
    max_size=7,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parameters=WILD)
def test_query_string__of_any_kind_gives_page_and_file(units: Units, parameters: dict[str, str]) -> None:
    from django.test import Client

    page = Client().get(REGISTER, parameters)
    assert page.status_code == 200
    found = page.context["listing"]
    again = read(found.address)
    assert names(again) == names(page.content.decode())
    file = Client().get("/so-ghi-danh.csv", parameters)
    assert b"".join(file).count(b"\r\n") > found.total + found.revoked


def test_entry__of_a_unit_or_category_added_since_is_left_for_the_next_generation(units: Units) -> None:
    """The counts may be read after a commit, the tree and the catalogue before it."""
    known = make_category().pk
    row = [1, units.cell.pk, None, known, HonoreeKind.INDIVIDUAL, 2020, EntryState.ACTIVE, None, 1]
    unknown_unit, unknown_category = [1, 10**6, *row[2:]], [*row[:3], 10**6, *row[4:]]
    assert count_rows([row, unknown_unit, unknown_category], [(10**6, *row)]).total({}).counted == 1


def test_unit__added_since_is_read_anew(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_tree, "unit_tree", lambda: unit_tree.UnitTree([]))
    assert unit_tree.unit_of(units.cell.pk).code == units.cell.code
