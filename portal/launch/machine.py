"""Looks at the machine before anything is written: port, folder, room on the disk, venv module."""

from __future__ import annotations

import errno
import importlib.util
import shutil
import socket
from typing import TYPE_CHECKING

from portal.launch.trouble import TroubleError, disk_full, explained
from portal.terminal import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
_HIGHEST_PORT = 65_535


def check_port(port: int) -> None:
    """Refuse a port the server could not listen on."""
    if not 0 < port <= _HIGHEST_PORT:
        raise TroubleError(_("%(port)s is no port: choose one from 1 to 65535.") % {"port": port})
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            other = port + 1 if port < _HIGHEST_PORT else port - 1
            if error.errno == errno.EACCES:
                text = _("This account may not use port %(port)s: choose one above 1023, as in `make demo PORT=8000`.")
            else:
                text = _(
                    "Port %(port)s is taken: stop what uses it, or choose another, as in `make demo PORT=%(other)s`."
                )
            raise TroubleError(text % {"port": port, "other": other}) from error


def check_folder(folder: Path) -> None:
    """Make the folder where it is missing and refuse one that cannot be written to."""
    probe = folder / ".written"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        raise explained(error, folder) from error


def check_room(folder: Path, megabytes: int) -> None:
    """Refuse a disk with less room than a step needs."""
    if shutil.disk_usage(folder).free < megabytes * 1024 * 1024:
        raise disk_full(folder)


def check_venv_module() -> None:
    """Refuse a Python whose venv module is missing or, as on a bare Debian, cannot install pip."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise TroubleError(
            _("Python's venv module is missing: install it, on Debian by `apt install python3-venv`, and try again.")
        )
