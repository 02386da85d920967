"""Lists from spreadsheets: read in every shape people send, refused in words, bounded whatever comes."""

from __future__ import annotations

import datetime
import io
import tracemalloc
import zipfile
from time import process_time
from typing import Any

import pytest

from tests.batches.spreadsheets import GOOD, HEADINGS, bomb, good, text_file, workbook
from tests.cast import Cast
from tests.factories import PDF, make_category, make_guideline, make_nomination
from workflows.errors import DecisionError
from workflows.nominee_lists import reading
from workflows.nominee_lists.reading import MOST_ROWS, UnreadableError, day_of, read_lines
from workflows.nominee_lists.trial import Trial, try_list
from workflows.votes import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    make_category()
    make_category("hoc-tap", "Thành tích học tập", applies_to_collective=False)


def tried(cast: Cast, file: io.BytesIO, **meeting: Any) -> Trial:
    return try_list(file, unit=cast.units.cell, meeting=Meeting(**meeting))


def complaints(trial: Trial) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.value, problem.suggestion) for problem in trial.problems]


SHAPES = {
    "plain": lambda: workbook([HEADINGS, GOOD]),
    "titles above, merged": lambda: workbook(
        [["TỜ TRÌNH về việc đề nghị ghi danh"], [], ["Danh sách kèm theo"], HEADINGS, GOOD], merge="A1:F1"
    ),
    "without tone marks": lambda: workbook([["ho ten", "Xung Ho", "LOAI", "linh  vuc", "viec lam", "nam sinh"], GOOD]),
    "numbered, with a column we do not know": lambda: workbook([["STT", *HEADINGS, "Ghi chú"], [1, *GOOD, "x"]]),
    "formatted far below": lambda: workbook([HEADINGS, GOOD, *[[None]] * 1500, ["", " "]]),
    "csv": lambda: text_file(f"{';'.join(HEADINGS)}\n{';'.join(map(str, GOOD))}\n", "utf-8-sig"),
    "text from Excel": lambda: text_file("\t".join(HEADINGS) + "\r\n" + "\t".join(map(str, GOOD)), "utf-16"),
    "code of the category": lambda: workbook([HEADINGS, [*GOOD[:3], "hien-dat", *GOOD[4:]]]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_list__is_read_in_every_shape(shape: str, cast: Cast) -> None:
    trial = tried(cast, SHAPES[shape](), votes_for=11)
    assert complaints(trial) == []
    ((_row, values),) = trial.rows
    assert values["name"] == GOOD[0]
    assert (values["kind"], values["category"].code, values["birth_year"]) == ("individual", "hien-dat", 1970)
    assert values["votes_for"] == 11


@pytest.mark.parametrize("text", ["02/10/2020", "2/10/2020", "02-10-2020", "02.10.2020", "2020-10-02", "44106"])
def test_day__is_read_however_it_is_written(text: str) -> None:
    assert day_of(text) == datetime.date(2020, 10, 2)


@pytest.mark.parametrize("text", ["31/02/2020", "tháng 10", "20", "0", "99999999", "٤٤١٠٦", "1/1/1"])
def test_day__that_is_none_is_told(text: str) -> None:
    assert day_of(text) is None


def test_meeting__of_a_row_goes_before_the_letters(cast: Cast) -> None:
    headings: list[Any] = [*HEADINGS, "Ngày họp", "Số đảng viên chính thức", "Có mặt", "Số phiếu tán thành"]
    rows: list[list[Any]] = [
        headings,
        [*GOOD, datetime.date(2020, 10, 5), 20, 18, 17.0],
        [*good(2), 44106, None, None, "9"],
    ]
    trial = tried(cast, workbook(rows), meeting_on=datetime.date(2020, 1, 1), members_total=14, members_present=12)
    assert complaints(trial) == []
    assert [
        (values["meeting_on"].isoformat(), values["members_total"], values["votes_for"]) for _row, values in trial.rows
    ] == [("2020-10-05", 20, 17), ("2020-10-02", 14, 9)]


def test_formula__is_read_by_its_value_and_one_without_is_named(cast: Cast) -> None:
    trial = tried(cast, workbook([HEADINGS, [*GOOD[:5], "=1900+70"]]))
    (problem,) = trial.problems
    assert (problem.row, problem.blocks) == (2, True)
    assert "F2" in problem.reason


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (["", *GOOD[1:]], ("", "")),
        ([*GOOD[:2], "con vật", *GOOD[3:]], ("con vật", "cá nhân, tập thể, hộ gia đình")),
        ([*GOOD[:3], "Hiến đất mở đường", *GOOD[4:]], ("Hiến đất mở đường", "Hiến đất làm đường")),
        ([*GOOD[:3], "", *GOOD[4:]], ("", "")),
        ([*GOOD[:2], "tập thể", "Thành tích học tập", *GOOD[4:5], ""], ("Thành tích học tập", "")),
        ([*GOOD[:4], "", 1970], ("", "")),
        ([*GOOD[:5], "năm bảy mươi"], ("năm bảy mươi", "")),
        ([*GOOD[:5], 99999], ("99999", "")),
        (["x" * 201, *GOOD[1:]], ("x" * 80, "")),
    ],
)
def test_row__that_is_wrong_is_named_with_value_and_suggestion(
    row: list[Any], complaint: tuple[str, str], cast: Cast
) -> None:
    trial = tried(cast, workbook([HEADINGS, good(9), row]))
    assert complaints(trial) == [(3, *complaint)]
    assert not trial.is_open


def test_impossible_votes__are_named(cast: Cast) -> None:
    trial = tried(cast, workbook([HEADINGS, GOOD]), members_total=10, members_present=12)
    assert [problem.row for problem in trial.problems] == [2]


def test_duplicates__in_the_list_and_in_the_unit_are_told_and_do_not_block(cast: Cast) -> None:
    make_guideline()
    make_nomination(cast.units.cell, cast.chi_bo, name="Nông Văn 7 (mẫu)")
    make_nomination(cast.units.cell_2, cast.chi_bo_2, name="Nông Văn 8 (mẫu)")
    trial = tried(cast, workbook([HEADINGS, GOOD, GOOD, good(7), good(8)]))
    assert [problem.row for problem in trial.problems] == [2, 3, 4]
    assert trial.is_open


REFUSED = {
    "empty": lambda: text_file(""),
    "blank": lambda: workbook([[None], [" "]]),
    "no headings": lambda: workbook([GOOD, good(2)]),
    "needed column missing": lambda: workbook([["Họ tên", "Năm sinh"], ["A", 1970]]),
    "column twice": lambda: workbook([[*HEADINGS, "Tên"], [*GOOD, "B"]]),
    "pdf": lambda: io.BytesIO(PDF),
    "picture": lambda: io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(200)),
    "old Excel": lambda: io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(600)),
    "another zip": lambda: zip_of("word/document.xml"),
    "cut off": lambda: io.BytesIO(workbook([HEADINGS, GOOD]).getvalue()[:-900]),
    "cut off early": lambda: io.BytesIO(workbook([HEADINGS, GOOD]).getvalue()[:40]),
    "broken inside": lambda: zip_of("xl/workbook.xml", "[Content_Types].xml"),
    "quote that never closes": lambda: text_file(",".join(HEADINGS) + '\n"Nông Văn,ông\n'),
    "latin letters of another code": lambda: io.BytesIO("Họ tên,Lĩnh vực".encode("cp1258", "replace") + b"\xff\xfe"),
    "too many rows": lambda: workbook([HEADINGS, *(good(number) for number in range(MOST_ROWS + 1))]),
    "too many bytes": lambda: text_file("x" * (reading.MOST_BYTES + 1)),
    "bomb": lambda: bomb(60),
}


def zip_of(*names: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    file.seek(0)
    return file


@pytest.mark.parametrize("file", REFUSED)
def test_file__that_is_no_list_is_refused_in_words(file: str, cast: Cast) -> None:
    with pytest.raises(DecisionError) as refused:
        tried(cast, REFUSED[file]())
    assert str(refused.value).endswith((".", "!"))


def test_thousand_rows__are_taken(cast: Cast) -> None:
    trial = tried(cast, workbook([HEADINGS, *(good(number) for number in range(MOST_ROWS))]))
    assert (len(trial.rows), trial.problems) == (MOST_ROWS, [])


@pytest.mark.parametrize("rows", [100_000, 1_000_000])
def test_hundred_thousand_rows__are_refused_before_they_are_read(rows: int) -> None:
    """Flat in rows: the reader stops where a list has to end."""
    file = text_file(";".join(HEADINGS) + "\n" + "a;b\n" * rows)
    tracemalloc.start()
    before = process_time()
    with pytest.raises(UnreadableError):
        read_lines(file)
    spent, peak = process_time() - before, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 3
    assert peak < 40 * 1024 * 1024
