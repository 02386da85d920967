"""Runs flows: each in a fresh copy of its database and in a process of its own.

`python -m bench.run FLOW FILE` is that process: it measures one flow and
writes its figures to a file.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import django

from bench.catalogue import FLOWS, Flow, Scale
from bench.databases import Place
from bench.figures import Figure, figure_from

WORK = "work"


class FlowError(Exception):
    """A measurement ended without figures; what it printed stands above."""


def run_flows(flows: Iterable[Flow], *, place: Place, reuse: bool) -> dict[str, list[Figure]]:
    """Measure flows one after the other; `reuse` keeps the filled databases of an earlier run."""
    filled: set[Scale] = set()
    found = {}
    for flow in flows:
        if flow.scale not in filled:
            _fill(flow.scale, place, reuse=reuse)
            filled.add(flow.scale)
        print(f"\n{flow.name}: {flow.why}", flush=True)
        place.copy(flow.scale.name, WORK)
        found[flow.name] = _in_own_process(flow, place)
    place.drop(WORK)
    return found


def _fill(scale: Scale, place: Place, *, reuse: bool) -> None:
    if reuse and place.is_filled(scale.name):
        return
    print(f"Filling a database with {scale.all_entries} entries and {scale.pending} nominations …", flush=True)
    place.create(scale.name)
    command = [sys.executable, "-m", "bench.fill", str(scale.entries), str(scale.pending), str(scale.copies)]
    if subprocess.run(command, env=place.environment(scale.name), check=False).returncode:
        raise FlowError("The database could not be filled.")
    place.mark_filled(scale.name)


def _in_own_process(flow: Flow, place: Place) -> list[Figure]:
    answer = place.folder / "figures.json"
    command = [sys.executable, "-m", "bench.run", flow.name, str(answer)]
    if subprocess.run(command, env=place.environment(WORK), check=False).returncode:
        raise FlowError(f"“{flow.name}” could not be measured.")
    return [figure_from(values) for values in json.loads(answer.read_text(encoding="utf-8"))]


def measure(name: str, answer: Path) -> None:
    """Measure one flow in this process."""
    flow = next(flow for flow in FLOWS if flow.name == name)
    module, function = flow.run.split(":")
    figures: list[Figure] = getattr(importlib.import_module(module), function)()
    answer.write_text(json.dumps([figure.as_dict() for figure in figures]), encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    measure(sys.argv[1], Path(sys.argv[2]))
