"""What a measurement says: its figures, each with its budget where the contract names one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the report; without a limit it is told for comparison only."""

    what: str
    queries: int | None = None
    cpu_ms: float | None = None
    ratio: float | None = None
    value: float | None = None
    unit: str = ""
    most_queries: int | None = None
    most_ratio: float | None = None
    most_value: float | None = None

    @property
    def has_budget(self) -> bool:
        """Whether the contract limits it."""
        return any(limit is not None for _found, limit in self._pairs())

    @property
    def is_met(self) -> bool:
        """Whether everything found is within its limit."""
        return all(limit is None or (found is not None and found <= limit) for found, limit in self._pairs())

    def as_dict(self) -> dict[str, Any]:
        """The figure for a file, with its verdict."""
        return {**asdict(self), "has_budget": self.has_budget, "is_met": self.is_met}

    def _pairs(self) -> list[tuple[float | None, float | None]]:
        return [
            (self.queries, self.most_queries),
            (self.ratio and round(self.ratio, 2), self.most_ratio),
            (self.value, self.most_value),
        ]


def figure_from(values: dict[str, Any]) -> Figure:
    """Return a figure read back from a file."""
    return Figure(**{name: value for name, value in values.items() if name in Figure.__dataclass_fields__})
