"""Text as the search reads it: words with their place, without tone marks and with them.

Folding happens here and nowhere in a database, so tokenisers cannot differ.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from honors.vietnamese import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text in NFC: where it stands, its folded form, and its toned form."""

    start: int
    end: int
    folded: str
    toned: str


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text that `normalise` has passed; signs between them are nobody's word."""
    for match in _WORD.finditer(text):
        folded, toned = _forms(match.group().lower())
        yield Word(match.start(), match.end(), folded, toned)


def words_in(text: str) -> list[Word]:
    """Return the words of any text."""
    return list(words_of(normalise(text)))


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, str]:
    """Folded form and toned form of a word in lower case.

    The toned form is the letters with the number of the tone behind them, so
    that the two ways of placing a mark (hoà, hòa; thuỷ, thủy) are one word.  A
    word without any mark has no toned form: whoever typed it meant no tone.
    """
    folded = fold(word)[:LONGEST_WORD]
    decomposed = unicodedata.normalize("NFD", word)
    tone = next((str(number) for number, mark in enumerate(_TONES, start=1) if mark in decomposed), "")
    letters = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
    toned = f"{letters[:LONGEST_WORD]}{tone}"
    return folded, "" if toned == folded else toned
