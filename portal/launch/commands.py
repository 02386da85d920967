"""The two commands of the launcher: set up the environment; prepare and serve the demo."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from portal.launch.accounts import say_welcome
from portal.launch.demo import demo_environ, demo_folder, prepare_demo, remove_demo
from portal.launch.environment import MEGABYTES, VENV, ensure_environment
from portal.launch.machine import check_folder, check_port
from portal.launch.programs import say
from portal.launch.server import serve
from portal.launch.trouble import TroubleError
from portal.terminal import gettext as _


def run(arguments: list[str]) -> int:
    """Run one command; trouble is one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="python3 -m portal.launch")
    commands = parser.add_subparsers(dest="command", required=True)
    environment = commands.add_parser("environment", help="set up .venv from a lock file")
    environment.add_argument("kind", choices=sorted(MEGABYTES))
    environment.add_argument("--venv", type=Path, default=VENV)
    demo = commands.add_parser("demo", help="set up, fill and serve the demo")
    demo.add_argument("--port", default="8000")
    demo.add_argument("--reset", action="store_true")
    options = parser.parse_args(arguments)
    try:
        if options.command == "environment":
            ensure_environment(options.kind, venv=options.venv.resolve())
        else:
            run_demo(options.port, reset=options.reset)
    except TroubleError as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    except KeyboardInterrupt:
        say("\n" + _("Stopped; the next run goes on from here."))
        return 1
    return 0


def run_demo(port_text: str, *, reset: bool) -> None:
    """From a fresh checkout to a served demo; what cannot work is refused before anything is installed."""
    if not port_text.isdecimal():
        raise TroubleError(_("%(port)s is no port: choose one from 1 to 65535.") % {"port": port_text})
    port = int(port_text)
    check_port(port)
    folder = demo_folder()
    check_folder(folder)
    ensure_environment("runtime")
    if reset:
        remove_demo(folder)
    environ = demo_environ(folder, port)
    prepare_demo(folder, environ)
    serve(environ, port, lambda: say_welcome(port))
