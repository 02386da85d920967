"""The columns a paper register may have, by the names people give them, with tone marks or without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from honors.vietnamese import fold


@dataclass(frozen=True)
class Column:
    """A field of an entry, what it is called on the screen, and what people write above it.

    `weak` headings count where no other column of the sheet is the field's.
    """

    field: str
    label: Any
    also: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    is_needed: bool = False


COLUMNS = (
    Column(
        "paper_number",
        _("Number on paper"),
        ("so vao so", "so ghi danh", "so thu tu vao so", "so vao so ghi danh"),
        ("stt", "so tt", "tt", "so thu tu", "so"),
    ),
    Column(
        "registered_on",
        _("Date of entry"),
        ("ngay ghi", "ngay vao so", "ngay ghi danh", "ngay ghi so", "ngay thang ghi", "ngay thang nam"),
        ("ngay", "ngay thang", "thoi gian"),
        is_needed=True,
    ),
    Column("year", _("Year of the register"), ("nam ghi danh", "nam vao so", "so nam"), ("nam",)),
    Column(
        "name",
        _("Full name, or name of the collective"),
        (
            "ho va ten",
            "ho ten",
            "ten tap the",
            "ho ten ten tap the",
            "ho va ten ten tap the",
            "ten ca nhan tap the",
            "ho ten ca nhan tap the",
            "ca nhan tap the duoc ghi danh",
            "guong dien hinh",
        ),
        ("ten", "ho ten ten tap the chu ho"),
        is_needed=True,
    ),
    Column("honorific", _("Form of address"), ("xung ho", "cach xung ho", "danh xung", "ong ba")),
    Column("kind", _("Kind"), ("loai", "loai hinh", "doi tuong", "ca nhan hay tap the")),
    Column("birth_year", _("Birth year"), ("nam sinh", "sinh nam")),
    Column("is_minor", _("Minor"), ("tre em", "chua thanh nien", "duoi 18 tuoi", "vi thanh nien")),
    Column(
        "role",
        _("Role or occupation"),
        ("chuc vu", "chuc vu don vi", "chuc vu cong viec", "nghe nghiep", "cong viec", "chuc danh"),
    ),
    Column(
        "unit",
        _("Unit"),
        ("chi bo", "don vi ghi danh", "chi bo dang bo", "to chuc dang", "don vi giu so", "chi dang bo"),
        ("don vi", "dang bo"),
    ),
    Column(
        "citation",
        _("What was done"),
        (
            "noi dung viec tot",
            "noi dung thanh tich",
            "noi dung viec tot thanh tich",
            "viec tot",
            "viec lam tot",
            "thanh tich",
            "tom tat thanh tich",
            "viec da lam duoc",
        ),
        ("noi dung", "viec lam"),
        is_needed=True,
    ),
    Column(
        "category",
        _("Field of merit"),
        ("linh vuc", "linh vuc thanh tich", "nhom thanh tich", "loai thanh tich"),
        is_needed=True,
    ),
    Column(
        "basis_kinds",
        _("What may be public"),
        ("noi dung cong khai", "dong y cong khai", "duoc cong khai", "pham vi cong khai"),
    ),
    Column("basis_ground", _("Ground of publication"), ("can cu cong khai", "co so cong khai")),
    Column("basis_given_on", _("Consent given on"), ("ngay dong y", "ngay dong y cong khai")),
    Column("basis_given_by", _("Consent given by"), ("nguoi dong y", "nguoi dong y cong khai")),
    Column("basis_proof", _("Proof of consent"), ("minh chung", "minh chung dong y", "giay dong y")),
)
LABELS = {column.field: column.label for column in COLUMNS}
NEEDED = [column.field for column in COLUMNS if column.is_needed]


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A heading as it is compared: without tone marks, signs and needless space."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def fields_by_heading() -> tuple[dict[str, str], dict[str, str]]:
    """Fields by the headings they are known by, and by those that may mean something else as well."""
    strong: dict[str, str] = {}
    weak: dict[str, str] = {}
    for column in COLUMNS:
        strong |= dict.fromkeys((plain(str(column.label)), plain(column.field), *column.also), column.field)
        weak |= dict.fromkeys(column.weak, column.field)
    return strong, weak
