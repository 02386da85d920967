"""The history in plain sentences: one for every act that leaves a record."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone, translation

from honors.levels import Level
from portal.accounts.models import User
from workflows.history import details, sentence, told
from workflows.models import DecisionRecord
from workflows.states import Action, ReturnReason

HUYEN = User(pk=1, full_name="Ma Thị Huyện (mẫu)")
OTHER = User(pk=2, full_name="Lý Văn Giúp (mẫu)")
# 9 o'clock on a Monday in Bắc Kạn.
AT = datetime.datetime(2020, 11, 9, 2, tzinfo=datetime.UTC)
NEVER_RECORDED = {Action.SAVE, Action.PREVIEW, Action.DELETE}


def record(action: Action, **fields: Any) -> DecisionRecord:
    """A record as the verbs write it, in memory."""
    values = {
        "actor": HUYEN,
        "unit_name": "Huyện ủy Chợ Đồn",
        "level": Level.DISTRICT,
        "run": 7,
        "at": AT,
        "addressee": OTHER if action in {Action.HAND_OVER, Action.STAND_IN} else None,
        "agency": "Hội Nông dân huyện (mẫu)" if action in {Action.CONSULT, Action.ANSWER} else "",
        **fields,
    }
    if action == Action.SKIP:
        values |= {"actor": None, "unit_name": "", "level": Level.GRASSROOTS}
    return DecisionRecord(action=action, **values)


WHO = "Ma Thị Huyện (mẫu) (Huyện ủy Chợ Đồn)"
SENTENCES = {
    Action.SUBMIT: f"{WHO} trình hồ sơ.",
    Action.APPROVE: f"{WHO} duyệt.",
    Action.CONCUR: f"{WHO} duyệt; bước này cần thêm người duyệt.",
    Action.RETURN: f"{WHO} trả lại hồ sơ để bổ sung.",
    Action.REFUSE: f"{WHO} không duyệt hồ sơ.",
    Action.CONSULT: f"{WHO} hỏi ý kiến Hội Nông dân huyện (mẫu).",
    Action.ANSWER: f"Hội Nông dân huyện (mẫu) đã trả lời; {WHO} ghi lại.",
    Action.HAND_OVER: f"{WHO} chuyển hồ sơ cho Lý Văn Giúp (mẫu).",
    Action.RECUSE: f"{WHO} khai báo có quan hệ với người được đề nghị và không tham gia xét hồ sơ này.",
    Action.DECLARE: f"{WHO} khai báo một quan hệ không cản trở việc xét.",
    Action.STAND_IN: "Ma Thị Huyện (mẫu) cử Lý Văn Giúp (mẫu) xét thay cho Huyện ủy Chợ Đồn.",
    Action.ATTACH: f"{WHO} thêm tài liệu của bước này.",
    Action.WITHDRAW: f"{WHO} rút hồ sơ.",
    Action.PUBLISH: f"{WHO} công bố mục ghi danh.",
    Action.UNPUBLISH: f"{WHO} gỡ công bố mục ghi danh.",
    Action.ADD_BASIS: f"{WHO} ghi thêm một căn cứ công bố.",
    Action.DROP_BASIS: f"{WHO} rút một căn cứ công bố.",
    Action.REVOKE: f"{WHO} thu hồi mục ghi danh.",
    Action.MASK: f"{WHO} ẩn danh mục ghi danh; phần riêng tư của hồ sơ đã được xóa.",
    Action.UNIT_CHANGE: "Hồ sơ tiếp tục ở đơn vị kế tục Huyện ủy Chợ Đồn.",
    Action.SKIP: "Bỏ qua cấp cơ sở: ở đây không có bước này.",
}


def test_sentences__there_is_one_for_every_act_that_is_recorded() -> None:
    assert set(SENTENCES) == set(Action) - NEVER_RECORDED


@pytest.mark.parametrize("action", SENTENCES)
def test_sentence__says_in_vietnamese_who_did_what(action: Action) -> None:
    with translation.override("vi"):
        assert sentence(record(action)) == SENTENCES[action]


@pytest.mark.parametrize("action", SENTENCES)
def test_sentence__stands_in_english_too(action: Action) -> None:
    with translation.override("en"):
        text = sentence(record(action))
    assert text.endswith(".")
    assert "%(" not in text


def test_sentence__names_in_whose_place_somebody_acted() -> None:
    with translation.override("vi"):
        text = sentence(record(Action.APPROVE, on_behalf_of=OTHER))
    assert text == "Ma Thị Huyện (mẫu) (Huyện ủy Chợ Đồn), thay mặt Lý Văn Giúp (mẫu), duyệt."


def test_sentence__of_a_return_names_the_reasons_ticked() -> None:
    with translation.override("vi"):
        text = sentence(record(Action.RETURN, reason_codes=[ReturnReason.MISSING_DOCUMENT, ReturnReason.VOTES]))
    assert text.startswith(f"{WHO} trả lại hồ sơ để bổ sung: ")
    assert text.count(",") == 1


def test_told__counts_down_what_a_quorum_lacks_anew_in_each_run() -> None:
    records = [record(Action.CONCUR), record(Action.CONCUR, actor=OTHER), record(Action.CONCUR, run=8)]
    with translation.override("vi"):
        lines = told(records, quorums={Level.DISTRICT: 3})
    said = [line.sentence.rsplit("; ", 1)[1] for line in lines]
    assert said == ["còn thiếu 02 người duyệt.", "còn thiếu 01 người duyệt.", "còn thiếu 02 người duyệt."]


def test_told__a_second_submission_is_told_as_one() -> None:
    with translation.override("vi"):
        lines = told([record(Action.SUBMIT), record(Action.RETURN), record(Action.SUBMIT, run=8)])
    assert [line.sentence for line in (lines[0], lines[2])] == [f"{WHO} trình hồ sơ.", f"{WHO} trình lại hồ sơ."]


def test_details__tell_the_meeting_the_justification_and_a_due_date_that_had_passed() -> None:
    late = record(
        Action.APPROVE,
        justification="Huyện đã kiểm tra tại chỗ.",
        was_due_on=timezone.localdate(AT) - datetime.timedelta(days=1),
        meeting_on=datetime.date(2020, 11, 6),
        members_total=14,
        members_present=12,
        votes_for=11,
    )
    with translation.override("vi"):
        assert details(late) == [
            "Họp ngày 06/11/2020: 11 phiếu tán thành, có mặt 12 trên 14 người.",
            "Giải trình: Huyện đã kiểm tra tại chỗ.",
            "Quyết định sau hạn 08/11/2020.",
        ]
    assert details(record(Action.APPROVE, was_due_on=timezone.localdate(AT))) == []
