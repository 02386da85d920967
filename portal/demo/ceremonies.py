"""Just under 400 flag-salute mornings of 2020: the first Monday of the month, sixty units."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.core.files.base import ContentFile

from honors.cadence import first_monday
from honors.models import Ceremony, CeremonyPhoto, ProgrammeEnrolment, Unit
from portal.demo.facts import PROGRAMME_START, SAMPLE_MARK, YEAR, dice, moment
from portal.demo.people import place_of
from portal.demo.pictures import draw_picture
from portal.media.models import PortalImage

CEREMONIES = 396
PICTURES = 8
PICTURE_CREDIT = "Tranh minh họa (mẫu)"
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
    _add_pictures([pair for pair in zip(ceremonies, held, strict=True) if SAMPLE_MARK in pair[1][1].name])
    report(len(ceremonies))


def _add_pictures(held: list[tuple[Ceremony, tuple[datetime.date, Unit]]]) -> None:
    """Give a few mornings of invented units a picture, drawn as all of the demo's are."""
    rng = dice("ceremony pictures")
    shown = [(ceremony, day, unit) for ceremony, (day, unit) in held if not unit.counts_only]
    for number, (ceremony, day, unit) in enumerate(rng.sample(shown, k=min(PICTURES, len(shown))), start=1):
        caption = f"Chào cờ đầu tháng {day.month} tại {unit.name}"
        image = PortalImage(
            title=caption,
            description="Tranh vẽ: lá cờ giữa sân, núi phía sau",
            credit=PICTURE_CREDIT,
            file=ContentFile(draw_picture("flag", rng), name=f"chao-co-{day:%Y-%m}-{number}.jpg"),
        )
        image.save()
        PortalImage.objects.filter(pk=image.pk).update(created_at=moment(day, 8))
        CeremonyPhoto.objects.create(ceremony=ceremony, image=image, caption=caption)


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
