"""Each sort of event on the small tree: what stands afterwards, and what every past day still tells."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.utils import translation

from honors import generation
from honors.figures.asked import View
from honors.figures.districts import Districts
from honors.figures.totals import totals
from honors.levels import Level
from honors.models import ProgrammeEnrolment, RegisterEntry, SearchDocument, SearchKind, Unit, UnitEvent, UnitPast
from tests.cast import Units, make_units
from tests.factories import make_entry, make_unit
from tests.unit_events.files import event, run, written

DAY = datetime.date(2021, 5, 1)
EVE = datetime.date(2021, 4, 30)


@pytest.fixture(autouse=True)
def english(db: None) -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def units() -> Units:
    return make_units()


@pytest.fixture
def tan_lap(units: Units) -> Unit:
    """A second commune beside Quảng Bạch."""
    return make_unit(
        "C042", "Đảng bộ xã Tân Lập", level=Level.GRASSROOTS, parent=units.cho_don, administrative_name="Xã Tân Lập"
    )


def fresh(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def test_merge_into_a_new_unit__closes_the_old_ones_and_takes_their_cells(
    units: Units, tan_lap: Unit, tmp_path: Path
) -> None:
    entry = make_entry(units.cell)
    run(written(tmp_path, event("merge", "Xã Tân Lập; Xã Quảng Bạch", "Xã Bạch Lập", district="Chợ Đồn")))

    heir = Unit.objects.get(administrative_name="Xã Bạch Lập")
    assert (heir.name, heir.short_name) == ("Đảng bộ xã Bạch Lập", "Đảng ủy xã Bạch Lập")
    assert (heir.code, heir.level, heir.path, heir.valid_from) == ("C045", Level.GRASSROOTS, "P01/D04/C045/", DAY)
    for closed in (fresh(tan_lap), fresh(units.quang_bach)):
        assert (closed.valid_to, closed.successor, closed.parent) == (DAY, heir, units.cho_don)
        assert closed.path == f"{heir.path}{closed.code}/"
    assert fresh(units.cell).path == f"{heir.path}X029/"
    told = UnitEvent.objects.get()
    assert set(told.from_units.all()) == {tan_lap, units.quang_bach}
    assert (list(told.to_units.all()), told.legal_basis) == ([heir], "NQ 1/NQ-UBTVQH (mẫu)")
    entry.refresh_from_db()
    assert (entry.unit, entry.unit_place) == (units.cell, "Xã Quảng Bạch, Huyện Chợ Đồn")
    document = SearchDocument.objects.get(kind=SearchKind.UNIT, key=heir.pk)
    assert "Xã Bạch Lập" in document.title


def test_merge_into_one_of_them__keeps_its_code(units: Units, tan_lap: Unit, tmp_path: Path) -> None:
    run(written(tmp_path, event("merge", "Xã Tân Lập; Xã Quảng Bạch", "Xã Quảng Bạch")))

    assert fresh(units.quang_bach).valid_to is None
    assert fresh(tan_lap).successor == units.quang_bach
    assert Unit.objects.filter(level=Level.GRASSROOTS, valid_to=None, parent=units.cho_don).count() == 1


def test_merge_of_cells__rolls_their_entries_up_to_the_heir(units: Units, tmp_path: Path) -> None:
    other = make_unit("X030", "Chi bộ thôn Nà Mẫu 16 (mẫu)", level=Level.CELL, parent=units.quang_bach)
    for unit in (units.cell, units.cell, other):
        make_entry(unit)
    run(written(tmp_path, event("merge", "X029; X030", "Chi bộ thôn Nà Mới (mẫu)")))

    heir = Unit.objects.get(name="Chi bộ thôn Nà Mới (mẫu)")
    assert (heir.kind, heir.level, heir.parent, heir.code) == ("cell", Level.CELL, units.quang_bach, "X054")
    generation.forget()
    assert totals(at=datetime.date.today(), view=View.TODAY).by_unit == {heir.pk: 3}
    assert totals(at=EVE, view=View.TODAY).by_unit == {heir.pk: 3}
    eve = totals(at=EVE, view=View.RECORDED)
    assert eve.by_unit == {}  # recorded today, so nothing was in the book that evening
    enrolments = ProgrammeEnrolment.objects.order_by("since", "unit__code").exclude(unit__code__in=["X021", "X053"])
    assert [(row.unit.code, str(row.since), str(row.until)) for row in enrolments] == [
        ("X029", "2020-01-01", "2021-05-01"),
        ("X054", "2021-05-01", "None"),
    ]


def test_merge_across_districts__asks_for_the_parent_and_takes_the_one_named(units: Units, tmp_path: Path) -> None:
    olds = "Xã Quảng Bạch; Xã Khang Ninh"
    with pytest.raises(CommandError, match="line 2, column new_parent: The units before stand under different units"):
        run(written(tmp_path, event("merge", olds, "Xã Mới", district="Chợ Đồn + Ba Bể")))
    assert not UnitEvent.objects.exists()

    run(written(tmp_path, event("merge", olds, "Xã Mới", district="Chợ Đồn + Ba Bể", new_parent="Huyện Ba Bể")))
    heir = Unit.objects.get(administrative_name="Xã Mới")
    assert heir.path == f"P01/D02/{heir.code}/"
    assert fresh(units.cell).path == f"{heir.path}X029/"


def test_rename_and_kind_change__are_dated(units: Units, tmp_path: Path) -> None:
    run(
        written(
            tmp_path,
            event("kind_change", "Xã Quảng Bạch", "Thị trấn Quảng Bạch"),
            event("rename", "Chi bộ thôn Nà Mẫu 15 (mẫu)", "Chi bộ thôn Nà Tên (mẫu)"),
        )
    )
    commune = fresh(units.quang_bach)
    assert (commune.kind, commune.administrative_name) == ("township_committee", "Thị trấn Quảng Bạch")
    assert (commune.name, commune.short_name) == ("Đảng bộ thị trấn Quảng Bạch", "Đảng ủy thị trấn Quảng Bạch")
    assert fresh(units.cell).name == "Chi bộ thôn Nà Tên (mẫu)"
    past = UnitPast.objects.get(unit=commune)
    assert (past.administrative_name, past.kind, past.until) == ("Xã Quảng Bạch", "commune_committee", DAY)
    tree = Districts.read()
    assert tree.unit_on(EVE, commune.pk).label == "Xã Quảng Bạch"
    assert tree.unit_on(DAY, commune.pk).label == "Thị trấn Quảng Bạch"


def test_reparent__takes_the_whole_subtree(units: Units, tmp_path: Path) -> None:
    make_entry(units.cell)
    run(written(tmp_path, event("reparent", "Xã Quảng Bạch", "Huyện Ba Bể")))

    assert fresh(units.cell).path == "P01/D02/C044/X029/"
    today = totals(at=datetime.date.today(), view=View.TODAY)
    assert today.by_district == {units.ba_be.pk: 1}
    assert totals(at=datetime.date.today(), view=View.RECORDED).by_district == {units.cho_don.pk: 1}


def test_create_and_dissolve__leave_what_nobody_named_to_be_placed(units: Units, tmp_path: Path) -> None:
    run(
        written(
            tmp_path,
            event("create", "", "Xã Mới", new_parent="Huyện Ba Bể"),
            event("dissolve", "Đảng bộ Khối các cơ quan tỉnh", ""),
        )
    )
    assert Unit.objects.get(administrative_name="Xã Mới").parent == units.ba_be
    bloc, left = fresh(units.bloc), fresh(units.grassroots_cell)
    assert (bloc.valid_to, bloc.successor) == (DAY, None)
    assert (left.unplaced, left.path, left.level) == (True, "P01/X053/", Level.GRASSROOTS)

    text = run(written(tmp_path, event("reparent", "X053", "Xã Mới", day="2021-06-01", new_level="cell")))
    assert "1 event applied." in text
    left = fresh(units.grassroots_cell)
    assert (left.unplaced, left.level) == (False, Level.CELL)
    assert left.parent == Unit.objects.get(administrative_name="Xã Mới")


def test_named_units__take_the_place_of_a_dissolved_parent(units: Units, tan_lap: Unit, tmp_path: Path) -> None:
    run(
        written(
            tmp_path,
            event("merge", "Xã Tân Lập; Xã Quảng Bạch", "Xã Quảng Bạch"),
            event("dissolve", "Huyện Chợ Đồn"),
        )
    )
    commune = fresh(units.quang_bach)
    assert (commune.level, commune.parent, commune.path) == (Level.DISTRICT, units.province, "P01/C044/")
    tree = Districts.read()
    assert tree.unit_on(EVE, commune.pk).level == Level.GRASSROOTS
    assert {unit.code for unit in tree.standing(EVE)} == {"D02", "D04", "D09"}
    assert {unit.code for unit in tree.standing(DAY)} == {"D02", "D09", "C044"}


def test_events_of_one_day__mean_the_names_of_the_evening_before(units: Units, tan_lap: Unit, tmp_path: Path) -> None:
    run(
        written(
            tmp_path,
            event("rename", "Xã Quảng Bạch", "Xã Tân Lập Mới"),
            event("rename", "Xã Tân Lập", "Xã Quảng Bạch"),
        )
    )
    assert fresh(tan_lap).administrative_name == "Xã Quảng Bạch"
    assert fresh(units.quang_bach).administrative_name == "Xã Tân Lập Mới"


def test_same_file_again__does_nothing(units: Units, tan_lap: Unit, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        event("merge", "Xã Tân Lập; Xã Quảng Bạch", "Xã Bạch Lập"),
        event("rename", "X053", "Chi bộ khác (mẫu)", day="2022-01-01"),
    )
    run(path)
    before = list(Unit.objects.values())

    assert "2 events were applied before.\n0 events applied." in run(path)
    assert list(Unit.objects.values()) == before
    assert UnitEvent.objects.count() == 2


def test_dry_run__shows_the_plan_and_changes_nothing(units: Units, tan_lap: Unit, tmp_path: Path) -> None:
    text = run(written(tmp_path, event("merge", "Xã Tân Lập; Xã Quảng Bạch", "Xã Bạch Lập")), dry_run=True)

    assert "2: merged: Xã Tân Lập (C042), Xã Quảng Bạch (C044) → Xã Bạch Lập (C045), new" in text
    assert not UnitEvent.objects.exists()
    assert not Unit.objects.exclude(valid_to=None).exists()


@pytest.mark.parametrize(
    ("line", "place", "reason"),
    [
        (event("merge", "Xã Không Có; Xã Quảng Bạch", "Xã Mới"), "old_units", "Unknown unit “Xã Không Có”"),
        (event("merge", "Chi bộ trùng tên (mẫu); X029", "Chi bộ (mẫu)"), "old_units", "are 2 units (X090, X091)"),
        (event("merge", "Xã Khang Ninh; X029", "Xã Mới", district="Chợ Đồn"), "old_units", "does not stand in"),
        (event("rename", "X029", "Tên mới", basis=""), "legal_basis", "Every event names its legal basis"),
        (event("rename", "X029", "Tên mới", day="01/05/2021"), "date", "no date of the form"),
        (event("rename", "X029", "Tên mới", day="2999-01-01"), "date", "This day has not come yet"),
        (event("rename", "X029", "Tên mới", day=""), "date", "Give the day"),
        (event("split", "X029", "Tên mới"), "event", "Unknown event “split”"),
        (event("rename", "X029; X021", "Tên mới"), "old_units", "write one row for each"),
        (event("rename", "X029", ""), "new_unit", "Name the unit after"),
        (event("dissolve", "X029", "X021"), "new_unit", "a merger names one"),
        (event("create", "", "Xã Mới"), "new_parent", "Name the parent"),
        (event("create", "", "Tên lạ", new_parent="D02", new_level="cell"), "new_kind", "Say what sort"),
        (event("create", "", "Xã Mới", new_parent="X029"), "new_level", "not of a higher level"),
        (event("create", "", "Xã Quảng Bạch", new_parent="D04"), "new_unit", "exists already"),
        (event("reparent", "Huyện Chợ Đồn", "X029"), "new_parent", "would stand below itself"),
        (event("partial_transfer", "Xã Quảng Bạch", "Xã Mới"), "old_units", "which unit goes in part"),
        (event("dissolve", "Huyện/Thành ủy (8 huyện)"), "old_units", "there are 2 such units"),
        (event("merge", "X029; X021", "Chi bộ (mẫu)", new_code="X053", new_parent="C044"), "new_code", "is taken"),
    ],
)
def test_wrong_row__is_named_with_its_rule_and_changes_nothing(
    units: Units, tmp_path: Path, line: str, place: str, reason: str
) -> None:
    for code in ("X090", "X091"):
        make_unit(code, "Chi bộ trùng tên (mẫu)", level=Level.CELL, parent=units.quang_bach)
    before = list(Unit.objects.values())
    good = event("rename", "X053", "Chi bộ khác (mẫu)", day="2021-02-01")

    with pytest.raises(CommandError) as refused:
        run(written(tmp_path, good, line))
    assert f"events.csv, line 3, column {place}: " in str(refused.value)
    assert reason in str(refused.value)
    assert "Nothing was changed." in str(refused.value)
    assert list(Unit.objects.values()) == before
    assert not UnitEvent.objects.exists()


def test_event_out_of_order__is_refused(units: Units, tmp_path: Path) -> None:
    run(written(tmp_path, event("rename", "X029", "Chi bộ khác (mẫu)", day="2022-01-01")))

    with pytest.raises(CommandError, match="was changed by an event of 01/01/2022"):
        run(written(tmp_path, event("rename", "X029", "Chi bộ nữa (mẫu)", day="2021-01-01")))


def test_unit_closed_twice_on_one_day__is_refused(units: Units, tan_lap: Unit, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"line 3.*is closed by line 2"):
        run(
            written(
                tmp_path,
                event("merge", "Xã Tân Lập; Xã Quảng Bạch", "Xã Một"),
                event("merge", "Xã Quảng Bạch; Xã Khang Ninh", "Xã Hai", new_parent="D02"),
            )
        )


def test_closed_unit__is_told_by_its_day(units: Units, tan_lap: Unit, tmp_path: Path) -> None:
    run(written(tmp_path, event("merge", "Xã Tân Lập; Xã Quảng Bạch", "Xã Quảng Bạch")))
    with pytest.raises(CommandError, match="“Xã Tân Lập” was closed on 01/05/2021"):
        run(written(tmp_path, event("rename", "Xã Tân Lập", "Xã Khác", day="2022-01-01")))


def test_since__leaves_earlier_events_out(units: Units, tmp_path: Path) -> None:
    early = event("rename", "Xã Không Có", "Xã Khác", day="2019-01-01")
    run(written(tmp_path, early, event("rename", "X029", "Chi bộ khác (mẫu)")), since=datetime.date(2020, 1, 1))
    assert RegisterEntry.objects.count() == 0
    assert UnitEvent.objects.count() == 1
