"""The unit import: all or nothing, and everything that is wrong named at once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from honors.imports import ImportRefusedError, import_units
from honors.models import Programme, ProgrammeEnrolment, SearchDocument, SearchKind, Unit

HEADER = (
    "code,name_vi,kind,level,parent_code,short_name_vi,admin_name_vi,gso_code,"
    "valid_from,valid_to,holds_flag_salute,keeps_register,counts_only,source,note"
)
PROVINCE = "P9,Đảng bộ tỉnh (mẫu),provincial_committee,province,,,,,,,,,0,,"
DISTRICT = "D9,Đảng bộ huyện (mẫu),district_committee,district,P9,,,,,,,,0,,"
CELL = "X9,Chi bộ (mẫu),cell,cell,D9,,,,2020-06-01,,1,1,0,,"
REAL = Path(__file__).parents[3] / "shared" / "data" / "units.csv"


@pytest.fixture(autouse=True)
def english(db: None) -> Any:
    """Reasons are read in the source language here."""
    with translation.override("en"):
        yield


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write_file(*lines: str, header: str = HEADER) -> Path:
        path = tmp_path / "units.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write_file


def refusal(path: Path) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        import_units(path=path)
    assert not Unit.objects.exists()
    assert not ProgrammeEnrolment.objects.exists()
    assert not Programme.objects.exists()
    return str(refused.value)


@pytest.mark.parametrize("order", [1, -1])
def test_import__takes_rows_in_any_order(write: Any, order: int) -> None:
    report = import_units(path=write(*[PROVINCE, DISTRICT, CELL][::order]))

    assert (report.created, report.enrolled) == (3, 2)
    cell = Unit.objects.get(code="X9")
    assert cell.path == "P9/D9/X9/"
    assert [str(unit) for unit in cell.lineage()] == ["Chi bộ (mẫu)", "Đảng bộ huyện (mẫu)", "Đảng bộ tỉnh (mẫu)"]
    assert {str(enrolment.since) for enrolment in cell.enrolments.all()} == {"2020-06-01"}


def test_import__writes_units_into_the_search_under_their_latest_names(write: Any) -> None:
    import_units(path=write(PROVINCE, DISTRICT, CELL))
    import_units(path=write(PROVINCE, DISTRICT, CELL.replace("Chi bộ (mẫu)", "Chi bộ Khuổi Đẳng (mẫu)")))
    titles = SearchDocument.objects.filter(kind=SearchKind.UNIT).order_by("key").values_list("title", flat=True)
    assert set(titles) == {"Đảng bộ tỉnh (mẫu)", "Đảng bộ huyện (mẫu)", "Chi bộ Khuổi Đẳng (mẫu)"}


def test_import__enrols_units_without_a_first_day_since_2020(write: Any) -> None:
    import_units(path=write(PROVINCE, DISTRICT, CELL.replace("2020-06-01", "")))

    assert {str(enrolment.since) for enrolment in ProgrammeEnrolment.objects.all()} == {"2020-01-01"}


def test_import__a_second_time_says_nothing_new(write: Any) -> None:
    path = write(PROVINCE, DISTRICT, CELL)
    import_units(path=path)

    report = import_units(path=path)

    assert not report.has_news
    assert report.unchanged == 3
    assert str(report) == "Nothing new: all 3 rows are known already."


def test_import__adds_units_below_stored_ones(write: Any) -> None:
    import_units(path=write(PROVINCE, DISTRICT))

    import_units(path=write(CELL))

    assert Unit.objects.get(code="X9").path == "P9/D9/X9/"


def test_import__corrects_labels_of_a_stored_unit(write: Any) -> None:
    import_units(path=write(PROVINCE, DISTRICT, CELL))

    report = import_units(path=write(CELL.replace("Chi bộ (mẫu)", "Chi bộ thôn (mẫu)")))

    assert (report.created, report.updated, report.enrolled) == (0, 1, 0)
    assert Unit.objects.get(code="X9").name == "Chi bộ thôn (mẫu)"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",D9,", ",P9,", "parent_code"),
        ("cell,cell", "grassroots_cell,cell", "kind"),
        ("cell,cell", "cell,grassroots", "level"),
        ("2020-06-01", "2020-07-01", "valid_from"),
        ("1,1,0", "1,1,1", "counts_only"),
    ],
)
def test_import__neither_moves_nor_rebuilds_a_stored_unit(write: Any, old: str, new: str, column: str) -> None:
    import_units(path=write(PROVINCE, DISTRICT, CELL))
    before = Unit.objects.filter(code="X9").values().get()

    with pytest.raises(ImportRefusedError, match=f"line 2, column {column}"):
        import_units(path=write(CELL.replace(old, new)))
    assert Unit.objects.filter(code="X9").values().get() == before


def test_import__leaves_an_ended_enrolment_ended(write: Any) -> None:
    path = write(PROVINCE, DISTRICT, CELL)
    import_units(path=path)
    ProgrammeEnrolment.objects.update(until="2021-01-01")

    assert import_units(path=path).enrolled == 0
    assert ProgrammeEnrolment.objects.filter(until__isnull=True).count() == 0


@pytest.mark.parametrize(
    ("row", "place", "reason"),
    [
        (CELL.replace(",D9,", ",D8,"), "parent_code", "Unknown unit “D8”"),
        (DISTRICT, "code", "is on line 3 already"),
        (CELL.replace("2020-06-01", "01/06/2020"), "valid_from", "no date of the form"),
        (CELL.replace("2020-06-01", "2020-02-30"), "valid_from", "no date of the form"),
        (CELL.replace(",cell,cell,", ",cell,village,"), "level", "Unknown level “village”"),
        (CELL.replace(",cell,cell,", ",club,cell,"), "kind", "'club' is not a valid choice"),
        (CELL.replace("cell,cell,D9", "cell,district,D9"), "parent_code", "must stand at a higher level"),
        (CELL.replace(",D9,", ",,"), "parent_code", "Only the province has no parent"),
        (CELL.replace("X9", "x 9"), "code", "capital letters, digits and hyphens"),
        (CELL.replace("X9", "", 1), "code", "cannot be blank"),
        (CELL.replace("Chi bộ (mẫu)", ""), "name_vi", "cannot be blank"),
        (CELL.replace("Chi bộ (mẫu)", "B" * 201), "name_vi", "at most 200 characters"),
        (CELL.replace("1,1,0", "x,1,0"), "holds_flag_salute", "neither 0 nor 1"),
        (CELL.replace("1,1,0", "1,yes,0"), "keeps_register", "neither 0 nor 1"),
        (CELL.replace("1,1,0", "1,1,?"), "counts_only", "neither 0 nor 1"),
        (CELL.replace("2020-06-01,", "2020-06-01,2021-01-01"), "valid_to", "Only unit events close a unit"),
    ],
)
def test_import__refuses_a_wrong_row(write: Any, row: str, place: str, reason: str) -> None:
    message = refusal(write(PROVINCE, DISTRICT, row))

    assert f"units.csv, line 4, column {place}: " in message
    assert reason in message


def test_import__refuses_a_row_with_too_few_cells(write: Any) -> None:
    assert "units.csv, line 4: The row has 3 cells, the header has 15." in refusal(write(PROVINCE, DISTRICT, "X9,a,b"))


def test_import__refuses_a_cycle(write: Any) -> None:
    first = "A1,Một,cell,cell,A2,,,,,,,,0,,"
    second = "A2,Hai,cell,grassroots,A1,,,,,,,,0,,"

    message = refusal(write(PROVINCE, first, second))

    assert message.count("This unit stands below itself.") == 2


def test_import__refuses_a_unit_that_is_its_own_parent(write: Any) -> None:
    assert "line 2, column parent_code: This unit stands below itself." in refusal(
        write("A1,Một,cell,cell,A1,,,,,,,,0,,")
    )


def test_import__refuses_a_missing_column(write: Any) -> None:
    header = HEADER.replace(",level,", ",rung,")

    assert "units.csv, line 1, column level: This column is missing." in refusal(write(PROVINCE, header=header))


def test_import__refuses_a_doubled_column(write: Any) -> None:
    assert "column code: This column is there twice." in refusal(write(PROVINCE, header=HEADER + ",code"))


def test_import__refuses_what_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(f"{HEADER}\n".encode() + PROVINCE.encode("utf-16-le"))

    assert "units.csv, line 2: The file is not written in UTF-8." in refusal(path)


def test_import__reads_a_byte_order_mark_away(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f"{HEADER}\n{PROVINCE}\n", encoding="utf-8-sig")

    assert import_units(path=path).created == 1


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_import__refuses_an_empty_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "units.csv"
    path.write_text(content, encoding="utf-8")

    assert "units.csv: The file is empty." in refusal(path)


def test_import__refuses_a_header_without_rows(write: Any) -> None:
    assert "a header and no rows" in refusal(write())


def test_import__refuses_broken_quotes(write: Any) -> None:
    assert "line 3: The quotes or separators are broken" in refusal(write(PROVINCE, 'D9,"Đảng bộ'))


def test_import__refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "units.csv: The file cannot be read" in refusal(tmp_path / "units.csv")


def test_import__names_every_problem_at_once(write: Any) -> None:
    message = refusal(
        write(
            PROVINCE,
            DISTRICT.replace(",P9,", ",P8,").replace("district_committee", "club"),
            CELL.replace("2020-06-01", "soon"),
            "too,short",
        )
    )

    assert [line.split(":")[0] for line in message.splitlines()] == [
        "units.csv, line 3, column kind",
        "units.csv, line 3, column parent_code",
        "units.csv, line 4, column valid_from",
        "units.csv, line 5",
    ]


def test_import__counts_lines_across_quoted_line_breaks(write: Any) -> None:
    province = PROVINCE.replace("Đảng bộ tỉnh (mẫu)", '"Đảng bộ\ntỉnh (mẫu)"')

    assert "line 4, column parent_code" in refusal(write(province, CELL))


def test_import__writes_text_composed_and_with_plain_spaces(write: Any) -> None:
    import_units(path=write(PROVINCE.replace("Đảng bộ tỉnh (mẫu)", "Đa\u0309ng\u00a0bộ  tỉnh")))

    assert Unit.objects.get().name == "Đảng bộ tỉnh"


def test_import__costs_the_same_for_more_units(write: Any, django_assert_max_num_queries: Any) -> None:
    cells = [f"X{number},Chi bộ {number} (mẫu),cell,cell,P9,,,,,,1,1,0,," for number in range(300)]
    path = write(PROVINCE, *cells)

    with django_assert_max_num_queries(30):
        import_units(path=path)


def test_command__reports_and_imports_nothing_twice(write: Any) -> None:
    path = write(PROVINCE, DISTRICT, CELL)
    first, second = io.StringIO(), io.StringIO()

    call_command("import_units", str(path), stdout=first)
    call_command("import_units", str(path), stdout=second)

    assert first.getvalue() == "3 new, 0 updated, 0 unchanged; 2 enrolments.\n"
    assert "Nothing new" in second.getvalue()


def test_command__names_problems_and_fails(write: Any) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_units", str(write(PROVINCE, CELL)))

    assert "line 3, column parent_code: Unknown unit “D9”." in str(refused.value)
    assert "Nothing was imported." in str(refused.value)


def test_command__shows_progress_of_a_big_file(write: Any) -> None:
    cells = [f"X{number},Chi bộ {number} (mẫu),cell,cell,P9,,,,,,,,0,," for number in range(1000)]
    out = io.StringIO()

    call_command("import_units", str(write(PROVINCE, *cells)), stdout=out)

    assert "1 of 1001 units" in out.getvalue()
    assert "1001 of 1001 units" in out.getvalue()


@pytest.mark.skipif(not REAL.exists(), reason="the province's own list is not at hand")
def test_import__of_the_province_gives_its_programmes() -> None:
    import_units(path=REAL)

    assert Unit.objects.count() == 190
    assert ProgrammeEnrolment.objects.keeping_register().count() == 40
    assert ProgrammeEnrolment.objects.saluting().count() == 60
