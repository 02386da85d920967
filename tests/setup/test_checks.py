"""Every wrong variable is named, and a server on embedded defaults is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage, run_checks
from django.db import DatabaseError

from portal import checks, environment
from portal.demo.facts import PASSWORD as DEMO_PASSWORD
from portal.environment import VARIABLES, fatal_problems, problems
from portal.launch.programs import ROOT
from portal.settings import EMBEDDED_SECRET_KEY
from tests.factories import make_user

KEY = "k" * 50
RIGHT = {
    "SECRET_KEY": [KEY],
    "DEBUG": ["1", "0", "True", "off", ""],
    "DEMO": ["1", "no"],
    "ALLOWED_HOSTS": ["ghidanh.example", "a.example, 127.0.0.1,[::1]", "*"],
    "BASE_URL": ["https://ghidanh.example", "http://localhost:8000/"],
    "DATABASE_URL": ["postgres://u:p@db:5432/ghidanh", "postgresql:///ghidanh", "sqlite:////srv/ghidanh.sqlite3"],
    "REDIS_URL": ["", "redis://127.0.0.1:6379/0", "unix:///run/redis.sock"],
    "EMAIL_URL": ["smtp+tls://u:p@mail.example:587", "consolemail://"],
    "TASKS": ["immediate"],
    "VAR_DIR": ["/tmp"],  # noqa: S108  # a folder everybody may write to is what is asked here
    "LOG_LEVEL": ["INFO"],
    "DATABASE_POOL": ["0"],
    "EMAIL_TIMEOUT": ["5"],
    "HTTP_CACHE_URL": ["", "http://127.0.0.1:6081", "http://varnish"],
    "TRUSTED_PROXIES": ["0", "1"],
    "REQUEST_DATA_KEPT_DAYS": ["30", "365"],
}
WRONG = {
    "SECRET_KEY": ["", "short"],
    "DEBUG": ["maybe", "2"],
    "DEMO": ["demo"],
    "ALLOWED_HOSTS": ["", "https://ghidanh.example", "a.example;b.example", "a.example,"],
    "BASE_URL": ["ghidanh.example", "ftp://ghidanh.example", "https://ghidanh.example/cong", "https://h:port"],
    "DATABASE_URL": ["nonsense", "postgres://", "mysql://u:p@h/db", "postgres://u:p@h:port/db", ""],
    "REDIS_URL": ["localhost:6379", "http://h"],
    "EMAIL_URL": ["mail.example", "smtp://", "smtp://h:port"],
    "TASKS": ["celery", "database"],
    "VAR_DIR": ["/proc/nowhere", "/dev/null"],
    "LOG_LEVEL": ["loud"],
    "DATABASE_POOL": ["many"],
    "EMAIL_TIMEOUT": ["0", "long", "61"],
    "HTTP_CACHE_URL": ["varnish:6081", "http://", "http://varnish/path", "redis://h"],
    "TRUSTED_PROXIES": ["-1", "all", "6"],
    "REQUEST_DATA_KEPT_DAYS": ["7", "ever", "4000"],
}


def test_variables__each_has_right_and_wrong_examples_here() -> None:
    names = {variable.name for variable in VARIABLES}
    assert names == set(RIGHT) == set(WRONG)
    assert len({variable.id for variable in VARIABLES}) == len(VARIABLES)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_variable__with_a_right_value_is_no_problem(name: str, value: str) -> None:
    assert problems({name: value}) == []


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_variable__with_a_wrong_value_is_named_with_a_hint(name: str, value: str) -> None:
    (problem,) = problems({name: value})
    assert problem.variable == name
    assert problem.text
    assert problem.hint


def test_problem__never_shows_a_password() -> None:
    (problem,) = problems({"DATABASE_URL": "mysql://user:very-secret@host/db"})
    assert "very-secret" not in str(problem)
    assert "host/db" in str(problem)


def test_check__reports_each_problem_under_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEBUG", "TASKS"):
        monkeypatch.setenv(name, WRONG[name][0])
    monkeypatch.setenv("S3_KEY", "set too early")
    found = {message.id: message for message in run_checks()}
    assert {"ghidanh.E002", "ghidanh.E009", "ghidanh.W001"} <= set(found)
    assert "DEBUG" in found["ghidanh.E002"].msg
    assert found["ghidanh.E002"].hint


@pytest.mark.parametrize("variable", [variable.name for variable in VARIABLES if variable.fatal])
def test_command__with_a_value_the_settings_cannot_take_ends_in_one_sentence(variable: str) -> None:
    environ = {**os.environ, variable: WRONG[variable][0], "DJANGO_SETTINGS_MODULE": "portal.settings"}
    assert fatal_problems(environ)
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{variable}: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("variable", "value"), [("DEBUG", "maybe"), ("DATABASE_URL", "nonsense")])
def test_gunicorn__with_a_wrong_variable_does_not_start(variable: str, value: str) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "gunicorn", "--check-config"],
        cwd=ROOT,
        env={**os.environ, variable: value, "DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{variable}: ")
    assert "Traceback" not in done.stderr


SERVER: dict[str, Any] = {
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "SECRET_KEY": KEY,
    "DEBUG": False,
    "DEMO": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "BASE_URL": "https://ghidanh.example",
    "ALLOWED_HOSTS": ["ghidanh.example"],
}


def _ids(messages: list[CheckMessage]) -> set[str]:
    return {str(message.id) for message in messages}


class _Settings:
    """Settings of a server as it should be, one of them changed."""

    def __init__(self, **changed: Any) -> None:
        vars(self).update({**SERVER, **changed})


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, set()),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, {"ghidanh.E101"}),
        ({"SECRET_KEY": EMBEDDED_SECRET_KEY}, {"ghidanh.E102"}),
        ({"DEBUG": True}, {"ghidanh.E103"}),
        ({"DEMO": True}, {"ghidanh.E104"}),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, {"ghidanh.E105"}),
        ({"BASE_URL": "http://ghidanh.example"}, {"ghidanh.E106"}),
        ({"ALLOWED_HOSTS": ["localhost"]}, {"ghidanh.E109"}),
    ],
)
def test_deploy_check__refuses_each_embedded_default(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], found: set[str]
) -> None:
    monkeypatch.setattr(checks, "settings", _Settings(**changed))
    assert _ids(checks.check_server()) == found


@pytest.mark.django_db
def test_deploy_check__is_silent_about_honest_accounts_and_names_demo_ones() -> None:
    make_user("nguyen-van-a")
    assert checks.check_accounts() == []
    make_user("chi-bo")
    careless = make_user("can-bo")
    careless.set_password(DEMO_PASSWORD)
    careless.save()
    found = {message.id: message.msg for message in checks.check_accounts()}
    assert set(found) == {"ghidanh.E107", "ghidanh.E108"}
    assert "chi-bo" in found["ghidanh.E107"]
    assert "can-bo" in found["ghidanh.E108"]


@pytest.mark.django_db
def test_deploy_check__looks_at_administrators_before_anybody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_MOST_PASSWORDS", 1)
    careless = make_user("giam-sat", is_superuser=True)
    careless.set_password(DEMO_PASSWORD)
    careless.save()
    for number in range(3):
        make_user(f"sau-{number}")
    assert _ids(checks.check_accounts()) == {"ghidanh.E108"}


@pytest.mark.django_db
def test_deploy_check__inactive_demo_accounts_are_no_fault() -> None:
    make_user("chi-bo", is_active=False)
    assert checks.check_accounts() == []


def test_deploy_check__without_a_database_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable() -> None:
        raise DatabaseError("no route")

    monkeypatch.setattr(checks, "get_user_model", unreachable)
    assert _ids(checks.check_accounts()) == {"ghidanh.W102"}


@pytest.mark.django_db
def test_deploy_check__runs_with_deploy_only() -> None:
    assert "ghidanh.E102" not in _ids(run_checks())
    assert "ghidanh.E102" in _ids(run_checks(include_deployment_checks=True))


def test_settings__of_a_server_satisfy_djangos_own_deployment_checks() -> None:
    """The very command of `make check`, with the variables a server sets; its database need not be there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    server = makefile.partition("SERVER := ")[2].partition("\n\n")[0].replace("\\\n", " ")
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            **dict(pair.split("=", 1) for pair in server.split()),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "ghidanh.W102" in done.stderr
    assert "security." not in done.stderr


def test_environment__reads_nothing_but_what_it_is_given() -> None:
    assert environment.problems({}) == []
    assert environment.set_too_early({"S3_KEY": "k"}) == ["S3_KEY"]
