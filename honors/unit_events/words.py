"""Units as documents name them: compared however the marks are placed, and turned into our three names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from honors.levels import Level
from honors.models import UnitKind
from honors.vietnamese import normalise

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LONGEST_NUMBER = 6
# First words of a place: kind, level before any reform, and the names of its organisation and its committee.
_PLACES: tuple[tuple[str, UnitKind, Level, str], ...] = (
    ("tỉnh", UnitKind.PROVINCIAL_COMMITTEE, Level.PROVINCE, "Tỉnh ủy"),
    ("thành phố", UnitKind.CITY_COMMITTEE, Level.DISTRICT, "Thành ủy"),
    ("huyện", UnitKind.DISTRICT_COMMITTEE, Level.DISTRICT, "Huyện ủy"),
    ("thị trấn", UnitKind.TOWNSHIP_COMMITTEE, Level.GRASSROOTS, "Đảng ủy thị trấn"),
    ("phường", UnitKind.WARD_COMMITTEE, Level.GRASSROOTS, "Đảng ủy phường"),
    ("xã", UnitKind.COMMUNE_COMMITTEE, Level.GRASSROOTS, "Đảng ủy xã"),
)
_ORGANISATION = "đảng bộ "


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a unit, and what its words say of its sort; None where they say nothing."""

    name: str
    short_name: str = ""
    administrative_name: str = ""
    kind: UnitKind | None = None
    level: Level | None = None


def name_key(text: str) -> str:
    """Return what two spellings of one name share: capitals and the place of a mark do not count (Hoà, Hòa).

    Marks themselves do: “Xã Nông Hạ” and “Xã Nông Hà” are two places.
    """
    return " ".join(_word_key(word) for word in normalise(text).lower().split(" "))


def _word_key(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(mark for mark in decomposed if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES)) + tones


def names_of(words: str) -> Names:
    """Return the names of a unit a document calls by its place (“Xã Ba Bể”) or by its own name (“Chi bộ …”)."""
    words = normalise(words)
    place = words[len(_ORGANISATION) :] if words.lower().startswith(_ORGANISATION) else words
    for first, kind, level, committee in _PLACES:
        if place.lower().startswith(f"{first} "):
            proper = place[len(first) + 1 :]
            return Names(
                f"Đảng bộ {first} {proper}", f"{committee} {proper}", f"{first.capitalize()} {proper}", kind, level
            )
    return Names(words)


def place_key(district: str) -> str:
    """Return the proper name of a district as a key: “TP Bắc Kạn”, “Thành phố Bắc Kạn” and “Bắc Kạn” are one."""
    return name_key(re.sub(r"^(tp\.?|thành phố|huyện|thị xã)\s+", "", normalise(district), flags=re.IGNORECASE))


def next_code(like: str, taken: set[str]) -> str:
    """Return the next free code of the series a code belongs to: the same letters, the next number, as wide."""
    letters, digits = _split(like)
    numbers = [int(found[1]) for code in taken if (found := _split(code))[0] == letters and found[1]]
    width = max(len(digits), 1)
    return f"{letters}{max(numbers, default=0) + 1:0{width}d}"


def _split(code: str) -> tuple[str, str]:
    letters = code.rstrip("0123456789")
    digits = code[len(letters) :]
    return (letters, digits) if len(digits) <= _LONGEST_NUMBER else (code, "")
