"""Whose database this is: the demo signs what it makes, and touches nothing it did not sign.

The signature is a line in Wagtail's own log on the home page, with the sizes
asked for: no model, no flag on a row people edit, and the page's history tells
any administrator that everything here is invented.  It is the last row of the
one transaction that seeds, so that a killed seed leaves no signature and no row.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter, log
from wagtail.models import PageLogEntry

from honors.models import RegisterEntry, Unit
from portal.accounts.models import User
from portal.bulletins.models import BulletinPage, HomePage
from workflows.models import Guideline, Nomination

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

SEEDED = "demo.seed"
# What a portal in use has at least one row of.
SIGNS_OF_USE = (Unit, User, RegisterEntry, Nomination, Guideline, BulletinPage)


@dataclass(frozen=True)
class Size:
    """How much was asked for."""

    entries: int
    pending: int


def seeded_size() -> Size | None:
    """Return the size the demo seeded this database with, or None where it did not. One query."""
    entry = PageLogEntry.objects.filter(action=SEEDED).order_by("pk").first()
    return Size(**entry.data) if entry else None


def is_in_use() -> bool:
    """Whether somebody works here already. Six queries at most."""
    return any(model._default_manager.exists() for model in SIGNS_OF_USE)


def sign(size: Size) -> None:
    """Sign the database as the demo's own."""
    home = HomePage.objects.first()
    if home is None:
        raise ImproperlyConfigured(_("The fixed pages are missing: run `manage.py migrate` first."))
    log(instance=home, action=SEEDED, data=asdict(size))


@hooks.register("register_log_actions")
def register_seed_action(actions: LogActionRegistry) -> None:
    """Let the home page's history say that the data is invented."""

    @actions.register_action(SEEDED)
    class SeedFormatter(LogFormatter):
        """The demo filled this database."""

        label = _("Demo data")

        def format_message(self, log_entry: Any) -> str:
            """Say how much."""
            return _("Filled with invented data: %(entries)s entries, %(pending)s nominations") % log_entry.data
