"""The columns of the desk: what each shows on the screen and writes into a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from honors.exports import Cell
    from workflows.due import Due
    from workflows.models import Nomination
    from workflows.queue.dots import Dots

# Columns every row is read with, whatever is shown.
BASE_FIELDS = (
    "honorific", "name", "kind", "state", "guideline_id", "created_at", "due_on", "waiting_level", "waiting_since",
    "is_consulting", "return_count", "holder_id", "unit__name", "unit__short_name", "unit__level", "unit__path",
    "waiting_unit__name", "waiting_unit__short_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A case on the desk with what was worked out about it."""

    nomination: Nomination
    due: Due | None
    dots: Dots | None
    note: str = ""

    @property
    def place(self) -> str:
        """Where the case is: the unit that has it, or how it ended."""
        waiting = self.nomination.waiting_unit
        return waiting.label if waiting else capfirst(self.nomination.get_state_display())


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in one cell of the screen: a line, a smaller one below it, and how it looks."""

    text: str
    below: str = ""
    style: str = ""
    dots: Dots | None = None

    @property
    def html(self) -> SafeString:
        """The cell's inside.  Written here and not in the template: a page has a hundred of them."""
        text = format_html("<p>{}</p>", self.text) if self.text else SafeString()
        below = format_html('<p class="gd-m">{}</p>', self.below) if self.below else SafeString()
        return (self.dots.html if self.dots else SafeString()) + text + below


@dataclass(frozen=True)
class Column:
    """One column: its heading, its cell on the screen, its cells in a file, and what its rows have to be read with.

    A column without a cell of its own on the screen stands below the name.
    """

    label: StrOrPromise
    write: Callable[[Row], Cell]
    show: Callable[[Row], Shown] | None = None
    fields: Sequence[str] = ()
    joins: Sequence[str] = ()
    beside: tuple[StrOrPromise, Callable[[Row], Cell]] | None = None


def _kind(row: Row) -> str:
    return capfirst(row.nomination.get_kind_display())


def _category(row: Row) -> str:
    return row.nomination.category.name


def _show_unit(row: Row) -> Shown:
    return Shown(row.nomination.unit.name)


def _show_route(row: Row) -> Shown:
    return Shown(row.place, row.note, dots=row.dots)


def _show_due(row: Row) -> Shown:
    if row.due is None:
        return Shown("")
    return Shown(str(row.due), _("due %(day)s") % {"day": f"{row.due.on:%d/%m/%Y}"}, row.due.style)


def _round(row: Row) -> str:
    return row.nomination.round.name if row.nomination.round else ""


def _since(row: Row) -> Cell:
    return timezone.localdate(row.nomination.waiting_since or row.nomination.created_at)


def _show_since(row: Row) -> Shown:
    return Shown(f"{_since(row):%d/%m/%Y}", style="gd-num")


def _holder(row: Row) -> str:
    return row.nomination.holder.get_full_name() if row.nomination.holder else ""


def _returned(row: Row) -> int:
    return row.nomination.return_count


def _letter(row: Row) -> str:
    return row.nomination.batch.number if row.nomination.batch else ""


def _line(read: Callable[[Row], object]) -> Callable[[Row], Shown]:
    return lambda row: Shown(str(read(row)))


COLUMNS: Mapping[str, Column] = {
    "kind": Column(gettext_lazy("Kind"), _kind),
    "category": Column(gettext_lazy("Category"), _category, fields=["category__name"], joins=["category"]),
    "unit": Column(gettext_lazy("Nominating unit"), lambda row: row.nomination.unit.name, _show_unit),
    "route": Column(
        gettext_lazy("Where it is"),
        lambda row: row.place,
        _show_route,
        beside=(gettext_lazy("Note"), lambda row: row.note),
    ),
    "due": Column(
        gettext_lazy("Due"),
        lambda row: row.due.on if row.due else None,
        _show_due,
        beside=(gettext_lazy("Time left"), lambda row: str(row.due or "")),
    ),
    "round": Column(gettext_lazy("Round"), _round, _line(_round), ["round__name"], ["round"]),
    "since": Column(gettext_lazy("Since"), _since, _show_since),
    "holder": Column(
        gettext_lazy("Held by"), _holder, _line(_holder), ["holder__full_name", "holder__username"], ["holder"]
    ),
    "returned": Column(gettext_lazy("Times returned"), _returned, _line(_returned)),
    "letter": Column(gettext_lazy("Proposal letter"), _letter, _line(_letter), ["batch__number"], ["batch"]),
}
COLUMN_KEYS = tuple(COLUMNS)
DEFAULT_COLUMNS = ("kind", "category", "unit", "route", "due")


def headers(keys: Sequence[str]) -> list[StrOrPromise]:
    """The first line of a file with these columns."""
    found: list[StrOrPromise] = [gettext_lazy("Dossier"), gettext_lazy("Nominee")]
    for key in keys:
        column = COLUMNS[key]
        found += [column.label, column.beside[0]] if column.beside else [column.label]
    return found


def written(row: Row, keys: Sequence[str]) -> list[Cell]:
    """One line of a file: what the screen shows of the row, cell by cell."""
    found: list[Cell] = [row.nomination.reference, row.nomination.display_name]
    for key in keys:
        column = COLUMNS[key]
        found.append(column.write(row))
        if column.beside:
            found.append(column.beside[1](row))
    return found
