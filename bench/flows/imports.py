"""A paper register from the file to the book: how fast, and how much memory ten times the rows take."""

from __future__ import annotations

import datetime
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from bench.figures import Figure
from honors.chain.checking import first_fault
from honors.models import Decision, MeritCategory, ProgrammeEnrolment, RegisterEntry, RegisterImport
from portal.accounts.models import User
from workflows.register_imports import acting
from workflows.register_imports.carrying_on import carry_on

FEWEST, SMALL, LARGE = 5_000, 10_000, 100_000
# The contract: 500 rows a second from the upload to the book, memory flat in rows.  Processor time of this process,
# as everywhere here: SQLite works in it; what PostgreSQL's server takes shows in the rows a second of the machine.
MOST_MS_EACH = 2.0
MOST_MORE_MEGABYTES = 32
# One row in so many brings a basis of publication, and so a page.
WITH_BASIS = 200
HEADINGS = [
    "STT", "Ngày ghi", "Họ và tên", "Chức vụ", "Nội dung việc tốt", "Lĩnh vực", "Chi bộ", "Năm sinh",
    "Được công khai", "Căn cứ công khai", "Ngày đồng ý",
]  # fmt: skip
YEARS = range(2010, 2020)


def measure() -> list[Figure]:
    """Take over ten thousand rows."""
    return _measured(SMALL)


def measure_large() -> list[Figure]:
    """Take over a hundred thousand."""
    return _measured(LARGE)


def _measured(rows: int) -> list[Figure]:
    """Take over some chunks first, or a tenth of the rows, for the memory that takes; and then all the rows."""
    few_rows = max(rows // 10, FEWEST)
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.xlsx", Path(folder) / "many.xlsx"
        source = _rows()
        _write(few, islice(source, few_rows))
        _write(many, islice(source, rows))
        _take_over(few)
        before = _peak()
        worked, began = time.process_time(), time.perf_counter()
        seconds = _take_over(many)
        elapsed, worked = time.perf_counter() - began, time.process_time() - worked
        more = _peak() - before
    broken = [register for register in _registers() if first_fault(register)]
    if broken:
        raise AssertionError(f"The chain of {len(broken)} registers does not verify.")
    return [
        Figure(
            what=f"import {rows} rows, each, file to book",
            value=round(worked / rows * 1000, 2),
            unit="ms of processor time",
            most_value=MOST_MS_EACH,
        ),
        Figure(what="· rows a second of processor time", value=round(rows / worked), unit="rows/s"),
        Figure(what="· rows a second on this machine, as busy as it was", value=round(rows / elapsed), unit="rows/s"),
        *(Figure(what=f"· {name}", value=round(taken / rows * 1000, 2), unit="ms") for name, taken in seconds.items()),
        Figure(
            what=f"memory {rows} rows take above {few_rows}",
            value=round(more, 1),
            unit="MB",
            most_value=MOST_MORE_MEGABYTES,
        ),
    ]


def _peak() -> float:
    """The most memory this process had, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


def _take_over(path: Path) -> dict[str, float]:
    """Bring, check, confirm and enter a file; return the seconds of each part. AssertionError where a row is left."""
    found: Any
    editor, second = User.objects.get(username="tinh-bt"), User.objects.get(username="tinh")
    decision, _made = Decision.objects.get_or_create(
        number="983-QĐ/TU (mẫu)", issuer="Tỉnh ủy (mẫu)", signed_on=datetime.date(2020, 3, 2)
    )
    marks = [time.perf_counter()]
    with path.open("rb") as file:
        found = acting.bring(user=editor, file=file, name=path.name, unit=None, year=None, decision=decision)
    marks.append(time.perf_counter())
    acting.order_check(user=editor, import_id=found.pk)
    found = carry_on(import_id=found.pk, tell=_nobody)
    marks.append(time.perf_counter())
    if found.wrong_count or not found.new_count:
        raise AssertionError(f"{found.wrong_count} rows are wrong: {found.rows.filter(is_noted=True).first().problems}")
    acting.ask_confirmation(user=editor, import_id=found.pk)
    acting.confirm(user=second, import_id=found.pk)
    found = carry_on(import_id=found.pk, tell=_nobody)
    marks.append(time.perf_counter())
    entered = RegisterEntry.objects.filter(imported__register_import=found).count()
    if (found.state, entered) != ("done", found.read_count):
        raise AssertionError(f"{entered} of {found.read_count} rows were entered: {found.message}")
    names = ("kept and mapped", "checked", "entered")
    return dict(zip(names, (end - begin for begin, end in pairwise(marks)), strict=True))


def _nobody(_done: int, _total: int) -> None:
    """Nobody looks on."""


def _registers() -> Any:
    entries = RegisterEntry.objects.filter(imported__register_import__in=RegisterImport.objects.all())
    return entries.order_by().values_list("register", flat=True).distinct()


def _write(path: Path, rows: Iterator[list[Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ")
    sheet.append(["SỔ GHI DANH NGƯỜI TỐT - VIỆC TỐT (mẫu)"])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    book.save(path)


def _rows() -> Iterator[list[Any]]:
    """Rows of invented registers, year after year and unit after unit, without an end."""
    units = [
        enrolment.unit
        for enrolment in ProgrammeEnrolment.objects.keeping_register().select_related("unit").order_by("unit__path")
    ]
    names = MeritCategory.objects.filter(applies_to_individual=True).order_by("pk").values_list("name", flat=True)
    categories = list(names)
    number = 0
    while True:
        for unit in units:
            for year in YEARS:
                number += 1
                place = number // (len(units) * len(YEARS)) + 1
                day = datetime.date(year, 1, 1) + datetime.timedelta(days=number % 365)
                consent = ["x", "đồng ý", f"{day:%d/%m/%Y}"] if number % WITH_BASIS == 0 else [None, None, None]
                yield [
                    place,
                    f"{day:%d/%m/%Y}" if number % 3 else day,
                    f"Nông Văn {number} (mẫu)",
                    "trưởng thôn",
                    f"Hiến {number % 900 + 10} m² đất vườn để mở rộng đường thôn, việc thứ {number} của sổ (mẫu).",
                    categories[number % len(categories)],
                    unit.name,
                    1950 + number % 50,
                    *consent,
                ]
