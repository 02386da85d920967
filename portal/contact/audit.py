"""The last audit of accessibility: its facts in one place, changed when it is made again.

`tests/browser/` walks every public template with axe; what it cannot see is
listed by hand.  Whoever repeats the audit changes this module and nothing else.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Audit:
    """When, against what, with what result."""

    on: datetime.date
    standard: str
    tool: str
    violations: int
    widths: Sequence[int]
    tried: Sequence[StrOrPromise]
    gaps: Sequence[StrOrPromise]


AUDIT = Audit(
    on=datetime.date(2026, 11, 22),
    standard="WCAG 2.2 AA",
    tool="axe-core",
    violations=0,
    widths=(360, 1280),
    tried=(
        _("every template of the public pages with axe, in light and dark, at 360 and 1280 pixels"),
        _("all pages with the keyboard alone, the focus always in sight"),
        _("all pages without JavaScript"),
        _("text at twice its size, and narrow screens from 320 pixels on, without scrolling sideways"),
        _("all pairs of text and ground for a contrast of at least 4.5 to 1"),
    ),
    gaps=(
        _("Scanned documents of decisions and guidelines are pictures without text: ask us, and we read them to you."),
        _("Listening to a bulletin needs a Vietnamese voice in your browser or telephone."),
        _("Pictures from old bulletins may have a short description only."),
        _("The pages were not yet tried by people who use a screen reader every day."),
    ),
)
