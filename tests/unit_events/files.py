"""Files of events for tests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.management import call_command

HEADER = "date,event,district,old_units,new_unit,new_code,new_kind,new_level,new_parent,legal_basis,source"
BASIS = "NQ 1/NQ-UBTVQH (mẫu)"


def event(kind: str, olds: str, new: str = "", *, day: str = "2021-05-01", basis: str = BASIS, **more: str) -> str:
    """One line of a file."""
    cells = [day, kind, more.get("district", ""), olds, new]
    cells += [more.get(name, "") for name in ("new_code", "new_kind", "new_level", "new_parent")]
    return ",".join([*cells, basis, "thử"])


def written(folder: Path, *lines: str, name: str = "events.csv", header: str = HEADER) -> Path:
    """A file of these lines."""
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def run(path: Path, **options: Any) -> str:
    """Run the command; return what it says."""
    out = io.StringIO()
    call_command("apply_unit_events", str(path), stdout=out, **options)
    return out.getvalue()
