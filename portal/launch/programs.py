"""Runs one program of the set-up and tells in a sentence why it failed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from portal.launch.trouble import TroubleError, disk_full, tells_disk_full
from portal.terminal import gettext as _

ROOT = Path(__file__).resolve().parent.parent.parent
_SHOWN_ON_FAILURE = 15


def say(text: str) -> None:
    """Write one line to the terminal at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run_program(
    command: list[str],
    *,
    what: str,
    environ: Mapping[str, str] | None = None,
    each_line: Callable[[str], None] | None = None,
) -> None:
    """Run a program to its end; `each_line` gets what it writes, else it writes to the terminal itself.

    What it complains about is shown when it fails, with the sentence after it.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        program = subprocess.Popen(  # noqa: S603  # our own commands
            command,
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE if each_line else None,
            stderr=complaints,
            text=True,
        )
        try:
            if each_line and program.stdout:
                with program.stdout as output:
                    for line in output:
                        each_line(line)
            code = program.wait()
        except BaseException:
            program.terminate()
            program.wait()
            raise
        complaints.seek(0)
        words = complaints.read()
    if code == 0:
        return
    if tells_disk_full(words):
        raise disk_full(ROOT)
    sys.stderr.write("\n".join(words.splitlines()[-_SHOWN_ON_FAILURE:]) + "\n")
    raise TroubleError(_("%(what)s failed; what it said stands above.") % {"what": what})
