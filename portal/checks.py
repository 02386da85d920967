"""System checks: wrong variables by name, and servers that still run on the demo's defaults.

Ids below E100 are about one variable each and run with every command; E101 and
above run with `check --deploy` only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.db.models import Q
from django.http.request import validate_host

from honors.permissions import ADMINISTRATORS
from portal import environment
from portal.demo.facts import PASSWORD as DEMO_PASSWORD
from portal.launch.accounts import demo_accounts
from portal.settings import EMBEDDED_SECRET_KEY
from portal.terminal import gettext as _

# Each password costs one slow hash, about 50 ms: the most powerful accounts come first.
_MOST_PASSWORDS = 200


def register_checks() -> None:
    """Connect the checks; called when the portal is ready."""
    register(check_variables)
    register(check_server, Tags.security, deploy=True)
    register(check_accounts, Tags.security, deploy=True)


def check_variables(**kwargs: Any) -> list[CheckMessage]:
    """Name every environment variable with a wrong value, and those nothing reads yet."""
    wrong: list[CheckMessage] = [
        Error(f"{problem.variable}: {problem.text}", hint=problem.hint, id=problem.id)
        for problem in environment.problems(os.environ)
    ]
    early = [
        Warning(
            _("%(variable)s is set, but nothing reads it yet.") % {"variable": name},
            hint=_("Object storage comes with a later version."),
            id="ghidanh.W001",
        )
        for name in environment.set_too_early(os.environ)
    ]
    return [*wrong, *early, *_useless_http_cache()]


def _useless_http_cache() -> list[CheckMessage]:
    if not os.environ.get("HTTP_CACHE_URL") or os.environ.get("REDIS_URL"):
        return []
    return [
        Warning(
            _("HTTP_CACHE_URL is set without REDIS_URL: nothing is kept in front."),
            hint=_("Set REDIS_URL: what was handed out is remembered there, or it could not be purged."),
            id="ghidanh.W002",
        )
    ]


def check_server(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a server on embedded defaults."""
    return list(_server_faults())


def _server_faults() -> Iterator[Error]:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Error(
            _("The server runs on SQLite."), hint=_("Set DATABASE_URL to a PostgreSQL database."), id="ghidanh.E101"
        )
    if settings.SECRET_KEY == EMBEDDED_SECRET_KEY:
        yield Error(
            _("The secret key is the embedded one that everybody can read."),
            hint=_("Set SECRET_KEY to a long random text of your own."),
            id="ghidanh.E102",
        )
    if settings.DEBUG:
        yield Error(_("DEBUG is on."), hint=_("Leave DEBUG out or set it to 0."), id="ghidanh.E103")
    if settings.DEMO:
        yield Error(_("DEMO is on."), hint=_("Leave DEMO out or set it to 0."), id="ghidanh.E104")
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield Error(
            _("Mail is written to the terminal."), hint=_("Set EMAIL_URL to your mail server."), id="ghidanh.E105"
        )
    if not settings.BASE_URL.startswith("https://"):
        yield Error(
            _("BASE_URL is not an https address: sign-in would go over the line unprotected."),
            hint=_("Set BASE_URL to the https address people use."),
            id="ghidanh.E106",
        )
    if not validate_host(urlsplit(settings.BASE_URL).hostname or "", settings.ALLOWED_HOSTS):
        yield Error(
            _("ALLOWED_HOSTS does not contain the host of BASE_URL."),
            hint=_("Add it, or every request is refused."),
            id="ghidanh.E109",
        )


def check_accounts(**kwargs: Any) -> list[CheckMessage]:
    """Refuse demo accounts and the demo password; two queries and up to 200 slow hashes."""
    try:
        return list(_account_faults())
    except DatabaseError as error:
        return [
            Warning(
                _("The accounts could not be looked at: %(reason)s") % {"reason": str(error).partition("\n")[0]},
                hint=_("Run `manage.py migrate` and check again."),
                id="ghidanh.W102",
            )
        ]


def _account_faults() -> Iterator[Error]:
    active = get_user_model()._default_manager.filter(is_active=True)
    demo = list(active.filter(username__in=demo_accounts()).values_list("username", flat=True))
    if demo:
        yield Error(
            _("Demo accounts are active: %(usernames)s.") % {"usernames": ", ".join(demo)},
            hint=_("Start with an empty database and `manage.py start_province`."),
            id="ghidanh.E107",
        )
    powerful = Q(is_superuser=True) | Q(groups__name=ADMINISTRATORS)
    first = active.filter(powerful).distinct()[:_MOST_PASSWORDS]
    rest = active.exclude(powerful).order_by("-pk")[: max(0, _MOST_PASSWORDS - len(first))]
    careless = [user.get_username() for user in [*first, *rest] if user.check_password(DEMO_PASSWORD)]
    if careless:
        yield Error(
            _("The demo password is in use by: %(usernames)s.") % {"usernames": ", ".join(careless)},
            hint=_("Give these accounts other passwords, by `manage.py changepassword`."),
            id="ghidanh.E108",
        )
