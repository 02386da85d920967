"""The two persons of the province's own article of 27/01/2021: its facts, and nothing more.

No birth year, photo, ethnicity, deed or decision is added.  The article names
no day of registration; the last day of the year it speaks of stands for it,
and the approval trail stays empty because the article tells of none.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from honors.models import PublicationBasis
from honors.services import BasisGiven
from portal.demo.people import Honoree
from portal.demo.plan import Line

REGISTERED_ON = datetime.date(2020, 12, 31)
_SOURCE = BasisGiven(
    kind=PublicationBasis.Kind.PUBLISH,
    ground=PublicationBasis.Ground.PUBLISHED_SOURCE,
    given_by="Cổng thông tin điện tử tỉnh Bắc Kạn",
    given_on=datetime.date(2021, 1, 27),
    proof="Bài đăng ngày 27/01/2021",
)


@dataclass(frozen=True)
class RealLine:
    """The one line of a real person, the unit's code, and forms of praise with the article's words about each."""

    unit_code: str
    line: Line
    praise: tuple[tuple[str, str], ...] = ()


def _line(honoree: Honoree, category: str, citation: str) -> Line:
    return Line(
        number=1,
        honoree=honoree,
        category=category,
        citation=citation,
        registered_on=REGISTERED_ON,
        sitting=None,
        bases=(_SOURCE,),
    )


REAL_LINES = (
    RealLine(
        unit_code="X013",
        # The household's status is known from the article, but shown as everybody's: by the neutral label alone.
        line=_line(
            Honoree(name="Triệu Phúc Bình", honorific="Đồng chí", role="Chi bộ thôn Nà Mơ, xã Khang Ninh"),
            "xin-thoat-ngheo",
            "Tự nguyện chung tay cùng địa phương giảm nghèo bền vững.",
        ),
    ),
    RealLine(
        unit_code="X014",
        line=_line(
            Honoree(name="Trần Thị Phương Anh", honorific="Cô giáo", role="Bí thư Đoàn Trường THPT Phủ Thông"),
            "doi-moi-sang-tao",
            "Đạt nhiều thành tích trong phong trào “Đổi mới sáng tạo trong dạy và học”.",
        ),
        praise=(
            ("bang-khen-tinh", ""),
            ("dien-hinh-tien-tien", "Ngành Giáo dục và Đào tạo tỉnh, giai đoạn 2015-2020"),
            ("dai-bieu-thi-dua-toan-quoc", "Đại hội lần thứ X, năm 2020"),
        ),
    ),
)
