"""A fresh machine: each thing that can be wrong with it ends in one sentence, and nothing is done twice."""

from __future__ import annotations

import ast
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from portal.demo.accounts import ACCOUNTS
from portal.launch import commands, demo, environment, machine, server
from portal.launch.__main__ import version_trouble
from portal.launch.accounts import demo_accounts, say_welcome
from portal.launch.programs import ROOT, run_program
from portal.launch.trouble import TroubleError, explained
from portal.terminal import gettext, terminal_language

OLD_WORDS = [
    ROOT / "portal" / "__init__.py",
    ROOT / "portal" / "terminal.py",
    ROOT / "portal" / "launch" / "__main__.py",
]


@pytest.mark.parametrize(("version", "is_fine"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)])
def test_python__outside_the_range_is_refused_by_name(version: tuple[int, int], is_fine: bool) -> None:
    trouble = version_trouble(version)
    assert (trouble == "") == is_fine
    assert is_fine or ".".join(map(str, version)) in trouble


@pytest.mark.parametrize("path", OLD_WORDS, ids=lambda path: path.name)
def test_python__an_old_one_can_read_the_sentence(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__" not in source


def test_port__that_is_taken_is_named_with_another() -> None:
    with socket.socket() as taken:
        taken.bind((machine.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(TroubleError, match=f"{port}.*PORT={port + 1}"):
            machine.check_port(port)
    machine.check_port(port)


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", ""])
def test_port__that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["demo", f"--port={port}"]) == 1
    words = capsys.readouterr().err
    assert "65535" in words
    assert len(words.splitlines()) == 1


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.ENOSPC, "disk"), (errno.EACCES, "VAR_DIR"), (errno.EROFS, "VAR_DIR"), (errno.EIO, "used")],
)
def test_file_error__becomes_a_sentence(monkeypatch: pytest.MonkeyPatch, number: int, word: str) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    sentence = str(explained(OSError(number, os.strerror(number)), Path("/srv/portal")))
    assert word in sentence
    assert "/srv/portal" in sentence


def test_folder__that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(TroubleError, match="var"):
        machine.check_folder(tmp_path / "var" / "demo")


def test_folder__is_made_and_left_clean(tmp_path: Path) -> None:
    machine.check_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_disk__without_room_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=10 * 1024 * 1024))
    with pytest.raises(TroubleError):
        machine.check_room(tmp_path, 11)
    machine.check_room(tmp_path, 10)


def test_venv_module__missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(TroubleError, match="python3-venv"):
        machine.check_venv_module()


def test_program__that_fills_the_disk_ends_in_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    script = "import sys; sys.exit('OSError: [Errno 28] No space left on device')"
    with pytest.raises(TroubleError, match="disk is full"):
        run_program([sys.executable, "-c", script], what="it")


def test_program__that_fails_shows_its_last_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TroubleError, match="it"):
        run_program([sys.executable, "-c", "import sys; sys.exit('planted')"], what="it")
    assert "planted" in capsys.readouterr().err


def _recorded(monkeypatch: pytest.MonkeyPatch, module: Any) -> list[str]:
    """Record what would run, instead of running it."""
    ran: list[str] = []
    monkeypatch.setattr(module, "run_program", lambda command, **options: ran.append(" ".join(map(str, command))))
    monkeypatch.setattr(module, "say", lambda text: None)
    return ran


def test_environment__is_made_once_and_renewed_with_its_lock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ran = _recorded(monkeypatch, environment)
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    environment.ensure_environment("runtime", venv=venv)
    assert len(ran) == 2
    assert "-m venv --clear" in ran[0]
    assert "--require-hashes" in ran[1]
    environment.venv_python(venv).symlink_to(sys.executable)
    environment.ensure_environment("runtime", venv=venv)
    assert len(ran) == 2
    (venv / ".installed-runtime").write_text("another lock")
    environment.ensure_environment("runtime", venv=venv)
    assert len(ran) == 3
    assert "pip install" in ran[2]


def test_demo__does_each_step_once_and_goes_on_after_an_interruption(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = _recorded(monkeypatch, demo)
    folder = tmp_path / "demo"
    demo.prepare_demo(folder, {})
    assert [command.split()[2] for command in ran] == ["migrate", "collectstatic", "seed_demo"]
    demo.prepare_demo(folder, {})
    assert len(ran) == 3

    demo.remove_demo(folder)
    assert not folder.exists()

    def interrupted(command: list[str], **options: Any) -> None:
        if "seed_demo" in command:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo, "run_program", interrupted)
        with pytest.raises(KeyboardInterrupt):
            demo.prepare_demo(folder, {})
    demo.prepare_demo(folder, {})
    assert [command.split()[2] for command in ran[3:]] == ["seed_demo"]


def test_demo__does_not_touch_what_the_shell_is_set_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@server/real")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    folder = demo.demo_folder()
    environ = demo.demo_environ(folder, 8123)
    assert folder == tmp_path / "demo"
    assert "DATABASE_URL" not in environ
    assert environ["VAR_DIR"] == str(folder)
    assert environ["BASE_URL"] == "http://localhost:8123"
    assert environ["DEMO"] == "1"


def test_welcome__names_exactly_the_accounts_the_demo_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(demo_accounts()) == [account.username for account in ACCOUNTS]
    say_welcome(8123)
    words = capsys.readouterr().out
    assert "http://localhost:8123/admin/" in words
    assert all(username in words for username in demo_accounts())


@pytest.mark.parametrize(("lang", "language"), [("en_US.UTF-8", "en"), ("vi_VN.UTF-8", "vi"), ("C", "vi"), ("", "vi")])
def test_terminal__speaks_vietnamese_unless_it_is_english(
    monkeypatch: pytest.MonkeyPatch, lang: str, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert terminal_language() == language
    assert (gettext("Ctrl-C stops the demo.") == "Ctrl-C stops the demo.") == (language == "en")


FAKE_PROGRAM = """
import http.server, sys, time
if "gunicorn" in sys.argv:
    address = sys.argv[sys.argv.index("--bind") + 1].split(":")
    http.server.HTTPServer((address[0], int(address[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
time.sleep(60)
"""
SERVE = """
import sys
from pathlib import Path
from portal.launch import server
server.venv_python = lambda: Path(sys.argv[1])
server.serve({}, int(sys.argv[2]), lambda: print("ready", flush=True))
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_server__ends_both_programs_when_it_is_stopped(tmp_path: Path, stop: signal.Signals) -> None:
    (tmp_path / "healthz").write_text("fine")
    script = tmp_path / "program.py"
    script.write_text(f"import os; os.chdir({str(tmp_path)!r})\n{FAKE_PROGRAM}")
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\necho $$ >> {tmp_path}/pids\nexec {sys.executable} {script} "$@" 2>/dev/null\n')
    program.chmod(0o755)
    with socket.socket() as free:
        free.bind((machine.HOST, 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(program), str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "ready\n"
        running.send_signal(stop)
        assert running.wait(20) == 0
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert len(pids) == 2
    assert not any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids)


def test_server__that_dies_at_once_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(server, "venv_python", lambda: program)
    monkeypatch.setattr(signal, "signal", lambda signum, handler: None)
    started = time.monotonic()
    with pytest.raises(TroubleError):
        server.serve({}, 1, lambda: None)
    assert time.monotonic() - started < 30
