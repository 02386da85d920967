"""The way of each row as dots: which levels decided, which has it, which are skipped, which are to come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import Unit
from workflows.models import RouteStep
from workflows.states import REGISTERED_STATES, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.models import Nomination


@dataclass(frozen=True)
class Dots:
    """The statuses of the levels from the nominating unit's own upwards, and the same in words."""

    statuses: tuple[str, ...]
    words: str

    @cached_property
    def html(self) -> SafeString:
        """The dots, written once for all rows that went the same way."""
        dots = format_html_join("", '<i class="{}"></i>', ((status,) for status in self.statuses))
        return format_html('<span class="gd-dots" role="img" aria-label="{}">{}</span>', self.words, dots)


class Routes:
    """The ways of many nominations, from two queries whatever their number."""

    def __init__(self, nominations: Iterable[Nomination] | None = None) -> None:
        """Read for the given rows (with their unit), or, without, for any row: an export does not know them yet."""
        units, steps = Unit.objects.order_by(), RouteStep.objects.filter(left_out=False).order_by()
        if nominations is not None:
            rows = list(nominations)
            units = units.filter(code__in={code for row in rows for code in row.unit.ancestor_codes})
            steps = steps.filter(guideline__in={row.guideline_id for row in rows})
        self._levels = dict(units.values_list("code", "level"))
        self._steps = set(steps.values_list("guideline_id", "level"))
        self._known: dict[tuple[object, ...], Dots] = {}

    def of(self, nomination: Nomination) -> Dots | None:
        """The dots of a row; None where it went no way: a draft, or a case that ended before the register."""
        if nomination.state != State.IN_REVIEW and nomination.state not in REGISTERED_STATES:
            return None
        unit = nomination.unit
        above = frozenset(self._levels.get(code, 0) for code in unit.ancestor_codes)
        key = (nomination.guideline_id, unit.level, above, nomination.waiting_level)
        if key not in self._known:
            self._known[key] = self._dots(nomination, above)
        return self._known[key]

    def _dots(self, nomination: Nomination, above: frozenset[int]) -> Dots:
        own, now = nomination.unit.level, nomination.waiting_level
        statuses, words = [], []
        for level in Level:
            if level < own:
                continue
            passes = level == own or (level in above and (nomination.guideline_id, level) in self._steps)
            status = _status(level, now) if passes else "skipped"
            statuses.append(status)
            words.append(f"{level.label}: {_WORDS[status]()}")
        return Dots(tuple(statuses), "; ".join(words))


def _status(level: int, now: int | None) -> str:
    if level == now:
        return "now"
    return "ahead" if now is not None and level > now else "done"


_WORDS = {
    "done": lambda: _("decided"),
    "now": lambda: _("being decided"),
    "skipped": lambda: _("no such step"),
    "ahead": lambda: _("to come"),
}
