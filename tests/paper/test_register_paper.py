"""The register on paper: what its lines say, and that its numbers are those of the screen."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honors.models import Commendation, CommendationForm, Decision, HonoreeKind, RegisterEntry
from honors.register_paper import TEMPLATE, register_paper
from honors.services import mask_entry
from honors.typesetting import typeset
from tests.cast import Cast
from tests.factories import make_entry
from tests.paper.books import revoke

pytestmark = pytest.mark.django_db


def paper_of(cast: Cast) -> dict[str, Any]:
    entries = RegisterEntry.objects.filter(register__unit=cast.units.cell, register__year=2020)
    return register_paper(unit=cast.units.cell, year=2020, entries=entries)


def text_of(paper: bytes, folder: Path) -> str:
    """What the PDF says, where the machine can read it."""
    assert paper.startswith(b"%PDF-")
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("no pdftotext on this machine")
    file = folder / "paper.pdf"
    file.write_bytes(paper)
    done = subprocess.run([reader, "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_line__says_who_what_and_with_which_praise(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    form = CommendationForm.objects.create(code="giay-khen-mau", name="Giấy khen", rank=1)
    decision = Decision.objects.create(number="12-QĐ/HU", signed_on=datetime.date(2020, 11, 1), issuer="Huyện ủy (mẫu)")
    Commendation.objects.create(entry=entry, form=form, decision=decision)
    [line] = paper_of(cast)["rows"]
    assert line == {
        "number": 1,
        "registered_on": "22/10/2020",
        "masked": False,
        "revoked": False,
        "name": "Ông Nông Văn Ứng",
        "kind": "individual",
        "role": "trưởng thôn",
        "unit": cast.units.cell.name,
        "citation": "Hiến 310 m² đất vườn để mở rộng đường thôn.",
        "category": "Hiến đất làm đường",
        "commendations": [{"form": "Giấy khen", "number": "12-QĐ/HU", "signed_on": "01/11/2020"}],
        "revocation": {},
    }


def test_line__of_a_masked_entry_keeps_number_and_day_alone(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    paper = paper_of(cast)
    assert paper["rows"] == [{"number": 1, "registered_on": "22/10/2020", "masked": True, "revoked": False}]
    assert (paper["sums"]["counted"], paper["sums"]["masked"]) == (1, 1)


def test_sums__leave_revoked_lines_out_and_count_kinds(cast: Cast) -> None:
    kinds = [HonoreeKind.INDIVIDUAL, HonoreeKind.INDIVIDUAL, HonoreeKind.COLLECTIVE, HonoreeKind.HOUSEHOLD]
    first, *_others = [make_entry(cast.units.cell, kind=kind, name=f"Tên {kind}") for kind in kinds]
    revoke(first)
    paper = paper_of(cast)
    assert paper["sums"] == {
        "counted": 3, "individuals": 1, "collectives": 1, "households": 1, "masked": 0, "revoked": 1,
    }  # fmt: skip
    assert [line["number"] for line in paper["rows"]] == [1, 2, 3, 4]
    assert paper["rows"][0]["revocation"] == {"number": "77-QĐ/TU", "signed_on": "02/03/2021"}


def test_paper__prints_every_line_and_the_sums(cast: Cast, tmp_path: Path) -> None:
    revoke(make_entry(cast.units.cell))
    make_entry(cast.units.cell, name='Hà #set page() *x* [ ] "ngoặc" 😀', published=False)
    mask_entry(entry_id=make_entry(cast.units.cell, name="Hoàng Thị Kín").pk, actor=cast.tinh_bt)
    text = text_of(typeset(TEMPLATE, paper_of(cast)), tmp_path)
    for words in (
        "ĐẢNG BỘ XÃ QUẢNG BẠCH",
        "SỔ GHI DANH NGƯỜI TỐT - VIỆC TỐT",
        "Năm 2020",
        "Ông Nông Văn Ứng",
        "#set page()",
        "(đã gỡ theo yêu cầu)",
        "Cộng: 2 mục",
        "Ngoài ra 1 mục đã thu hồi",
        "Trang 1/1",
    ):
        assert words in text
    assert "Kín" not in text


def test_paper__takes_the_same_queries_for_ten_lines_as_for_two(cast: Cast) -> None:
    counts = []
    for number in (2, 8):
        for _again in range(number):
            make_entry(cast.units.cell, published=False)
        with CaptureQueriesContext(connection) as captured:
            paper_of(cast)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 7
