"""What only a person can say of a divided unit: where each entry, person, case, programme and unit below goes.

Nothing has a usual answer.  `*` answers for all others of a sort, because a
person said so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honors.imports.table import read_table
from honors.models import EntryTransfer, ProgrammeEnrolment, RegisterEntry, TransferAnswer
from honors.unit_events.following import Subject, followers

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from pathlib import Path

    from django.db.models import QuerySet

    from honors.unit_events.planning import DayPlan, Split
    from honors.unit_events.tree import Node, WorkingTree

ALL = TransferAnswer.ALL
SORTS = {
    "entry": gettext_lazy("entries"),
    "unit": gettext_lazy("units below"),
    "enrolment": gettext_lazy("programmes"),
    "person": gettext_lazy("people"),
    "case": gettext_lazy("open cases"),
}
COLUMNS = ("unit", "what", "which", "goes_to")


@dataclass(frozen=True)
class Answers:
    """Where things go, by the unit's code, the sort and the key of the thing, in the words of the events."""

    given: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def words(self, code: str, sort: str, key: str) -> str:
        """The answer for one thing, else the one for all others of its sort; empty where nobody answered."""
        return self.given.get((code, sort, key)) or self.given.get((code, sort, ALL), "")

    def of(self, split: Split, sort: str, key: str) -> Node | None:
        """The unit something goes to, where the answer names one of those it can go to."""
        words = self.words(split.node.code, sort, key)
        return split.option(words) if words else None

    def unit(self, split: Split, node: Node) -> Node | None:
        """Where a unit below goes."""
        return self.of(split, "unit", node.code)

    def with_others(self, others: Answers) -> Answers:
        """These, and those of others for what these do not say."""
        return Answers({**others.given, **self.given})


@dataclass(frozen=True)
class Question:
    """One thing of a divided unit, and where a person said it goes."""

    split: Split
    subject: Subject
    goes_to: Node | None


def stored_answers(day: datetime.date) -> Answers:
    """Return what was answered on the page for a day. One query."""
    rows = TransferAnswer.objects.filter(day=day).values_list("unit__code", "sort", "key", "goes_to")
    return Answers({(code, sort, key): words for code, sort, key, words in rows})


def read_answers(path: Path) -> Answers:
    """Return the answers of a CSV file; raises ImportRefusedError naming what is wrong with it."""
    table = read_table(path, COLUMNS)
    given: dict[tuple[str, str, str], str] = {}
    for row in table.rows:
        key = (row["unit"], row["what"], row["which"])
        if row["what"] not in SORTS:
            reason = _("Unknown sort “%(value)s”; known are %(known)s.")
            row.report("what", reason % {"value": row["what"], "known": ", ".join(SORTS)})
        if key in given:
            row.report("which", _("This is answered twice."))
        for column in ("unit", "which", "goes_to"):
            if not row[column]:
                row.report(column, _("This cell is empty."))
        given[key] = row["goes_to"]
    table.refuse_if_wrong()
    return Answers(given)


def questions_of(plan: DayPlan, answers: Answers) -> list[Question]:
    """Return everything that is asked about the divided units of a day. Three queries and the followers' a unit."""
    return [
        Question(split, subject, answers.of(split, subject.sort, subject.key))
        for split in plan.splits.values()
        for subject in subjects_of(plan.tree, split)
    ]


def subjects_of(tree: WorkingTree, split: Split) -> list[Subject]:
    """Return what a divided unit has."""
    unit = split.node.pk or 0
    found = [Subject("unit", node.code, node.name) for node in tree.nodes if _was_below(node, split)]
    enrolled = ProgrammeEnrolment.objects.filter(unit=unit, until=None).select_related("programme")
    found += [Subject("enrolment", row.programme.code, row.programme.name) for row in enrolled]
    found += [entry_subject(entry) for entry in entries_answered_by(tree, split.node)]
    for follower in followers():
        found += follower.subjects(unit)
    return found


def _was_below(node: Node, split: Split) -> bool:
    """Whether a unit stood right below a divided one in the evening before, whatever was answered since."""
    above = node.past.parent if node.past else node.parent
    return above is split.node and node.is_open


def entry_subject(entry: RegisterEntry) -> Subject:
    """An entry by its book and number, with whom and what it honours."""
    key = f"{entry.register.unit.code}/{entry.year}/{entry.number}"
    return Subject("entry", key, entry.honoree_name, f"{entry.unit_name}: {entry.citation}", entry.pk)


def entries_answered_by(tree: WorkingTree, node: Node) -> QuerySet[RegisterEntry]:
    """Return the entries a unit answers for: its own, those of units it followed, those transferred to them."""
    units = [other.pk for other in tree.nodes if other.pk and _leads_to(other, node)]
    moved = EntryTransfer.objects.current().filter(unit__in=units)
    own = Q(unit__in=units) & ~Exists(EntryTransfer.objects.filter(entry=OuterRef("pk")).order_by())
    found = RegisterEntry.objects.filter(own | Q(pk__in=moved.order_by().values("entry")))
    entries: QuerySet[RegisterEntry] = found.select_related("register__unit").order_by("register", "number")
    return entries


def _leads_to(other: Node, node: Node) -> bool:
    seen: Sequence[Node] = []
    found: Node | None = other
    while found is not None and found is not node and found not in seen:
        seen = [*seen, found]
        found = found.successor
    return found is node
