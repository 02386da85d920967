"""Reads `data/bulletins.txt`: our own texts on the pilot year and on life in the demo's units."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.demo.facts import DATA

_START = "==="


@dataclass
class BulletinText:
    """A bulletin as written in the file; `parts` are (heading | paragraph | quote, text)."""

    day: datetime.date
    title: str
    byline: str = ""
    tags: list[str] = field(default_factory=list)
    motif: str = ""
    caption: str = ""
    units: list[str] = field(default_factory=list)
    category: str = ""
    lead: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)


def bulletin_texts() -> Iterator[BulletinText]:
    """Yield the bulletins in the order of the file."""
    text = (DATA / "bulletins.txt").read_text(encoding="utf-8")
    for chunk in f"\n{text}".split(f"\n{_START} ")[1:]:
        head, *blocks = chunk.strip().split("\n\n")
        first, *facts = head.splitlines()
        day, title = first.split(" | ")
        bulletin = BulletinText(datetime.date.fromisoformat(day), title)
        for fact in facts:
            _read_fact(bulletin, *fact.split(": ", 1))
        bulletin.lead, *body = blocks
        bulletin.parts = [part for block in body for part in _parts(block)]
        yield bulletin


def _read_fact(bulletin: BulletinText, name: str, value: str) -> None:
    if name == "by":
        bulletin.byline = value
    elif name == "tags":
        bulletin.tags = value.split(", ")
    elif name == "picture":
        bulletin.motif, bulletin.caption = value.split(" | ")
    elif name == "people":
        bulletin.units = value.split()
    elif name == "about":
        bulletin.category = value
    else:
        raise ValueError(f"{bulletin.title}: {name}")


def _parts(block: str) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        if line.startswith("## "):
            yield "heading", line[3:]
        elif line.startswith("> "):
            yield "quote", line[2:]
        else:
            yield "paragraph", line
