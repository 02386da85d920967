"""The columns a list may have, by all the names people give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from honors.vietnamese import fold
from workflows.errors import DecisionError

if TYPE_CHECKING:
    from workflows.nominee_lists.reading import Line

MOST_ABOVE_THE_HEADINGS = 25


@dataclass(frozen=True)
class Column:
    """A field of the nomination, its heading in the template, and what else people write."""

    field: str
    label: Any
    also: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """All headings it is found by, folded."""
        return {_plain(str(self.label)), _plain(self.field), *self.also}


# In the order of the template.
COLUMNS = (
    Column(
        "name",
        _("Full name, or name of the collective"),
        ("ho va ten", "ho ten", "ten", "ten tap the", "ho va ten ten tap the"),
    ),
    Column("honorific", _("Form of address"), ("xung ho", "cach xung ho", "danh xung", "ong ba")),
    Column("kind", _("Kind"), ("loai", "loai hinh", "doi tuong", "ca nhan tap the")),
    Column("category", _("Field of merit"), ("linh vuc", "linh vuc thanh tich", "nhom thanh tich", "loai thanh tich")),
    Column(
        "achievement",
        _("What was done"),
        (
            "viec da lam duoc",
            "viec lam",
            "thanh tich",
            "noi dung thanh tich",
            "viec tot",
            "tom tat thanh tich",
            "noi dung",
        ),
    ),
    Column("birth_year", _("Birth year"), ("nam sinh", "sinh nam")),
    Column(
        "role",
        _("Role or occupation"),
        ("chuc vu", "chuc vu hoac cong viec", "chuc vu don vi", "nghe nghiep", "cong viec", "chuc danh"),
    ),
    Column("head_name", _("Head of the collective or household"), ("nguoi dung dau", "dai dien", "chu ho")),
    Column("member_count", _("Number of members"), ("so thanh vien", "so nguoi")),
    Column("deed_period", _("When"), ("thoi gian", "thoi gian thuc hien")),
    Column("deed_place", _("Where"), ("noi lam", "dia diem", "noi thuc hien")),
    Column("meeting_on", _("Date of the meeting"), ("ngay hop", "ngay hop xet")),
    Column(
        "members_total", _("Official members"), ("so dang vien chinh thuc", "tong so dang vien", "dang vien chinh thuc")
    ),
    Column("members_present", _("Members present"), ("so dang vien co mat", "co mat", "so co mat")),
    Column("votes_for", _("Votes for"), ("so phieu tan thanh", "so phieu", "phieu dong y", "so phieu dong y")),
)


def find_headings(lines: list[tuple[int, Line]]) -> tuple[int, dict[str, int]]:
    """Return the place of the headings among the lines, and the column of each field that is there.

    The line with the most known headings is taken, so that titles above it,
    merged or not, do no harm.  Raises DecisionError where none is found, or a
    needed column is missing or there twice.
    """
    fields = {name: column.field for column in COLUMNS for name in column.names}
    best: tuple[int, list[tuple[str, int]]] = (0, [])
    for place, (_number, line) in enumerate(lines[:MOST_ABOVE_THE_HEADINGS]):
        known = [
            (fields[heading], index) for index, cell in enumerate(line) if (heading := _plain(cell.text)) in fields
        ]
        if len(known) > len(best[1]):
            best = (place, known)
    place, known = best
    found = dict(reversed(known))
    if len(known) < 2 or "name" not in found:
        raise DecisionError(
            str(
                _("No line with the names of the columns was found. The template shows them; tone marks do not matter.")
            )
        )
    for column in COLUMNS:
        if sum(field == column.field for field, _index in known) > 1:
            raise DecisionError(str(_("The column “%(name)s” is there twice.")) % {"name": column.label})
        if column.field in {"category", "achievement"} and column.field not in found:
            raise DecisionError(str(_("The column “%(name)s” is missing.")) % {"name": column.label})
    return place, found


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
