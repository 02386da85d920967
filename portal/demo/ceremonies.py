"""Just under 400 flag-salute mornings of 2020: the first Monday of the month, sixty units."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from honors.cadence import first_monday
from honors.models import Ceremony, ProgrammeEnrolment, Unit
from portal.demo.facts import PROGRAMME_START, SAMPLE_MARK, YEAR, dice
from portal.demo.people import place_of

CEREMONIES = 396
# Ceremonies began after the spring in which nobody gathered.
MONTHS = range(5, 13)
PLACES = {"thôn": "Nhà văn hóa thôn", "Tổ dân phố": "Nhà văn hóa tổ dân phố", "Trường": "Sân trường"}
TOPICS = (
    "Điểm tin trong nước và thế giới; phổ biến văn bản mới của tỉnh.",
    "Điểm tin thời sự; nhắc lịch tiêm phòng gia súc và phòng chống rét.",
    "Điểm tin thời sự; nêu gương người tốt, việc tốt trong tháng.",
    "Phổ biến kế hoạch tháng; kể một mẩu chuyện về Bác Hồ.",
    "Điểm tin thời sự; bàn việc vệ sinh đường làng, ngõ xóm.",
    "Quán triệt chỉ thị mới; giao việc cụ thể cho từng tổ.",
    "Điểm tin thời sự; phát động đợt thi đua chào mừng ngày lễ lớn.",
    "Nhắc việc chuẩn bị mùa mưa lũ; giới thiệu một cuốn sách hay.",
)


def make_ceremonies(report: Callable[[int], None]) -> None:
    """Make the ceremonies of the year: each unit misses a morning or two, as happens."""
    units = list(
        Unit.objects.filter(pk__in=ProgrammeEnrolment.objects.on(PROGRAMME_START).saluting().values("unit")).order_by(
            "code"
        )
    )
    mornings = [(first_monday(datetime.date(YEAR, month, 1)), unit) for month in MONTHS for unit in units]
    kept = sorted(dice("ceremonies").sample(range(len(mornings)), k=min(CEREMONIES, len(mornings))))
    held = [mornings[place] for place in kept]
    ceremonies = [_ceremony(day, unit) for day, unit in held]
    Ceremony.objects.bulk_create(ceremonies)
    Ceremony.units.through.objects.bulk_create(
        Ceremony.units.through(ceremony=ceremony, unit=unit)
        for ceremony, (_day, unit) in zip(ceremonies, held, strict=True)
    )
    report(len(ceremonies))


def _ceremony(day: datetime.date, unit: Unit) -> Ceremony:
    """Units of the source article get the date alone: nothing is invented about them."""
    if SAMPLE_MARK not in unit.name:
        return Ceremony(held_on=day)
    rng = dice("ceremony", unit.code, day)
    expected = rng.randint(14, 62)
    place = next((words for sign, words in PLACES.items() if sign in unit.name), "Sân cơ quan")
    return Ceremony(
        held_on=day,
        place=f"{place}, {place_of(unit.name)}" if place == "Sân cơ quan" else place,
        expected=expected,
        attended=expected - rng.randint(0, expected // 6),
        topics=rng.choice(TOPICS),
    )
