"""The demo: its database, static files and data, each made once and kept until `RESET=1`."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from portal.launch.environment import venv_python
from portal.launch.machine import check_folder, check_room
from portal.launch.programs import ROOT, run_program, say
from portal.launch.trouble import explained
from portal.terminal import gettext as _

MEGABYTES = 250
# The demo runs on the embedded defaults, whatever the shell is set to.
GROWN_UP_VARIABLES = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "TASKS", "DEBUG")
_SHOW_EVERY = 50


def demo_folder() -> Path:
    """Where the demo lives: a folder of its own, apart from a real portal's."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve() / "demo"


def demo_environ(folder: Path, port: int) -> dict[str, str]:
    """The variables the demo's programs run with."""
    kept = {name: value for name, value in os.environ.items() if name not in GROWN_UP_VARIABLES}
    return {
        **kept,
        "VAR_DIR": str(folder),
        "DEMO": "1",
        "BASE_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONUNBUFFERED": "1",
    }


class Steps:
    """Which steps are done, and for which state of the code: a small file beside the database."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "steps.json"
        try:
            self._done: dict[str, str] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._done = {}

    def is_done(self, name: str, state: str) -> bool:
        """Whether a step was finished for this very state."""
        return self._done.get(name) == state

    def finish(self, name: str, state: str) -> None:
        """Remember that a step is finished."""
        self._done[name] = state
        self._path.write_text(json.dumps(self._done, indent=1) + "\n", encoding="utf-8")


def remove_demo(folder: Path) -> None:
    """Forget the demo's database, files and steps; nothing outside its own folder."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise explained(error, folder) from error


def prepare_demo(folder: Path, environ: Mapping[str, str]) -> None:
    """Bring the demo to where it can be served; in no time when it is there already.

    A run that was interrupted goes on where it stopped: each step can be done again.
    """
    check_folder(folder)
    check_room(folder, MEGABYTES)
    try:
        steps = Steps(folder)
        locked = [ROOT / "requirements" / "runtime.txt"]
        migrations = _state([*locked, *ROOT.glob("*/migrations/*.py"), *ROOT.glob("portal/*/migrations/*.py")])
        if not steps.is_done("migrate", migrations):
            _migrate(environ)
            steps.finish("migrate", migrations)
        static = _state([*locked, *(path for path in ROOT.glob("*/static/**/*") if path.is_file())])
        if not steps.is_done("static", static):
            _collect_static(environ)
            steps.finish("static", static)
        if not steps.is_done("seed", "1"):
            say(_("Filling the demo with data …"))
            _manage(["seed_demo"], environ, what=_("Filling the demo"))
            steps.finish("seed", "1")
    except OSError as error:
        raise explained(error, folder) from error


def _migrate(environ: Mapping[str, str]) -> None:
    say(_("Making the tables of the database (about 300 steps) …"))
    started = time.monotonic()
    count = 0

    def show(line: str) -> None:
        nonlocal count
        if line.startswith("  Applying"):
            count += 1
            if count % _SHOW_EVERY == 0:
                say(_("  %(count)s steps, %(seconds)s s") % {"count": count, "seconds": _since(started)})

    run_program(
        [str(venv_python()), "manage.py", "migrate", "--no-color", "--skip-checks"],
        what=_("Making the tables"),
        environ=environ,
        each_line=show,
    )
    say(_("  %(count)s steps in %(seconds)s s") % {"count": count, "seconds": _since(started)})


def _collect_static(environ: Mapping[str, str]) -> None:
    say(_("Collecting styles, scripts and pictures of the pages …"))
    started = time.monotonic()
    _manage(["collectstatic", "--noinput", "--clear", "-v0"], environ, what=_("Collecting static files"))
    say(_("  done in %(seconds)s s") % {"seconds": _since(started)})


def _manage(arguments: list[str], environ: Mapping[str, str], *, what: str) -> None:
    run_program([str(venv_python()), "manage.py", *arguments], what=what, environ=environ)


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f}"


def _state(paths: Iterable[Path]) -> str:
    """One hash over files, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
