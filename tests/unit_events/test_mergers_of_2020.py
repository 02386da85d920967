"""The fifteen real events of 01/02/2020 over a small tree of before: some divide units, and there nobody guesses."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import transaction
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from honors import generation
from honors.counts import register_counts
from honors.figures.asked import Asked, View
from honors.figures.behind import rows_behind
from honors.figures.totals import totals
from honors.filtered import filtered_entries
from honors.levels import Level
from honors.models import EntryTransfer, PlannedEvent, RegisterEntry, Unit, UnitEvent
from honors.register_query import RegisterQuery
from honors.unit_events.words import names_of
from portal.demo.facts import DATA
from tests.factories import make_unit
from tests.figures.changes import enter
from tests.unit_events.files import run, written

EVENTS = DATA / "unit_events.csv"
DAY, EVE = datetime.date(2020, 2, 1), datetime.date(2020, 1, 31)
UNTIL = {"until": datetime.date(2020, 12, 31)}
# These stood before and took parts in; what the other rows name as new did not.
STOOD = {"Thị trấn Yến Lạc": "Na Rì", "Xã Cường Lợi": "Na Rì"}
ANSWERS = "unit,what,which,goes_to"


@pytest.fixture(autouse=True)
def english(tree: dict[str, Unit], db: None) -> Any:
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def tree(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Unit]]:
    """The small tree of before, once for all tests; gone again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_tree()
        transaction.set_rollback(True)


def make_tree() -> dict[str, Unit]:
    """Every unit the fifteen events name, with two entries of its own and a cell with one; by name."""
    province = make_unit("P01", "Đảng bộ tỉnh Bắc Kạn", level=Level.PROVINCE)
    districts: dict[str, Unit] = {}
    communes: dict[str, Unit] = {}
    with EVENTS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["date"] == "2020-02-01"]
    named = {words.split(" (")[0].strip(): row["district"] for row in rows for words in row["old_units"].split(";")}
    for name, district in {**named, **STOOD}.items():
        if district not in districts:
            districts[district] = make_unit(
                f"D{len(districts) + 1:02}", f"Đảng bộ huyện {district}", level=Level.DISTRICT, parent=province,
                administrative_name=f"Huyện {district}",
            )  # fmt: skip
        code = f"C{len(communes) + 1:03}"
        unit = make_unit(
            code, names_of(name).name, level=Level.GRASSROOTS, parent=districts[district], administrative_name=name
        )
        communes[name] = unit
        cell = make_unit(f"X{code[1:]}", f"Chi bộ {name} (mẫu)", level=Level.CELL, parent=unit)
        for holder, number in ((unit, 1), (unit, 2), (cell, 1)):
            enter(holder, on=datetime.date(2020, 1, 15), name=f"{holder.code} {number} (mẫu)")
    return communes


def answers(folder: Path, tree: dict[str, Unit]) -> Path:
    """What a person says of the three divided units: each entry and each cell goes somewhere."""
    parts = {
        "Xã Lương Hạ": ("Thị trấn Yến Lạc", "Xã Cường Lợi"),
        "Xã Văn Học": ("Xã Cường Lợi", "Xã Văn Vũ"),
        "Xã Phong Huân": ("Xã Yên Phong", "Xã Phong Huân"),
    }
    lines = []
    for name, (first, second) in parts.items():
        code = tree[name].code
        lines += [f"{code},entry,{code}/2020/1,{first}", f"{code},entry,*,{second}", f"{code},unit,*,{second}"]
    return written(folder, *lines, name="answers.csv", header=ANSWERS)


def test_without_answers__the_day_is_held_and_kept_for_a_person(tree: dict[str, Unit], tmp_path: Path) -> None:
    before = list(Unit.objects.values())
    with pytest.raises(CommandError, match=r"01/02/2020 waits for answers: where 9 things .* go"):
        run(EVENTS, **UNTIL)
    assert list(Unit.objects.values()) == before
    assert not UnitEvent.objects.exists()
    assert PlannedEvent.objects.waiting().count() == 15
    with pytest.raises(CommandError):
        run(EVENTS, **UNTIL)
    assert PlannedEvent.objects.waiting().count() == 15


def test_fifteen_events__lose_and_invent_no_entry(tree: dict[str, Unit], tmp_path: Path) -> None:
    entries = list(RegisterEntry.objects.order_by("pk").values())
    recorded = totals(at=EVE, view=View.RECORDED)
    run(EVENTS, answers=answers(tmp_path, tree), **UNTIL)

    assert UnitEvent.objects.count() == 15
    assert list(RegisterEntry.objects.order_by("pk").values()) == entries
    again = totals(at=EVE, view=View.RECORDED)
    assert (again.by_unit, again.by_district, again.total) == (
        recorded.by_unit, recorded.by_district, recorded.total,
    )  # fmt: skip
    today = totals(at=datetime.date.today(), view=View.TODAY)
    assert today.total == len(entries)
    assert today.by_district == recorded.by_district
    named = {unit.administrative_name: today.by_unit[unit.pk] for unit in Unit.objects.filter(valid_to=None)}
    # Two own entries of each unit before; of a divided one the first goes one way, the second the other.
    assert named["Xã Thượng Giáo"] == named["Xã Quân Hà"] == named["Thị trấn Phủ Thông"] == 4
    assert named["Thị trấn Yến Lạc"] == 2 + 1
    assert named["Xã Cường Lợi"] == 2 + 1 + 1
    assert named["Xã Văn Vũ"] == 2 + 1
    assert (named["Xã Yên Phong"], named["Xã Phong Huân"]) == (2 + 1, 1)
    assert not {"Xã Lương Hạ", "Xã Văn Học"} & set(named)
    assert EntryTransfer.objects.count() == 5
    assert run(EVENTS, **UNTIL).startswith("15 events were applied before.")


def test_divided_units__are_found_and_counted_where_a_person_put_them(tree: dict[str, Unit], tmp_path: Path) -> None:
    run(EVENTS, answers=answers(tmp_path, tree), **UNTIL)
    generation.forget()
    lines = register_counts().by("unit", {})
    for unit in Unit.objects.all():
        found = filtered_entries(RegisterQuery(filters={"unit": unit.code}))
        assert len(list(found.all_ids())) == lines[unit.code].all if unit.code in lines else not list(found.all_ids())
    today = totals(at=datetime.date.today(), view=View.TODAY)
    yen_lac = tree["Thị trấn Yến Lạc"]
    assert lines[yen_lac.code].counted == 2 + 1 + 1  # its own, one placed, and its cell's
    luong_ha = tree["Xã Lương Hạ"]
    # Its two; where they went is told as successors.
    assert lines[luong_ha.code].counted == 2
    assert today.by_unit[luong_ha.pk] == 0
    for view in View:
        figures = totals(at=datetime.date.today(), view=view)
        for pk, number in figures.by_unit.items():
            asked = Asked(datetime.date.today(), view)
            assert rows_behind(asked, {"unit": figures.districts.units[pk].code}).total == number


def test_divided_unit__that_closed_points_to_all_who_followed(
    tree: dict[str, Unit], tmp_path: Path, client: Any
) -> None:
    run(EVENTS, answers=answers(tmp_path, tree), **UNTIL)
    page = client.get(f"/don-vi/{tree['Xã Lương Hạ'].code}/").content.decode()
    notice = page[page.index('class="notice"') :][:600]
    for name in STOOD:
        assert f"/don-vi/{tree[name].code}/" in notice


@pytest.mark.parametrize(("lines", "goes"), [([12], False), ([12, 13, 14, 16], True)])
def test_left_out__are_all_events_of_a_divided_unit_or_none(
    tree: dict[str, Unit], lines: list[int], goes: bool
) -> None:
    if not goes:
        with pytest.raises(CommandError, match="divided on line 13 too"):
            run(EVENTS, leave_out=lines, **UNTIL)
        assert not UnitEvent.objects.exists()
        return
    run(EVENTS, leave_out=lines, **UNTIL)
    assert UnitEvent.objects.count() == 11
    assert not EntryTransfer.objects.exists()
    assert Unit.objects.get(administrative_name="Xã Lương Hạ").valid_to is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("C001,thing,*,X", "Unknown sort “thing”"),
        ("C001,entry,,X", "This cell is empty"),
        ("C001,entry,*,Xã Một\nC001,entry,*,Xã Hai", "answered twice"),
    ],
)
def test_answers__that_make_no_sense_are_named(tree: dict[str, Unit], tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run(EVENTS, answers=written(tmp_path, line, name="answers.csv", header=ANSWERS), **UNTIL)
    assert not UnitEvent.objects.exists()
