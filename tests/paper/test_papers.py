"""Certificates, lists of decisions, the public ledger: who gets which, what they say, and long ones set by a task."""

from __future__ import annotations

import datetime
import errno
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from honors import certificate_paper, register_paper, ruling_paper
from honors.models import Decision, HonoreeKind, PaperOrder, RegisterEntry
from honors.rulings import give_praise
from honors.services import mask_entry
from honors.typesetting import TypesettingError, typeset
from tests.cast import Cast
from tests.factories import make_category, make_entry
from tests.paper.books import revoke
from tests.paper.test_register_paper import text_of
from tests.rulings.rulings import make_decision, make_form
from tests.workflows.web import signed_in
from workflows.papers import orders
from workflows.papers.kinds import KINDS
from workflows.papers.orders import forget_old_papers, order_paper, set_paper
from workflows.rulings.listing import lines_of

pytestmark = pytest.mark.django_db


def certificate_of(entry: RegisterEntry) -> str:
    return reverse("papers:certificate", args=[entry.pk])


def test_certificate__is_for_the_units_people_and_the_provinces_editors(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    for name, person in cast.everybody.items():
        answer = signed_in(person).get(certificate_of(entry))
        is_pdf = answer.get("Content-Type") == "application/pdf"
        assert is_pdf == (name in {"chi_bo", "bi_thu", "tinh_bt"}), name


def test_certificate__is_refused_where_the_code_would_not_be_answered(cast: Cast) -> None:
    struck, masked = make_entry(cast.units.cell), make_entry(cast.units.cell)
    revoke(struck)
    mask_entry(entry_id=masked.pk, actor=cast.tinh_bt)
    client = signed_in(cast.tinh_bt)
    for entry in (struck, masked, make_entry(cast.units.cell, published=False)):
        assert client.get(certificate_of(entry)).status_code == 404


def test_certificate__says_what_the_book_says_and_leads_to_the_public_answer(cast: Cast, tmp_path: Path) -> None:
    entry = make_entry(cast.units.cell, name="Nông Thị <Ứng> #set *x*")
    facts = certificate_paper.certificate_paper(entry)
    assert facts["address"].endswith(f"/xac-minh/{entry.verification_code}/")
    paper = typeset(certificate_paper.TEMPLATE, facts)
    text = text_of(paper, tmp_path)
    for words in ("GIẤY CHỨNG NHẬN", "Ông Nông Thị <Ứng> #set *x*", entry.verification_code, "Vào sổ số 1/2020"):
        assert words in text
    assert pages_of(tmp_path) == (1, True)


def pages_of(folder: Path) -> tuple[int, bool]:
    """Pages of the PDF last read, and whether it is tagged and fit for an archive."""
    tool = shutil.which("pdfinfo")
    if tool is None:
        pytest.skip("no pdfinfo on this machine")
    file = folder / "paper.pdf"
    found = subprocess.run([tool, str(file)], capture_output=True, text=True, check=True).stdout
    lines = dict(line.split(":", 1) for line in found.splitlines() if ":" in line)
    content = file.read_bytes()
    kept = b"<pdfaid:part>2</pdfaid:part>" in content and b"<pdfuaid:part>1</pdfuaid:part>" in content
    return int(lines["Pages"]), lines["Tagged"].strip() == "yes" and kept


@pytest.mark.parametrize(
    ("number", "heading"),
    [("983-QĐ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("5450/QĐ-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")],
)
def test_ruling__stands_under_the_heading_of_its_grammar_with_its_list(
    cast: Cast, tmp_path: Path, number: str, heading: str
) -> None:
    decision = make_decision(number, subject="Về việc tặng Giấy khen (mẫu)", signer="Hoàng Văn Mẫu")
    entries = [make_entry(cast.units.cell), make_entry(cast.units.cell_2, name="Dương Thị Xa (mẫu)")]
    give_praise(entry_ids=[row.pk for row in entries], form=make_form(), actor=cast.tinh_bt, decision_id=decision.pk)
    facts = ruling_paper.ruling_paper(
        decision=decision, lines=lines_of(decision, cast.chi_bo), left_out=1, reader="Người đọc"
    )
    text = text_of(typeset(ruling_paper.TEMPLATE, facts), tmp_path)
    for words in (heading, number, "Ông Nông Văn Ứng", "Giấy khen", "1/2020", "bản trích; 1 mục", "Hoàng Văn Mẫu"):
        assert words in text
    assert "Dương Thị Xa" not in text
    assert signed_in(cast.chi_bo_2).get(reverse("papers:ruling", args=[decision.pk])).status_code == 200
    assert signed_in(cast.quan_tri).get(reverse("papers:ruling", args=[decision.pk])).status_code != 200


def test_ruling__of_a_foreign_unit_alone_is_not_found(cast: Cast) -> None:
    decision: Decision = make_decision()
    entry = make_entry(cast.units.cell)
    give_praise(entry_ids=[entry.pk], form=make_form(), actor=cast.tinh_bt, decision_id=decision.pk)
    assert signed_in(cast.chi_bo_2).get(reverse("papers:ruling", args=[decision.pk])).status_code == 404


def test_public_edition__names_whom_strangers_may_read_and_keeps_numbers_and_sums(cast: Cast, tmp_path: Path) -> None:
    poor = make_category("xin-thoat-ngheo", "Xin thoát nghèo", public_label="Gương tự lực", sensitive=True)
    make_entry(cast.units.cell, category=poor, kind=HonoreeKind.HOUSEHOLD)
    make_entry(cast.units.cell, published=False, name="Hà Thị Kín")
    revoke(make_entry(cast.units.cell, name="Lý Thị Thu Hồi"))
    mask_entry(entry_id=make_entry(cast.units.cell, name="Hoàng Thị Gỡ").pk, actor=cast.tinh_bt)
    entries = RegisterEntry.objects.filter(register__unit=cast.units.cell)
    facts = register_paper.public_register_paper(unit=cast.units.cell, year=2020, entries=entries)
    internal = register_paper.register_paper(unit=cast.units.cell, year=2020, entries=entries)
    assert facts["sums"] == internal["sums"]
    assert [row["number"] for row in facts["rows"]] == [1, 2, 3, 4]
    text = text_of(typeset(register_paper.TEMPLATE, facts), tmp_path)
    for words in ("Bản công khai", "Ông Nông Văn Ứng", "(chưa công bố tên)", "(đã gỡ theo yêu cầu)", "Gương tự lực"):
        assert words in text
    for secret in ("Kín", "Gỡ", "Xin thoát nghèo"):
        assert secret not in text
    address = reverse("nomination_desk:print_public_register", args=[cast.units.cell.code, 2020])
    assert signed_in(cast.chi_bo).get(address)["Content-Type"] == "application/pdf"
    assert signed_in(cast.chi_bo_2).get(address).status_code == 404


@pytest.fixture
def long_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every paper is a long one."""
    monkeypatch.setattr("workflows.views.papers.MOST_AT_ONCE", 0)


@pytest.mark.usefixtures("long_papers")
def test_long_paper__is_set_by_a_task_and_handed_to_whoever_ordered_it(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    make_entry(cast.units.cell)
    client: Any = signed_in(cast.chi_bo)
    with django_capture_on_commit_callbacks(execute=True):
        answer: Any = client.get(f"/admin/register/{cast.units.cell.code}/2020.pdf")
    order = PaperOrder.objects.get()
    assert answer.url == reverse("papers:order", args=[order.pk])
    assert order.state == PaperOrder.State.DONE
    assert "Refresh" not in client.get(answer.url)
    file = reverse("papers:file", args=[order.pk])
    assert b"".join(client.get(file).streaming_content).startswith(b"%PDF-")
    for person in (cast.bi_thu, cast.chi_bo_2, cast.giam_sat):
        assert signed_in(person).get(file).status_code in {302, 404}
        assert signed_in(person).get(answer.url).status_code in {302, 404}
    cast.chi_bo.assignments.update(until=datetime.date(2020, 12, 31))
    assert signed_in(cast.chi_bo).get(file).status_code in {302, 404}


def ordered(cast: Cast) -> PaperOrder:
    """An order nobody has begun."""
    make_entry(cast.units.cell)
    arguments = {"code": cast.units.cell.code, "year": 2020}
    return order_paper(
        user=cast.chi_bo, kind="register", paper=KINDS["register"](cast.chi_bo, **arguments), **arguments
    )


@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "No space left on device"), TypesettingError("template"), ValueError("other")]
)
def test_long_paper__that_fails_says_so_and_leaves_no_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    order = ordered(cast)

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise fault

    if isinstance(fault, OSError):
        monkeypatch.setattr(type(storages["private"]), "_save", fail)
    else:
        monkeypatch.setattr(orders, "typeset", fail)
    set_paper.call(order.pk)
    order.refresh_from_db()
    assert order.state == PaperOrder.State.FAILED
    assert order.message
    assert not order.file
    assert order.message in signed_in(cast.chi_bo).get(reverse("papers:order", args=[order.pk])).content.decode()


def test_long_paper__ordered_twice_is_one_and_goes_after_a_day(cast: Cast) -> None:
    order = ordered(cast)
    arguments = {"code": cast.units.cell.code, "year": 2020}
    paper = KINDS["register"](cast.chi_bo, **arguments)
    assert order_paper(user=cast.chi_bo, kind="register", paper=paper, **arguments) == order
    set_paper.call(order.pk)
    set_paper.call(order.pk)
    order.refresh_from_db()
    name, storage = str(order.file.name), order.file.storage
    assert forget_old_papers() == 0
    assert forget_old_papers(timezone.now() + datetime.timedelta(days=1, minutes=1)) == 1
    assert not storage.exists(name)
    stuck = order_paper(user=cast.chi_bo, kind="register", paper=paper, **arguments)
    forget_old_papers(timezone.now() + datetime.timedelta(minutes=11))
    stuck.refresh_from_db()
    assert stuck.state == PaperOrder.State.FAILED
