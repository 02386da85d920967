"""Whether a verification code stands in the book, told to anybody who has one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from honors.ledger import ledger_rows
from honors.models import RegisterEntry

if TYPE_CHECKING:
    from honors.profile import LedgerRow

CODE_LETTERS = 16
LONGEST_TYPED = 100
_GROUP = 4
_NOT_IN_CODE = re.compile(r"[^A-Z0-9]+")
_CODE = re.compile(rf"[A-Z2-7]{{{CODE_LETTERS}}}")
# Codes have no such digits: who types one read a letter so.
_MISREAD = str.maketrans("018", "OIB")


class Answer(StrEnum):
    """What the book says about a code."""

    GENUINE = "genuine"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer, and the line of the public book it rests on; none where the code is unknown."""

    answer: Answer
    code: str
    row: LedgerRow | None = None


def read_code(typed: str) -> str:
    """Return what was typed as codes are printed, or nothing where it cannot be one.

    Case, spaces and dashes do not count; 0, 1 and 8, which no code has, are
    read as O, I and B.
    """
    if len(typed) > LONGEST_TYPED:
        return ""
    letters = _NOT_IN_CODE.sub("", unicodedata.normalize("NFKC", typed).upper()).translate(_MISREAD)
    if not _CODE.fullmatch(letters):
        return ""
    return "-".join(letters[start : start + _GROUP] for start in range(0, CODE_LETTERS, _GROUP))


def verify(code: str) -> Verification:
    """Look a code up among the entries a stranger may read.

    An entry without a public name (no basis, taken down, of a unit never
    named) is answered as one that never was: whoever holds its paper would
    learn from any other answer that the person stands in the book.  One
    query, and one each where the entry is revoked or of a sensitive category.
    """
    rows = ledger_rows(RegisterEntry.objects.named().filter(verification_code=code)) if code else []
    if not rows:
        return Verification(Answer.UNKNOWN, code)
    return Verification(Answer.REVOKED if rows[0].is_revoked else Answer.GENUINE, code, rows[0])
