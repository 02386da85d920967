"""Files of text: the encoding and the separator are found, the lines are read as a stream."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from honors.spreadsheets.cells import Line, text_line
from honors.spreadsheets.limits import Limits, UnreadableError

SEPARATORS = ",;\t"
_PIECE = 1024 * 1024
_SAMPLE = 64 * 1024
_SAMPLE_LINES = 25
_FOREIGN = ("%PDF", "{\\rtf", "<")


def text_lines(file: IO[bytes], limits: Limits) -> Callable[[], Iterator[tuple[int, Line]]]:
    """Return what reads the lines of a file of text. Raises UnreadableError where it is none.

    The whole file is decoded once before, so that no line is handed out of a
    file that breaks further down.
    """
    encoding = _encoding_of(file, limits)
    file.seek(0)
    sample = io.TextIOWrapper(io.BytesIO(file.read(_SAMPLE)), encoding, errors="replace", newline="").read()
    if not sample.strip():
        raise UnreadableError(_("The file is empty."))
    separator = _separator_of(sample)

    def lines() -> Iterator[tuple[int, Line]]:
        file.seek(0)
        text = io.TextIOWrapper(file, encoding, newline="")
        try:
            for number, row in enumerate(csv.reader(text, delimiter=separator, strict=True), start=1):
                if number > limits.lines:
                    raise UnreadableError(limits.too_long)
                yield number, text_line(number, islice(row, limits.columns))
        except csv.Error as error:
            message = _("The quotes or separators are broken: %(error)s.")
            raise UnreadableError(message % {"error": error}) from error
        finally:
            text.detach()

    return lines


def _encoding_of(file: IO[bytes], limits: Limits) -> str:
    file.seek(0)
    head = file.read(2)
    encodings = ("utf-16",) if head in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else limits.encodings
    for encoding in encodings:
        if _is_text(file, encoding):
            return "utf-8-sig" if encoding == "utf-8" else encoding
    raise UnreadableError(_("This is no list: upload an Excel workbook (.xlsx), or a CSV file in UTF-8."))


def _is_text(file: IO[bytes], encoding: str) -> bool:
    """Whether all bytes are text in this encoding: every one decodes, and none is a control character."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    begins = True
    while True:
        piece = file.read(_PIECE)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            return False
        if begins and text.lstrip("\ufeff").startswith(_FOREIGN):
            return False
        if any(sign in text for sign in _CONTROLS):
            return False
        if not piece:
            return True
        begins = False


# Not those that end or divide lines, and not the mark at the end of old files.
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r\x1a"]


def _separator_of(sample: str) -> str:
    """The sign that stands equally often in most lines; texts have commas too, but never so evenly."""

    def evenness(separator: str) -> tuple[int, int]:
        counts = Counter(line.count(separator) for line in sample.splitlines()[:_SAMPLE_LINES] if line.strip())
        counts.pop(0, None)
        times, lines = max(((times, lines) for times, lines in counts.items()), key=lambda c: c[1], default=(0, 0))
        return lines, times

    return max(SEPARATORS, key=evenness)
