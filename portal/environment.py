"""The environment variables: what each accepts, and the sentence for a value it does not.

`portal.settings` asks for the values it could not even be built with; the
system checks (`portal.checks`) report all of them.  Only Python's own library
is used, since nothing of Django is there yet.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from portal.terminal import gettext as _

BOOLEANS = frozenset({"true", "on", "ok", "y", "yes", "1", "false", "off", "n", "no", "0", ""})
SHORTEST_SECRET_KEY = 50
LONGEST_TIMEOUT = 60
MOST_PROXIES = 5
SHORTEST_RETENTION, LONGEST_RETENTION = 30, 3650
DATABASE_SCHEMES = frozenset({"postgres", "postgresql", "sqlite"})
REDIS_SCHEMES = frozenset({"redis", "rediss", "unix"})
MAIL_SCHEMES = frozenset(
    {"smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail", "dummymail"}
)
LOG_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})
# Named in docs, read by nothing yet: object storage comes with a later version.
LATER = ("S3_ENDPOINT", "S3_KEY", "S3_SECRET", "S3_MEDIA_BUCKET", "S3_PRIVATE_BUCKET")


@dataclass(frozen=True)
class Problem:
    """A wrong value: which variable, what is wrong with it, and what it accepts."""

    id: str
    variable: str
    text: str
    hint: str

    def __str__(self) -> str:
        return f"{self.variable}: {self.text} {self.hint}"


@dataclass(frozen=True)
class Variable:
    """One variable; `fatal` where the settings could not be built with a wrong value."""

    id: str
    name: str
    find_fault: Callable[[str], str]
    hint: Callable[[], str]
    fatal: bool = False


def problems(environ: Mapping[str, str]) -> list[Problem]:
    """Every variable that is set to something it does not accept, in the order of their ids."""
    return list(_problems(VARIABLES, environ))


def fatal_problems(environ: Mapping[str, str]) -> list[Problem]:
    """Those among them that the settings cannot be built with."""
    return list(_problems([variable for variable in VARIABLES if variable.fatal], environ))


def set_too_early(environ: Mapping[str, str]) -> list[str]:
    """Variables that are set although nothing reads them yet."""
    return [name for name in LATER if environ.get(name)]


def _problems(variables: Iterable[Variable], environ: Mapping[str, str]) -> Iterable[Problem]:
    for variable in variables:
        if variable.name not in environ:
            continue
        fault = variable.find_fault(environ[variable.name])
        if fault:
            yield Problem(f"ghidanh.{variable.id}", variable.name, fault, variable.hint())


def _wrong(value: str) -> str:
    return _("“%(value)s” is not understood.") % {"value": value}


def _secret_key(value: str) -> str:
    if len(value) < SHORTEST_SECRET_KEY:
        return _("The key has only %(count)s characters.") % {"count": len(value)}
    return ""


def _boolean(value: str) -> str:
    return "" if value.strip().lower() in BOOLEANS else _wrong(value)


def _hosts(value: str) -> str:
    for host in value.split(","):
        if not host.strip() or any(sign in host.strip() for sign in "/ ;") or "://" in host:
            return _("“%(host)s” is no host name.") % {"host": host}
    return ""


def _base_url(value: str) -> str:
    url = _parts(value)
    whole = url is not None and url.scheme in {"http", "https"} and url.hostname
    if not whole or url is None or url.path.strip("/") or url.query or url.fragment:
        return _("“%(value)s” is no address of a site.") % {"value": value}
    return ""


def _database(value: str) -> str:
    url = _parts(value)
    if url is None or url.scheme not in DATABASE_SCHEMES:
        return _("“%(value)s” names no database.") % {"value": _without_password(value)}
    if not url.path.strip("/"):
        return _("The name of the database is missing.")
    return ""


def _redis(value: str) -> str:
    url = _parts(value)
    if value and (url is None or url.scheme not in REDIS_SCHEMES or not (url.hostname or url.path)):
        return _wrong(_without_password(value))
    return ""


def _http_cache(value: str) -> str:
    """An address without path: purges go to it, with the visitor's host and path."""
    return _base_url(value) if value else ""


def _mail(value: str) -> str:
    url = _parts(value)
    if url is None or url.scheme not in MAIL_SCHEMES:
        return _wrong(_without_password(value))
    if url.scheme.startswith("smtp") and not url.hostname:
        return _("The mail server is missing.")
    return ""


def _tasks(value: str) -> str:
    if value == "database":
        return _("Tasks kept in the database come with a later version.")
    return "" if value == "immediate" else _wrong(value)


def _folder(value: str) -> str:
    folder = Path(value)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _("The folder cannot be made: %(reason)s.") % {"reason": error.strerror}
    return "" if os.access(folder, os.W_OK | os.X_OK) else _("This account may not write there.")


def _log_level(value: str) -> str:
    return "" if value in LOG_LEVELS else _wrong(value)


def _seconds(value: str) -> str:
    return "" if value.isascii() and value.isdigit() and 1 <= int(value) <= LONGEST_TIMEOUT else _wrong(value)


def _proxies(value: str) -> str:
    return "" if value.isascii() and value.isdigit() and int(value) <= MOST_PROXIES else _wrong(value)


def _days(value: str) -> str:
    is_number = value.isascii() and value.isdigit()
    return "" if is_number and SHORTEST_RETENTION <= int(value) <= LONGEST_RETENTION else _wrong(value)


def _parts(value: str) -> SplitResult | None:
    """Take an address apart; None where it is none at all, its port included."""
    try:
        url = urlsplit(value)
        return url if url.port is None or url.port else None
    except ValueError:
        return None


def _without_password(value: str) -> str:
    """A value that may go into a log."""
    scheme, mark, rest = value.partition("://")
    return f"{scheme}{mark}…@{rest.rpartition('@')[2]}" if "@" in rest else value


VARIABLES = (
    Variable(
        "E001",
        "SECRET_KEY",
        _secret_key,
        lambda: _("Make one by `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`."),
    ),
    Variable("E002", "DEBUG", _boolean, lambda: _("Say 1 or 0.")),
    Variable("E003", "DEMO", _boolean, lambda: _("Say 1 or 0.")),
    Variable(
        "E004", "ALLOWED_HOSTS", _hosts, lambda: _("Name hosts with commas between, as in `ghidanh.example,127.0.0.1`.")
    ),
    Variable("E005", "BASE_URL", _base_url, lambda: _("Name the address people use, as in `https://ghidanh.example`.")),
    Variable(
        "E006",
        "DATABASE_URL",
        _database,
        lambda: _("Say `postgres://user:password@host:5432/name`, or leave it out for SQLite."),
        fatal=True,
    ),
    Variable("E007", "REDIS_URL", _redis, lambda: _("Say `redis://host:6379/0`, or leave it out for local memory.")),
    Variable(
        "E008",
        "EMAIL_URL",
        _mail,
        lambda: _("Say `smtp+tls://user:password@host:587`, or `consolemail://`."),
        fatal=True,
    ),
    Variable("E009", "TASKS", _tasks, lambda: _("Say `immediate`, or leave it out.")),
    Variable("E010", "VAR_DIR", _folder, lambda: _("Name a folder this account can write to."), fatal=True),
    Variable("E011", "LOG_LEVEL", _log_level, lambda: _("Say DEBUG, INFO, WARNING, ERROR or CRITICAL."), fatal=True),
    Variable("E012", "DATABASE_POOL", _boolean, lambda: _("Say 1 or 0.")),
    Variable("E013", "EMAIL_TIMEOUT", _seconds, lambda: _("Say a number of seconds from 1 to 60."), fatal=True),
    Variable(
        "E014",
        "HTTP_CACHE_URL",
        _http_cache,
        lambda: _("Name the cache in front as this server reaches it, as in `http://127.0.0.1:6081`."),
    ),
    Variable("E015", "TRUSTED_PROXIES", _proxies, lambda: _("Say how many proxies of your own: 0 to 5."), fatal=True),
    Variable("E016", "REQUEST_DATA_KEPT_DAYS", _days, lambda: _("Say a number of days from 30 to 3650."), fatal=True),
)
