"""Words, days and numbers as the public pages print them."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honors.qr import qr_code as draw_qr_code
from honors.vietnamese import format_count

register = template.Library()

_WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
# First words of administrative names: capital on their own (“Xã Quảng Bạch”), small inside a sentence.
_GENERIC = frozenset({"Xã", "Phường", "Thị", "Huyện", "Quận", "Thành", "Tỉnh", "Thôn", "Tổ", "Đảng", "Chi"})


@register.filter
def thousands(number: int) -> str:
    """Print a whole number as Vietnamese do: 1.058."""
    return format_count(number)


@register.filter
def weekday_and_day(day: datetime.date) -> str:
    """Print a day with its weekday: Thứ Hai, 04/01/2021."""
    return f"{_WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


@register.filter
def entered_on(day: datetime.date) -> str:
    """Print the day of registration in words; a block of the template would cost a third of a ledger row."""
    return gettext("Entered on %(date)s") % {"date": f"{day:%d/%m/%Y}"}


@register.filter
def in_sentence(place: str) -> str:
    """Print a place as it stands inside a sentence: “xã Quảng Bạch, huyện Chợ Đồn”."""
    parts = place.split(", ")
    return ", ".join(f"{part[:1].lower()}{part[1:]}" if part.split(" ", 1)[0] in _GENERIC else part for part in parts)


@register.filter
def mail_link(address: str, title: str) -> str:
    """Return a `mailto:` link that passes an address on under its title."""
    words = quote(f"{title}\n{address}")
    return f"mailto:?subject={quote(title)}&body={words}"


@register.inclusion_tag("components/qr.html")
def qr_code(address: str) -> dict[str, Any]:
    """Draw an address as a QR code in the page: no request, no style attribute."""
    return {"code": draw_qr_code(address), "label": gettext("QR code of the verification address")}
