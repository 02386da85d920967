"""The old portal's saved bulletins: text in, fields out, nothing written.

A saved page is plain text with two marker lines.  Between them stand date,
toolbar words, title and lead; after the second the body, one line a paragraph,
closed by the end mark “./.”, then the byline.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.vietnamese import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

TOOLBAR_MARKER = "Block_BanTin_Toolbar"
BODY_MARKER = "Block_BanTin_ViewData"
END_MARK = "./."
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TOOLBAR_WORDS = re.compile(r"(?:\s*(?:Tăng cỡ chữ|Giảm cỡ chữ|A\+|A-))+\s*")
# A paragraph ends a sentence, perhaps inside quotes or brackets; a caption does not.
_SENTENCE_END = re.compile(r"[.!?…:;][”\"’')\]»]*$")
_LONGEST_TITLE = 255
_LONGEST_BYLINE = 200


class UnreadableBulletinError(Exception):
    """A text has not the shape of a saved bulletin; says on which line and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A paragraph, or the caption of a picture that stood at its place."""

    text: str
    is_caption: bool


@dataclass(frozen=True, slots=True)
class ParsedBulletin:
    """What a saved bulletin says; white space is normalised, U+00A0 included."""

    published_on: datetime.date
    title: str
    lead: str
    parts: Sequence[BodyPart]
    byline: str

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs alone."""
        return [part.text for part in self.parts if not part.is_caption]

    @property
    def captions(self) -> list[str]:
        """The captions alone."""
        return [part.text for part in self.parts if part.is_caption]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def decode(content: bytes) -> str:
    """Return the text of a file; raises UnreadableBulletinError at the first line that is no UTF-8 text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableBulletinError(line, _("The file is not written in UTF-8.")) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableBulletinError(line, _("A sign stands here that belongs to no text (U+0000)."))
    return text


def parse(text: str) -> ParsedBulletin:
    """Read a saved bulletin; raises UnreadableBulletinError with line and reason where it has another shape."""
    lines = [_Line(number, normalise(line)) for number, line in enumerate(text.split("\n"), start=1)]
    lines = [line for line in lines if line.text]
    toolbar_at = _marker(lines, TOOLBAR_MARKER)
    body_at = _marker(lines, BODY_MARKER)
    if body_at < toolbar_at:
        raise UnreadableBulletinError(
            lines[body_at].number, _("“%(marker)s” stands before its heading.") % {"marker": BODY_MARKER}
        )
    published_on, title, lead = _heading(lines[toolbar_at], lines[toolbar_at + 1 : body_at])
    parts, byline = _body(lines[body_at], lines[body_at + 1 :])
    return ParsedBulletin(published_on=published_on, title=title, lead=lead, parts=parts, byline=byline)


def _marker(lines: Sequence[_Line], marker: str) -> int:
    """The place of a marker, which must be there exactly once."""
    places = [place for place, line in enumerate(lines) if marker in line.text]
    if not places:
        last = lines[-1].number if lines else 1
        raise UnreadableBulletinError(last, _("The marker “%(marker)s” is missing.") % {"marker": marker})
    if len(places) > 1:
        raise UnreadableBulletinError(
            lines[places[1]].number, _("The marker “%(marker)s” is there twice.") % {"marker": marker}
        )
    return places[0]


def _heading(marker: _Line, lines: Sequence[_Line]) -> tuple[datetime.date, str, str]:
    """Date, title and lead: the lines between the two markers."""
    if not lines:
        raise UnreadableBulletinError(marker.number, _("Date, title and lead are missing."))
    published_on = _date(lines[0])
    words = [line for line in lines[1:] if not _TOOLBAR_WORDS.fullmatch(line.text)]
    if not words:
        raise UnreadableBulletinError(lines[-1].number, _("The title is missing."))
    title, *lead = words
    if len(title.text) > _LONGEST_TITLE:
        raise UnreadableBulletinError(
            title.number, _("The title is longer than %(most)s characters.") % {"most": _LONGEST_TITLE}
        )
    if not lead:
        raise UnreadableBulletinError(title.number, _("The lead is missing."))
    return published_on, title.text, "\n".join(line.text for line in lead)


def _date(line: _Line) -> datetime.date:
    found = _DATE.fullmatch(line.text)
    try:
        day, month, year = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return datetime.date(year, month, day)
    except ValueError as error:
        reason = _("“%(text)s” is no date of the form 27/01/2021.") % {"text": line.text[:40]}
        raise UnreadableBulletinError(line.number, reason) from error


def _body(marker: _Line, lines: Sequence[_Line]) -> tuple[list[BodyPart], str]:
    """Paragraphs and captions up to the end mark, and the byline behind it."""
    if not lines:
        raise UnreadableBulletinError(marker.number, _("The body is empty."))
    ends = [place for place, line in enumerate(lines) if line.text.endswith(END_MARK)]
    if not ends:
        raise UnreadableBulletinError(lines[-1].number, _("The end mark “./.” is missing."))
    if len(ends) > 1:
        raise UnreadableBulletinError(lines[ends[1]].number, _("The end mark “./.” is there twice."))
    body, behind = lines[: ends[0] + 1], lines[ends[0] + 1 :]
    if body[-1].text == END_MARK:
        raise UnreadableBulletinError(body[-1].number, _("The end mark closes no paragraph."))
    parts = [BodyPart(line.text, is_caption=not _SENTENCE_END.search(line.text)) for line in body]
    return parts, _byline(body[-1], behind)


def _byline(end: _Line, lines: Sequence[_Line]) -> str:
    if not lines:
        raise UnreadableBulletinError(end.number, _("The byline is missing behind the end mark."))
    if len(lines) > 1:
        raise UnreadableBulletinError(lines[1].number, _("Unknown text stands behind the byline."))
    if len(lines[0].text) > _LONGEST_BYLINE:
        raise UnreadableBulletinError(
            lines[0].number, _("The byline is longer than %(most)s characters.") % {"most": _LONGEST_BYLINE}
        )
    return lines[0].text
