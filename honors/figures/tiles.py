"""A map in the manner of a woven cloth: one tile for every district, about where it lies."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from honors.vietnamese import format_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honors.figures.districts import UnitFacts

POSITIONS = Path(__file__).parent / "data" / "district_tiles.csv"
# Pixels.
TILE, GAP = 66, 6
SHADES = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """A district on the map: along in percent, down in pixels; a deeper shade is a larger number."""

    name: str
    text: str
    shade: str
    x: str
    width: str
    centre: str
    y: int
    name_y: int
    text_y: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TileMap:
    """The map as one picture; what it says stands in the table beside it."""

    key: str
    title: str
    summary: str
    tiles: Sequence[Tile]
    height: int
    thickness: int = TILE


def tile_map(
    *, key: str, title: str, summary: str, districts: Sequence[UnitFacts], counts: Mapping[int | None, int]
) -> TileMap | None:
    """Lay out the districts that have a place in the table of positions. No query.

    None unless every one of them stands: after a reform the map would lie, and
    the list beside it says it all.
    """
    positions = read_positions()
    placed = {unit.code: unit for unit in districts if unit.code in positions}
    if not positions or placed.keys() != positions.keys():
        return None
    across = max(column for column, _line in positions.values()) + 1
    down = max(line for _column, line in positions.values()) + 1
    most = max((counts.get(unit.pk, 0) for unit in placed.values()), default=0)
    width = 100 / across
    tiles = [
        _tile(unit, counts.get(unit.pk, 0), most, x=column * width, width=width, top=line * (TILE + GAP))
        for unit, (column, line) in ((placed[code], place) for code, place in positions.items())
    ]
    return TileMap(key=key, title=title, summary=summary, tiles=tiles, height=down * (TILE + GAP) - GAP)


@lru_cache(maxsize=1)
def read_positions() -> dict[str, tuple[float, int]]:
    """Columns and lines of districts by their code, from the file beside this module."""
    with POSITIONS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (float(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def _tile(unit: UnitFacts, count: int, most: int, *, x: float, width: float, top: int) -> Tile:
    shade = -(-count * (SHADES - 1) // most) if most else 0
    return Tile(
        name=_short(unit.label),
        text=format_count(count),
        shade=f"m{shade}",
        x=f"{x + 0.6:.2f}%",
        width=f"{width - 1.2:.2f}%",
        centre=f"{x + width / 2:.2f}%",
        y=top,
        name_y=top + 27,
        text_y=top + 48,
    )


def _short(label: str) -> str:
    """A place without the word for its sort; a city keeps a short one, being namesake of the province."""
    for word, short in (("Huyện ", ""), ("Thị xã ", ""), ("Thành phố ", "TP ")):
        if label.startswith(word):
            return short + label.removeprefix(word)
    return label
