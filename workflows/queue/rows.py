"""Rows of a list as the screen and the export show them, in the same order and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.models import Nomination
from workflows.queue.columns import BASE_FIELDS, COLUMNS, Row
from workflows.queue.dots import Routes
from workflows.queue.lists import mine
from workflows.queue.parts import decidable_of
from workflows.states import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.models.nomination import NominationQuerySet
    from workflows.queue.clock import Clock
    from workflows.queue.reach import Reach

# Lists in which somebody else may have to decide a case; each row says so.
NOTED_LISTS = frozenset({"unit"})
CHUNK = 500


def readable(nominations: NominationQuerySet, columns: Sequence[str]) -> NominationQuerySet:
    """Join what the columns show and leave the long texts of the dossier where they are."""
    joins = [join for key in columns for join in COLUMNS[key].joins]
    fields = [name for key in columns for name in COLUMNS[key].fields]
    return nominations.select_related("unit", "waiting_unit", *joins).only(*BASE_FIELDS, *fields)


class RowReader:
    """Turns nominations of one list into rows."""

    def __init__(self, tab: str, reach: Reach, clock: Clock) -> None:
        self._noted = tab in NOTED_LISTS
        self._reach, self._clock = reach, clock

    def of_page(self, nominations: Sequence[Nomination]) -> list[Row]:
        """The rows of one page. At most four queries."""
        return self._rows(nominations, Routes(nominations))

    def of_all(self, nominations: NominationQuerySet) -> Iterator[Row]:
        """Every row, a few hundred in memory at a time."""
        routes = Routes()
        chunk: list[Nomination] = []
        for nomination in nominations.iterator(chunk_size=CHUNK):
            chunk.append(nomination)
            if len(chunk) == CHUNK:
                yield from self._rows(chunk, routes)
                chunk.clear()
        yield from self._rows(chunk, routes)

    def _rows(self, nominations: Sequence[Nomination], routes: Routes) -> list[Row]:
        notes = self._notes(nominations) if self._noted else {}
        return [
            Row(
                nomination=nomination,
                due=self._clock.due(nomination.due_on),
                dots=routes.of(nomination),
                note=notes.get(nomination.pk) or _asked(nomination),
            )
            for nomination in nominations
        ]

    def _notes(self, nominations: Sequence[Nomination]) -> dict[int, str]:
        """Why a case of one's unit is somebody else's to decide. Two queries."""
        decidable = decidable_of(mine(self._reach), nominations)
        others = [row for row in nominations if row.pk not in decidable and row.state == State.IN_REVIEW]
        held = Nomination.objects.filter(pk__in=[row.pk for row in others], holder__isnull=False)
        holders = {row.pk: row.holder for row in held.order_by().select_related("holder").only("holder")}
        return {
            row.pk: _("held by %(person)s") % {"person": holders[row.pk]}
            if row.pk in holders
            else _("you have a part in it: somebody else decides")
            for row in others
        }


def _asked(nomination: Nomination) -> str:
    return _("another agency was asked") if nomination.is_consulting else ""
