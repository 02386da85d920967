"""Reading the register's listing and its file: rows, counts, links."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import dataclass

from tests.public.reading import read

REGISTER, FILE = "/so-ghi-danh/", "/so-ghi-danh.csv"
_CHOICE = re.compile(r'<a href="([^"]+)"([^>]*)><span>([^<]*)</span> <span class="count">([\d.]+)</span></a>')


@dataclass(frozen=True)
class Shown:
    """A value of a filter as a page shows it."""

    label: str
    url: str
    count: int
    is_active: bool


def choices(page: str) -> list[Shown]:
    """Every value of every filter on a page."""
    return [
        Shown(html.unescape(label), html.unescape(url), int(count.replace(".", "")), "aria-current" in attributes)
        for url, attributes, label, count in _CHOICE.findall(page)
    ]


def standing_rows(page: str) -> int:
    """How many lines a page shows that are not struck through."""
    return page.count('<li class="row') - page.count(" is-revoked")


def names(page: str) -> list[str]:
    """Names in the order of a page's lines."""
    found = re.findall(r'<h3(?: class="nameless")?>(.*?)</h3>', page, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]+>", "", name)).split()) for name in found]


def file_rows(address: str) -> list[dict[str, str]]:
    """The rows of the register as a file."""
    return list(csv.DictReader(io.StringIO(read(address).removeprefix("\ufeff"))))


def file_of(address: str) -> str:
    """The address of the file that belongs to a listing."""
    return address.replace(REGISTER, FILE)
