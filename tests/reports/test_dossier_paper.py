"""The printed dossier: everything the dossier holds, set once, for nobody who may not read it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from honors.levels import Level
from honors.typesetting import typeset
from tests.cast import Cast
from tests.factories import make_evidence
from tests.paper.test_register_paper import text_of
from tests.workflows.acts import a_return, approval, decide, full_sheet
from tests.workflows.stages import at_cell, at_district, draft, masked, published, returned
from tests.workflows.web import signed_in
from workflows import submission
from workflows.dossier_paper import TEMPLATE, dossier_paper
from workflows.models import Assessment, Delegation, Nomination, RouteStep
from workflows.rule_book import rule_book
from workflows.sheet import GivenAnswer
from workflows.votes import Meeting

pytestmark = pytest.mark.django_db
READER = "Ma Thị Huyện (mẫu)"


def paper_of(nomination: Nomination) -> dict[str, Any]:
    return dossier_paper(Nomination.objects.get(pk=nomination.pk), reader=READER)


def address(nomination: Nomination) -> str:
    return reverse("nomination_desk:print_dossier", args=[nomination.pk])


def test_paper__holds_every_fact_of_the_dossier(cast: Cast) -> None:
    nomination = at_cell(cast, phone="0912 000 000 (mẫu)", address="Thôn Nà Mẫu (mẫu)")
    make_evidence(nomination, name="anh.pdf")
    paper = paper_of(nomination)
    assert paper["reference"] == nomination.reference
    assert paper["name"] == nomination.display_name
    assert paper["about"]["guideline"] == "01-HD/BTGTU (mẫu)"
    assert paper["nominee"] == {
        "birth_year": "1970",
        "is_minor": False,
        "role": "trưởng thôn",
        "head": "",
        "members": "",
        "phone": "0912 000 000 (mẫu)",
        "address": "Thôn Nà Mẫu (mẫu)",
    }
    meeting = {name: paper["meeting"][name] for name in ("day", "total", "present", "votes", "percent")}
    assert meeting == {"day": "02/10/2020", "total": "14", "present": "12", "votes": "11", "percent": "78,6"}
    assert (paper["basis"]["given_by"], paper["basis"]["given_on"]) == ("Nông Văn Ứng (mẫu)", "01/10/2020")
    assert {(file["title"], file["name"]) for file in paper["documents"]} == {
        ("", "anh.pdf"),
        ("Báo cáo thành tích", "bien-ban.pdf"),
        ("Biên bản họp chi bộ", "bien-ban.pdf"),
    }


def test_route__says_since_when_until_when_and_what_became_of_it(cast: Cast) -> None:
    paper = paper_of(at_district(cast))
    assert [stop["status"] for stop in paper["route"]] == ["approve", "skipped", "now", "ahead"]
    cell, _skipped, district, _province = paper["route"]
    assert all(cell[name] for name in ("since", "due", "done", "by"))
    assert district["since"]
    assert district["due"]
    assert not district["done"]


def test_sheets__keep_every_answer_and_note_of_every_run(cast: Cast) -> None:
    nomination = at_cell(cast)
    first = nomination.guideline.criteria.order_by("position").first()
    assert first is not None
    sheet = full_sheet(nomination) | {first.pk: GivenAnswer(Assessment.Answer.NOT_MET, "Chưa rõ ngày.")}
    decide(nomination, cast.bi_thu, approval(nomination, sheet=sheet, justification="Đã xác minh tại thôn."))
    decide(nomination, cast.huyen, a_return(sheet={first.pk: GivenAnswer(Assessment.Answer.NOT_MET, "Bổ sung.")}))
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo, justification="Đã bổ sung.")
    decide(nomination, cast.bi_thu, approval(nomination))
    sheets = paper_of(nomination)["sheets"]
    assert [(sheet["round"], len(sheet["answers"])) for sheet in sheets] == [(1, 3), (1, 1), (2, 3)]
    assert sheets[0]["answers"][0] == {
        "number": "1", "criterion": "Việc làm có thật", "required": True, "answer": "chưa đạt", "note": "Chưa rõ ngày.",
    }  # fmt: skip
    assert sheets[0]["justification"] == "Đã xác minh tại thôn."
    assert sheets[1]["reasons"] == ["thiếu tài liệu"]


def test_sheet__names_who_was_acted_for_and_the_level_s_meeting(cast: Cast) -> None:
    nomination = at_district(cast)
    RouteStep.objects.filter(guideline=nomination.guideline, level=Level.DISTRICT).update(asks_meeting=True)
    Delegation.objects.create(giver=cast.huyen, receiver=cast.bi_thu_2, unit=cast.units.cho_don, since="2020-01-01")
    held = Meeting(meeting_on=datetime.date(2020, 11, 2), members_total=9, members_present=9, votes_for=8)
    decide(nomination, cast.bi_thu_2, approval(nomination, meeting=held))
    sheet = paper_of(nomination)["sheets"][-1]
    assert (sheet["by"], sheet["on_behalf_of"]) == (str(cast.bi_thu_2), str(cast.huyen))
    assert (sheet["meeting"]["day"], sheet["meeting"]["votes"]) == ("02/11/2020", "8")


def test_paper__speaks_vietnamese_to_whoever_prints_it(cast: Cast) -> None:
    nomination = returned(cast)
    with translation.override("en"):
        paper = paper_of(nomination)
    assert paper["sheets"][-1]["verdict"] == "trả lại"
    assert "trình hồ sơ" in paper["history"][0]["sentence"]


def test_paper__of_a_masked_dossier_shows_the_blanks_it_was_left_with(cast: Cast) -> None:
    nomination = masked(cast)
    paper = paper_of(nomination)
    assert "Bí Mật" not in str(paper)
    assert paper["nominee"]["birth_year"] == ""
    assert {file["name"] for file in paper["documents"]} == {""}
    assert typeset(TEMPLATE, paper).startswith(b"%PDF-")


def test_paper__is_set_whole(cast: Cast, tmp_path: Path) -> None:
    nomination = published(cast, achievement='Hiến đất #set page() *x* [ ] \\ "ngoặc" 😀\n/ dòng hai: = ba')
    paper = typeset(TEMPLATE, paper_of(nomination))
    text = text_of(paper, tmp_path)
    for words in (
        f"Hồ sơ số {nomination.reference}",
        "Bí Mật",
        "#set page()",
        "/ dòng hai: = ba",
        "Việc làm có thật",
        "không chứa nội dung tệp",
        "Bỏ qua cấp",
        f"cho {READER}",
        "Trang 1/",
    ):
        assert words in text, words


def test_paper__is_set_of_a_bare_draft_too(cast: Cast) -> None:
    nomination = draft(cast, birth_year=None, meeting_on=None, votes_for=None, basis_ground="")
    assert typeset(TEMPLATE, paper_of(nomination)).startswith(b"%PDF-")


def test_pdf__is_for_readers_of_the_dossier_alone(cast: Cast) -> None:
    nomination = at_district(cast)
    for name, person in cast.everybody.items():
        answer = signed_in(person).get(address(nomination))
        if name not in {"chi_bo", "bi_thu", "huyen", "tinh"}:
            assert answer.status_code in {302, 404}, name
            assert b"%PDF" not in answer.content
    answer = signed_in(cast.huyen).get(address(nomination))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    number = nomination.reference.replace("/", "-")
    assert answer["Content-Disposition"] == f'inline; filename="ho-so-{number}.pdf"'


def test_dossier__offers_the_paper(cast: Cast) -> None:
    nomination = at_district(cast)
    screen = signed_in(cast.huyen).get(reverse("nomination_desk:dossier", args=[nomination.pk]))
    assert address(nomination) in screen.content.decode()


def test_paper__takes_the_same_queries_for_a_long_life_as_for_a_short_one(cast: Cast) -> None:
    counts = []
    for stage in (at_cell, published):
        nomination = stage(cast)
        found = Nomination.objects.select_related("unit", "category", "guideline", "created_by", "holder", "entry")
        again = found.get(pk=nomination.pk)
        rule_book(nomination.guideline_id)
        with CaptureQueriesContext(connection) as captured:
            dossier_paper(again, reader=READER)
        counts.append(len(captured))
    assert counts[0] + 1 >= counts[1]
    assert counts[1] <= 9
