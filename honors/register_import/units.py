"""Units by what people call them: a code, a name, a short or an administrative one, with tone marks or without."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING

from honors.levels import Level
from honors.models import Unit
from honors.register_import.columns import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SUGGESTED = 4


class UnitFinder:
    """Finds the one unit a free text means. One query when it is made; each text is looked for once."""

    def __init__(self) -> None:
        self.by_pk = {unit.pk: unit for unit in Unit.objects.exclude(level=Level.PROVINCE).order_by("path")}
        self._by_code = {unit.code: unit for unit in self.by_pk.values()}
        self._names: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.by_pk.values():
            for name in {plain(text) for text in self._called(unit) if text}:
                self._names[name].append(unit)
        self._known: dict[str, tuple[Unit | None, Sequence[Unit]]] = {}

    def find(self, text: str) -> tuple[Unit | None, Sequence[Unit]]:
        """Return the unit a text means; where it means none or several, those it may mean."""
        if text not in self._known:
            self._known[text] = self._look(text)
        return self._known[text]

    def describe(self, unit: Unit) -> str:
        """A unit as nobody can mistake it: code, name, place. No query."""
        codes = unit.ancestor_codes
        place = unit.place_below([self._by_code[code] for code in reversed(codes) if code in self._by_code])
        return f"{unit.code} – {unit.name} ({place})"

    def _called(self, unit: Unit) -> list[str]:
        names = [unit.code, unit.name, unit.short_name]
        above = self._by_code.get(unit.ancestor_codes[-1]) if unit.ancestor_codes else None
        if unit.administrative_name:
            names.append(unit.administrative_name)
        if above is not None:
            names += [f"{unit.name} {other}" for other in (above.administrative_name, above.name) if other]
        return names

    def _look(self, text: str) -> tuple[Unit | None, Sequence[Unit]]:
        found = self._names.get(plain(text), [])
        if len(found) == 1:
            return found[0], ()
        if found:
            return None, found[:MOST_SUGGESTED]
        near = get_close_matches(plain(text), self._names, n=MOST_SUGGESTED, cutoff=0.6)
        likely = {unit.pk: unit for name in near for unit in self._names[name]}
        return None, list(likely.values())[:MOST_SUGGESTED]
