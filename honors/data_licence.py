"""Under what terms the register may be used again, said wherever its data leave the site."""

from __future__ import annotations

import datetime

from django.db.models import Max
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from honors.generation import remembered
from honors.models import PublicChange
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


def open_data_headers() -> dict[str, str]:
    """Return the headers of a public file: that caches ask again, its licence, and when anything public changed.

    Not the day of the newest entry: whoever asks again by that day must hear of
    a name taken down since.  One query for each generation of the site.
    """
    changed_at = remembered(open_data_headers, _changed_at)
    always = {"Cache-Control": "public, max-age=0, must-revalidate", "Link": f'<{LICENCE_URL}>; rel="license"'}
    return always | ({"Last-Modified": http_date(changed_at.timestamp())} if changed_at else {})


def _changed_at() -> datetime.datetime | None:
    return PublicChange.objects.aggregate(newest=Max("at"))["newest"]
