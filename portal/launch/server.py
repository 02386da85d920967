"""Serves the demo: gunicorn, and beside it the clock that runs `tick` every minute."""

from __future__ import annotations

import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from types import FrameType
from typing import NoReturn

from portal.launch.environment import venv_python
from portal.launch.machine import HOST
from portal.launch.programs import ROOT, say
from portal.launch.trouble import TroubleError
from portal.terminal import gettext as _

_START_SECONDS = 60
_STOP_SECONDS = 10
_TICK_SECONDS = 60


def serve(environ: Mapping[str, str], port: int, on_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM, then end both programs; `on_ready` runs when the first answer came.

    Raises TroubleError when one of them ends by itself.
    """
    python = str(venv_python())
    commands = [
        [python, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"{HOST}:{port}", "portal.wsgi"],
        [python, "manage.py", "tick", "--every", str(_TICK_SECONDS)],
    ]
    programs: list[subprocess.Popen[bytes]] = []
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        for command in commands:
            programs.append(subprocess.Popen(command, cwd=ROOT, env=environ))  # noqa: S603  # our own commands
        _wait_until_answering(programs[0], port)
        on_ready()
        while all(program.poll() is None for program in programs):
            time.sleep(1)
        raise TroubleError(_("A part of the demo ended by itself; what it said stands above."))
    except KeyboardInterrupt:
        say("\n" + _("The demo is stopped; `make demo` starts it again with the same data."))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop(programs)


def _interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    """End on SIGTERM as on Ctrl-C."""
    raise KeyboardInterrupt


def _wait_until_answering(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise TroubleError(_("The server did not start; what it said stands above."))
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TroubleError(_("The server gave no answer for %(seconds)s s.") % {"seconds": _START_SECONDS})


def _stop(programs: list[subprocess.Popen[bytes]]) -> None:
    for program in programs:
        if program.poll() is None:
            program.terminate()
    for program in programs:
        try:
            program.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
