"""Entries named in a pasted list, one a line, as people write them down: 12/2020 X029, 2020-X029-12, or by code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from honors.models import EntryState

if TYPE_CHECKING:
    from honors.models.book import RegisterEntryQuerySet

MOST_LINES = 2000
LONGEST = 200_000
_UNIT = r"(?P<unit>[A-Za-z0-9_.-]{1,20})"
_BOOK = r"(?P<number>[0-9]{1,9})\s*/\s*(?P<year>[0-9]{4})"
_SHAPES = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{_BOOK}[\s,;:]+{_UNIT}",
        rf"{_UNIT}[\s,;:]+{_BOOK}",
        rf"(?P<year>[0-9]{{4}})-{_UNIT}-(?P<number>[0-9]{{1,9}})",
    )
]
_CODE = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", re.ASCII)
_AT_A_TIME = 200

Key = tuple[str, int, int] | str


@dataclass(frozen=True)
class Named:
    """The entries a list names, and what is wrong with its lines, each with its number."""

    ids: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def named_entries(text: str, entries: RegisterEntryQuerySet) -> Named:
    """Find the entries of a pasted list among those a person may read.

    A line that says nothing, an entry that does not exist, that may not be
    read (nobody learns which of the two), or that is not active, is a problem;
    a line that comes twice counts once.  One query for every 200 lines.
    """
    lines = [(place, line.strip()) for place, line in enumerate(text[:LONGEST].splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        return Named(problems=[_("These are %(count)s lines: at most %(most)s at once.")
                               % {"count": len(lines), "most": MOST_LINES}])  # fmt: skip
    keys = {place: _key(line) for place, line in lines}
    found = _found([key for key in keys.values() if key], entries)
    named = Named()
    for place, line in lines:
        key = keys[place]
        entry = found.get(key) if key else None
        if key is None:
            problem = _("Line %(line)s: “%(words)s” is no entry. Write 12/2020 X029, or a verification code.")
        elif entry is None:
            problem = _("Line %(line)s: no entry “%(words)s” is known here.")
        elif entry[1] != EntryState.ACTIVE:
            problem = _("Line %(line)s: entry “%(words)s” was revoked or taken down.")
        else:
            named.ids.append(entry[0])
            continue
        named.problems.append(problem % {"line": place, "words": line[:60]})
    return Named(list(dict.fromkeys(named.ids)), named.problems)


def _key(line: str) -> Key | None:
    if _CODE.fullmatch(line.upper()):
        return line.upper()
    for shape in _SHAPES:
        if match := shape.fullmatch(line):
            return match["unit"].upper(), int(match["year"]), int(match["number"])
    return None


def _found(keys: list[Key], entries: RegisterEntryQuerySet) -> dict[Key, tuple[int, str]]:
    found: dict[Key, tuple[int, str]] = {}
    columns = ("pk", "state", "verification_code", "register__unit__code", "register__year", "number")
    for start in range(0, len(keys), _AT_A_TIME):
        wanted = Q(pk__in=[])
        codes = []
        for key in keys[start : start + _AT_A_TIME]:
            if isinstance(key, str):
                codes.append(key)
            else:
                wanted |= Q(register__unit__code=key[0], register__year=key[1], number=key[2])
        for pk, state, code, unit, year, number in (
            entries.filter(wanted | Q(verification_code__in=codes)).order_by().values_list(*columns)
        ):
            found[code] = found[unit.upper(), year, number] = (pk, state)
    return found
