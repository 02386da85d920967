"""Invented people and collectives, fitting the unit that honours them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from portal.demo.facts import SAMPLE_MARK, YEAR
from portal.demo.names import invent_name

ADULT = 18


@dataclass(frozen=True)
class Role:
    """What somebody does; `sex` is m or f where only men or only women bear it."""

    words: str
    sex: str = ""


@dataclass(frozen=True)
class Walk:
    """A walk of life: who the deeds in `data/deeds.txt` belong to."""

    youngest: int
    oldest: int
    women: float
    roles: tuple[Role, ...]


def _roles(text: str) -> tuple[Role, ...]:
    return tuple(Role(*item.strip().split("/")) for item in text.split(","))


WALKS = {
    "farmer": Walk(26, 58, 0.45, _roles("Nông dân, Hội viên Nông dân, Hội viên Phụ nữ/f, Tổ viên tổ hợp tác")),
    "cadre": Walk(
        32,
        61,
        0.4,
        _roles(
            "Trưởng thôn, Chi hội trưởng Phụ nữ/f, Chi hội trưởng Nông dân, Chi hội trưởng Cựu chiến binh/m,"
            "Trưởng ban công tác Mặt trận thôn, Tổ trưởng tổ an ninh nhân dân/m"
        ),
    ),
    "elder": Walk(
        61,
        79,
        0.45,
        _roles("Cán bộ hưu trí, Hội viên Người cao tuổi, Nghệ nhân dân gian, Hội viên Cựu chiến binh/m"),
    ),
    "youth": Walk(18, 30, 0.5, _roles("Đoàn viên thanh niên, Bí thư chi đoàn, Thành viên đội văn nghệ")),
    "medic": Walk(25, 52, 0.75, _roles("Nhân viên y tế thôn, Cô đỡ thôn bản/f")),
    "trader": Walk(
        27, 60, 0.65, _roles("Tiểu thương, Chủ cửa hàng tạp hóa, Thợ sửa máy nông cụ/m, Chủ quán ăn sáng/f")
    ),
    "resident": Walk(
        25, 64, 0.5, _roles("Hội viên Phụ nữ/f, Lái xe/m, Thợ may/f, Thợ mộc/m, Tổ viên tổ liên gia, Lao động tự do")
    ),
    "teacher": Walk(
        24,
        55,
        0.68,
        _roles(
            "Giáo viên Toán, Giáo viên Ngữ văn, Giáo viên Tin học, Giáo viên Tiểu học, Tổ trưởng chuyên môn,"
            "Giáo viên mầm non/f, Giáo viên Tổng phụ trách Đội, Giáo viên Thể dục, Giáo viên Âm nhạc"
        ),
    ),
    "pupil": Walk(9, 17, 0.5, _roles("Học sinh")),
    "official": Walk(
        25,
        58,
        0.5,
        _roles("Chuyên viên, Văn thư lưu trữ, Kế toán, Cán bộ tiếp dân, Cán bộ tư pháp – hộ tịch, Phó trưởng phòng"),
    ),
    "worker": Walk(
        21,
        54,
        0.45,
        _roles("Công nhân vận hành, Thợ cơ khí/m, Công nhân may/f, Tổ trưởng sản xuất, Nhân viên kỹ thuật"),
    ),
    "soldier": Walk(19, 45, 0.12, _roles("Chiến sĩ/m, Tiểu đội trưởng/m, Quân nhân chuyên nghiệp, Nhân viên quân y")),
    "officer": Walk(23, 50, 0.25, _roles("Cán bộ công an, Chiến sĩ công an/m, Cán bộ quản lý hành chính")),
}

# What part of a setting's individuals walks which way.
SETTINGS = {
    "village": {"farmer": 44, "cadre": 20, "elder": 12, "youth": 12, "medic": 6, "pupil": 6},
    "town": {"resident": 38, "cadre": 16, "elder": 16, "trader": 14, "youth": 10, "pupil": 6},
    "school": {"teacher": 70, "pupil": 30},
    "agency": {"official": 100},
    "business": {"worker": 100},
    "military": {"soldier": 100},
    "police": {"officer": 100},
}
_SETTING_WORDS = {
    "Tổ dân phố": "town",
    "Trường": "school",
    "cơ quan": "agency",
    "doanh nghiệp": "business",
    "quân sự": "military",
    "nghiệp vụ": "police",
}
COLLECTIVES = {
    "village": (
        "Tổ hợp tác miến dong", "Chi hội Phụ nữ", "Chi hội Nông dân", "Chi đoàn Thanh niên", "Tổ an ninh nhân dân",
        "Câu lạc bộ hát Then – đàn Tính", "Chi hội Cựu chiến binh", "Tổ thủy lợi", "Nhóm thổ cẩm", "Tổ nuôi ong",
    ),
    "town": (
        "Tổ liên gia an toàn", "Chi hội Phụ nữ", "Câu lạc bộ dưỡng sinh", "Chi đoàn Thanh niên", "Tổ tự quản vệ sinh",
        "Chi hội Cựu chiến binh", "Nhóm bếp cháo tình thương",
    ),
    "school": (
        "Tổ Khoa học tự nhiên", "Tổ Khoa học xã hội", "Tổ Tiểu học", "Liên đội", "Chi đoàn Giáo viên", "Tổ Văn phòng",
    ),
    "agency": ("Bộ phận Một cửa", "Phòng Tổng hợp", "Công đoàn", "Chi đoàn", "Tổ Văn thư – lưu trữ"),
    "business": ("Tổ sản xuất", "Phân xưởng cơ khí", "Công đoàn", "Tổ vận hành ca đêm"),
    "military": ("Tổ công tác dân vận", "Tiểu đội tăng gia", "Chi đoàn", "Tổ quân y"),
    "police": ("Đội tuyên truyền cơ sở", "Tổ cấp giấy tờ lưu động", "Chi đoàn", "Hội Phụ nữ"),
}  # fmt: skip


@dataclass(frozen=True)
class Honoree:
    """Somebody who may be honoured; `walk` is empty for a collective."""

    name: str
    honorific: str
    role: str
    walk: str = ""
    birth_year: int | None = None
    is_minor: bool = False
    members: int | None = None
    woman: bool = False


def setting_of(unit_name: str) -> str:
    """Return the setting a unit's name speaks of."""
    return next((setting for words, setting in _SETTING_WORDS.items() if words in unit_name), "village")


def place_of(unit_name: str) -> str:
    """Return the place or body a cell belongs to: its name without “Chi bộ” and the sample mark."""
    return unit_name.removeprefix("Chi bộ ").removesuffix(SAMPLE_MARK).strip()


def invent_person(rng: random.Random, setting: str, *, year: int = YEAR) -> Honoree:
    """Return an invented individual of a setting."""
    walks = SETTINGS[setting]
    walk_name = rng.choices(list(walks), weights=list(walks.values()))[0]
    walk = WALKS[walk_name]
    woman = rng.random() < walk.women
    age = rng.randint(walk.youngest, walk.oldest)
    role = rng.choice([role for role in walk.roles if role.sex in ("", "f" if woman else "m")])
    words = role.words.replace("Trưởng thôn", "Tổ trưởng tổ dân phố") if setting == "town" else role.words
    return Honoree(
        name=invent_name(rng, woman=woman),
        honorific=_honorific(rng, walk_name, woman=woman, age=age),
        role=words.replace("Mặt trận thôn", "Mặt trận tổ dân phố") if setting == "town" else words,
        walk=walk_name,
        birth_year=year - age,
        is_minor=age < ADULT,
        woman=woman,
    )


def invent_collective(rng: random.Random, unit_name: str, position: int) -> Honoree:
    """Return the collective at a position of the unit's list; later rounds are numbered."""
    names = COLLECTIVES[setting_of(unit_name)]
    name = names[(sum(map(ord, unit_name)) + position) % len(names)]
    numbered = f"{name} số {position // len(names) + 1}" if position >= len(names) else name
    members = rng.randint(6, 34)
    return Honoree(
        name=f"{numbered} {place_of(unit_name)}", honorific="", role=f"{members} thành viên", members=members
    )


def _honorific(rng: random.Random, walk: str, *, woman: bool, age: int) -> str:
    if age < ADULT:
        return "Em"
    if walk == "teacher":
        return "Cô giáo" if woman else "Thầy giáo"
    if walk in ("soldier", "officer") or (walk in ("official", "cadre") and rng.random() < 0.3):
        return "Đồng chí"
    if age >= 50:
        return "Bà" if woman else "Ông"
    return "Chị" if woman else "Anh"
