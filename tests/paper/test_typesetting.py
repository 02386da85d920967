"""The one door papers are set through: facts stay text, and no sign a person types breaks a paper."""

from __future__ import annotations

import pytest

from honors.typesetting import TypesettingError, printable, typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Nguyễn Ỷ Ẫ Ễ Ỗ Ữ gợỵ – 310 m² “ở nhà”", "Nguyễn Ỷ Ẫ Ễ Ỗ Ữ gợỵ – 310 m² “ở nhà”"),
        ("Bi\u0300nh", "Bình"),
        ("vui 😀", "vui \u25a1"),
        ("漢字", "\u25a1\u25a1"),
        ("chuông\u0007", "chuông\u25a1"),
        ("dấu\u202e ẩn\u200b", "dấu ẩn"),
        ("một\r\nhai\tba", "một\nhai ba"),
    ],
)
def test_printable__keeps_vietnamese_and_boxes_what_no_font_has(typed: str, printed: str) -> None:
    assert printable({"rows": [{"name": typed}]}) == {"rows": [{"name": printed}]}


def test_typeset__names_the_template_that_fails() -> None:
    with pytest.raises(TypesettingError, match=r"no-such-paper\.typ"):
        typeset("no-such-paper.typ", {})
