"""Paper registers: read in every shape, understood, and every fault told by row, column, value and suggestion."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest

from honors.models import ImportState, RegisterImport, RegisterImportMemory
from honors.register_import.dates import read_day
from honors.register_import.errors import ImportStoppedError
from honors.register_import.files import discard, order_check
from honors.spreadsheets import UnreadableError
from tests.batches.spreadsheets import bomb
from tests.cast import Cast
from tests.factories import PDF, make_category, make_unit
from tests.register_import.books import (
    BASIS_HEADINGS,
    CATEGORY,
    CONSENT,
    HEADINGS,
    check,
    checked,
    csv_file,
    good,
    kept,
    outcomes,
    problems,
    workbook,
)

pytestmark = pytest.mark.django_db

PLAIN = ["stt", "NGAY  GHI", "ho va ten", "chuc vu don vi", "noi dung viec tot", "linh vuc"]
SHAPES = {
    "plain": lambda: workbook([HEADINGS, good(1), good(2)]),
    "titles above, merged": lambda: workbook(
        [["SỔ GHI DANH NGƯỜI TỐT - VIỆC TỐT"], [], ["Chi bộ Nà Mẫu, năm 2019"], HEADINGS, good(1), good(2)],
        merge="A1:F1",
    ),
    "without tone marks": lambda: workbook([PLAIN, good(1), good(2)]),
    "two lines of headings": lambda: workbook(
        [
            ["STT", "Ngày ghi", "Họ và tên", "Người được ghi danh", "Việc tốt", None],
            [None, None, None, "Chức vụ", None, "Lĩnh vực"],
            good(1),
            good(2),
        ]
    ),
    "days as Excel counts them": lambda: workbook(
        [HEADINGS, good(1, day=43466), good(2, day=datetime.date(2019, 1, 2))]
    ),
    "headings once more on the second page, blank lines, lines numbered in advance": lambda: workbook(
        [HEADINGS, good(1), [], HEADINGS, good(2), [3], [None, None, " "]]
    ),
    "two sheets": lambda: workbook({"Quý I": [HEADINGS, good(1)], "Quý II": [["Sổ"], HEADINGS, good(2)]}),
    "csv": lambda: csv_file([HEADINGS, good(1), good(2)]),
    "csv with commas in its words": lambda: csv_file([HEADINGS, good(1), good(2)], separator="\t", encoding="utf-16"),
    "csv of old Windows": lambda: io.BytesIO(
        ";".join(PLAIN).encode()
        + b"\n1;01/01/2019;N\xf4ng V\xe3n M\xf4t;;Hi\xean dat;hien-dat\n2;02/01/2019;B\xe0n Hai;;X;hien-dat"
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_register__is_read_in_every_shape(shape: str, cast: Cast) -> None:
    name = "so.csv" if "csv" in shape else "so.xlsx"
    found = checked(cast, SHAPES[shape](), name=name)
    assert problems(found) == []
    rows = list(found.rows.order_by("position"))
    assert [(row.paper_number, row.registered_on, row.year) for row in rows[:2]] == [
        ("1", datetime.date(2019, 1, 1), 2019),
        ("2", datetime.date(2019, 1, 2), 2019),
    ]
    assert rows[0].category is not None and rows[0].category.code == "hien-dat"
    assert found.is_ready and found.new_count == len(rows)


@pytest.mark.parametrize(
    ("text", "day", "suggestion"),
    [
        ("ngày 03 tháng 4 năm 2018", datetime.date(2018, 4, 3), ""),
        ("31/02/2020", None, "29/02/2020"),
        ("12/25/2019", None, "25/12/2019"),
        ("10/2019", None, "31/10/2019"),
        ("01/10/19", None, "01/10/2019"),
        ("quý I", None, ""),
        ("1/1/1900", None, ""),
    ],
)
def test_day__that_cannot_be_is_told_with_what_was_meant(text: str, day: Any, suggestion: str) -> None:
    read = read_day(text)
    assert (read.day, read.suggestion, bool(read.reason)) == (day, suggestion, day is None)


WRONG = [
    (good(9, name=""), ("name", "", "")),
    (good(9, citation=None), ("citation", "", "")),
    (good(9, category="Hiến đất mở đường"), ("category", "Hiến đất mở đường", CATEGORY)),
    (good(9, category=""), ("category", "", "")),
    (good(9, day="31/02/2019"), ("registered_on", "31/02/2019", "28/02/2019")),
    (good(9, day=""), ("registered_on", "", "")),
    (good(9, day="01/01/2099"), ("registered_on", "01/01/2099", "")),
    (good(9, paper_number="chín"), ("paper_number", "chín", "")),
    (good(9, name="x" * 201), ("name", "x" * 80, "")),
    (good(9, citation="=1/0"), ("citation", "", "")),
]


@pytest.mark.parametrize(("row", "complaint"), WRONG)
def test_row__that_is_wrong_is_named_by_line_column_value_and_suggestion(
    row: list[Any], complaint: tuple[str, str, str], cast: Cast
) -> None:
    found = checked(cast, workbook([["Sổ"], HEADINGS, good(8), row]))
    assert problems(found) == [(4, *complaint)]
    assert (found.is_ready, found.new_count, found.wrong_count) == (False, 1, 1)


def test_units__are_found_by_what_people_call_them_and_two_of_one_name_are_told_apart(cast: Cast) -> None:
    cell = cast.units.cell
    twin = make_unit("X999", "Chi bộ Nà Pò (mẫu)", level=cell.level, parent=cast.units.quang_bach)
    make_unit("X998", "Chi bộ Nà Pò (mẫu)", level=cell.level, parent=cast.units.khang_ninh)
    headings = [*HEADINGS, "Chi bộ"]
    texts = ["chi bo thon na mau 15 (mau)", "X029", "Chi bộ Nà Pò (mẫu)", "X999", "Chi bộ Nà Pó", "", "Đảng bộ tỉnh"]
    rows = [[*good(number), text] for number, text in enumerate(texts, start=1)]
    found = checked(cast, workbook([headings, *rows]), unit=None)
    units = [row.unit for row in found.rows.select_related("unit").order_by("position")]
    assert units == [cell, cell, None, twin, None, None, None]
    told = {line: suggestion for line, _field, _value, suggestion in problems(found)}
    assert set(told) == {4, 6, 7, 8}
    assert all(code in told[4] for code in ("X998", "X999", "Xã Quảng Bạch", "Xã Khang Ninh"))
    assert "X999" in told[6]


def test_sheet__names_the_unit_where_no_column_does(cast: Cast) -> None:
    found = checked(cast, workbook({"X029": [HEADINGS, good(1)], "X021": [HEADINGS, good(1)]}), unit=None)
    assert problems(found) == []
    units = found.rows.order_by("position").values_list("unit", flat=True)
    assert list(units) == [cast.units.cell.pk, cast.units.cell_2.pk]


def test_numbers__twice_block_and_gaps_are_only_noted(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1), good(4), good(5), good(5, name="Bàn Văn Năm (mẫu)")]))
    assert problems(found) == [(3, "paper_number", "4", ""), (4, "paper_number", "5", ""), (5, "paper_number", "5", "")]
    assert outcomes(found) == ["new", "new", "wrong", "wrong"]


def test_same_row__twice_in_a_file_is_taken_once(cast: Cast) -> None:
    again = [7, "05/05/2019", "NÔNG VĂN  1 (mẫu)", "", good(1)[4], CATEGORY]
    found = checked(cast, workbook([HEADINGS, good(1), again]))
    assert (outcomes(found), found.known_count) == (["new", "known"], 1)


def test_title__between_the_rows_is_left_out_and_told(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1), ["II. Tập thể"], good(2)]))
    assert outcomes(found) == ["new", "known", "new"]
    assert (found.noted_count, found.is_ready) == (1, True)


def test_year__of_the_register_closes_at_the_units_first_here(cast: Cast) -> None:
    file = workbook([HEADINGS, good(1), good(2, day="01/01/2020")])
    found = checked(cast, file, first_years={cast.units.cell.pk: 2020})
    assert [problem[:2] for problem in problems(found)] == [(3, "registered_on")]
    assert [problem[:2] for problem in problems(checked(cast, file, year=2018))] == [
        (2, "registered_on"),
        (3, "registered_on"),
    ]


def test_basis__has_to_be_whole_or_absent(cast: Cast) -> None:
    headings = [*HEADINGS, *BASIS_HEADINGS]
    rows = [
        [*good(1), *CONSENT],
        [*good(2), "không", "", "", ""],
        [*good(3), "x", "", "", ""],
        [*good(4), "ảnh", "đồng ý", "01/10/2019", ""],
        [*good(5), "x; năm sinh", "đồng ý", "31/02/2019", ""],
    ]
    found = checked(cast, workbook([headings, *rows]))
    assert [(line, name) for line, name, *_more in problems(found)] == [
        (4, "basis_ground"),
        (4, "basis_given_on"),
        (5, "basis_kinds"),
        (6, "basis_given_on"),
    ]


def test_columns__nobody_knows_are_asked_for_and_remembered(cast: Cast) -> None:
    strange = ["Mã", "Hôm", "Ai", "Là gì", "Làm gì", "Mảng"]
    found = kept(cast, workbook([strange, good(1)]), unit=cast.units.cell)
    assert set(found.mapping.values()) == {""}
    with pytest.raises(ImportStoppedError):
        order_check(import_id=found.pk)
    mapping = {"hom": "registered_on", "ai": "name", "la gi": "", "lam gi": "citation", "mang": "category"}
    assert check(found, mapping=mapping).is_ready
    assert RegisterImportMemory.objects.get().unit == cast.units.cell
    again = kept(cast, workbook([strange, good(2)]), unit=cast.units.cell)
    assert check(again).is_ready


def test_sheet__can_be_left_out(cast: Cast) -> None:
    found = kept(cast, workbook({"2019": [HEADINGS, good(1)], "Nháp": [HEADINGS, good(2)]}), unit=cast.units.cell)
    assert check(found, sheets=["2019"]).new_count == 1


def test_formula__counts_by_its_value(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1, name='="Nông "&"Văn"')]))
    assert [(line, name) for line, name, *_more in problems(found)] == [(2, "name")]


def encrypted() -> io.BytesIO:
    return io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(3000) + "EncryptedPackage".encode("utf-16-le") + bytes(600))


REFUSED: dict[str, tuple[Any, str]] = {
    "empty": (lambda: io.BytesIO(), "so.csv"),
    "no headings": (lambda: workbook([["a"], ["b"]]), "so.xlsx"),
    "pdf with another name": (lambda: io.BytesIO(PDF), "so.xlsx"),
    "pdf called text": (lambda: io.BytesIO(PDF), "so.csv"),
    "workbook called text": (lambda: workbook([HEADINGS, good(1)]), "so.csv"),
    "text called workbook": (lambda: csv_file([HEADINGS, good(1)]), "so.xlsx"),
    "protected by a password": (encrypted, "so.xlsx"),
    "old Excel": (lambda: io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(600)), "so.xls"),
    "cut off": (lambda: io.BytesIO(workbook([HEADINGS, good(1)]).getvalue()[:-900]), "so.xlsx"),
    "picture": (lambda: io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(200)), "so.csv"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file__that_is_no_register_is_refused_in_words_and_not_kept(name: str, cast: Cast) -> None:
    make, called = REFUSED[name]
    with pytest.raises(UnreadableError) as refused:
        kept(cast, make(), unit=cast.units.cell, name=called)
    assert str(refused.value).endswith((".", "!"))
    assert not RegisterImport.objects.exists()


def test_passwords__old_files_and_wrong_names_are_told_apart(cast: Cast) -> None:
    told = set()
    for name in ("protected by a password", "old Excel", "workbook called text", "text called workbook"):
        make, called = REFUSED[name]
        with pytest.raises(UnreadableError) as refused:
            kept(cast, make(), unit=None, name=called)
        told.add(str(refused.value))
    assert len(told) == 4


def test_bomb__is_refused_before_it_is_unpacked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("honors.register_import.opening.MOST_UNPACKED", 20 * 1024 * 1024)
    with pytest.raises(UnreadableError):
        kept(cast, bomb(60), unit=None)


def test_300_megabytes__are_refused_by_their_size(cast: Cast) -> None:
    class Large(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return 300 * 1024 * 1024 if whence == io.SEEK_END else super().seek(offset, whence)

    with pytest.raises(UnreadableError) as refused:
        kept(cast, Large(b"PK"), unit=None)
    assert "60" in str(refused.value)


def test_sheet__without_headings_is_left_out_beside_one_that_has_them(cast: Cast) -> None:
    found = kept(cast, workbook({"Sổ": [HEADINGS, good(1)], "Ghi chú": [["tổng cộng"]]}), unit=cast.units.cell)
    assert [head["is_taken"] for head in found.heads] == [True, False]
    assert check(found).is_ready


def test_rows__of_none_fail_the_check_with_the_reason(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS]))
    assert found.state == ImportState.FAILED
    assert found.message


def test_discarded__import_leaves_nothing(cast: Cast) -> None:
    make_category()
    found = checked(cast, workbook([HEADINGS, good(1)]))
    discard(import_id=found.pk)
    assert not RegisterImport.objects.exists()
