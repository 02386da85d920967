"""How much of a spreadsheet is read, and what refuses the rest."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableError(Exception):
    """The file as a whole cannot be taken; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds on a file: its own weight, what it unpacks to, and the shape of its sheets.

    `lines` counts blank ones too: a sheet is often formatted far beyond its
    last row.  `too_long` is the refusal, in the words of whoever reads.
    """

    file_bytes: int
    unpacked_bytes: int
    lines: int
    columns: int
    too_long: str
    encodings: tuple[str, ...] = ("utf-8",)
