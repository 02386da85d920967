"""The figures as a table on the terminal and as JSON in var/bench/."""

from __future__ import annotations

import json
import platform
import time
from importlib.metadata import version
from pathlib import Path

from bench.figures import Figure

_WIDTH = 62
_HEAD = f"{'':{_WIDTH}} {'queries':>14} {'× plain':>14} {'':>10} {'CPU ms':>8}"


def table(found: dict[str, list[Figure]]) -> str:
    """Return the figures for a reader: what, found and (limit), and a verdict where there is a limit."""
    lines = [_HEAD]
    for name, figures in found.items():
        lines += ["", name.upper(), *(_line(figure) for figure in figures)]
    limited = [figure for figures in found.values() for figure in figures if figure.has_budget]
    met = sum(figure.is_met for figure in limited)
    return "\n".join([*lines, "", f"{met} of {len(limited)} budgets met."])


def write(found: dict[str, list[Figure]], *, folder: Path, database: str) -> Path:
    """Write the figures to a file named for the minute, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{database}.json"
    run = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "database": database,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("Django", "wagtail")},
        "flows": {name: [figure.as_dict() for figure in figures] for name, figures in found.items()},
    }
    path.write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _line(figure: Figure) -> str:
    value = figure.ratio if figure.value is None else figure.value
    limit = figure.most_ratio if figure.value is None else figure.most_value
    verdict = ("met" if figure.is_met else "MISSED") if figure.has_budget else ""
    milliseconds = "" if figure.cpu_ms is None else f"{figure.cpu_ms:.1f}"
    return (
        f"  {figure.what:{_WIDTH - 2}} {_with_limit(figure.queries, figure.most_queries):>14} "
        f"{_with_limit(value, limit, figure.unit):>14} {verdict:>10} {milliseconds:>8}"
    ).rstrip()


def _with_limit(found: float | None, limit: float | None, unit: str = "") -> str:
    if found is None:
        return ""
    text = f"{found:.2f}" if isinstance(found, float) else str(found)
    return f"{text}{f' {unit}' if unit else ''}{f' (≤ {limit})' if limit is not None else ''}"
