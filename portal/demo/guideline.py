"""The demo's guideline and its successor: texts of our own, in the shape such guidelines have."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from honors.levels import Level
from honors.models import HonoreeKind, MeritCategory
from portal.demo.facts import GUIDELINE_NUMBER
from workflows.guidelines.parts import FIELDS, Parts, write_parts
from workflows.models import Guideline, RouteStep

TITLE = "Xét chọn, ghi danh “Người tốt - Việc tốt” (mẫu)"
IN_FORCE_SINCE = datetime.date(2020, 2, 1)
SUCCESSOR_NUMBER = "07-HD/BTGTU (mẫu)"
SUCCESSOR_SINCE = datetime.date(2021, 3, 1)
SUMMARY = (
    "Mọi đơn vị xét theo cùng một danh sách tiêu chí và cùng các bước. Ai cũng có thể được đề nghị; "
    "tên chỉ được công khai khi người được ghi danh đồng ý."
)
SUCCESSOR_SUMMARY = (
    "Bản thay thế thêm bước xét của cấp cơ sở để nơi gần dân nhất cùng thẩm định, "
    "đặt chỉ tiêu mỗi đợt và khoảng cách giữa hai lần ghi danh một người trong cùng lĩnh vực."
)

# text, category code, kind, required, may be not applicable
CRITERIA: tuple[tuple[str, str, str, bool, bool], ...] = (
    ("Việc làm có thật, nêu rõ làm gì, ở đâu, khi nào, cho ai", "", "", True, False),
    ("Việc làm có ích cho cộng đồng, được người chung quanh thừa nhận", "", "", True, False),
    ("Xuất phát từ tự nguyện, không nhằm đổi lấy lợi ích riêng", "", "", True, False),
    ("Người (tập thể, gia đình) được đề nghị chấp hành tốt pháp luật và quy ước nơi cư trú", "", "", True, False),
    ("Cuộc họp của đơn vị đủ thành phần, biểu quyết đúng quy định", "", "", True, False),
    ("Có điểm mới hoặc cách làm để nơi khác học theo", "", "", False, True),
    ("Có xác nhận của thôn về diện tích đất đã hiến", "hien-dat-lam-duong", "", True, False),
    ("Có quyết định tặng bằng khen kèm theo", "duoc-tang-bang-khen", "", True, False),
    ("Kết quả là công sức chung của tập thể, không của riêng một người", "", HonoreeKind.COLLECTIVE, True, True),
)
# name, category code, kind, required
DOCUMENTS: tuple[tuple[str, str, str, bool], ...] = (
    ("Báo cáo thành tích", "", "", True),
    ("Biên bản họp của đơn vị", "", "", True),
    ("Phiếu đồng ý công khai thông tin", "", "", False),
    ("Xác nhận của thôn về việc hiến đất", "hien-dat-lam-duong", "", False),
    ("Danh sách thành viên tập thể", "", HonoreeKind.COLLECTIVE, False),
)
# level, may be left out, is left out, working days
STEPS = (
    (Level.CELL, False, False, 5),
    (Level.GRASSROOTS, True, True, 5),
    (Level.DISTRICT, False, False, 8),
    (Level.PROVINCE, False, False, 5),
)


# What the successor asks beyond.
MORE_CRITERIA: tuple[tuple[str, str, str, bool, bool], ...] = (
    ("Kết quả còn giữ được sau ít nhất ba tháng", "", "", False, True),
)
# level, kind, at most in a round
SUCCESSOR_QUOTAS = ((Level.GRASSROOTS, HonoreeKind.INDIVIDUAL, 10), (Level.DISTRICT, HonoreeKind.COLLECTIVE, 5))
SUCCESSOR_COOLDOWN = 12
# tie, whether it bars from deciding
TIES = (
    ("Vợ, chồng, cha mẹ, con, anh chị em ruột của người được đề nghị", True),
    ("Cùng hộ với người được đề nghị", True),
    ("Cấp trên trực tiếp của người được đề nghị", False),
)


def make_guidelines() -> Guideline:
    """Make the guideline in force and its successor in draft, which adds the commune; return the first."""
    current = make_guideline(GUIDELINE_NUMBER, TITLE, IN_FORCE_SINCE)
    successor = Guideline.objects.create(
        number=SUCCESSOR_NUMBER,
        title=f"{TITLE}, bản thay thế",
        valid_from=SUCCESSOR_SINCE,
        summary=SUCCESSOR_SUMMARY,
        predecessor=current,
        cooldown_months=SUCCESSOR_COOLDOWN,
    )
    parts = first_parts(with_commune=True)
    parts["criteria"] += _rows("criteria", _with_categories(MORE_CRITERIA))
    parts["quotas"] = _rows("quotas", SUCCESSOR_QUOTAS)
    write_parts(successor, parts)
    return current


def make_guideline(number: str, title: str, since: datetime.date) -> Guideline:
    """Put the general texts above in force; the real start (`portal.starter`) begins with them too."""
    guideline = Guideline.objects.create(
        number=number, title=title, valid_from=since, summary=SUMMARY, state=Guideline.State.IN_FORCE
    )
    write_parts(guideline, first_parts(with_commune=False))
    return guideline


def first_parts(*, with_commune: bool) -> Parts:
    """Criteria, documents, route and ties of a first version; no quota. One query."""
    usual = RouteStep()
    step = {name: getattr(usual, name) for name in FIELDS["steps"]}
    return {
        "criteria": _rows("criteria", _with_categories(CRITERIA)),
        "documents": _rows("documents", ((*row, None) for row in _with_categories(DOCUMENTS))),
        "steps": [
            {
                **step,
                "level": level,
                "optional": optional,
                "left_out": left_out and not with_commune,
                "working_days": days,
            }
            for level, optional, left_out, days in STEPS
        ],
        "quotas": [],
        "conflict_rules": _rows("conflict_rules", TIES),
    }


def _with_categories(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Turn (text, category code, kind, …) into (text, kind, category id, …)."""
    known = dict(MeritCategory.objects.values_list("code", "pk"))
    return [(text, kind, known.get(category), *rest) for text, category, kind, *rest in rows]


def _rows(part: str, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(FIELDS[part], row, strict=True)) for row in rows]
