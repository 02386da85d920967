"""What a browser posts for the rows below a form."""

from __future__ import annotations

from typing import Any


def rows(*new: dict[str, Any], standing: dict[int, str] | None = None) -> dict[str, Any]:
    """New rows, and last days by primary key of rows that stand."""
    ends = standing or {}
    posted: dict[str, Any] = {
        "standing-TOTAL_FORMS": len(ends),
        "standing-INITIAL_FORMS": len(ends),
        "new-TOTAL_FORMS": max(2, len(new)),
        "new-INITIAL_FORMS": 0,
    }
    for index, (pk, until) in enumerate(ends.items()):
        posted |= {f"standing-{index}-id": pk, f"standing-{index}-until": until}
    for index, row in enumerate(new):
        posted |= {f"new-{index}-{name}": value for name, value in row.items()}
    return posted
