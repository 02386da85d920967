"""The texts of a workbook on disk instead of in memory: cells name them by their place in one long list."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from tempfile import TemporaryFile
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from openpyxl.xml.constants import SHEET_MAIN_NS

from honors.spreadsheets.cells import LONGEST_CELL

_ITEM, _TEXT, _RUN = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "r"))
_KEPT = 4096


class StoredStrings:
    """Texts by their place, read from a temporary file; eight bytes of memory each. Closed with its last reader."""

    def __init__(self, source: IO[bytes]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - lives as long as this object
        self._ends = array("Q", [0])
        for text in _texts(source):
            self._file.write(text.encode("utf-8", "surrogatepass"))
            self._ends.append(self._file.tell())
        self._file.flush()
        # Headings, units and kinds repeat in every row.
        self._read = lru_cache(maxsize=_KEPT)(self._read_from_file)

    def __getitem__(self, place: int) -> str:
        if not 0 <= place < len(self._ends) - 1:
            raise IndexError(place)
        return self._read(place)

    def close(self) -> None:
        """Give up the file."""
        self._read.cache_clear()
        self._file.close()

    def _read_from_file(self, place: int) -> str:
        begin, end = self._ends[place], self._ends[place + 1]
        self._file.seek(begin)
        return self._file.read(end - begin).decode("utf-8", "surrogatepass")


def _texts(source: IO[bytes]) -> Iterator[str]:
    """Every text in order, without the reading aids that stand beside it."""
    events = iterparse(source, events=("start", "end"))  # noqa: S314 - as above
    _event, root = next(events)
    for event, node in events:
        if event == "end" and node.tag == _ITEM:
            yield _text(node)[: LONGEST_CELL + 1].replace("_x005F_", "_")
            root.clear()


def _text(item: Element) -> str:
    runs = [item.find(_TEXT), *(run.find(_TEXT) for run in item.findall(_RUN))]
    return "".join(node.text or "" for node in runs if node is not None)
