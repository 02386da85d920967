"""Reading a saved page of the old portal."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from portal.bulletins.importer import ParsedBulletin, UnreadableBulletinError, decode, parse
from tests.bulletins.saved_pages import NBSP, SAVED_PAGE

REAL_ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "article.txt"


def parsed_parts(parsed: ParsedBulletin) -> list[tuple[bool, str]]:
    """Every part as (is it a caption, its first words)."""
    return [(part.is_caption, part.text[:12]) for part in parsed.parts]


def test_parse__recognises_every_field() -> None:
    parsed = parse(SAVED_PAGE)
    assert parsed.published_on == datetime.date(2021, 1, 4)
    assert parsed.title == "Sáng thứ Hai ở thôn Nà Mẫu (mẫu)"
    assert parsed.lead == "Bà con đã quét xong sân nhà văn hóa. Ai cũng biết vì sao."
    assert parsed.byline == "Minh Thảo (mẫu)"
    assert [part.is_caption for part in parsed.parts] == [False, True, False, False]
    assert parsed.captions == ["Ông Hà Sỹ Nguyện (mẫu) kéo dây cờ"]
    assert parsed.paragraphs[1] == "Bí thư hỏi: “Ai đọc sổ hôm nay?”"
    assert parsed.paragraphs[-1].endswith("./.")


def test_parse__normalises_spaces_and_letters() -> None:
    decomposed = SAVED_PAGE.replace("ế", "e\u0302\u0301")
    parsed = parse(decomposed)
    assert parsed == parse(SAVED_PAGE)
    assert NBSP not in "".join(part.text for part in parsed.parts)


def test_parse__takes_a_file_of_windows() -> None:
    text = decode(b"\xef\xbb\xbf" + SAVED_PAGE.replace("\n", "\r\n").encode())
    assert parse(text) == parse(SAVED_PAGE)


def test_parse__of_the_real_article() -> None:
    if not REAL_ARTICLE.exists():
        pytest.skip("the province's article is not at hand")
    parsed = parse(decode(REAL_ARTICLE.read_bytes()))
    assert parsed.published_on == datetime.date(2021, 1, 27)
    assert len(parsed.paragraphs) == 9
    assert [part.is_caption for part in parsed.parts].index(True) == 3
    assert len(parsed.captions) == 1
    assert parsed.byline == "Hương Lan"
    assert parsed.lead.startswith("Trong thời gian qua")
    assert "40 chi" in parsed.paragraphs[1]


def without(text: str) -> str:
    """The saved page without a piece of text."""
    assert text in SAVED_PAGE
    return SAVED_PAGE.replace(text, "")


def instead(text: str, other: str) -> str:
    """The saved page with a piece of text replaced."""
    assert text in SAVED_PAGE
    return SAVED_PAGE.replace(text, other)


BODY = SAVED_PAGE.split("Block_BanTin_ViewData")[1]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "Block_BanTin_Toolbar"),
        (without("Block_BanTin_Toolbar"), 18, "Block_BanTin_Toolbar"),
        (without("Block_BanTin_ViewData"), 18, "Block_BanTin_ViewData"),
        (SAVED_PAGE + SAVED_PAGE, 19, "hai lần"),
        (instead("04/01/2021", "31/02/2021"), 3, "31/02/2021"),
        (instead("04/01/2021", "hôm qua"), 3, "hôm qua"),
        (without("04/01/2021\n"), 3, "Tăng cỡ chữ"),
        (SAVED_PAGE.split("Sáng")[0] + "Block_BanTin_ViewData" + BODY, 4, "tiêu đề"),
        (instead("Sáng thứ Hai", "S" * 300), 5, "255"),
        (SAVED_PAGE.split("Bà con")[0] + "Block_BanTin_ViewData" + BODY, 5, "mở đầu"),
        (SAVED_PAGE.split("ViewData")[0] + "ViewData\n\n", 8, "trống"),
        (without("./."), 18, "./."),
        (instead("12" + NBSP, "12./.\n"), 17, "hai lần"),
        (instead(" & giấy tờ./.", " & giấy tờ.\n./."), 17, "không khép"),
        (without("Minh Thảo (mẫu)"), 16, "người viết"),
        (SAVED_PAGE + "\nXem thêm: bản tin khác", 20, "lạ"),
        (instead("Minh Thảo", "M" * 300), 18, "200"),
    ],
)
def test_parse__refuses_another_shape_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(UnreadableBulletinError) as refused:
        parse(text)
    assert refused.value.line == line
    assert reason in refused.value.reason


def test_parse__refuses_markers_in_the_wrong_order() -> None:
    with pytest.raises(UnreadableBulletinError) as refused:
        parse("x Block_BanTin_ViewData\nThân bài./.\nAi đó\nx Block_BanTin_Toolbar\n04/01/2021\n")
    assert refused.value.line == 1


@pytest.mark.parametrize(("content", "line"), [(b"mot\nhai \xff\xfe\n", 2), (b"mot\nhai\nba\x00\n", 3)])
def test_decode__refuses_what_is_no_text(content: bytes, line: int) -> None:
    with pytest.raises(UnreadableBulletinError) as refused:
        decode(content)
    assert refused.value.line == line
