"""/thong-ke/: every number leads to exactly the rows it counts, in both views, page and file alike."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from honors import generation
from honors.models import Commendation, CommendationForm, HonoreeKind, Unit
from tests.cast import Units, make_units
from tests.ceremonies.factories import make_ceremony, salute
from tests.factories import make_category
from tests.figures.changes import change, close, enter, mask, revoke
from tests.public.reading import queries_of, read

pytestmark = pytest.mark.django_db
LATER = datetime.date(2021, 5, 19)
PAGE = "/thong-ke/"
RECORDED = f"{PAGE}?at=2020-12-31&view=recorded"
PAST = f"{PAGE}?at=2020-12-31"
_NUMBER = re.compile(r'<d[dt]><a href="(?P<url>[^"]+)">(?P<text>[\d.]+)</a></d[dt]>')
_CELL = re.compile(r'<td><a href="(?P<url>[^"]+)">(?P<text>[\d.]+)</a></td>')


@dataclass(frozen=True)
class Linked:
    """A number of a page and where it leads."""

    number: int
    url: str


def linked_numbers(page: str) -> list[Linked]:
    """Every number of a page that is a link, footers and counters included."""
    found = [*_NUMBER.finditer(page), *_CELL.finditer(page)]
    return [Linked(int(hit["text"].replace(".", "")), html.unescape(hit["url"])) for hit in found]


def file_of(url: str) -> str:
    """A file's text."""
    response: Any = Client().get(url)
    assert response.status_code == 200, url
    return b"".join(response).decode("utf-8-sig")


def rows_behind(url: str) -> int:
    """How many rows a reader counts at an address: entries, ceremonies or units."""
    page = read(url)
    if "/chao-co/2" in url:
        return len(re.findall(r'<li id="buoi-', page))
    if "/don-vi/" in url:
        return len(re.findall(r'<tr><th scope="row">', page))
    rows = re.findall(r'<li class="row[^"]*"', page)
    # In the register revoked lines stand among the others and do not count; in the past they may still count.
    return len(rows) if "/cac-muc/" in url else len([row for row in rows if "is-revoked" not in row])


@pytest.fixture
def units() -> Units:
    """The small tree, saluting the flag."""
    made = make_units()
    salute(made.cell, made.cell_2)
    return made


@pytest.fixture
def book(units: Units) -> Units:
    """Entries of every kind, some of them changed later, and two ceremonies."""
    land = make_category()
    poor = make_category("xin-thoat-ngheo", "Thoát nghèo", public_label="Gương tự lực", sensitive=True)
    form = CommendationForm.objects.create(code="giay-khen", name="Giấy khen", family="giay-khen", rank=3)
    made = [enter(units.cell, category=land, name=f"Người Thứ {number} (mẫu)") for number in range(6)]
    made += [enter(units.cell_2, category=poor, name=f"Hộ Thứ {n} (mẫu)", kind=HonoreeKind.HOUSEHOLD) for n in range(5)]
    made.append(enter(units.grassroots_cell, category=land, name="Tổ Mẫu", kind=HonoreeKind.COLLECTIVE))
    made.append(enter(units.cell, on=datetime.date(2019, 11, 1), category=land, name="Năm Trước (mẫu)"))
    for entry in (made[0], made[1], made[11]):
        Commendation.objects.create(entry=entry, form=form, recorded_at=entry.recorded_at)
    make_ceremony(units.cell, units.cell_2)
    make_ceremony(units.cell, held_on=datetime.date(2020, 8, 3))
    revoke(made[0], LATER)
    mask(made[1], LATER)
    change(made[2], "amended", LATER, category=poor)
    enter(units.cell_2, on=LATER, category=land, name="Đến Sau (mẫu)")
    return units


@pytest.mark.parametrize(("address", "least"), [(PAGE, 20), (PAST, 20), (RECORDED, 22)])
def test_number__equals_the_rows_behind_its_link(book: Units, address: str, least: int) -> None:
    numbers = linked_numbers(read(address))
    assert len(numbers) >= least
    wrong = {
        linked.url: (linked.number, rows) for linked in numbers if (rows := rows_behind(linked.url)) != linked.number
    }
    assert not wrong


def test_number__equals_the_rows_behind_its_link_after_a_merger(book: Units) -> None:
    close(book.cho_don, LATER, successor=book.ba_be)
    generation.forget()
    for address in (PAGE, PAST, RECORDED):
        numbers = linked_numbers(read(address))
        wrong = {one.url: (one.number, rows) for one in numbers if (rows := rows_behind(one.url)) != one.number}
        assert not wrong, address
    assert "Huyện Chợ Đồn" not in file_of(f"{PAGE}dia-ban.csv?at=2021-06-01&view=recorded")


def test_recorded__page_is_the_same_after_everything_that_can_happen(units: Units) -> None:
    made = [enter(units.cell, name=f"Người Thứ {number} (mẫu)") for number in range(4)]
    before, file_before = figures_of(RECORDED), file_of(f"{PAGE}dia-ban.csv?at=2020-12-31&view=recorded")
    revoke(made[0], LATER)
    mask(made[1], LATER)
    close(units.cho_don, LATER, successor=units.ba_be)
    generation.forget()
    assert figures_of(RECORDED) == before
    assert file_of(f"{PAGE}dia-ban.csv?at=2020-12-31&view=recorded") == file_before
    assert figures_of(PAST) != before


def figures_of(address: str) -> list[str]:
    """The words of every cell of a page, without its addresses."""
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh][^>]*>.*?</t[dh]>", read(address))]


def test_file__says_what_the_page_says(book: Units) -> None:
    for key in ("thang", "dia-ban", "linh-vuc", "loai", "khen-thuong", "nam", "chao-co"):
        section = re.search(rf'<section class="chart" id="{key}">.*?</section>', read(RECORDED), re.DOTALL)
        assert section
        shown = [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in table_cells(section[0])]
        rows = list(csv.reader(io.StringIO(file_of(f"{PAGE}{key}.csv?at=2020-12-31&view=recorded"))))
        assert [as_shown(cell) for row in rows for cell in row] == [as_shown(cell) for cell in shown], key


def table_cells(section: str) -> Iterator[str]:
    """Cells of a section's table, in reading order."""
    return iter(re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", section, re.DOTALL))


def as_shown(cell: str) -> str:
    """A number without what page and file write differently: dots of thousands, commas, the percent sign."""
    plain = cell.replace("%", "").replace(",", ".").strip()
    return plain.removesuffix(".0")


@pytest.mark.parametrize(
    "at",
    ["32/13/2020", "0000-00-00", "9999-12-31", "1200-01-01", "%00", "x" * 10_000, "２０２０-01-01"],
    ids=str.__len__,
)
def test_day__that_makes_no_sense_is_said_and_today_is_shown(units: Units, at: str) -> None:
    enter(units.cell)
    for address in (PAGE, f"{PAGE}cac-muc/", f"{PAGE}don-vi/", "/chao-co/don-vi/"):
        assert "is-problem" in read(f"{address}?view=recorded&at={at}"), address
    assert file_of(f"{PAGE}loai.csv?at={at}")


@pytest.mark.parametrize("at", ["2020-12-31", "31/12/2020", "31.12.2020", " 31/12/2020 "])
def test_day__is_understood_as_browsers_and_people_write_it(units: Units, at: str) -> None:
    enter(units.cell)
    page = Client().get(PAGE, {"at": at}).content.decode()
    assert 'value="2020-12-31"' in page
    assert "is-problem" not in page


def test_rows__under_a_filter_that_names_nothing_are_a_normal_page(units: Units) -> None:
    enter(units.cell)
    nonsense = {
        "district": ["%00", "D99", "-"], "kind": ["everybody"], "category": [";drop"], "year": ["-1", "9" * 20],
        "form": ["%F0%9F%92%A9", "x" * 10_000], "month": ["2020-13", "0000-01", "9999-12"], "unit": ["x" * 10_000],
    }  # fmt: skip
    for name, values in nonsense.items():
        for value in values:
            for view in ("today", "recorded"):
                page = read(f"{PAGE}cac-muc/?at=2020-12-31&view={view}&{name}={value}")
                assert "<b>0</b>" in page, (name, value)
    for harmless in ("page=-1", "page=999999999999999", "page=%00", "view=%00"):
        assert "<b>1</b>" in read(f"{PAGE}cac-muc/?{harmless}")


def test_table__of_no_known_name_is_not_found(units: Units) -> None:
    read(f"{PAGE}khong-co.csv", 404)


def test_map__is_drawn_while_its_districts_stand_and_leaves_the_list_afterwards(units: Units) -> None:
    from honors.figures.tiles import read_positions
    from tests.factories import make_unit

    assert '<svg class="ch tiles"' not in read(PAGE)
    for code in read_positions():
        if not Unit.objects.filter(code=code).exists():
            make_unit(
                code, f"Đảng bộ huyện {code}", level=3, parent=units.province, administrative_name=f"Huyện {code}"
            )
    enter(units.cell)
    assert '<svg class="ch tiles"' in read(PAGE)
    close(units.cho_don, LATER)
    generation.forget()
    assert '<svg class="ch tiles"' not in read(PAGE)
    assert '<svg class="ch tiles"' in read(RECORDED)


def test_small_count__of_a_sensitive_category_is_hidden_on_page_and_file(units: Units) -> None:
    poor = make_category("xin-thoat-ngheo", "Thoát nghèo", public_label="Gương tự lực", sensitive=True)
    for number in range(3):
        enter(units.cell, category=poor, name=f"Hộ Thứ {number} (mẫu)")
    for number in range(9):
        enter(units.cell, category=make_category("cuu-nguoi", "Cứu người"), name=f"Người Thứ {number} (mẫu)")
    for number in range(20):
        enter(units.cell, category=make_category("khac", "Việc tốt khác"), name=f"Khác Thứ {number} (mẫu)")
    page = read(PAGE)
    section = re.search(r'<section class="chart" id="linh-vuc">.*?</section>', page, re.DOTALL)
    assert section
    assert not re.search(r">3<|>9<|>12<", section[0])
    assert ">20<" in section[0]
    assert "guong-tu-luc" not in section[0]
    lines = file_of(f"{PAGE}linh-vuc.csv").splitlines()
    assert not any(re.search(r",(3|9|12),", line) for line in lines)
    assert any(",20," in line for line in lines)


@pytest.mark.parametrize(
    ("address", "queries"),
    [(PAGE, 20), (RECORDED, 22), (f"{PAGE}cac-muc/?kind=individual", 14), (f"{PAGE}cac-muc/{RECORDED[10:]}", 22),
     (f"{PAGE}don-vi/", 9), (f"{PAGE}linh-vuc.csv", 10)],
)  # fmt: skip
def test_page__costs_the_same_at_two_sizes(book: Units, address: str, queries: int) -> None:
    def fill(number: int) -> int:
        for step in range(number):
            entry = enter(
                book.cell, name=f"Thêm {step} (mẫu)", category=make_category(f"linh-vuc-{step}", f"Lĩnh {step}")
            )
            revoke(entry, LATER)
            make_ceremony(book.cell, held_on=datetime.date(2020, 9, 1) + datetime.timedelta(days=step))
        generation.forget()
        Client().get("/")
        generation.forget()
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            file_of(address) if ".csv" in address else read(address)
        return len(captured)

    small = fill(2)
    assert fill(8) == small
    assert small <= queries
    if not address.endswith(".csv"):
        assert queries_of(address) < small
