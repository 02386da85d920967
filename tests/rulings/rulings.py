"""Decisions for tests, and what their forms post."""

from __future__ import annotations

import datetime
from typing import Any

from honors.models import CommendationForm, Decision

SIGNED = datetime.date(2020, 11, 10)
LIST, ADD = "/admin/decisions/", "/admin/decisions/add/"
FACTS = {
    "number": "983-QĐ/TU", "signed_on": SIGNED.isoformat(), "issuer": "Ban Thường vụ Tỉnh ủy (mẫu)",
    "signer": "Hoàng Văn Mẫu", "subject": "Về việc tặng Bằng khen (mẫu)",
}  # fmt: skip


def make_form(code: str = "giay-khen", rank: int = 10, name: str = "Giấy khen") -> CommendationForm:
    """A form of commendation; the same row however often it is asked for."""
    values = {"name": name, "family": "giay_khen", "rank": rank}
    return CommendationForm.objects.get_or_create(code=code, defaults=values)[0]


def make_decision(number: str = "983-QĐ/TU", **fields: Any) -> Decision:
    """A recorded decision without a list."""
    return Decision.objects.create(number=number, **{"signed_on": SIGNED, "issuer": "Tỉnh ủy (mẫu)", **fields})


def at(decision: Decision, act: str = "") -> str:
    """The address of a decision, or of an act on it."""
    return f"{LIST}{decision.pk}/{act}"


def picked(form: CommendationForm, *entries: Any, **fields: Any) -> dict[str, Any]:
    """What the choice of entries posts."""
    return {"form": form.pk, "entry": [entry.pk for entry in entries], **fields}
