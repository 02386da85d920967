"""The dry run of a list: what it would make, and everything that is wrong with it, by row and column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from honors.models import HonoreeKind, MeritCategory, Unit
from honors.vietnamese import fold, normalise
from workflows.forms import FIELDS_OF_KIND
from workflows.models import Nomination
from workflows.nominee_lists.columns import COLUMNS, find_headings
from workflows.nominee_lists.reading import MOST_ROWS, Cell, day_of, read_lines, too_long
from workflows.states import State
from workflows.votes import Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable

LABELS = {column.field: column.label for column in COLUMNS}
NUMBERS = {"birth_year", "member_count", "members_total", "members_present", "votes_for"}
MEETING = ("meeting_on", "members_total", "members_present", "votes_for")
LARGEST_NUMBER = 32767


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to look at; one that `blocks` has to be mended before anything is entered."""

    row: int
    column: str
    value: str
    reason: str
    suggestion: str = ""
    blocks: bool = True


@dataclass
class Trial:
    """What a list would make: the fields of each nomination, and the problems in the order of rows."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it could be entered as it is."""
        return bool(self.rows) and not any(problem.blocks for problem in self.problems)

    def report(self, row: int, field_name: str, value: str, reason: str, **more: Any) -> None:
        """Note a problem and go on."""
        column = str(LABELS.get(field_name, ""))
        self.problems.append(Problem(row=row, column=column, value=value[:80], reason=reason, **more))


def try_list(file: IO[bytes], *, unit: Unit, meeting: Meeting) -> Trial:
    """Read a list and say what it would make; nothing is written. Two queries.

    `meeting` holds for every row that names none of its own.  Raises
    DecisionError where the file as a whole cannot be taken.
    """
    lines = read_lines(file)
    place, columns = find_headings(lines)
    body = lines[place + 1 :]
    if len(body) > MOST_ROWS:
        raise too_long()
    trial, reader = Trial(), _RowReader(columns, meeting)
    for number, line in body:
        if values := reader.read(trial, number, line):
            trial.rows.append((number, values))
    if not trial.rows and not trial.problems:
        trial.report(body[0][0] if body else 0, "name", "", _("There is no nominee below the names of the columns."))
    _note_duplicates(trial, unit)
    trial.problems.sort(key=lambda problem: problem.row)
    return trial


class _RowReader:
    """Turns one line into the fields of a nomination."""

    def __init__(self, columns: dict[str, int], meeting: Meeting) -> None:
        self.columns = columns
        self.meeting = vars(meeting)
        self.categories = list(MeritCategory.objects.all())
        self.by_name = {
            key: category
            for category in self.categories
            for key in (fold(category.code), fold(category.public_label), fold(category.name))
        }
        self.kinds = {fold(str(label)): value for value, label in HonoreeKind.choices}
        self.kinds |= {value: value for value in HonoreeKind.values}
        self.kinds |= {"": HonoreeKind.INDIVIDUAL, "gia dinh": HonoreeKind.HOUSEHOLD, "ho": HonoreeKind.HOUSEHOLD}

    def read(self, trial: Trial, number: int, line: list[Cell]) -> dict[str, Any]:
        """Return the fields; what is wrong goes into the trial. A line with no more than a running number is none."""
        cells = {name: line[index] for name, index in self.columns.items() if index < len(line)}
        if not any(cell.text or cell.fault for cell in cells.values()):
            return {}
        before = len(trial.problems)
        for name, cell in cells.items():
            if cell.fault:
                trial.report(number, name, "", cell.fault)
        values = self._values(trial, number, {name: normalise(cell.text) for name, cell in cells.items()})
        if len(trial.problems) == before:
            _check_fields(trial, number, values)
        return values

    def _values(self, trial: Trial, number: int, texts: dict[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = dict(self.meeting)
        kind = self._kind(trial, number, texts.pop("kind", ""))
        values |= {"kind": kind, "category": self._category(trial, number, texts.pop("category", ""), kind)}
        for name, text in texts.items():
            if name == "meeting_on" or name in NUMBERS:
                if text:
                    values[name] = self._counted(trial, number, name, text)
            else:
                values[name] = text
        for name in ("name", "achievement"):
            if not values.get(name):
                trial.report(number, name, "", _("This cell may not be empty."))
        foreign = {name for names in FIELDS_OF_KIND.values() for name in names} - set(FIELDS_OF_KIND[kind])
        return {name: value for name, value in values.items() if name not in foreign}

    def _kind(self, trial: Trial, number: int, text: str) -> HonoreeKind:
        kind = self.kinds.get(fold(text))
        if kind is None:
            labels = ", ".join(str(label) for label in HonoreeKind.labels)
            trial.report(number, "kind", text, _("This is no kind of nominee."), suggestion=labels)
        return HonoreeKind(kind or HonoreeKind.INDIVIDUAL)

    def _category(self, trial: Trial, number: int, text: str, kind: HonoreeKind) -> MeritCategory | None:
        category = self.by_name.get(fold(text))
        if category is None:
            near = get_close_matches(fold(text), self.by_name, n=1, cutoff=0.5)
            reason = _("There is no such field of merit.") if text else _("This cell may not be empty.")
            suggestion = self.by_name[near[0]].name if near else ""
            trial.report(number, "category", text, reason, suggestion=suggestion)
        elif not category.applies_to(kind):
            trial.report(number, "category", text, _("This category is not meant for this kind of nominee."))
        return category

    def _counted(self, trial: Trial, number: int, name: str, text: str) -> Any:
        if name == "meeting_on":
            day = day_of(text)
            if day is None:
                trial.report(number, name, text, _("This is no date of the form 31/12/2020."))
            return day
        if text.isascii() and text.isdigit() and int(text[:9]) <= LARGEST_NUMBER and len(text) < 9:
            return int(text)
        reason = _("“%(value)s” is not a whole number from 0 to %(largest)s.")
        trial.report(number, name, text, reason % {"value": text[:80], "largest": LARGEST_NUMBER})
        return None


def _check_fields(trial: Trial, number: int, values: dict[str, Any]) -> None:
    """Let the model check what it can of a row, as the form would. No query."""
    nomination = Nomination(**{name: value for name, value in values.items() if name != "category"})
    names = {model_field.name for model_field in Nomination._meta.fields}
    try:
        nomination.clean_fields(exclude=names - (set(values) - {"category"}))
        nomination.clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            trial.report(number, name, str(values.get(name) or ""), " ".join(messages))


def _note_duplicates(trial: Trial, unit: Unit) -> None:
    """Say who is in the list twice, or has a nomination of this unit already; neither blocks. One query."""
    keys = [_key(values) for _number, values in trial.rows]
    counts = Counter(keys)
    under_way = Nomination.objects.of_units([unit.pk]).exclude(state__in=[State.WITHDRAWN, State.REFUSED])
    names = {values["name"]: fold(values["name"])[:250] for _number, values in trial.rows if values.get("name")}
    known = set(_chunked(under_way, set(names.values())))
    for (number, values), key in zip(trial.rows, keys, strict=True):
        name = values.get("name") or ""
        if name and counts[key] > 1:
            trial.report(number, "name", name, _("This nominee is in the list more than once."), blocks=False)
        if name and (values["kind"], names[name]) in known:
            text = _("This unit has a nomination of somebody of this name already.")
            trial.report(number, "name", name, text, blocks=False)


def _chunked(nominations: Any, folded: set[str]) -> Iterable[tuple[str, str]]:
    rows: Iterable[tuple[str, str]] = nominations.filter(folded__in=folded).values_list("kind", "folded")
    return rows


def _key(values: dict[str, Any]) -> tuple[str, str, Any]:
    return values["kind"], fold(values.get("name") or ""), values.get("birth_year")
