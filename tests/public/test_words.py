"""Words, days, numbers and initials as public pages print them."""

from __future__ import annotations

import datetime

import pytest

from honors.profile import make_medallion
from honors.templatetags.register_tags import entered_on, in_sentence, thousands, weekday_and_day


@pytest.mark.parametrize(
    ("name", "kind", "letter"),
    [
        ("Lường Thị Phẩm", "individual", "P"),
        ("Nông Văn Ứng", "individual", "Ứ"),
        ("B. T. D.", "individual", "D"),
        ("Hộ ông Đặng Phúc Lình", "household", "L"),
        ("Chi đoàn Tổ dân phố Mẫu 10", "collective", "M"),
        ("Hợp tác xã miến dong Bản Mẫu (mẫu)", "collective", "M"),
        ("Tổ 7", "collective", "T"),
        ("", "individual", ""),
    ],
)
def test_medallion__takes_the_initial_of_the_distinctive_word(name: str, kind: str, letter: str) -> None:
    assert make_medallion(name, kind, "k-son").letter == letter


def test_place__stands_small_inside_a_sentence() -> None:
    assert in_sentence("Xã Quảng Bạch, Huyện Chợ Đồn") == "xã Quảng Bạch, huyện Chợ Đồn"
    assert in_sentence("Phủ Thông") == "Phủ Thông"


def test_day__carries_its_weekday_in_words() -> None:
    assert weekday_and_day(datetime.date(2021, 1, 4)) == "Thứ Hai, 04/01/2021"
    assert weekday_and_day(datetime.date(2021, 1, 10)) == "Chủ Nhật, 10/01/2021"


def test_number__is_printed_with_points() -> None:
    assert thousands(1058) == "1.058"


def test_entered_on__says_the_day_of_registration() -> None:
    assert entered_on(datetime.date(2020, 10, 2)) == "Ghi ngày 02/10/2020"
