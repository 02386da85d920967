"""`python -m bench.lighthouse [PAGE …]`: Lighthouse's marks of public pages, held against the least allowed.

The demo is served as `make demo` serves it.  Marks for speed are the best of a
few looks, since a busy machine only ever takes away; a machine slower than
Lighthouse expects is slowed down less, to the same telephone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.launch.demo import demo_environ, demo_folder, prepare_demo
from portal.launch.environment import venv_python
from portal.launch.machine import HOST
from portal.launch.programs import ROOT, say

LEAST = 98
LOOKS = 3
START_SECONDS, LOOK_SECONDS = 60, 180
VERSION = "12"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
# Lighthouse slows a processor down fourfold, and warns where its index is below a thousand: there this is too much.
USUAL_SLOWDOWN, USUAL_INDEX = 4.0, 1000
Marks = dict[str, int]


def _first(page: str, pattern: str) -> Callable[[str], str]:
    """Find the first address of a kind on a page."""

    def find(base: str) -> str:
        with urllib.request.urlopen(base + page, timeout=30) as answer:  # noqa: S310  # our own address
            found = re.search(pattern, answer.read().decode())
        if found is None:
            raise SystemExit(f"{page} leads to no page of this kind")
        return found[1]

    return find


PAGES: dict[str, Callable[[str], str]] = {
    "home": lambda _base: "/",
    "register": lambda _base: "/so-ghi-danh/",
    "profile": _first("/so-ghi-danh/", r'href="(/so-ghi-danh/[-\w]+-\w{6}/)"'),
    "bulletin": _first("/ban-tin/rss.xml", r"<link>[^<]*?(/ban-tin/[-\w]+/)</link>"),
}


def main() -> int:
    """Mark the pages asked for, all where none is; 1 when a mark is too low."""
    parser = argparse.ArgumentParser(prog="python -m bench.lighthouse")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"of {', '.join(PAGES)}")
    parser.add_argument("--port", type=int, default=8765)
    options = parser.parse_args()
    if unknown := set(options.pages) - set(PAGES):
        parser.error(f"no such page: {', '.join(sorted(unknown))}")
    with demo(options.port) as base:
        marks = {name: best_marks(base + PAGES[name](base)) for name in options.pages or PAGES}
    say("\n" + "".join(f"{column:>16}" for column in ("", *CATEGORIES)))
    for name, row in marks.items():
        say("".join(f"{cell:>16}" for cell in (name, *row.values())))
    return 0 if all(mark >= LEAST for row in marks.values() for mark in row.values()) else 1


@contextmanager
def demo(port: int) -> Iterator[str]:
    """Serve the demo, seeded first where it is not yet; gives the address it stands at."""
    folder = demo_folder()
    environ = demo_environ(folder, port)
    prepare_demo(folder, environ)
    gunicorn = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"{HOST}:{port}", "portal.wsgi"]
    program = subprocess.Popen([str(venv_python()), *gunicorn], cwd=ROOT, env=environ)
    base = f"http://localhost:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(base):
            if program.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the demo did not start")
            time.sleep(0.5)
        yield base
    finally:
        program.terminate()
        program.wait()


def _answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/healthz", timeout=5):  # noqa: S310  # our own address
            return True
    except (urllib.error.URLError, OSError):
        return False


def best_marks(url: str) -> Marks:
    """Look until the marks suffice, a few times at most; return the best of each category."""
    best: Marks = dict.fromkeys(CATEGORIES, 0)
    slowdown = USUAL_SLOWDOWN
    for _look in range(LOOKS):
        report = look(url, slowdown)
        best = {name: max(best[name], round(100 * report["categories"][name]["score"])) for name in CATEGORIES}
        index = report["environment"]["benchmarkIndex"]
        say(f"{url} ×{slowdown:.1f} on a machine of index {index:.0f}: {best} {', '.join(_faults(report))}")
        if min(best.values()) >= LEAST:
            break
        slowdown = min(USUAL_SLOWDOWN, max(1.0, USUAL_SLOWDOWN * index / USUAL_INDEX))
    return best


def look(url: str, slowdown: float) -> Any:
    """Run Lighthouse once; return its report. Raises CalledProcessError when it gives none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = [
            "npx", "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--output=json", f"--output-path={path}",
            f"--only-categories={','.join(CATEGORIES)}", "--form-factor=mobile",
            f"--throttling.cpuSlowdownMultiplier={slowdown:.2f}", "--chrome-flags=--headless=new --no-sandbox",
        ]  # fmt: skip
        subprocess.run(command, check=True, timeout=LOOK_SECONDS, env=_environ(), stderr=subprocess.DEVNULL)
        return json.loads(path.read_text(encoding="utf-8"))


def _environ() -> dict[str, str]:
    """Chromium's place; nothing that was seen is sent to anybody."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit("no chromium on this machine")
    return {**os.environ, "CHROME_PATH": found, "NO_UPDATE_NOTIFIER": "1"}


def _faults(report: Any) -> list[str]:
    """Names of the audits that cost marks in their category."""
    weighed = {ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    audits = report["audits"]
    return [f"{key} {audits[key]['score']}" for key in sorted(weighed) if (audits[key]["score"] or 0) < 1
            and audits[key]["score"] is not None]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
