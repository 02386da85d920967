"""What an import says: how much it did, or everything that is wrong with the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

# Called with rows done and rows in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where."""

    file: str
    reason: str
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = {"file": self.file, "line": self.line, "column": self.column, "reason": self.reason}
        if self.line is None:
            return _("%(file)s: %(reason)s") % place
        if not self.column:
            return _("%(file)s, line %(line)s: %(reason)s") % place
        return _("%(file)s, line %(line)s, column %(column)s: %(reason)s") % place


class ImportRefusedError(Exception):
    """A file was refused as a whole; nothing of it was taken over."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class ImportReport:
    """What an import did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    enrolled: int = 0

    @property
    def has_news(self) -> bool:
        """Whether anything was written."""
        return bool(self.created or self.updated or self.enrolled)

    def __str__(self) -> str:
        if not self.has_news:
            return _("Nothing new: all %(count)s rows are known already.") % {"count": self.unchanged}
        counts = {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "enrolled": self.enrolled,
        }
        return _("%(created)s new, %(updated)s updated, %(unchanged)s unchanged; %(enrolled)s enrolments.") % counts
