"""Under what terms the register may be used again, said wherever its data leave the site."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from honors.selectors import register_totals

LICENCE_NAME = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.vi"
# Law 91/2025/QH15: a licence to copy words is none to keep a name somebody had taken down.
CONDITION = _(
    "Name the source. Whoever keeps a copy brings it up to date: a name that was taken down here must be taken down"
    " there."
)


def updated_on() -> datetime.date | None:
    """Return the day of the newest entry, None for an empty register. The queries of the totals."""
    return register_totals().newest_on
