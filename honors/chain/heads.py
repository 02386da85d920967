"""The heads of all chains: kept once a day by `tick`, published at /so-ghi-danh/dau-so.json.

Who keeps a copy of that file can prove later that the book was rewritten, even
by somebody who rewrote every event after it.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from honors.addresses import absolute_address
from honors.chain.public import FORMAT, register_name
from honors.generation import announce_change
from honors.models import ChainHead, Register

DAYS_SHOWN = 31


@transaction.atomic
def keep_heads() -> int:
    """Keep the head of every register that grew since it was last kept, once a day each; return how many.

    Two queries where nothing grew, three and an announcement else.  Registers
    are locked in the order of their ids, so that no head is kept that is being
    written over.
    """
    today = timezone.localdate()
    last = dict(ChainHead.objects.order_by().values_list("register").annotate(length=Max("length")))
    done = set(ChainHead.objects.filter(on=today).values_list("register", flat=True))
    grown = [
        pk
        for pk, length in Register.objects.exclude(length=0).order_by("pk").values_list("pk", "length")
        if length > last.get(pk, 0) and pk not in done
    ]
    if not grown:
        return 0
    registers = Register.objects.select_for_update().filter(pk__in=grown).order_by("pk")
    heads = [ChainHead(register=one, on=today, length=one.length, head=one.head) for one in registers]
    ChainHead.objects.bulk_create(heads, ignore_conflicts=True)
    announce_change()
    return len(heads)


def published_heads(*, year: int | None = None) -> dict[str, Any]:
    """Every register with its head, and the heads kept: of a year, or of the last month. Two queries."""
    registers = Register.objects.exclude(length=0).select_related("unit").order_by("unit__code", "year")
    since = timezone.localdate() - datetime.timedelta(days=DAYS_SHOWN)
    kept = ChainHead.objects.filter(on__year=year) if year else ChainHead.objects.filter(on__gt=since)
    days: dict[str, dict[str, Any]] = {}
    rows = kept.order_by("on", "register__unit__code", "register__year")
    for on, code, book, length, head in rows.values_list(
        "on", "register__unit__code", "register__year", "length", "head"
    ):
        days.setdefault(on.isoformat(), {})[f"{code}-{book}"] = {"length": length, "head": head}
    return {
        "format": FORMAT,
        "registers": {
            register_name(one): {
                "length": one.length,
                "head": one.head,
                "chain": absolute_address(reverse("chain:register", args=[register_name(one)])),
            }
            for one in registers
        },
        "days": days,
    }
