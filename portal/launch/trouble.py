"""What can go wrong on a fresh machine, told in one sentence."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from portal.terminal import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

# How the disk says that it is full: the system, pip, SQLite.
_DISK_FULL_WORDS = ("no space left on device", "disk quota exceeded", "database or disk is full")


class TroubleError(Exception):
    """Something the person at the terminal can mend; its text is one sentence."""


def disk_full(folder: Path) -> TroubleError:
    """The disk has no room left."""
    return TroubleError(_("The disk is full: make room for %(folder)s and try again.") % {"folder": folder})


def explained(error: OSError, folder: Path) -> TroubleError:
    """Turn an error of the file system into its sentence."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(folder)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return TroubleError(
            _("This account may not write to %(folder)s: change its owner or name another folder by VAR_DIR.")
            % {"folder": folder}
        )
    return TroubleError(
        _("%(folder)s cannot be used: %(reason)s.") % {"folder": folder, "reason": error.strerror or error}
    )


def tells_disk_full(output: str) -> bool:
    """Whether a program's last words say that the disk is full."""
    lowered = output.lower()
    return any(words in lowered for words in _DISK_FULL_WORDS)
