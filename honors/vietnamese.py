"""Vietnamese text: folding for search, order by given name, numbers as written.

Neither SQLite nor PostgreSQL folds đ or orders tones as a Vietnamese reader
expects, so folded text and order keys are computed here and stored in indexed
columns: the same result on both databases.
"""

from __future__ import annotations

import re
import unicodedata

# Letters in dictionary order; tones as they follow each other within a letter.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_LETTER_RANK = {letter: index for index, letter in enumerate(_LETTERS, start=16)}
# Stands after the key of every name: keys are digits, letters up to f and a full stop.
NAMELESS_KEY = "z"
_DASHES = re.compile("[\u2010-\u2015\u2212-]+")
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return text in NFC with every run of white space (U+00A0 too) as one plain space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Return text without tone marks, in lower case, with dashes as spaces.

    “Triệu Phúc Bình” and “trieu phuc binh” fold alike, and so do the two ways
    of placing a mark (Hoà, Hòa; Thuỷ, Thủy).
    """
    decomposed = unicodedata.normalize("NFD", normalise(text).lower())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", _DASHES.sub(" ", letters.replace("đ", "d"))).strip()


def given_name(name: str) -> str:
    """Return the last word of a name: the one Vietnamese address and sort people by."""
    words = normalise(name).split(" ")
    return words[-1] if words else ""


def initials(name: str) -> str:
    """Return the initials of a name (“B. T. D.”): how a minor is shown without both consents."""
    return " ".join(f"{word[0].upper()}." for word in normalise(name).split(" ") if word)


def sort_key(name: str) -> str:
    """Return a key that orders names by given name, then by the words before it.

    Letters first (a ă â b c d đ …), tones second, as a dictionary does; plain
    ASCII, so any database compares it the same way.  200 characters at most.
    """
    words = normalise(name).lower().split(" ")
    ordered = " ".join([words[-1], *words[:-1]])
    letters: list[str] = []
    tones: list[str] = []
    for char in ordered:
        base, tone = _split_tone(char)
        rank = _LETTER_RANK.get(base)
        if rank is not None:
            letters.append(f"{rank:02x}")
            tones.append(str(tone))
        elif base == " ":
            letters.append("00")
        elif base.isdigit():
            letters.append(f"0{int(base) % 10:x}" if base.isascii() else "0f")
    return f"{''.join(letters)[:140]}.{''.join(tones)[:59]}"


def _split_tone(char: str) -> tuple[str, int]:
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((index for index, mark in enumerate(_TONES, start=1) if mark in decomposed), 0)
    base = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
    return base, tone


def format_count(number: int) -> str:
    """Return a whole number as Vietnamese print it: 1.058."""
    return f"{number:,}".replace(",", ".")
