"""Numbers of documents, as Party and State offices write them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# 58-HD/BTGTU, 983-QĐ/TU, 12-TTr/CB: number, hyphen, type, slash, issuer.
_PARTY = r"-[A-ZĐ]+r?/[A-ZĐ0-9-]+"
# 435/HD-UBND, 98/2023/NĐ-CP: number, slash, (year, slash,) type, hyphen, issuer.
_STATE = r"/(\d{4}/)?[A-ZĐ]+r?-[A-ZĐ0-9-]+"
_NUMBER = re.compile(rf"\d+[a-z]?({_PARTY}|{_STATE})")
# A demo's number says that it is a sample.
_REMARK = re.compile(r"\s*\([^()]*\)$")


def number_warning(number: str) -> str:
    """Say in words that a number looks like neither grammar; empty for one that does. It never stands in the way."""
    if _NUMBER.fullmatch(_REMARK.sub("", number).strip()):
        return ""
    return _(
        "“%(number)s” looks like neither a Party number (58-HD/BTGTU) nor a State one (435/HD-UBND). "
        "It is kept as typed; correct it if it is a slip."
    ) % {"number": number}
