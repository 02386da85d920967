"""What invented reviewers wrote: answers to criteria, and reasons."""

from __future__ import annotations

from collections.abc import Iterator

from honors.levels import Level
from workflows.models import Assessment, Criterion, DecisionRecord
from workflows.states import ReturnReason

RETURN_CODES = (
    (ReturnReason.UNCLEAR_DEED.value,),
    (ReturnReason.MISSING_DOCUMENT.value,),
    (ReturnReason.CONSENT.value, ReturnReason.UNCLEAR_DEED.value),
    (ReturnReason.VOTES.value,),
)
_RETURNS = (
    "Đề nghị nêu rõ việc làm diễn ra khi nào, ai được hưởng lợi; báo cáo còn chung chung.",
    "Biên bản họp chưa có chữ ký của thư ký, đề nghị bổ sung bản đầy đủ.",
    "Phiếu đồng ý mới có tên người được đề nghị, chưa ghi ngày; nội dung việc làm cần cụ thể hơn.",
    "Số phiếu trong biên bản và trong hồ sơ chưa khớp, đề nghị đối chiếu lại.",
)
_REFUSALS = (
    "Việc làm thuộc nhiệm vụ thường xuyên được phân công, chưa thể hiện là việc tốt tiêu biểu.",
    "Qua xác minh, việc làm chưa hoàn thành; đơn vị theo dõi tiếp và đề nghị lại khi có kết quả.",
)
_WITHDRAWALS = (
    "Đơn vị lập nhầm hồ sơ, người được đề nghị đã có tên trong đợt trước.",
    "Gia đình xin chưa nêu tên trong năm nay, đơn vị tôn trọng nguyện vọng.",
)
_NOTES = ("Đã đối chiếu biên bản, khớp.", "", "", "Đã trao đổi với trưởng thôn.", "", "Rõ ràng, cụ thể.", "")


def reason_for(act: str, number: int) -> str:
    """Return the reason of a return, a refusal or a withdrawal."""
    stock = {"R": _RETURNS, "F": _REFUSALS, "W": _WITHDRAWALS}[act]
    return stock[number % len(stock)]


def answers_of(record: DecisionRecord, criteria: list[Criterion], *, verdict: str, number: int) -> Iterator[Assessment]:
    """Yield the answers given with a decision: an approval answers everything, others leave the last open."""
    for position, criterion in enumerate(criteria):
        if verdict != "A" and position >= len(criteria) - 1:
            return
        unmet = (verdict != "A" and position == 0) or (not criterion.required and _is_doubtful(record, number))
        yield Assessment(
            record=record,
            criterion=criterion,
            answer=Assessment.Answer.NOT_MET if unmet else Assessment.Answer.MET,
            note=_NOTES[(number + position) % len(_NOTES)],
        )


def _is_doubtful(record: DecisionRecord, number: int) -> bool:
    """Whether somebody finds a case wanting in what is not required: now and then the levels above alone do."""
    is_above = (record.level or 0) >= Level.DISTRICT
    return number % 5 == 0 or (is_above and number % 7 == 1)
