"""The demo's guideline and its successor: texts of our own, in the shape such guidelines have."""

from __future__ import annotations

import datetime
from decimal import Decimal

from honors.levels import Level
from honors.models import HonoreeKind, MeritCategory
from portal.demo.facts import GUIDELINE_NUMBER
from workflows.models import Criterion, Guideline, RequiredDocument, RouteStep

TITLE = "Xét chọn, ghi danh “Người tốt - Việc tốt” (mẫu)"
IN_FORCE_SINCE = datetime.date(2020, 2, 1)
SUCCESSOR_NUMBER = "07-HD/BTGTU (mẫu)"
SUCCESSOR_SINCE = datetime.date(2021, 3, 1)

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


def make_guidelines() -> Guideline:
    """Make the guideline in force and its successor in draft, which adds the commune; return the first."""
    current = make_guideline(GUIDELINE_NUMBER, TITLE, IN_FORCE_SINCE, Guideline.State.IN_FORCE, with_commune=False)
    make_guideline(
        SUCCESSOR_NUMBER, f"{TITLE}, bản thay thế", SUCCESSOR_SINCE, Guideline.State.DRAFT, with_commune=True
    )
    return current


def make_guideline(
    number: str, title: str, since: datetime.date, state: Guideline.State, *, with_commune: bool
) -> Guideline:
    """Make one version with the general texts above; the real start (`portal.starter`) begins with them too."""
    guideline = Guideline.objects.create(number=number, title=title, valid_from=since, state=state)
    categories = {category.code: category for category in MeritCategory.objects.all()}
    Criterion.objects.bulk_create(
        Criterion(
            guideline=guideline,
            position=position,
            text=text,
            category=categories.get(category),
            kind=kind,
            required=required,
            allows_not_applicable=not_applicable,
        )
        for position, (text, category, kind, required, not_applicable) in enumerate(CRITERIA, start=1)
    )
    RequiredDocument.objects.bulk_create(
        RequiredDocument(
            guideline=guideline,
            position=position,
            name=name,
            category=categories.get(category),
            kind=kind,
            required=required,
        )
        for position, (name, category, kind, required) in enumerate(DOCUMENTS, start=1)
    )
    RouteStep.objects.bulk_create(
        RouteStep(
            guideline=guideline,
            level=level,
            optional=optional,
            left_out=left_out and not with_commune,
            working_days=days,
            min_ratio=Decimal("0.5"),
        )
        for level, optional, left_out, days in STEPS
    )
    return guideline
