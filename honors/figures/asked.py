"""Which figures were asked for: a day, and one of two ways of looking at it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

# No register was kept before; anything earlier is a slip of the keyboard.
EARLIEST = datetime.date(1945, 9, 2)
_ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})", re.ASCII)
_SPOKEN_DAY = re.compile(r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})", re.ASCII)


class View(models.TextChoices):
    """How a day is looked at; they differ by what was revoked, corrected, merged or entered late since."""

    RECORDED = "recorded", gettext_lazy("as recorded then")
    TODAY = "today", gettext_lazy("as of today")


@dataclass(frozen=True, slots=True)
class Asked:
    """A day and a view; `problem` says what of the query string could not be used, and why."""

    at: datetime.date
    view: View
    problem: str = ""
    typed: str = ""

    @property
    def is_today(self) -> bool:
        """Whether the day is today, which needs no mention in addresses."""
        return self.at >= timezone.localdate()

    @property
    def parameters(self) -> dict[str, str]:
        """What an address of the same figures says; nothing for the ones everybody sees first."""
        parameters = {} if self.is_today else {"at": self.at.isoformat()}
        return parameters if self.view is View.TODAY else {**parameters, "view": self.view.value}

    @property
    def is_recorded(self) -> bool:
        """Whether the figures are those recorded on the day."""
        return self.view is View.RECORDED


def asked_figures(query: Mapping[str, str]) -> Asked:
    """Read day and view from a query string; what makes no sense falls back to today, and is said. No query."""
    today = timezone.localdate()
    view = View(value) if (value := query.get("view", "")) in View.values else View.TODAY
    typed = query.get("at", "").strip()
    if not typed:
        return Asked(today, view)
    shown = "".join(char for char in typed[:20] if char.isprintable())
    day = read_day(typed)
    if day is None:
        return Asked(today, view, _("“%(typed)s” is no date. Write it as 31/12/2020.") % {"typed": shown}, shown)
    words = {"day": f"{day:%d/%m/%Y}"}
    if day > today:
        return Asked(today, view, _("%(day)s has not come yet: these are the figures of today.") % words, shown)
    if day < EARLIEST:
        return Asked(today, view, _("No register was kept on %(day)s: these are the figures of today.") % words, shown)
    return Asked(day, view)


def read_day(text: str) -> datetime.date | None:
    """Return the day a text names, as browsers send it or as people write it; None for anything else."""
    found = _ISO_DAY.fullmatch(text) or _SPOKEN_DAY.fullmatch(text)
    if not found:
        return None
    try:
        return datetime.date(*(int(found[name]) for name in ("year", "month", "day")))
    except ValueError:
        return None
