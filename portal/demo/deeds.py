"""Invented deeds: templates from `data/deeds.txt`, filled in."""

from __future__ import annotations

import functools
import random
import re
from collections import Counter
from dataclasses import dataclass

from honors.models import HonoreeKind
from honors.vietnamese import format_count
from portal.demo.facts import DATA

_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)-(\d+)")
# Second sentences: what the cell says about a deed, whatever it was, and how often it says one.
WITH_TAIL = 0.4
TAILS = (
    "Việc làm được chi bộ đưa vào sinh hoạt tháng {5-11} để cùng học.",
    "Bà con quen gọi đó là “việc của người hay lo việc chung”.",
    "Từ một người làm, nay đã có {4-15} người cùng làm.",
    "Làm lặng lẽ, chỉ đến khi tổng kết mọi người mới biết hết.",
    "Cách làm đơn giản, ai cũng theo được.",
    "Hỏi vì sao, câu trả lời chỉ là: thấy cần thì làm.",
    "Được nêu gương trong buổi chào cờ đầu tháng.",
    "Nhiều đơn vị bạn đã đến xem và học theo.",
    "Việc tưởng nhỏ mà giữ được đều thì thành nếp.",
    "Không có lịch phân công nào cho việc ấy, vậy mà chưa hôm nào bỏ.",
    "Gia đình cũng cùng góp sức, mỗi người một tay.",
    "Lúc khó nhất vẫn giữ lời đã hứa với bà con.",
    "Ban đầu ít người tin, làm xong thì ai cũng thấy phải.",
    "Việc đã thành nếp từ {2-5} năm nay.",
    "Được giới thiệu để các chi bộ trong cụm cùng trao đổi.",
    "Người được giúp nay lại đi giúp người khác.",
    "Đến nay vẫn đều đặn, không cần ai nhắc.",
    "Cuối năm nhìn lại, đây là việc được nhắc tên nhiều nhất.",
    "Nhắc đến việc này, ai trong đơn vị cũng gật đầu.",
)


# Words of a village that a residential group does not use.
_TOWN_WORDS = {
    "của thôn": "của tổ", "trong thôn": "trong tổ", "họp thôn": "họp tổ", "ngay tại thôn": "ngay tại tổ",
    "cả năm thôn": "cả năm tổ", "loa thôn": "loa phường", "cùng thôn": "cùng tổ", "Cho thôn": "Cho tổ",
    "việc khó của bản": "việc khó của tổ", "trong bản": "trong phố",
}  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """A template: the category it belongs to, and who can have done it."""

    category: str
    kind: str
    who: frozenset[str]
    text: str

    def suits(self, who: str) -> bool:
        """Whether somebody of a walk of life (a collective: of a setting) can have done it."""
        return who in self.who or "any" in self.who


@functools.cache
def all_deeds() -> tuple[Deed, ...]:
    """Return every template of `data/deeds.txt`."""
    deeds: list[Deed] = []
    category = kind = ""
    who: frozenset[str] = frozenset()
    for line in (DATA / "deeds.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            category, kind, walks = (part.strip() for part in line[3:].split(":"))
            who = frozenset(walks.split())
        elif line and not line.startswith("#"):
            deeds.append(Deed(category, kind, who, line))
    return tuple(deeds)


@functools.cache
def deeds_for(kind: str, who: str, category: str = "") -> tuple[Deed, ...]:
    """Return the templates that suit somebody, in one category or in any."""
    return tuple(
        deed for deed in all_deeds() if deed.kind == kind and deed.suits(who) and category in ("", deed.category)
    )


def fill(rng: random.Random, template: str) -> str:
    """Return a template with its slots filled: {3-12} a number, {a|b} one of the words."""

    def choose(match: re.Match[str]) -> str:
        between = _RANGE.fullmatch(match[1])
        if between:
            return format_count(rng.randint(int(between[1]), int(between[2])))
        return rng.choice(match[1].split("|"))

    return _SLOT.sub(choose, template)


def worded(rng: random.Random, template: str, setting: str) -> str:
    """Return a filled template in the words of a setting."""
    citation = fill(rng, template)
    if setting == "town":
        for village, town in _TOWN_WORDS.items():
            citation = citation.replace(village, town)
    return citation


class DeedBag:
    """Deeds for one register: the templates used least come first, and no sentence comes twice."""

    def __init__(self, rng: random.Random, setting: str) -> None:
        self._rng = rng
        self._setting = setting
        self._used: Counter[str] = Counter()
        self._told: set[str] = set()

    def draw(self, *, walk: str) -> tuple[str, str]:
        """Return category code and citation for a person's walk of life; without one, for a collective."""
        kind = HonoreeKind.INDIVIDUAL if walk else HonoreeKind.COLLECTIVE
        suitable = deeds_for(kind, walk or self._setting)
        fewest = min(self._used[deed.text] for deed in suitable)
        deed = self._rng.choice([deed for deed in suitable if self._used[deed.text] == fewest])
        self._used[deed.text] += 1
        citation = self._citation(deed)
        for _attempt in range(9):
            if citation not in self._told:
                break
            citation = self._citation(deed)
        self._told.add(citation)
        return deed.category, citation

    def _citation(self, deed: Deed) -> str:
        citation = worded(self._rng, deed.text, self._setting)
        if self._rng.random() < WITH_TAIL:
            citation = f"{citation} {fill(self._rng, self._rng.choice(TAILS))}"
        return citation
