"""The environment in `.venv`: made once, renewed when its lock file or its Python changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from portal.launch.machine import check_folder, check_room, check_venv_module
from portal.launch.programs import ROOT, run_program, say
from portal.launch.trouble import explained
from portal.terminal import gettext as _

VENV = ROOT / ".venv"
# Measured after a fresh installation, and half of it again for what pip unpacks on the way.
MEGABYTES = {"runtime": 450, "dev": 950}
PIP_INSTALL = ("-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input")


def venv_python(venv: Path = VENV) -> Path:
    """Where the environment's Python is."""
    return venv / "bin" / "python"


def ensure_environment(kind: str, *, venv: Path = VENV) -> None:
    """Install the packages of `requirements/<kind>.txt`, each checked by its hash; nothing when they are there.

    Raises TroubleError for a machine that cannot: no venv module, no room, no
    right to write, no network.
    """
    lock = ROOT / "requirements" / f"{kind}.txt"
    stamp = venv / f".installed-{kind}"
    state = _state(lock)
    if _read(stamp) == state and venv_python(venv).exists():
        return
    check_folder(venv.parent)
    check_room(venv.parent, MEGABYTES[kind])
    if not _is_usable(venv):
        check_venv_module()
        say(_("Making the environment in %(folder)s …") % {"folder": venv.name})
        run_program(
            [_base_python(), "-m", "venv", "--clear", str(venv)], what=_("Making the environment"), each_line=_quiet
        )
    count = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if line[:1].isalnum())
    say(_("Installing %(count)s packages, each checked by its hash (about a minute) …") % {"count": count})
    run_program(
        [str(venv_python(venv)), *PIP_INSTALL, "--require-hashes", "-r", str(lock)],
        what=_("Installing the packages"),
        environ={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
    )
    try:
        stamp.write_text(state, encoding="utf-8")
    except OSError as error:
        raise explained(error, venv) from error


def _state(lock: Path) -> str:
    """What an installation depends on: the lock file and the Python."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {_version(sys.version_info[:2])}\n"


def _version(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _read(stamp: Path) -> str:
    try:
        return stamp.read_text(encoding="utf-8")
    except OSError:
        return ""


def _is_usable(venv: Path) -> bool:
    """Whether the environment's Python runs and is the one `make` was called with."""
    python = venv_python(venv)
    if not python.exists():
        return False
    script = "import pip, sys; print('.'.join(map(str, sys.version_info[:2])))"
    answer = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603
    return answer.stdout.strip() == _version(sys.version_info[:2])


def _base_python() -> str:
    """The Python under an active environment, which may be the very one being renewed."""
    return str(getattr(sys, "_base_executable", sys.executable))


def _quiet(line: str) -> None:
    """Leave out what a program says on its way."""
