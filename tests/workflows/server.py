"""The portal as it is served: gunicorn with its own configuration, on the database of this test run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 20


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    """The address of the database the tests of this process write to."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    who = quote(of["USER"] or "") + (f":{quote(of['PASSWORD'])}" if of["PASSWORD"] else "")
    return f"postgres://{who}@{of['HOST'] or HOST}:{of['PORT'] or 5432}/{of['NAME']}"


@contextmanager
def served(*options: str, **variables: str) -> Iterator[int]:
    """Serve the portal; give the port, once it answers.  What the server says goes to the test's own output.

    `options` are gunicorn's, `variables` those of the environment.
    """
    port = free_port()
    environ = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ALLOWED_HOSTS": HOST,
        "PYTHONPATH": str(ROOT),
        **variables,
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"{HOST}:{port}", *options]
    server = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        _wait_until_it_answers(server, port)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "gunicorn ended before it answered"
        try:
            probe = HTTPConnection(HOST, port, timeout=5)
            probe.request("GET", "/healthz")
            if probe.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            probe.close()
    raise AssertionError(f"gunicorn gave no answer for {START_SECONDS} s")
