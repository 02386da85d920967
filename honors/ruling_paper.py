"""A decision with its list for paper: what it says, and whom it names, ready to be typeset."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from honors.register_paper import full_name

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from honors.models import Commendation, Decision

TEMPLATE = "ruling.typ"
# 983-QĐ/TU: the Party's numbers have the hyphen first; all others go under the State's heading.
_PARTY = re.compile(r"\d+[a-z]?-")


def ruling_paper(*, decision: Decision, lines: Iterable[Commendation], left_out: int, reader: str) -> dict[str, Any]:
    """Return what the template needs, lines in the order they come; those withdrawn are left out.

    A revoked decision is printed as one, with the list it had.  `left_out` is
    how many lines the reader may not read: the paper says that it is an
    excerpt.  No query beside those of the lines.
    """
    rows = [_line(line) for line in lines if decision.is_revoked or line.withdrawn_at is None]
    return {
        "is_party": bool(_PARTY.match(decision.number)),
        "number": decision.number,
        "issuer": decision.issuer,
        "signer": decision.signer,
        "subject": decision.subject,
        "signed_on": _day(decision.signed_on),
        "revoked_by": decision.revoked_by.number if decision.revoked_by else "",
        "revoked_on": _day(decision.revoked_by.signed_on) if decision.revoked_by else "",
        "rows": rows,
        "left_out": left_out,
        "printed_on": _day(timezone.localdate()),
        "printed_for": reader,
    }


def _line(line: Commendation) -> dict[str, Any]:
    entry = line.entry
    return {
        "masked": entry.is_masked,
        "name": "" if entry.is_masked else full_name(entry),
        "post": "" if entry.is_masked else ", ".join(part for part in (entry.role, entry.unit_name) if part),
        "unit": entry.unit_name,
        "form": line.form.name,
        "note": "" if entry.is_masked else line.note,
        "number": f"{entry.number}/{entry.year}",
        "revoked": entry.is_revoked,
    }


def _day(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"
